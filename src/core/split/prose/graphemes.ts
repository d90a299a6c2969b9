const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** How far back a cluster's beginning is looked for. Longer ones exist only in hostile text. */
const CONTEXT = 4096;

/**
 * True when the text may be cut before `offset`: not inside a surrogate pair, a CRLF or a grapheme
 * cluster (base and marks, joined emoji, flags).
 */
export function isSafeCut(text: string, offset: number): boolean {
  if (offset <= 0 || offset >= text.length) return true;
  const before = text.charCodeAt(offset - 1);
  const after = text.charCodeAt(offset);
  if (before === 13 && after === 10) return false;
  if (before < 0x80 && after < 0x80) return true;
  if (before < 32) return true;
  let from = offset - 1;
  const floor = Math.max(0, offset - CONTEXT);
  while (from > floor && !startsCluster(text.charCodeAt(from))) from--;
  if (isLow(text.charCodeAt(from)) && from > 0) from--;
  let to = Math.min(text.length, offset + 2);
  if (isLow(text.charCodeAt(to))) to++;
  const at = graphemes.segment(text.slice(from, to)).containing(offset - from);
  return at === undefined || at.index === offset - from;
}

/** The first safe cut at or after `offset`, at most the text's end. */
export function nextSafeCut(text: string, offset: number): number {
  let at = offset;
  while (at < text.length && !isSafeCut(text, at)) at++;
  return at;
}

/** Letters, blanks and ideographs whose cluster surely begins with them. */
const startsCluster = (c: number) =>
  (c >= 32 && c < 127) ||
  c === 10 ||
  c === 13 ||
  (c >= 0x3041 && c <= 0x3096) ||
  (c >= 0x4e00 && c <= 0x9fff);

const isLow = (c: number) => c >= 0xdc00 && c <= 0xdfff;
