import { rangeInOriginal, replaceableInOriginal, type Original } from '../domain/original.ts';
import type { Range } from '../domain/range.ts';
import type { Source } from '../domain/source.ts';
import { minimalEdit } from './minimalEdit.ts';

type Read = Pick<Source, 'text' | 'original'>;

/** The text of a source's file, as it was when it was read. */
export const fileTextOf = ({ text, original }: Read): string => original?.text ?? text;

/** Where a range of a source's text occurs in its file. */
export const rangeInFile = ({ original }: Read, range: Range): Range =>
  original ? rangeInOriginal(original, range) : { start: range.start, end: range.end };

/** What occurs in the file at a range of a source's text, marks in between included. */
export function fileWords(source: Read, range: Range): string {
  const { start, end } = rangeInFile(source, range);
  return fileTextOf(source).slice(start, end);
}

/**
 * The same words after a suggestion for them, written as the file must hold it (`&amp;`, `\\n` in JSON). Undefined
 * where it would change more than one text without marks in between: such a change is made by hand.
 */
export function suggestedFileWords(
  source: Read,
  range: Range,
  suggestion: string,
): string | undefined {
  const { text, original } = source;
  if (!original) return suggestion;
  const edit = minimalEdit(text.slice(range.start, range.end), suggestion, range.start);
  const place = replaceableInOriginal(original, text, edit);
  const words = place && written(edit.text, original, place.start);
  if (!place || words === undefined) return undefined;
  const whole = rangeInOriginal(original, range);
  if (place.start < whole.start || place.end > whole.end) return undefined;
  return (
    original.text.slice(whole.start, place.start) +
    words +
    original.text.slice(place.end, whole.end)
  );
}

/** Words as a file of the language holds them at a place; undefined where that is not known. */
function written(words: string, { text, languageId }: Original, at: number): string | undefined {
  if (languageId === 'jupyter') return JSON.stringify(words).slice(1, -1);
  const before = text.slice(Math.max(0, at - LOOK_BACK), at);
  if (before.lastIndexOf('<![CDATA[') > before.lastIndexOf(']]>')) return undefined;
  const marked = words.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  switch (contextAfter(before)) {
    case 'text':
      return marked;
    case 'quoted':
      return marked.replace(/"/g, '&quot;').replace(/'/g, '&#39;');
    case 'bare':
      return /[\s"'=`]/.test(words) ? undefined : marked;
    case 'unknown':
      return undefined;
  }
}

/** Enough for any tag and most passages of character data. */
const LOOK_BACK = 20_000;

/**
 * What stands behind a piece of markup: text, the value of an attribute with or without quotes. A tag that may
 * still be open counts as open: `<img alt="1 > 0, ` is one, and so would be what a quote in its new words ends.
 */
function contextAfter(before: string): 'text' | 'quoted' | 'bare' | 'unknown' {
  let isSeen = before.length < LOOK_BACK;
  let found: 'text' | 'bare' = 'text';
  for (const { index } of before.matchAll(/<[a-z]/gi)) {
    isSeen = true;
    TAG.lastIndex = index;
    const rest = TAG.exec(before)?.[1];
    if (rest === undefined) continue;
    if (rest !== '') return 'quoted';
    found = 'bare';
  }
  return isSeen ? found : 'unknown';
}

/** A tag that does not end before the end of the text; what begins with the quote that it ends in. */
const TAG = /<[a-z](?:[^>"']|"[^"]*"|'[^']*')*("[^"]*|'[^']*|)$/iy;
