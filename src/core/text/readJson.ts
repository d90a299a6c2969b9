import { t, type Words } from './l10n.ts';
import { looseJson } from './looseJson.ts';
import { scanJson, TOO_DEEP } from './jsonScan.ts';

/** What was wrong with a text that should have held one JSON value, in words for people and for the model. */
export class JsonProblem extends Error {
  override readonly name = 'JsonProblem';
  readonly problem: Words;

  constructor(problem: Words) {
    super(problem());
    this.problem = problem;
  }
}

const MAX_JSON_CHARS = 2 * 1024 * 1024;
/** Characters that are read per character of the text, broken beginnings included. */
const MAX_READINGS = 8;

/**
 * The one JSON value in a model's answer that `accepts` knows: bare, in code fences, or with text, thoughts or
 * code around it. A value that is cut or broken, or two that differ, make the whole answer unusable: half an
 * answer is never read. What comes before the last mark that ends thoughts is a draft; behind it, the last value
 * counts. An answer that is wrapped (the arguments of a call, a list of one, an object with a name) is unwrapped.
 * Linear in the length of the text; never recursive. Throws JsonProblem.
 */
export function readJson<T>(answer: string, accepts: (value: unknown) => value is T): T {
  try {
    return readStrictly(answer, accepts);
  } catch (error) {
    if (!(error instanceof JsonProblem) || answer.length > MAX_JSON_CHARS) throw error;
    for (const form of [inStrictForm, decoded, inLooseForm]) {
      const other = form(answer);
      if (other === answer) continue;
      try {
        return readStrictly(other, accepts);
      } catch {
        // The first problem is the one to tell.
      }
    }
    throw error;
  }
}

/** The text that a string of JSON, or one escaped for HTML, holds. */
function decoded(answer: string): string {
  const text = answer.trim();
  if (/^"(?:[^"\\]|\\.)*"$/s.test(text)) {
    const inner = parse(text);
    return typeof inner === 'string' ? inner : answer;
  }
  if (!text.includes('&quot;') || text.includes('"')) return answer;
  return text
    .replace(/&quot;|&#34;/g, '"')
    .replace(/&#39;|&apos;/g, "'")
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');
}

/** With the first object that is written in another form as JSON. */
function inLooseForm(answer: string): string {
  const start = answer.search(/\{\s*(?:["'“”„]?[A-Za-z_]\w{0,40}["'“”]?\s*:|\/[/*])/);
  const loose = start < 0 ? undefined : looseJson(answer, start);
  return loose ? answer.slice(0, start) + loose.json + answer.slice(loose.end) : answer;
}

/** Strings are skipped; comments, and names in other quotation marks, are not JSON. */
const LOOSE =
  /"(?:[^"\\]|\\.)*"|\/\/[^\n]*|\/\*[^]{0,2000}?\*\/|['‘’“”]([A-Za-z_]\w{0,40})['‘’“”](?=\s*:)/g;

/** Without comments, and with names in the quotation marks of JSON, from the first brace on. */
function inStrictForm(answer: string): string {
  const start = answer.indexOf('{');
  if (start < 0 || answer.length > MAX_JSON_CHARS) return answer;
  const strict = answer
    .slice(start)
    .replace(LOOSE, (found: string, name?: string) =>
      name !== undefined ? `"${name}"` : found.startsWith('"') ? found : ' ',
    );
  return answer.slice(0, start) + strict;
}

function readStrictly<T>(answer: string, accepts: (value: unknown) => value is T): T {
  if (answer.length > MAX_JSON_CHARS) throw new JsonProblem(() => t('it was longer than 2 MB'));
  const trimmed = answer.replace(/^[\uFEFF\s]+/, '');
  const all = candidatesIn(trimmed, accepts);
  const text = withoutAfterthoughts(trimmed, all.fitting);
  const fitting = all.fitting.filter(({ end }) => end <= text.length);
  const failed = all.failed.filter(({ start }) => start < text.length);
  const thoughtsEnd = endOfThoughts(text, fitting);
  if (thoughtsEnd === undefined && OPENS_THOUGHTS.test(text))
    throw new JsonProblem(() => t('it held thoughts but no answer'));
  const from = thoughtsEnd ?? 0;
  const found = new Map<string, T>();
  for (const { start, value } of fitting)
    if (start >= from) found.set(JSON.stringify(value), value);
  const values = [...found.values()];
  const last = values.at(-1);
  // A broken value that begins as the answer does is an answer, or its better half.
  const broken = failed.find(
    ({ start, key }) =>
      start >= from && (last === undefined || (key !== undefined && hasName(last, key))),
  );
  if (broken) throw new JsonProblem(broken.problem);
  if (last === undefined)
    throw new JsonProblem(() =>
      fitting.length > 0
        ? t('it held thoughts but no answer')
        : t('it held no JSON object of the form asked for'),
    );
  if (values.length > 1 && thoughtsEnd === undefined)
    throw new JsonProblem(() => t('it held more than one JSON answer'));
  return last;
}

interface Fitting<T> {
  readonly start: number;
  readonly end: number;
  readonly value: T;
}

interface Failed {
  readonly start: number;
  readonly key: string | undefined;
  readonly problem: Words;
}

function candidatesIn<T>(
  text: string,
  accepts: (value: unknown) => value is T,
): { readonly fitting: readonly Fitting<T>[]; readonly failed: readonly Failed[] } {
  const fitting: Fitting<T>[] = [];
  const wrapped: Fitting<T>[] = [];
  const failed: Failed[] = [];
  /** Parts of a value that is broken are not answers. */
  const parts = new Set<number>();
  let read = 0;
  let at = 0;
  for (;;) {
    const start = nextStart(text, at);
    if (start < 0 || read > MAX_READINGS * text.length) break;
    at = start + 1;
    if (parts.has(start)) continue;
    const scan = scanJson(text, start);
    if (!scan) throw new JsonProblem(TOO_DEEP);
    const value = scan.kind === 'whole' ? parse(scan.source) : undefined;
    if (scan.kind === 'whole' && value !== undefined) {
      const inner = accepts(value) ? undefined : unwrapped(value, accepts);
      if (accepts(value)) fitting.push({ start, end: scan.end, value });
      else if (inner !== undefined) wrapped.push({ start, end: scan.end, value: inner });
      read += scan.end - start;
      at = scan.end;
      continue;
    }
    const begun = scan.kind === 'whole' ? { key: undefined, inner: [] } : scan;
    for (const part of begun.inner) parts.add(part);
    const isCut = scan.kind === 'cut';
    failed.push({
      start,
      key: begun.key,
      problem: () =>
        isCut ? t('it ended before the JSON was complete') : t('it was not valid JSON'),
    });
    read += (scan.kind === 'broken' ? scan.at : text.length) - start;
  }
  return { fitting: fitting.length > 0 ? fitting : wrapped, failed };
}

/** Objects and lists around an answer. */
const MAX_WRAPPINGS = 3;

/**
 * The one value inside of an object or list that `accepts` knows: the arguments of a call, also as text, a list of
 * one, an object with a name. Undefined where there is none, or several.
 */
function unwrapped<T>(
  value: unknown,
  accepts: (value: unknown) => value is T,
  depth = 0,
): T | undefined {
  if (depth === MAX_WRAPPINGS || typeof value !== 'object' || value === null) return undefined;
  const found: T[] = [];
  for (const part of Object.values(value) as unknown[]) {
    const inner = typeof part === 'string' && part.startsWith('{') ? parse(part) : part;
    const fit = accepts(inner) ? inner : unwrapped(inner, accepts, depth + 1);
    if (fit !== undefined) found.push(fit);
  }
  return found.length === 1 ? found[0] : undefined;
}

const hasName = (value: unknown, name: string): boolean =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name);

const THOUGHT = 'think|thought|reason|reflect|scratch|monologue|analysis';
/** The marks behind thoughts, also where the one before them was left out. */
const ENDS_THOUGHTS = new RegExp(
  [
    `<\\s*\\|?\\s*/\\s*[\\w:|-]*(?:${THOUGHT})[\\w:|-]*\\s*>`,
    `\\[\\s*/\\s*(?:${THOUGHT})\\w*\\s*\\]`,
    `◁\\s*/\\s*\\w*(?:${THOUGHT})\\w*\\s*▷`,
    `<\\|?(?:end_of_|end-of-)(?:${THOUGHT})\\w*\\|?>`,
    // Models with channels: the answer is in the final one. Servers may have left the marks out.
    `<\\|channel\\|>\\s*final\\b[^\\n{}]{0,60}?<\\|message\\|>`,
    `<channel\\|>`,
    `\\bassistantfinal(?=\\s*[{\`])`,
  ].join('|'),
  'gi',
);
const OPENS_AGAIN = new RegExp(
  `<\\s*\\|?[\\w:|-]*(?:${THOUGHT})[\\w:|-]*\\s*>|\\[(?:${THOUGHT})\\w*\\]`,
  'gi',
);
const OPENS_THOUGHTS = new RegExp(
  `^\\W{0,3}(?:<\\s*\\|?[\\w:|-]*(?:${THOUGHT})[\\w:|-]*\\s*>|\\[(?:${THOUGHT})\\w*\\]|◁\\w*think\\w*▷|<\\|?channel\\|?>)`,
  'i',
);

/** A line of its own before the answer, where a model titles its thoughts and its answer. */
const TITLES_THOUGHTS = new RegExp(`^\\W{0,4}(?:my )?(?:${THOUGHT})\\w*\\W{0,4}(?=[\\s:])`, 'i');
const TITLES_ANSWER =
  /^[^\w\n]{0,6}(?:final |the |my )?(?:answer|response|output|result|json)[^\w\n]{0,6}$/gim;

/** The place behind the last mark that no value holds in one of its strings; undefined where there is none. */
function endOfThoughts(text: string, values: readonly Fitting<unknown>[]): number | undefined {
  const isIn = (at: number): boolean => values.some(value => value.start < at && at < value.end);
  let end: number | undefined;
  for (const mark of text.matchAll(ENDS_THOUGHTS))
    if (!isIn(mark.index)) end = mark.index + mark[0].length;
  if (end !== undefined || !TITLES_THOUGHTS.test(text)) return end;
  const last = values.at(-1)?.start ?? 0;
  for (const title of text.matchAll(TITLES_ANSWER))
    if (!isIn(title.index) && title.index < last) end = title.index + title[0].length;
  return end;
}

/** The text before thoughts that follow the answer, where nothing follows them: some models think again behind it. */
function withoutAfterthoughts(text: string, values: readonly Fitting<unknown>[]): string {
  const [first] = values;
  const end = endOfThoughts(text, values);
  if (!first || end === undefined || values.some(({ start }) => start >= end)) return text;
  for (const mark of text.matchAll(OPENS_AGAIN))
    if (
      mark.index >= first.end &&
      !values.some(value => value.start < mark.index && mark.index < value.end)
    )
      return text.slice(0, mark.index);
  return text;
}

/** Where something begins that can only be a JSON object or array, and not a brace in a sentence. */
function nextStart(text: string, from: number): number {
  const opening = /[{[]/g;
  opening.lastIndex = from;
  for (let match = opening.exec(text); match; match = opening.exec(text)) {
    const next = nextSolid(text, match.index + 1);
    const wanted = match[0] === '{' ? '"}' : '{[]';
    if (next !== '' && wanted.includes(next)) return match.index;
  }
  return -1;
}

/** The next character that is not white space, within reason. */
function nextSolid(text: string, from: number): string {
  for (let i = from; i < Math.min(text.length, from + 200); i++) {
    const c = text[i]!;
    if (c !== ' ' && c !== '\n' && c !== '\r' && c !== '\t') return c;
  }
  return '';
}

function parse(source: string): unknown {
  try {
    return JSON.parse(source) as unknown;
  } catch {
    return undefined;
  }
}
