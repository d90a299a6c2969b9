import type { Range } from '../../domain/range.ts';
import { hasFigures, negations } from './sense.ts';

/**
 * How people and models mark omitted words: `…` (three dots once normalized), in brackets or not, spaced or not, in
 * code after a comment marker.
 */
const GAP =
  /\s*(?:\/\/|\/\*|#)?\s*(?:[[(<{]\s*(?:\.\s?){2,}[\])>}]|(?:\.\s?){2,}\.|\[\s*(?:snip|omitted|sic)\s*\])\s*(?:\*\/)?\s*/i;

/** Maximum characters from the first to the last word of a passage that is quoted with a gap. */
const MAX_SPAN = 3_000;
/** The same for a quote that does not mark its gap. */
const MAX_SILENT_SPAN = 1_200;
/** Minimum letters on each side of an unmarked gap: fewer occur everywhere. */
const MIN_SIDE = 6;
const MIN_MARKED_SIDE = 3;
/** From this many letters on each side, an unmarked gap may contain the end of a sentence. */
const MIN_LONG_SIDE = 24;
/** The same if only one passage within reach has both sides. */
const MIN_ALONE_SIDE = 12;
/** Maximum occurrences of one piece that are paired. */
const MAX_PLACES = 50;
/**
 * Maximum omitted words that can reverse a sentence, if one of them is a negation or (for an unmarked gap) a figure.
 */
const FEW_WORDS = { marked: 2, negation: 5, figure: 3 };

/** A view of a text in which quotes are searched for. */
export interface GapView {
  /** Normalized, so that white space is one space. */
  readonly text: string;
  /** Whether a range crosses the end of a paragraph. */
  readonly crosses: (range: Range) => boolean;
  /** Code has no sentences. */
  readonly isCode: boolean;
}

/** A passage, and whether its omitted words may have reversed its meaning. */
interface Passage extends Range {
  readonly turned: boolean;
}

/**
 * The passages within `where` that a quote covers from beginning to end with omitted words in between, tightest first;
 * those within one paragraph before those across several. All pieces of the quote occur in order; the omitted words do
 * not reverse the meaning. Offsets into the view's text.
 */
export function findGapped(view: GapView, where: Range, quote: string): Range[] {
  const pieces = quote.split(GAP).map(trimmed);
  const isMarked = pieces.length > 1;
  const telling = pieces.filter(piece => lettersOf(piece) >= MIN_MARKED_SIDE);
  const found = !isMarked
    ? cutInTheMiddle(view, where, quote)
    : telling.length > 1
      ? (nonEmpty(chains(view.text, where, telling, true)) ??
        chains(view.text, where, telling, false))
      : // `function f() { ... }`: the closing brace occurs everywhere, the beginning does not.
        telling.flatMap(piece => placesOf(view.text, where, piece));
  const turned = found.filter(passage => passage.turned);
  // If the tightest passage says the opposite, a passage around it does too.
  const straight = found.filter(p => !turned.some(t => t.start >= p.start && t.end <= p.end));
  const inParagraph = straight.filter(range => !view.crosses(range));
  return (inParagraph.length > 0 ? inParagraph : straight)
    .map(({ start, end }) => ({ start, end }))
    .sort((a, b) => a.end - a.start - (b.end - b.start) || a.start - b.start);
}

const nonEmpty = <T>(items: readonly T[]): readonly T[] | undefined =>
  items.length > 0 ? items : undefined;

const placesOf = (text: string, where: Range, piece: string): Passage[] =>
  lettersOf(piece) < 2 * MIN_SIDE
    ? []
    : places(text, where, piece, true).map(range => ({ ...range, turned: false }));

/** Beginning and end of every passage that contains all pieces in order. */
function chains(
  text: string,
  where: Range,
  pieces: readonly string[],
  wholeWords: boolean,
): Passage[] {
  const [head = '', ...rest] = pieces;
  const tail = rest.pop() ?? '';
  const tails = places(text, where, tail, wholeWords);
  return places(text, where, head, wholeWords).flatMap(start => {
    const between = follow(text, start.end, rest, wholeWords);
    if (between === undefined) return [];
    return tails.flatMap(end => {
      if (end.start < between || end.end - start.start > MAX_SPAN) return [];
      const leftOut = text.slice(between, end.start);
      const turned =
        CUT_NEGATION.test(leftOut) ||
        (countWords(leftOut) <= FEW_WORDS.marked && negations(leftOut) > 0);
      return [{ start: start.start, end: end.end, turned }];
    });
  });
}

/** A word that was cut directly after its negating prefix. */
const CUT_NEGATION = /(?:^|\P{L})(?:un|in|im|ir|il|non|dis|mis)-?$/u;

/** The end of the last piece if all pieces follow one another after `at`; undefined if one is missing. */
function follow(
  text: string,
  at: number,
  pieces: readonly string[],
  wholeWords: boolean,
): number | undefined {
  let from = at;
  for (const piece of pieces) {
    const [next] = places(text, { start: from, end: from + MAX_SPAN }, piece, wholeWords);
    if (!next) return undefined;
    from = next.end;
  }
  return from;
}

function places(text: string, where: Range, piece: string, wholeWords: boolean): Range[] {
  const found: Range[] = [];
  for (
    let at = text.indexOf(piece, where.start);
    at >= 0 && at + piece.length <= where.end && found.length < MAX_PLACES;
    at = text.indexOf(piece, at + 1)
  ) {
    const range = { start: at, end: at + piece.length };
    if (!wholeWords || (isEdge(text, range.start) && isEdge(text, range.end))) found.push(range);
  }
  return found;
}

/** A quote whose middle was omitted without a marker: its beginning occurs shortly before its end. */
function cutInTheMiddle(view: GapView, where: Range, quote: string): Passage[] {
  const { text } = view;
  const head = firstWords(quote);
  const tail = lastWords(quote);
  if (head === undefined || tail === undefined) return [];
  const heads = places(text, where, head, true);
  if (heads.length === 0) return [];
  const tails = places(text, where, tail, true);
  const found = heads.flatMap(({ start }) => {
    const before = wholeWordsOf(text, quote, start, commonPrefix(text, start, quote));
    const rest = quote.slice(before).trim();
    return tails.flatMap(({ end }) => {
      const passage = { start, end };
      if (!isEdge(text, end - rest.length)) return [];
      const isLonger = end - rest.length >= start + before && end - start > quote.length;
      // Together both ends are the whole quote.
      if (!isLonger || end - start > MAX_SILENT_SPAN || !text.slice(start, end).endsWith(rest))
        return [];
      const leftOut = text.slice(start + before, end - rest.length);
      if (view.crosses(passage)) return [];
      const sides = [lettersOf(quote.slice(0, before)), lettersOf(rest)];
      const holdsEnd = !view.isCode && SENTENCE_END.test(leftOut);
      return [{ ...passage, turned: isTurned(leftOut), holdsEnd, side: Math.min(...sides) }];
    });
  });
  // Short pieces occur everywhere: across the end of a sentence they are accepted only if nothing else matches.
  const least = found.length === 1 ? MIN_ALONE_SIDE : MIN_LONG_SIDE;
  return found.filter(({ holdsEnd, side }) => !holdsEnd || side >= least);
}

/** The end of a sentence in lower-case text, but not after an abbreviation or a number. */
const SENTENCE_END = /[\p{L})\]"']{3}[.!?]["')\]]? /u;

const isTurned = (leftOut: string): boolean => {
  const words = countWords(leftOut);
  return (
    (words <= FEW_WORDS.negation && negations(leftOut) > 0) ||
    (words <= FEW_WORDS.figure && hasFigures(leftOut))
  );
};

const countWords = (text: string): number => text.trim().split(/\s+/).length;

function commonPrefix(text: string, start: number, quote: string): number {
  let length = 0;
  while (length < quote.length && text[start + length] === quote[length]) length += 1;
  return length;
}

/** The part of a common beginning that does not split a word of the text or the quote. */
function wholeWordsOf(text: string, quote: string, start: number, length: number): number {
  let end = length;
  while (end > 0 && !(isEdge(text, start + end) && isEdge(quote, end))) end -= 1;
  return end;
}

/** Enough words for the beginning and the end of a passage; undefined if the quote has no more words than that. */
function firstWords(quote: string): string | undefined {
  let letters = 0;
  for (let at = 0; at < quote.length - 1; at++) {
    if (quote[at] === ' ' && letters >= MIN_SIDE) return quote.slice(0, at);
    if (LETTER.test(quote.charAt(at))) letters += 1;
  }
  return undefined;
}

function lastWords(quote: string): string | undefined {
  let letters = 0;
  for (let at = quote.length - 1; at > 0; at--) {
    if (quote[at] === ' ' && letters >= MIN_SIDE) return quote.slice(at + 1);
    if (LETTER.test(quote.charAt(at))) letters += 1;
  }
  return undefined;
}

const LETTER = /[\p{L}\p{N}]/u;

const lettersOf = (text: string): number => text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;

const WORD = /[\p{L}\p{M}\p{N}]/u;
/** Scripts that write words without spaces have a word boundary everywhere. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

function isEdge(text: string, at: number): boolean {
  const [before, after] = [text.charAt(at - 1), text.charAt(at)];
  return !(WORD.test(before) && WORD.test(after)) || UNSPACED.test(before + after);
}

/** A piece without the punctuation at its cut ends. */
const trimmed = (piece: string, at: number, all: readonly string[]): string => {
  const inner = at > 0 ? piece.replace(/^[\s,;:.'"–-]+/, '') : piece.trimStart();
  return at < all.length - 1 ? inner.replace(/[\s,;:'"–-]+$/, '') : inner.trimEnd();
};
