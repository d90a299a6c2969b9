import type { Range } from '../../domain/range.ts';

/** A quote of so many words says by itself which passage it is. */
const ENOUGH_WORDS = 12;
/** Words taken from each side of a shorter one. */
const AROUND = 5;
/** Characters of each side that are looked at: five words, and the white space of a table between them. */
const LOOK = 400;

/** An empty line, or the beginning of a list item, a table row, a heading or a quotation. */
const BREAK = /\r?\n[ \t]*(?=\r?\n|[-*+|#>•]|\d+[.)]|\([a-z\d]+\))/g;
const LINE = /\r?\n/g;

/**
 * What tells a quote from the same words elsewhere: the quote itself where it is long, else with five
 * words on each side within its paragraph, list item or (`perLine`: in code) line. Where lines are
 * wrapped makes no difference; a passage that moves as a whole stays the same.
 */
export function passageAt(text: string, { start, end }: Range, perLine = false): string {
  const quote = wordsOf(text.slice(start, end));
  if (quote.length >= ENOUGH_WORDS) return quote.join(' ');
  const edge = perLine ? LINE : BREAK;
  const from = Math.max(0, start - LOOK);
  const before = text.slice(from, start);
  // An edge right before the quote may need the quote's first character to be seen.
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
