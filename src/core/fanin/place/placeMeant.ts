import type { Chunk } from '../../domain/chunk.ts';
import type { RawFinding } from '../../domain/results/findings.ts';
import type { Source } from '../../domain/source.ts';
import type { Range } from '../../domain/range.ts';
import { folded, normalize } from './normalize.ts';

/** What distinguishes equal places: the words before a quote, and its line. */
export type Hints = Pick<RawFinding, 'quote' | 'before'> & { readonly line?: number | undefined };

/** The one of several equal places that an answer's hints single out. */
export const placeMeant = (
  found: readonly Range[],
  hints: Hints,
  source: Source,
  chunk: Chunk,
): Range | undefined =>
  afterWords(found, wordsBefore(hints, source.kind !== 'code'), source) ??
  nearestLine(found, hints.line, offset => lineOf(source.text, chunk, offset));

/** The place that the line hint refers to, if it is within two lines of one place and far from the next. */
function nearestLine(
  found: readonly Range[],
  hint: number | undefined,
  lineAt: (offset: number) => number,
): Range | undefined {
  if (hint === undefined) return undefined;
  const byDistance = found
    .map(range => ({ range, distance: Math.abs(lineAt(range.start) - hint) }))
    .sort((a, b) => a.distance - b.distance || a.range.start - b.range.start);
  const [best, next] = byDistance;
  if (!best || best.distance > 2) return undefined;
  return next && next.distance <= best.distance + 1 ? undefined : best.range;
}

/** Characters before a place that are searched for the words that distinguish it. */
const MAX_BEFORE = 400;

/** The words that an answer quotes from before its quote, normalized; without the quote, which some models repeat. */
function wordsBefore({ before, quote }: Hints, markup: boolean): string {
  const words = comparable(before ?? '', markup);
  const own = comparable(quote, markup);
  return own !== '' && words.endsWith(own) ? words.slice(0, -own.length).trim() : words;
}

const comparable = (text: string, markup: boolean): string =>
  folded(normalize(text, markup)).text.trim();

/** The place that the given words precede more closely than any other. */
function afterWords(
  found: readonly Range[],
  before: string,
  { text, kind }: Source,
): Range | undefined {
  if (before === '') return undefined;
  const byDistance = found
    .flatMap(range => {
      const lead = comparable(
        text.slice(Math.max(0, range.start - MAX_BEFORE), range.start),
        kind !== 'code',
      );
      const at = lead.lastIndexOf(before);
      return at < 0 ? [] : [{ range, distance: lead.length - at - before.length }];
    })
    .sort((a, b) => a.distance - b.distance || a.range.start - b.range.start);
  const [best, next] = byDistance;
  return best && next?.distance !== best.distance ? best.range : undefined;
}

const lineOf = (text: string, chunk: Chunk, offset: number): number =>
  chunk.startLine + countLines(text, chunk.start, offset);

function countLines(text: string, from: number, to: number): number {
  const part = text.slice(Math.min(from, to), Math.max(from, to));
  const lines = part.split('\n').length - 1;
  return to < from ? -lines : lines;
}
