import type { Range } from '../../domain/range.ts';
import type { Source } from '../../domain/source.ts';
import { normalize } from './normalize.ts';
import { indexOf, toNormalized, toOriginal } from './textIndex.ts';

/** Fewer letters and digits than this are no evidence. */
const LETTERS = 3;

/** More places than this are as many as this. */
const MANY = 50;

/**
 * Where a quote occurs within a range of a source: its exact words, or the same but for typography.
 * Never a likeness: what a second opinion rests on has to be there. The first place when there are more.
 */
export const locateIn = (source: Source, within: Range, quote: string): Range | undefined =>
  locateAllIn(source, within, quote)[0];

/** Every place where it occurs, in reading order; none overlaps another. */
export function locateAllIn(source: Source, within: Range, quote: string): readonly Range[] {
  const wanted = quote.trim();
  if ((wanted.match(/[\p{L}\p{N}]/gu)?.length ?? 0) < LETTERS) return [];
  const exact = findAll(source.text, within, wanted);
  if (exact.length > 0) return exact;
  const { normalized, markup } = indexOf(source);
  const plain = normalize(wanted, markup).text.trim();
  if (plain.length < LETTERS) return [];
  return findAll(normalized.text, toNormalized(normalized, within), plain).map(({ start, end }) =>
    toOriginal(normalized, start, end),
  );
}

function findAll(text: string, { start, end }: Range, quote: string): Range[] {
  const part = text.slice(start, end);
  const found: Range[] = [];
  for (let at = part.indexOf(quote); at >= 0 && found.length < MANY;) {
    found.push({ start: start + at, end: start + at + quote.length });
    at = part.indexOf(quote, at + quote.length);
  }
  return found;
}
