import type { Range } from '../../domain/range.ts';
import { figures } from './sense.ts';

// Link targets, table bars, character references, and markers of quotes and headings.
const STRUCTURE = /\]\(|\||&#?\w{1,8};|\n[ \t]*[>#]/;

/** False if the quote left out structure, which a replacement would remove from the text. */
export const keepsStructure = (text: string, range: Range, said: string): boolean =>
  STRUCTURE.test(said) || !STRUCTURE.test(text.slice(range.start, range.end));

const MARKS = ['**', '__', '~~', '`', '*', '_'] as const;

/**
 * A quote copied from a rendered page may begin inside an emphasis and end outside it. Returns the range with the
 * markers that complete it, or undefined if there are none next to it.
 */
export function wholeMarks(text: string, range: Range): Range | undefined {
  let { start, end } = range;
  let rest = text.slice(start, end).replace(/\\[\s\S]/g, '');
  for (const mark of MARKS) {
    const count = rest.split(mark).length - 1;
    rest = rest.replaceAll(mark, '');
    if (count % 2 === 0) continue;
    if (text.slice(start - mark.length, start) === mark) start -= mark.length;
    else if (text.slice(end, end + mark.length) === mark) end += mark.length;
    else return undefined;
  }
  return { start, end };
}

const TARGETS = /\]\(([^\s()]{0,1000})\)/g;

/** Whether every link target of a quote has the figures of a target in its place; true if the place has none. */
export function sameTargetFigures(quote: string, text: string, range: Range): boolean {
  const figuresOf = (of: string): string[] =>
    [...of.matchAll(TARGETS)].map(([, target = '']) =>
      // A path is no Roman numeral: `../CLI/` is `../cli/` in capitals.
      figures(target.toLowerCase()).join(' '),
    );
  const own = figuresOf(text.slice(range.start, text.indexOf(')', range.end) + 1 || undefined));
  return own.length === 0 || figuresOf(quote).every(target => own.includes(target));
}
