import type { Range } from '../../domain/range.ts';

/** A view of a text in which quotes with gaps are searched for. */
export interface GapView {
  /** Normalized, so that white space is one space. */
  readonly text: string;
  /** Whether a range crosses the end of a paragraph. */
  readonly crosses: (range: Range) => boolean;
  /** Code has no sentences. */
  readonly isCode: boolean;
}

/** A passage, and whether its omitted words may have reversed its meaning. */
export interface Passage extends Range {
  readonly turned: boolean;
}

/** Where a piece occurs within `where`, at most `most` times. */
export function places(
  text: string,
  where: Range,
  piece: string,
  wholeWords: boolean,
  most: number,
): Range[] {
  const found: Range[] = [];
  for (
    let at = text.indexOf(piece, where.start);
    at >= 0 && at + piece.length <= where.end && found.length < most;
    at = text.indexOf(piece, at + 1)
  ) {
    const range = { start: at, end: at + piece.length };
    if (!wholeWords || (isEdge(text, range.start) && isEdge(text, range.end))) found.push(range);
  }
  return found;
}

const WORD = /[\p{L}\p{M}\p{N}]/u;
/** Scripts that write words without spaces have a word boundary everywhere. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

/** Whether no word of the text extends across an offset. */
export function isEdge(text: string, at: number): boolean {
  const [before, after] = [text.charAt(at - 1), text.charAt(at)];
  return !(WORD.test(before) && WORD.test(after)) || UNSPACED.test(before + after);
}

/** A range extended to the ends of the words it cuts. */
export function wholeWords(text: string, { start, end }: Range): Range {
  let [from, to] = [start, end];
  while (from > start - MAX_WORD && !isEdge(text, from)) from -= 1;
  while (to < end + MAX_WORD && !isEdge(text, to)) to += 1;
  return { start: isEdge(text, from) ? from : start, end: isEdge(text, to) ? to : end };
}
/** Longer runs of letters are no words. */
const MAX_WORD = 40;
