import type { Range } from '../../domain/range.ts';

/** Minimum length of a quote that is accepted outside its chunk and the context around it. */
const ANYWHERE = 12;
/** More places than this are treated as this many. */
export const MANY = 50;

/** Where a quote occurs exactly; anywhere in the text only if it is long enough to be distinctive. */
export function occurrences(text: string, quote: string, where?: Range): Range[] {
  if (!where && quote.length < ANYWHERE) return [];
  const found: Range[] = [];
  const part = where ? text.slice(where.start, where.end) : text;
  const base = where ? where.start : 0;
  for (let at = part.indexOf(quote); at >= 0 && found.length < MANY;) {
    found.push({ start: base + at, end: base + at + quote.length });
    at = part.indexOf(quote, at + 1);
  }
  return found;
}

/**
 * Exact occurrences; if there is only one, also those that differ from it in white space, which a model may have changed.
 */
export function spacedAlike(text: string, quote: string, where: Range): Range[] {
  const found = occurrences(text, quote, where);
  const words = quote.trim().split(/\s+/);
  if (found.length !== 1 || words.length < 2 || quote.length > MAX_COMPARED) return found;
  const pattern = new RegExp(words.map(escaped).join('\\s+'), 'g');
  const all = [...text.slice(where.start, where.end).matchAll(pattern)].slice(0, MANY);
  const others = all
    .map(({ index, 0: word }) => ({
      start: where.start + index,
      end: where.start + index + word.length,
    }))
    .filter(other => !found.some(f => f.start < other.end && other.start < f.end));
  return [...found, ...others];
}

const escaped = (words: string): string => words.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

/** A longer quote is unique. */
const MAX_COMPARED = 500;
