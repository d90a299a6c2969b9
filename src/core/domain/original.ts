import type { Range } from './range.ts';

/**
 * The file that a readable text was taken out of (HTML, XML, a notebook), and where each piece of the text stands
 * in it. Offsets are UTF-16 code units.
 */
export interface Original {
  readonly text: string;
  /** A VS Code language id: what the file is, not what was made of it. */
  readonly languageId: string;
  /**
   * Four numbers a piece, in the order of the readable text: how far after the piece before it begins in the
   * readable text, its length there, how far after the piece before it begins in the file (may be negative), its
   * length there. A piece of two equal lengths maps sign by sign; any other (`&amp;`) as a whole. What lies in no
   * piece (`# `, `- `) was written by the reader and stands nowhere in the file.
   */
  readonly pieces: readonly number[];
}

interface Piece {
  readonly start: number;
  readonly end: number;
  readonly from: number;
  readonly to: number;
}

const decoded = new WeakMap<readonly number[], readonly Piece[]>();

function piecesOf({ pieces }: Original): readonly Piece[] {
  const known = decoded.get(pieces);
  if (known) return known;
  const made: Piece[] = [];
  let end = 0;
  let to = 0;
  for (let i = 0; i + 3 < pieces.length; i += 4) {
    const start = end + pieces[i]!;
    const from = to + pieces[i + 2]!;
    end = start + pieces[i + 1]!;
    to = from + pieces[i + 3]!;
    made.push({ start, end, from, to });
  }
  decoded.set(pieces, made);
  return made;
}

/** The first piece that ends after `offset`. */
function pieceAfter(pieces: readonly Piece[], offset: number): number {
  let low = 0;
  let high = pieces.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (pieces[middle]!.end <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

const isEven = ({ start, end, from, to }: Piece): boolean => end - start === to - from;

/** Where the signs of a range of the readable text occur in the file: from the first of them to the last. */
export function rangeInOriginal(original: Original, { start, end }: Range): Range {
  const pieces = piecesOf(original);
  const first = pieces[pieceAfter(pieces, start)];
  if (!first) {
    const at = pieces.at(-1)?.to ?? original.text.length;
    return { start: at, end: at };
  }
  const from =
    first.start >= start || !isEven(first) ? first.from : first.from + (start - first.start);
  const last = pieces[pieceAfter(pieces, Math.max(start, end - 1))];
  const piece = last && last.start < end ? last : pieces[pieceAfter(pieces, end - 1) - 1];
  if (!piece || end <= start) return { start: from, end: from };
  const to = end >= piece.end || !isEven(piece) ? piece.to : piece.from + (end - piece.start);
  return { start: Math.min(from, to), end: Math.max(from, to) };
}

/** The range of the readable text that shows what occurs in a range of the file; undefined where nothing of it is shown. */
export function rangeFromOriginal(original: Original, { start, end }: Range): Range | undefined {
  let first: number | undefined;
  let last = 0;
  for (const piece of piecesOf(original)) {
    if (piece.to <= start || piece.from >= end) continue;
    const even = isEven(piece);
    first ??= even ? piece.start + Math.max(0, start - piece.from) : piece.start;
    last = even ? piece.end - Math.max(0, piece.to - end) : piece.end;
  }
  return first === undefined ? undefined : { start: first, end: last };
}

/**
 * The range of the file that is the same text sign by sign, so that it can be replaced there; undefined where marks
 * occur in between. An empty range is a place inside or at the edge of such a text.
 */
export function replaceableInOriginal(
  original: Original,
  text: string,
  { start, end }: Range,
): Range | undefined {
  const pieces = piecesOf(original);
  const piece = pieces[pieceAfter(pieces, Math.max(0, start - (start === end ? 1 : 0)))];
  if (!piece || piece.start > start || piece.end < end || !isEven(piece)) return undefined;
  const from = piece.from + (start - piece.start);
  const found = { start: from, end: from + (end - start) };
  const same =
    original.text.slice(found.start, found.end).replace(/\s/g, ' ') ===
    text.slice(start, end).replace(/\s/g, ' ');
  return same ? found : undefined;
}
