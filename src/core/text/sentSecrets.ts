import type { Source } from '../domain/source.ts';
import { t } from './l10n.ts';
import { findSecrets, masked, type SearchOptions, type Secret } from './secrets.ts';

/** What goes to a model: the texts, and the words of what is asked about them. */
export interface Sent<Words> {
  readonly sources: readonly Source[];
  /** JSON: questions, audience, labels and their descriptions, perspectives. */
  readonly words: Words;
}

export interface SentSecrets<Words> {
  /** Where secrets stand, one line a place: "src/app.ts:12: GitHub token". Never a value; empty when there are none. */
  readonly places: readonly string[];
  /** The same without any of them. */
  readonly masked: Sent<Words>;
  /** As the user has it, but for what is not asked about: secrets of a text outside of its selection. */
  readonly kept: Sent<Words>;
}

/** Most places that are named one by one. */
const MAX_NAMED = 20;

/**
 * Secrets in all that is sent: texts, their names, and the words of the request. Outlines, headings and
 * definitions are taken from the texts, so the whole of a text is searched, not its selection alone.
 */
export async function secretsInSent<Words>(
  { sources, words }: Sent<Words>,
  options: SearchOptions = {},
): Promise<SentSecrets<Words>> {
  const places: string[] = [];
  const safe: Source[] = [];
  const kept: Source[] = [];
  for (const source of sources) {
    const { range, ...whole } = source;
    const all = await findSecrets(whole, options);
    const isAsked = ({ start, end }: Secret): boolean =>
      !range || (start < range.end && end > range.start);
    const inName = await findSecrets({ text: source.path }, options);
    const path = inName.length > 0 ? masked({ text: source.path }, inName).text : source.path;
    for (const { kind } of inName) places.push(t('{0}: {1} in its name', path, kind));
    for (const { line, kind } of all.filter(isAsked)) places.push(`${path}:${line}: ${kind}`);
    const outside = all.filter(secret => !isAsked(secret));
    kept.push(outside.length > 0 ? masked(source, outside) : source);
    const text = await withSafeFile(all.length > 0 ? masked(source, all) : source, options);
    safe.push(path === source.path ? text : { ...text, path });
  }
  const asked = await safeWords(words, [], options, places);
  const more = places.length - MAX_NAMED;
  return {
    places: more > 0 ? [...places.slice(0, MAX_NAMED), t('and {0} more', more)] : places,
    masked: { sources: safe, words: asked as Words },
    kept: { sources: kept, words },
  };
}

/** What of its file a reader does not see is not sent, but kept with the run. */
async function withSafeFile(source: Source, options: SearchOptions): Promise<Source> {
  if (!source.original) return source;
  const found = await findSecrets({ text: source.original.text }, options);
  return found.length === 0 ? source : { ...source, original: masked(source.original, found) };
}

/** JSON of the same shape, its texts without secrets. */
async function safeWords(
  value: unknown,
  path: readonly string[],
  options: SearchOptions,
  places: string[],
): Promise<unknown> {
  if (typeof value === 'string') {
    const found = await findSecrets({ text: value }, options);
    if (found.length === 0) return value;
    for (const { kind } of found) places.push(`${placeOf(path)}: ${kind}`);
    return masked({ text: value }, found).text;
  }
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const items: unknown[] = [];
    for (const item of value) items.push(await safeWords(item, path, options, places));
    return items;
  }
  const fields: [string, unknown][] = [];
  for (const [name, of] of Object.entries(value))
    fields.push([name, await safeWords(of, [...path, name], options, places)]);
  return Object.fromEntries(fields);
}

const PLACES: Readonly<Record<string, string>> = {
  question: t('the question'),
  audience: t('the audience'),
  focus: t('the focus'),
  about: t('what the labels are about'),
  labels: t('the labels'),
  columns: t('the columns'),
  perspectives: t('the perspectives'),
  houseRules: t('the rules of the project'),
  language: t('the language'),
};

const placeOf = (path: readonly string[]): string =>
  path.map(name => PLACES[name]).find(place => place !== undefined) ?? t('the request');
