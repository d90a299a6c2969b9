const BLANK = /[ \t]/;

/**
 * A delimited text in which blanks before an opening quote stand after the closing one, where parsers skip them:
 * `1, "a, b"` becomes `1,"a, b" `. Every row keeps its place and length. A field that has text beside its quotes is left
 * as it is. Linear in the length of the text.
 */
export function closeUpQuotes(text: string, delimiter: string): string {
  if (!/[ \t]"/.test(text)) return text;
  const isBlank = (at: number): boolean => text[at] !== delimiter && BLANK.test(text[at] ?? '');
  const endsField = (at: number): boolean =>
    at >= text.length || text[at] === delimiter || text[at] === '\n' || text[at] === '\r';
  const afterBlanks = (from: number): number => {
    let at = from;
    while (isBlank(at)) at += 1;
    return at;
  };

  const parts: string[] = [];
  let kept = 0;
  let at = text.startsWith('\ufeff') ? 1 : 0;
  while (at < text.length) {
    const opening = afterBlanks(at);
    const closed = text[opening] === '"' ? closingQuote(text, opening) + 1 : 0;
    const end = closed > 0 ? afterBlanks(closed) : 0;
    if (closed > 0 && endsField(end)) {
      if (opening > at) {
        parts.push(text.slice(kept, at), text.slice(opening, closed), text.slice(at, opening));
        kept = closed;
      }
      at = end;
    } else while (!endsField(at)) at += 1;
    at += 1;
  }
  return parts.length === 0 ? text : parts.join('') + text.slice(kept);
}

/** The first quote after the opening one that is not doubled; -1 if there is none. */
function closingQuote(text: string, opening: number): number {
  let at = text.indexOf('"', opening + 1);
  while (at >= 0 && text[at + 1] === '"') at = text.indexOf('"', at + 2);
  return at;
}
