const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * Longest cluster that is kept whole, in UTF-16 code units: the longest emoji in use has 35, letters with marks fewer.
 * Longer ones occur only in hostile or broken text; they are cut between code points.
 */
export const MAX_CLUSTER = 64;
/** Regional indicators before an offset that are counted to find pairs; in a longer row a cut may split a flag. */
const MAX_FLAGS = 64;

/**
 * True if the text may be cut before `offset`: not inside a surrogate pair, a CRLF or a grapheme cluster (base and
 * marks, joined emoji, flags) of at most `MAX_CLUSTER` code units. Work is bounded for any text.
 */
export const isSafeCut = (text: string, offset: number): boolean =>
  offset <= 0 || offset >= text.length || lastSafeCut(text, offset) === offset;

/** The last safe cut at or before `offset`, at least 0. */
export function lastSafeCut(text: string, offset: number): number {
  if (offset <= 0) return 0;
  if (offset >= text.length) return text.length;
  const before = text.charCodeAt(offset - 1);
  const after = text.charCodeAt(offset);
  if (before === 13 && after === 10) return offset - 1;
  if (before < 0x80 && after < 0x80) return offset;
  if (before < 32) return offset;
  if (isHigh(before) && isLow(after)) return lastSafeCut(text, offset - 1);
  if (STANDS_ALONE.test(text[offset]!) && STANDS_ALONE.test(text[offset - 1]!)) return offset;
  if (isFlag(text, offset - 2) && isFlag(text, offset))
    return flagsBefore(text, offset) % 2 === 0 ? offset : offset - 2;
  const floor = Math.max(0, offset - MAX_CLUSTER);
  let from = offset - 1;
  while (from > floor && !startsCluster(text.charCodeAt(from))) from--;
  if (isLow(text.charCodeAt(from)) && isHigh(text.charCodeAt(from - 1))) from--;
  const to = Math.min(text.length, isHigh(after) ? offset + 2 : offset + 1);
  const cluster = graphemes.segment(text.slice(from, to)).containing(offset - from);
  if (cluster === undefined) return offset;
  // Text that begins in the middle of a cluster may seem to have a boundary after its first characters.
  const isEndless = offset - from >= MAX_CLUSTER && cluster.index < 4;
  return isEndless ? offset : from + cluster.index;
}

/** The first safe cut at or after `offset`, at most the text's end. */
export function nextSafeCut(text: string, offset: number): number {
  const start = lastSafeCut(text, offset);
  if (start >= offset) return start;
  const first = graphemes.segment(text.slice(start, start + MAX_CLUSTER + 1)).containing(0);
  const end = start + (first?.segment.length ?? 1);
  return Math.min(text.length, isSafeCut(text, end) ? end : end + 1);
}

/** Characters that do not join others: cased letters, digits, punctuation, blanks, kana and ideographs. */
const STANDS_ALONE = /[\p{Lu}\p{Ll}\p{N}\p{P}\p{Z}\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff]/u;

/** Letters, blanks and ideographs that always begin a cluster. */
const startsCluster = (c: number) =>
  (c >= 32 && c < 127) ||
  c === 10 ||
  c === 13 ||
  (c >= 0x410 && c <= 0x44f) ||
  (c >= 0x3041 && c <= 0x3096) ||
  (c >= 0x4e00 && c <= 0x9fff);

const isLow = (c: number) => c >= 0xdc00 && c <= 0xdfff;
const isHigh = (c: number) => c >= 0xd800 && c <= 0xdbff;

/** A regional indicator: two of them are a flag. */
const isFlag = (text: string, at: number): boolean => {
  const low = text.charCodeAt(at + 1);
  return text.charCodeAt(at) === 0xd83c && low >= 0xdde6 && low <= 0xddff;
};

function flagsBefore(text: string, offset: number): number {
  let flags = 0;
  for (let at = offset - 2; flags < MAX_FLAGS && isFlag(text, at); at -= 2) flags++;
  return flags;
}
