import type { Range } from '../../domain/range.ts';
import { places, type GapView, type Passage } from './gapView.ts';
import { hasFigures, negations, reversesMarked } from './sense.ts';
import { passagesCutShort } from './silentGap.ts';

/**
 * How people and models mark omitted words: `…` (three dots once normalized), in brackets or not, spaced or not, in
 * code after a comment marker.
 */
const GAP =
  /\s*(?:\/\/|\/\*|#)?\s*(?:[[(<{]\s*(?:\.\s?){2,}[\])>}]|(?:\.\s?){2,}\.|\[\s*(?:snip|omitted|sic)\s*\]|(?<=\s)\*{3}(?=\s))\s*(?:\*\/)?\s*/i;
/** `[..]`, whose brackets normalizing removes as those of a link; in code two dots are a range. */
const GAP_OF_TWO = /(?<=\S)\s\.\.\s(?=\S)/;

/** Maximum characters from the first to the last word of a passage that is quoted with a gap. */
const MAX_SPAN = 3_000;
/** Minimum letters (in code: characters) of a piece next to a gap. */
const MIN_PIECE = 3;
/** The same for a piece without a second one. */
const MIN_ONLY_PIECE = 12;
/** Maximum occurrences of one piece that are paired. */
const MAX_PLACES = 50;

export interface Gapped {
  /** Tightest first; those within one paragraph before those across several. Offsets into the view's text. */
  readonly places: readonly Range[];
  /** Whether a passage fits whose omitted words reverse its meaning. */
  readonly reversed: boolean;
}

/**
 * The passages within `where` that a quote covers from beginning to end with omitted words in between. All pieces of
 * the quote occur in order; the omitted words do not reverse the meaning.
 */
export function findGapped(view: GapView, where: Range, quote: string): Gapped {
  const marked = quote.split(GAP);
  const pieces = (marked.length > 1 || view.isCode ? marked : quote.split(GAP_OF_TWO)).map(trimmed);
  // A short piece says little, except one that negates or counts.
  const telling = pieces.filter(
    piece => weightOf(view, piece) >= MIN_PIECE || negations(piece) > 0 || hasFigures(piece),
  );
  const marks =
    pieces.length === 1
      ? []
      : telling.length > 1
        ? (nonEmpty(chains(view.text, where, telling, true)) ??
          chains(view.text, where, telling, false))
        : // `function f() { ... }`: the closing brace occurs everywhere, the beginning does not.
          telling.flatMap(piece => placesOf(view, where, piece));
  // The dots may be the text's own, as in `{ ...options }`.
  const found = marks.length > 0 ? marks : passagesCutShort(view, where, quote);
  const turned = found.filter(passage => passage.turned);
  // If the tightest passage says the opposite, a passage around it does too.
  const straight = found.filter(p => !turned.some(t => t.start >= p.start && t.end <= p.end));
  const inParagraph = straight.filter(range => !view.crosses(range));
  const nearest = inParagraph.length > 0 ? inParagraph : straight;
  // In code an empty line says little: passages elsewhere are as likely.
  const likely = straight.filter(
    range =>
      nearest.includes(range) ||
      (view.isCode && !nearest.some(n => n.start < range.end && range.start < n.end)),
  );
  return {
    places: likely
      .map(({ start, end }) => ({ start, end }))
      .sort((a, b) => a.end - a.start - (b.end - b.start) || a.start - b.start),
    reversed: turned.length > 0,
  };
}

const nonEmpty = <T>(items: readonly T[]): readonly T[] | undefined =>
  items.length > 0 ? items : undefined;

const placesOf = (view: GapView, where: Range, piece: string): Passage[] =>
  weightOf(view, piece) < MIN_ONLY_PIECE
    ? []
    : places(view.text, where, piece, true, MAX_PLACES).map(range => ({ ...range, turned: false }));

/** Beginning and end of every passage that contains all pieces in order. */
function chains(
  text: string,
  where: Range,
  pieces: readonly string[],
  wholeWords: boolean,
): Passage[] {
  const [head = '', ...rest] = pieces;
  const tail = rest.pop() ?? '';
  const tails = places(text, where, tail, wholeWords, MAX_PLACES);
  return places(text, where, head, wholeWords, MAX_PLACES).flatMap(start => {
    const inner = follow(text, start.end, rest, wholeWords);
    if (inner === undefined) return [];
    return tails.flatMap(end => {
      if (end.start < inner.end || end.end - start.start > MAX_SPAN) return [];
      const last = text.slice(inner.end, end.start);
      const turned = [...inner.leftOut, last].some(
        leftOut => CUT_NEGATION.test(leftOut) || reversesMarked(leftOut),
      );
      return [{ start: start.start, end: end.end, turned }];
    });
  });
}

/** A word that was cut directly after its negating prefix. */
const CUT_NEGATION = /(?:^|\P{L})(?:un|in|im|ir|il|non|dis|mis)-?$/u;

/** The end of the last piece if all pieces follow one another after `at`, and what is between; undefined if one is missing. */
function follow(
  text: string,
  at: number,
  pieces: readonly string[],
  wholeWords: boolean,
): { end: number; leftOut: readonly string[] } | undefined {
  let end = at;
  const leftOut: string[] = [];
  for (const piece of pieces) {
    const [next] = places(text, { start: end, end: end + MAX_SPAN }, piece, wholeWords, 1);
    if (!next) return undefined;
    leftOut.push(text.slice(end, next.start));
    end = next.end;
  }
  return { end, leftOut };
}

/** How much a piece says: its letters and digits, in code all but white space. */
const weightOf = ({ isCode }: GapView, piece: string): number =>
  piece.match(isCode ? /\S/g : /[\p{L}\p{N}]/gu)?.length ?? 0;

/** A piece without the punctuation at its cut ends. */
const trimmed = (piece: string, at: number, all: readonly string[]): string => {
  const inner = at > 0 ? piece.replace(/^[\s,;:.'"–-]+/, '') : piece.trimStart();
  return at < all.length - 1 ? inner.replace(/[\s,;:'"–-]+$/, '') : inner.trimEnd();
};
