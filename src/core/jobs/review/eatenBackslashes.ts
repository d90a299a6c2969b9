/** In JSON text: a single backslash that makes a control character of the letter behind it, and the letters after. */
const EATEN = /(\\\\)|\\([bf][A-Za-z]*|[nrt][A-Za-z]+)/g;

/**
 * A model's JSON with the backslashes back that it forgot to double: `\textit` is a TAB and `extit` to JSON. Only
 * where the source has the same command, pattern or path, so that a line feed before a word stays one.
 */
export function withBackslashes(json: string, source: string): string {
  if (!source.includes('\\')) return json;
  return json.replace(EATEN, (all, escaped: string | undefined, word: string | undefined) =>
    escaped === undefined && word !== undefined && source.includes(`\\${word}`) ? `\\${all}` : all,
  );
}

/** Control characters that no text is written with: what is left of `\b`, `\f` and `\r`. */
// eslint-disable-next-line no-control-regex
const NO_TEXT = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]|\r(?!\n)/;
/** Commands of LaTeX whose first letter JSON takes for a line feed. */
const AFTER_LINE_FEED =
  /\n(?:abla|eq?|ewline|ewcommand|ewpage|u|ot(?:in)?|oindent|ormalsize|ocite|onumber|ot)\b/;

/**
 * Whether a suggestion writes what is left of a command whose backslash JSON has eaten. `quote` is what it
 * replaces, `source` the text around it.
 */
export function hasEatenBackslash(suggestion: string, quote: string, source: string): boolean {
  if (NO_TEXT.test(suggestion) && !NO_TEXT.test(quote)) return true;
  if (!/\\[A-Za-z]/.test(source)) return false;
  const isTab = /\t[A-Za-z]/.test(suggestion) && !quote.includes('\t') && !source.includes('\t');
  return isTab || (AFTER_LINE_FEED.test(suggestion) && !AFTER_LINE_FEED.test(quote));
}
