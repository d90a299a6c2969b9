// Control characters but tab and line feed, zero-width and bidi controls, line separators, tags.
const HIDDEN =
  /[\p{Cc}\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/gu;

/**
 * A model's text without what a reader cannot see. Characters that `original` holds are kept: a
 * suggestion for a Hebrew sentence may need its direction marks.
 */
export const cleanText = (text: string, original = ''): string =>
  text
    .replace(/\r\n?/g, '\n')
    .toWellFormed()
    .replace(HIDDEN, c => (c === '\n' || c === '\t' || original.includes(c) ? c : ''));

/** As `cleanText`, on one line. */
export const cleanLine = (text: string): string => cleanText(text).replace(/\s+/g, ' ').trim();

/** At most `max` UTF-16 units, with an ellipsis when something went; never half a character. */
export const cut = (text: string, max: number): string =>
  text.length <= max
    ? text
    : `${text
        .slice(0, max - 1)
        .replace(/[\ud800-\udbff]$/, '')
        .trimEnd()}…`;
