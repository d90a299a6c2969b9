import { assignedSecrets, type FoundSecret } from './assignedSecrets.ts';
import { innerKeys, publishedKeys } from './publishedKeys.ts';
import { addresses, namedPlaces, tokensOfWeb } from './secretPlaces.ts';
import type { SourceRecord } from '../domain/records/records.ts';
import type { Range } from '../domain/range.ts';
import type { Source } from '../domain/source.ts';

/** A key of a published form in a text. Its value is nowhere but in the text. */
export interface Secret extends Range {
  /** 1-based. */
  readonly line: number;
  /** What it opens, in words: "GitHub token". */
  readonly kind: string;
}

/** Characters looked at in one go: some 10 ms. */
const WINDOW = 128 * 1024;
/** What a match may begin before its secret, and reach behind it, at most. */
const BEFORE = 200;
const MAX_MATCH = 20_200;

/**
 * Keys and private keys of published forms in a source (in its range, where it has one), in order. Linear
 * in the text's length, some 20 MB/s; `pause` is awaited between stretches. What samples show in a key's
 * place is not taken for one.
 */
export async function findSecrets(
  { text, range, pages }: Pick<Source, 'text' | 'range' | 'pages'>,
  { pause, own = [] }: SearchOptions = {},
): Promise<readonly Secret[]> {
  const end = range?.end ?? text.length;
  const found: Secret[] = [];
  const look: Look = { own: own.filter(key => key.length >= MIN_OWN), isConverted: !!pages };
  let line = 1;
  let counted = 0;
  let last = 0;
  for (let from = range?.start ?? 0; from < end; from += WINDOW) {
    const first = Math.max(range?.start ?? 0, from - BEFORE);
    const part = text.slice(first, Math.min(end, from + WINDOW + MAX_MATCH));
    for (const secret of secretsIn(part, look)) {
      const start = first + secret.start;
      if (start < from || start >= from + WINDOW || start < last) continue;
      line += lineEnds(text, counted, start);
      counted = start;
      last = first + secret.end;
      found.push({ start, end: last, line, kind: secret.kind });
    }
    await pause?.();
  }
  return found;
}

export interface SearchOptions {
  /** Awaited between stretches. */
  readonly pause?: () => Promise<void>;
  /** Values that are secret whatever they look like: the user's own keys. */
  readonly own?: readonly string[];
}

/** Shorter values of one's own occur in ordinary text. */
const MIN_OWN = 12;

interface Look {
  readonly own: readonly string[];
  /** Text taken from a PDF or the like: lines end where the page did. */
  readonly isConverted: boolean;
}

/** What a scanner without the user's own keys finds in a text that is at hand as a whole. */
export const secretsOf = (text: string): readonly FoundSecret[] =>
  secretsIn(text, { own: [], isConverted: false });

/** In order, not overlapping. */
function secretsIn(part: string, { own, isConverted }: Look): FoundSecret[] {
  const sure = [
    ...ownKeys(part, own),
    ...publishedKeys(part),
    ...innerKeys(part),
    ...namedPlaces(part),
    ...addresses(part),
    ...tokensOfWeb(part),
    // As Markdown writes it.
    ...(/\\[_~.=+-]/.test(part) ? without(part, /\\(?=[_~.=+-])/g) : []),
    ...(isConverted ? without(part, /(?<=[A-Za-z0-9_-]{4})-?\r?\n(?=[A-Za-z0-9_-])/g) : []),
  ];
  return besides(apart(sure), assignedSecrets(part));
}

/** Both in order; of `others` those that meet none of `known`: a key of a known kind is not told twice. */
function besides(known: readonly FoundSecret[], others: readonly FoundSecret[]): FoundSecret[] {
  let at = 0;
  const fresh = others.filter(({ start, end }) => {
    while (at < known.length && known[at]!.end <= start) at++;
    return at === known.length || known[at]!.start >= end;
  });
  return apart([...known, ...fresh]);
}

/** In order, not overlapping; of two the one that begins first. */

function apart(found: readonly FoundSecret[]): FoundSecret[] {
  let last = 0;
  return [...found]
    .sort((a, b) => a.start - b.start || b.end - a.end)
    .filter(({ start, end }) => {
      const isNew = start >= last;
      if (isNew) last = end;
      return isNew;
    });
}

/** Keys that are whole only when something is taken out of the text. */
function without(part: string, what: RegExp): FoundSecret[] {
  const gaps: { readonly at: number; readonly taken: number }[] = [];
  let taken = 0;
  const bare = part.replace(what, (gap, at: number) => {
    gaps.push({ at: at - taken, taken: (taken += gap.length) });
    return '';
  });
  const before = (offset: number): number => {
    let [low, high] = [0, gaps.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (gaps[middle]!.at <= offset) low = middle + 1;
      else high = middle;
    }
    return gaps[low - 1]?.taken ?? 0;
  };
  return publishedKeys(bare).flatMap(({ start, end, kind }) => {
    const at = { start: start + before(start), end: end - 1 + before(end - 1) + 1, kind };
    return at.end - at.start > end - start ? [at] : [];
  });
}

function ownKeys(part: string, own: readonly string[]): FoundSecret[] {
  const found: FoundSecret[] = [];
  for (const key of own)
    for (let at = part.indexOf(key); at >= 0; at = part.indexOf(key, at + key.length))
      found.push({ start: at, end: at + key.length, kind: 'your own API key' });
  return found;
}

/** Counted up to `to` only: the next end of a line may be far behind it. */
function lineEnds(text: string, from: number, to: number): number {
  let ends = 0;
  for (let at = from; at < to; at++) if (text.charCodeAt(at) === LINE_FEED) ends++;
  return ends;
}

const LINE_FEED = 10;

/** Replaces one code unit of a masked secret. */
export const MASK = '*';

/** The source with its secrets masked sign by sign: no offset, and no line, is another afterwards. */
export function masked<T extends Pick<Source, 'text' | 'records'>>(
  source: T,
  secrets: readonly Secret[],
): T {
  let text = '';
  let from = 0;
  for (const { start, end } of secrets) {
    text += source.text.slice(from, start);
    text += source.text.slice(start, end).replace(/[^\r\n]/g, MASK);
    from = end;
  }
  const { records } = source;
  return {
    ...source,
    text: text + source.text.slice(from),
    ...(records
      ? { records: records.map(record => maskedRecord(source.text, record, secrets)) }
      : {}),
  };
}

/** The cells of a record are shown, not its text; one written with escapes is masked whole. */
function maskedRecord(
  text: string,
  record: SourceRecord,
  secrets: readonly Secret[],
): SourceRecord {
  const own = secrets.filter(({ start, end }) => start < record.end && end > record.start);
  const cells = own.reduce<readonly string[]>((kept, { start, end }) => {
    const secret = text.slice(start, end);
    const mask = (part: string): string => part.replace(/[^\r\n]/g, MASK);
    return kept.some(cell => cell.includes(secret))
      ? kept.map(cell => cell.replaceAll(secret, mask(secret)))
      : kept.map(mask);
  }, record.cells);
  return own.length > 0 ? { ...record, cells } : record;
}
