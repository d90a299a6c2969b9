/** Longest title, message and unplaced quote a model may put before a reader, in characters. */
export const MAX_TITLE = 120;
export const MAX_MESSAGE = 2_000;
export const MAX_QUOTE = 1_000;

// Control characters but tab and line feed, bidi controls, invisible and tag characters, lone surrogates.
const UNSAFE =
  /[\p{Cc}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/gu;

/** A model's text without anything that steers a terminal, a renderer or the reading direction. */
export function plainText(text: string, max: number): string {
  const clean = cleanText(text).trim();
  return clean.length <= max
    ? clean
    : `${clean
        .slice(0, max - 1)
        .toWellFormed()
        .trimEnd()}…`;
}

/** As `plainText`, on one line. */
export const plainLine = (text: string, max: number): string =>
  plainText(text.replace(/\s+/g, ' '), max);

/** Only what must go: for text that may be written into a document, where white space counts. */
export const cleanText = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .toWellFormed()
    .replace(UNSAFE, c => (c === '\n' || c === '\t' ? c : ''));
