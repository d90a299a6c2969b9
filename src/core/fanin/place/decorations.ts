import { normalize } from './normalize.ts';

/** Line numbers that models write before quoted lines: `12: `, `L12| `, `line 12: `, `[12] `. */
const LINE_NUMBERS =
  /^[ \t]*(?:(?:l(?:ine)?[ \t]*)?\d{1,6}(?:-\d{1,6})?(?:[ \t]*[:|│→]|\t)|\[\d{1,6}\](?=[ \t]))[ \t]*/gim;
/** A line that begins with a number, however it is set apart: `[12] `, `12. `, `12  `. */
const NUMBERED =
  /^[ \t]*[[(]?(?:l(?:ine)?[ \t]*)?(\d{1,6})(?:[\])]|[ \t]*[.:|│→])?(?:(?<=[|│→])|[ \t]+|$)/i;
/** Signs of a quotation, a change or code around the whole quote. */
const FENCE = /^\s*(?:`{3,}|~{3,})[^\n`]*\n([\s\S]*?)\n?[ \t]*(?:`{3,}|~{3,})\s*$/;
const TICKS = /^\s*(`{1,2})([^`][\s\S]*?)\1\s*$/;
const MARKED = /^[ \t]*[>+-](?:[ \t]|$)/;

/** The quote itself, and without quotation marks or dots that a model added around it. */
export function variants(quote: string, markup: boolean): { asIs: string; bare: string } {
  const asIs = normalize(quote, markup).text;
  // Runs of dots are taken whole: a row of them in a table of contents can be divided in too many ways.
  const bare = asIs
    .replace(/^(?:["' ]|\.{3,}(?!\.))+/, '')
    .replace(/(?:["' ]|(?<!\.)\.{3,}(?!\.))+$/, '');
  return { asIs, bare };
}

/**
 * A quote without what models write before or around its lines: line numbers, a code fence, backticks, signs of
 * quotations or changes. With the line that the first number names; undefined if nothing of the kind is there.
 */
export function undecorated(quote: string): { text: string; line?: number } | undefined {
  const inner = FENCE.exec(quote)?.[1] ?? TICKS.exec(quote)?.[2] ?? quote;
  const lines = inner.split(/\r?\n/);
  const unnumbered = withoutNumbers(inner, lines);
  if (unnumbered !== undefined) return { text: unnumbered, line: firstNumber(inner) };
  const text = lines.every(line => MARKED.test(line))
    ? lines.map(line => line.replace(MARKED, '')).join('\n')
    : inner.replace(MARKED, '');
  return text === quote ? undefined : { text };
}

function withoutNumbers(text: string, lines: readonly string[]): string | undefined {
  const numbers = lines.map(line => Number(NUMBERED.exec(line)?.[1] ?? NaN));
  const isCounted = lines.length > 1 && numbers.every((n, i) => n === (numbers[0] ?? NaN) + i);
  const bare = isCounted
    ? lines.map(line => line.replace(NUMBERED, '')).join('\n')
    : text.replace(LINE_NUMBERS, '');
  return bare === text ? undefined : bare;
}

const firstNumber = (text: string): number => Number(/\d+/.exec(text)?.[0]);

/** Markers that begin lines in Markdown, in the middle of a line because lines were joined. */
const JOINED_MARKERS =
  /(?<=\s)(?:[-+*•>]|#{1,6}|\[[ x]\])[ \t]+(?=\S)|^\[[ x]\][ \t]+(?=\S)|(?<=[ \t])[-+*>]$/gim;

/** A quote without markers of lists, quotations and headings between its words. */
export const withoutMarkers = (quote: string): string => quote.replace(JOINED_MARKERS, '');

/** The number of a list item, after the end of a sentence or of an item. */
const ITEM_NUMBER =
  /(^|[.:;,)][ \t]{0,9}\r?\n|(?:\band|\bor)[ \t]{0,9}\r?\n|\n[ \t]{0,9}\r?\n)[ \t]{0,40}(?:\(?(?:\d{1,3}|[a-z]|[ivxl]{1,4})[.)]|\d{1,3}(?:\.\d{1,3})+\.?)[ \t]+(?=\S)/gi;

/** A text without the numbers of its list items. */
export const withoutItemNumbers = (text: string): string => text.replace(ITEM_NUMBER, '$1');

const ESCAPES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  '#34': '"',
  '#39': "'",
  '#x27': "'",
  nbsp: ' ',
};

/** A quote of code without the character references of HTML, each decoded once. */
export const unescaped = (quote: string): string =>
  quote.replace(/&(amp|lt|gt|quot|apos|nbsp|#34|#39|#x27);/gi, (whole, name: string) => {
    return ESCAPES[name.toLowerCase()] ?? whole;
  });
