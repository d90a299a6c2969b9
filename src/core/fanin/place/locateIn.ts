import type { Range } from '../../domain/range.ts';
import type { Source } from '../../domain/source.ts';
import { normalize, type Normalized } from './normalize.ts';
import { indexOf, toNormalized, toOriginal } from './textIndex.ts';

/** Fewer letters and digits than this are no evidence. */
const LETTERS = 3;

/**
 * Where a quote stands within a range of a source: its exact words, or the same but for typography.
 * Never a likeness: what a second opinion rests on has to be there. The first place when there are more.
 */
export function locateIn(source: Source, within: Range, quote: string): Range | undefined {
  const wanted = quote.trim();
  if ((wanted.match(/[\p{L}\p{N}]/gu)?.length ?? 0) < LETTERS) return undefined;
  const at = source.text.slice(within.start, within.end).indexOf(wanted);
  if (at >= 0) return { start: within.start + at, end: within.start + at + wanted.length };
  const { normalized, markup } = indexOf(source);
  const plain = normalize(wanted, markup).text.trim();
  return plain.length < LETTERS ? undefined : find(normalized, within, plain);
}

function find(normalized: Normalized, within: Range, quote: string): Range | undefined {
  const { start, end } = toNormalized(normalized, within);
  const at = normalized.text.slice(start, end).indexOf(quote);
  return at < 0 ? undefined : toOriginal(normalized, start + at, start + at + quote.length);
}
