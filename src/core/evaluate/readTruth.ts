import type { Range } from '../domain/range.ts';
import type { Source } from '../domain/source.ts';
import { isRecord } from '../text/json.ts';
import type { KnownPassage, Truth } from './truth.ts';

/** What a file of known passages holds, before its passages are looked up in the texts. */
export interface TruthFile {
  readonly passages: readonly Stated[];
  readonly isComplete: boolean;
  /** Texts that occur in the file itself, by their title. */
  readonly texts: readonly { readonly title: string; readonly text: string }[];
  /** What to look for, by kind, where the file says so in words. */
  readonly questions: Readonly<Record<string, string>>;
}

interface Stated {
  /** Name of the text; absent: the only one. */
  readonly file?: string;
  readonly kind: string;
  readonly perspectiveId?: string;
  readonly quote: string;
  readonly start?: number;
  readonly what?: string;
  readonly isDismissed?: true;
  /** Further places at which the same error can be seen. */
  readonly related?: readonly Stated[];
}

/** A passage that is in none of the texts. */
export interface Lost {
  readonly file?: string;
  readonly quote: string;
}

/** The forms of truth files that are understood, in words. */
export const TRUTH_FORMS =
  '{"errors": [{"quote": …}]}, SQuAD ({"data": [{"paragraphs": …}]}), or [{"file": …, "clauses": {KIND: [quotes]}}], or a file of decisions';

/** @returns undefined for a value of another form. Never throws: entries without a quote are left out. */
export function readTruth(value: unknown): TruthFile | undefined {
  if (Array.isArray(value)) return clausesOf(value);
  if (!isRecord(value)) return undefined;
  if (Array.isArray(value['errors']))
    return {
      passages: value['errors'].flatMap((entry: unknown) => statedOf(entry) ?? []),
      isComplete: value['complete'] === true,
      texts: [],
      questions: {},
    };
  if (isRecord(value['decisions'])) return decidedOf(value['decisions']);
  return Array.isArray(value['data']) ? squadOf(value['data']) : undefined;
}

/** A file of decisions: what was accepted is to be found, what was dismissed is not. */
function decidedOf(decisions: Readonly<Record<string, unknown>>): TruthFile {
  // A decision on a merged finding is kept once for each finding that it was merged from.
  const told = new Map(Object.values(decisions).map(entry => [JSON.stringify(entry), entry]));
  const passages = [...told.values()].flatMap((entry): Stated[] => {
    const quote = isRecord(entry) ? text(entry['words']) : undefined;
    if (!isRecord(entry) || quote === undefined) return [];
    return [
      {
        quote,
        kind: text(entry['perspective']) ?? 'finding',
        ...optional('file', text(entry['document'])),
        ...optional('what', text(entry['title'])),
        ...(entry['kind'] === 'dismissed' ? { isDismissed: true as const } : {}),
      },
    ];
  });
  return { passages, isComplete: false, texts: [], questions: {} };
}

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const optional = <K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } =>
  value === undefined ? {} : ({ [key]: value } as { readonly [P in K]?: V });

function statedOf(entry: unknown): Stated | undefined {
  if (!isRecord(entry)) return undefined;
  const quote = text(entry['quote']);
  if (quote === undefined) return undefined;
  const { start } = entry;
  return {
    quote,
    kind: text(entry['kind']) ?? 'error',
    ...optional('file', text(entry['file'])),
    ...optional('perspectiveId', text(entry['perspective'])),
    ...optional('what', text(entry['explanation']) ?? text(entry['message'])),
    ...(typeof start === 'number' && Number.isInteger(start) ? { start } : {}),
    ...(entry['dismissed'] === true ? { isDismissed: true as const } : {}),
    related: list(entry['related']).flatMap(other => statedOf(other) ?? []),
  };
}

/** `[{"file": "a.txt", "clauses": {"Governing Law": ["This Agreement is …"]}}]`: all there is of each kind. */
function clausesOf(entries: readonly unknown[]): TruthFile | undefined {
  const passages = entries.flatMap(entry => {
    if (!isRecord(entry) || !isRecord(entry['clauses'])) return [];
    const file = text(entry['file']);
    return Object.entries(entry['clauses']).flatMap(([kind, quotes]) =>
      list(quotes).flatMap(quote =>
        typeof quote === 'string' && quote !== ''
          ? [{ ...optional('file', file), kind, quote }]
          : [],
      ),
    );
  });
  return passages.length === 0
    ? undefined
    : { passages, isComplete: true, texts: [], questions: {} };
}

/** SQuAD 2.0, as CUAD is published in: https://rajpurkar.github.io/SQuAD-explorer/ */
function squadOf(data: readonly unknown[]): TruthFile | undefined {
  const passages: Stated[] = [];
  const texts: { title: string; text: string }[] = [];
  const questions: Record<string, string> = {};
  for (const article of data) {
    if (!isRecord(article)) continue;
    const title = text(article['title']) ?? `text ${texts.length + 1}`;
    const paragraphs = list(article['paragraphs']).filter(isRecord);
    paragraphs.forEach((paragraph, i) => {
      const context = text(paragraph['context']);
      if (context === undefined) return;
      const file = paragraphs.length === 1 ? title : `${title} ${i + 1}`;
      texts.push({ title: file, text: context });
      for (const asked of list(paragraph['qas']).filter(isRecord)) {
        const question = text(asked['question']) ?? '';
        const kind = kindOf(question, text(asked['id']) ?? '');
        questions[kind] ??= question;
        for (const answer of list(asked['answers']).filter(isRecord)) {
          const { answer_start: start } = answer;
          const quote = text(answer['text']);
          if (quote !== undefined)
            passages.push({ file, kind, quote, ...(typeof start === 'number' ? { start } : {}) });
        }
      }
    });
  }
  return texts.length === 0 ? undefined : { passages, isComplete: true, texts, questions };
}

/** CUAD's ids end in `__Governing Law`, and its questions name the kind in quotation marks. */
const kindOf = (question: string, id: string): string =>
  /__([^_]+)$/.exec(id)?.[1] ??
  /"([^"]{1,60})"/.exec(question)?.[1] ??
  (question.slice(0, 60) || id);

/** The passages of a file in the texts that are read, and those that are in none of them. */
export function truthIn(
  { passages, isComplete }: TruthFile,
  sources: readonly Source[],
  kinds?: readonly string[],
): { readonly truth: Truth; readonly lost: readonly Lost[] } {
  const lost: Lost[] = [];
  const errors: KnownPassage[] = [];
  const dismissed: KnownPassage[] = [];
  for (const stated of passages) {
    const { file, kind, quote, what = kind, perspectiveId, isDismissed, related = [] } = stated;
    if (kinds && !kinds.includes(kind)) continue;
    const source = sources.find(({ path }) => file === undefined || isNamed(path, file));
    // The texts may be some of those that the file speaks of.
    if (!source) continue;
    const places = [stated, ...related.map(other => ({ ...other, file }))].flatMap(one =>
      placesOf(one, source),
    );
    if (places.length === 0) {
      lost.push({ quote, ...optional('file', file) });
      continue;
    }
    const all = isDismissed ? dismissed : errors;
    all.push({
      id: `${isDismissed ? 'D' : 'E'}${all.length + 1}`,
      sourceId: source.id,
      kind,
      what,
      ...optional('perspectiveId', perspectiveId),
      places,
    });
  }
  return { truth: { errors, dismissed, isComplete }, lost };
}

/** The place that is stated if the quote is there, else all that it may be. */
function placesOf(
  { quote, start }: Pick<Stated, 'quote' | 'start'>,
  { text: whole }: Source,
): Range[] {
  if (start !== undefined && whole.startsWith(quote, start))
    return [{ start, end: start + quote.length }];
  const places: Range[] = [];
  for (let at = whole.indexOf(quote); at >= 0; at = whole.indexOf(quote, at + quote.length))
    places.push({ start: at, end: at + quote.length });
  return places.length > 0 ? places : looseOf(quote, whole);
}

/** The same words with other white space between them. */
function looseOf(quote: string, whole: string): Range[] {
  const words = quote.trim().split(/\s+/).filter(Boolean);
  if (words.length < 2) return [];
  const pattern = words.map(word => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('\\s+');
  return [...whole.matchAll(new RegExp(pattern, 'g'))].map(found => ({
    start: found.index,
    end: found.index + found[0].length,
  }));
}

/** `contract.txt` names `docs/contract.txt`, and `docs/contract.txt` a folder's `contract.txt`. */
function isNamed(path: string, file: string): boolean {
  const [a, b] = [path, file].map(name => name.replaceAll('\\', '/').replace(/^\.\//, ''));
  return a === b || `/${a}`.endsWith(`/${b}`) || `/${b}`.endsWith(`/${a}`);
}
