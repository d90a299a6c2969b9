import search from 'approx-string-match';
import type { Range } from '../../domain/range.ts';
import { SEED, type TextIndex } from './textIndex.ts';

/** A place in the normalized text that resembles the quote. */
export interface Likeness extends Range {
  /** Insertions, deletions and substitutions of single characters. */
  readonly errors: number;
}

/** A shorter quote resembles too many places; for a longer one, one place is too expensive to compare. */
const MIN_LENGTH = 20;
const MAX_LENGTH = 2_000;
const WINDOWS = 8;
/** Places with a smaller share of the most votes cannot match as well. */
const WORTH = 0.4;
/** Maximum seeds taken from one quote. */
const MAX_SEEDS = 500;
/** A seed that occurs more often says nothing about the place. */
const COMMON_SEED = 40;

/** Rows of dots and the like match everywhere, and comparing them takes quadratic time. */
function isRepetitive(quote: string): boolean {
  const pieces = new Set<string>();
  for (let i = 0; i + 5 <= quote.length; i++) pieces.add(quote.slice(i, i + 5));
  return pieces.size < quote.length * 0.4;
}

/**
 * How often one answer, which may contain hundreds of invented quotes, may cause a distant search or a full comparison.
 */
export interface ScanBudget {
  scans: number;
}

/**
 * Places that resemble `quote`, best first: seeds vote for a place, and only the places with the most votes are
 * compared. If no seed of a quote matches, all of `near` is compared.
 * Errors are bounded by length: 15 % to 31 characters, 20 % to 47, 25 % from 48.
 */
export function findAlike(
  index: TextIndex,
  quote: string,
  near: Range,
  budget: ScanBudget,
): Likeness[] {
  if (quote.length < MIN_LENGTH || quote.length > MAX_LENGTH || isRepetitive(quote)) return [];
  const bound = errorBound(quote.length);
  const text = index.normalized.text;
  const found: Likeness[] = [];
  for (const start of likelyStarts(index, quote, near)) {
    const window = { start: start - bound, end: start + BUCKET + quote.length + bound };
    found.push(...compare(text, window, quote, bound));
  }
  if (found.length === 0 && quote.length < MAX_LENGTH / 4 && budget.scans > 0) {
    budget.scans -= 1;
    found.push(...compare(text, near, quote, bound));
  }
  return distinct(found);
}

export const errorBound = (length: number): number =>
  Math.floor(length * (length < 32 ? 0.15 : length < 48 ? 0.2 : 0.25));

const BUCKET = 32;

/** Where the quote may begin, by the votes of its seeds; places in `near` come first. */
function likelyStarts(index: TextIndex, quote: string, near: Range): number[] {
  const votes = new Map<number, number>();
  const step = Math.max(1, Math.floor(quote.length / MAX_SEEDS));
  for (let at = 0; at + SEED <= quote.length; at += step) {
    const vote = (offset: number) => {
      const bucket = Math.floor((offset - at) / BUCKET);
      votes.set(bucket, (votes.get(bucket) ?? 0) + 1);
    };
    const far: number[] = [];
    index.seeds(quote, at, offset => {
      if (isIn(near, offset)) vote(offset);
      else if (far.length <= COMMON_SEED) far.push(offset);
    });
    if (far.length <= COMMON_SEED) far.forEach(vote);
  }
  const around = (bucket: number) =>
    (votes.get(bucket) ?? 0) + ((votes.get(bucket - 1) ?? 0) + (votes.get(bucket + 1) ?? 0)) / 2;
  const scored = [...votes.keys()].map(bucket => ({
    bucket,
    score: around(bucket),
    near: isIn(near, bucket * BUCKET),
  }));
  const most = Math.max(...scored.map(s => s.score));
  return scored
    .filter(s => s.score >= most * WORTH)
    .sort((a, b) => Number(b.near) - Number(a.near) || b.score - a.score || a.bucket - b.bucket)
    .slice(0, WINDOWS)
    .map(s => s.bucket * BUCKET);
}

const isIn = (range: Range, offset: number): boolean => offset >= range.start && offset < range.end;

function compare(text: string, window: Range, quote: string, bound: number): Likeness[] {
  const from = Math.max(0, window.start);
  const matches = search(text.slice(from, Math.max(from, window.end)), quote, bound);
  return matches
    .filter(m => m.end > m.start)
    .map(m => ({ ...wholeWords(text, from + m.start, from + m.end, quote), errors: m.errors }));
}

/** An edit at the edge of a quote splits a word; people and models quote whole words. */
function wholeWords(text: string, start: number, end: number, quote: string): Range {
  let from = start;
  let to = end;
  const reach = 12;
  if (isWord(quote.charAt(0)) || !isWord(text.charAt(start)))
    while (
      from > 0 &&
      start - from < reach &&
      isWord(text.charAt(from)) &&
      isWord(text.charAt(from - 1))
    )
      from -= 1;
  while (
    to < text.length &&
    to - end < reach &&
    isWord(text.charAt(to - 1)) &&
    isWord(text.charAt(to))
  )
    to += 1;
  while (from < to && text.charAt(from) === ' ') from += 1;
  while (to > from && text.charAt(to - 1) === ' ') to -= 1;
  // The full stop that ends the quote, after a misspelt last word.
  const last = quote.charAt(quote.length - 1);
  if (!isWord(last) && last !== text.charAt(to - 1) && last === text.charAt(to)) to += 1;
  const uncut = (at: number) =>
    at <= 0 || !(isWord(text.charAt(at - 1)) && isWord(text.charAt(at)));
  return {
    start: uncut(from) ? from : start,
    end: to >= text.length || uncut(to) ? to : end,
  };
}

const WORD = /[\p{L}\p{N}]/u;
const isWord = (character: string): boolean => WORD.test(character);

/** Best first; of overlapping places, the best one: fewest errors, then the earliest. */
function distinct(found: readonly Likeness[]): Likeness[] {
  const kept: Likeness[] = [];
  const best = [...found].sort((a, b) => a.errors - b.errors || a.start - b.start || a.end - b.end);
  for (const place of best)
    if (!kept.some(k => place.start < k.end && k.start < place.end)) kept.push(place);
  return kept;
}
