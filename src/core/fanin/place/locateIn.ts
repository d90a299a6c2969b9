import type { Range } from '../../domain/range.ts';
import type { Source } from '../../domain/source.ts';
import { normalize } from './normalize.ts';
import { indexOf, toNormalized, toOriginal } from './textIndex.ts';

/** Fewer letters and digits than this are not evidence. */
const LETTERS = 3;

/** More places than this are treated as this many. */
const MANY = 50;

/**
 * Where a quote occurs within a range of a source: exactly, or ignoring typography. Never a fuzzy match: the evidence
 * for a second opinion must be in the text. The first place if there are several.
 */
export const locateIn = (source: Source, within: Range, quote: string): Range | undefined =>
  locateAllIn(source, within, quote)[0];

/** Every place where it occurs, in reading order, without overlaps. */
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
