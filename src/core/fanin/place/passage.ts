import type { Range } from '../../domain/range.ts';

/** A quote of this many words identifies its passage by itself. */
const ENOUGH_WORDS = 12;
/** Words taken from each side of a shorter quote. */
const AROUND = 5;
/** Characters examined on each side: five words, and the white space of a table between them. */
const LOOK = 400;

/** An empty line, or the beginning of a list item, a table row, a heading or a quotation. */
const BREAK = /\r?\n[ \t]*(?=\r?\n|[-*+|#>•]|\d+[.)]|\([a-z\d]+\))/g;
const LINE = /\r?\n/g;

/**
 * What distinguishes a quote from the same words elsewhere: a long quote itself, otherwise the quote with five words on
 * each side within its paragraph, list item or (`perLine`: in code) line. Line wrapping makes no difference; a passage
 * that moves as a whole stays the same.
 */
export function passageAt(text: string, { start, end }: Range, perLine = false): string {
  const quote = wordsOf(text.slice(start, end));
  if (quote.length >= ENOUGH_WORDS) return quote.join(' ');
  const edge = perLine ? LINE : BREAK;
  const from = Math.max(0, start - LOOK);
  const before = text.slice(from, start);
  // A boundary directly before the quote may be recognised only with the quote's first character.
  const last = [...text.slice(from, start + 1).matchAll(edge)].at(-1);
  const own = last ? before.slice(last.index + last[0].length) : before;
  const after = text.slice(end, end + LOOK);
  const until = after.search(new RegExp(edge.source));
  return [
    ...wordsOf(own).slice(-AROUND),
    ...quote,
    ...wordsOf(until < 0 ? after : after.slice(0, until)).slice(0, AROUND),
  ].join(' ');
}

const wordsOf = (text: string): string[] => text.split(/\s+/).filter(Boolean);
