import type { Range } from '../../domain/range.ts';
import { hasFigures, negations } from './sense.ts';

/**
 * What people and models write where they left words out: `…` (three dots once normalized), in
 * brackets or not, spaced or not, in code behind a comment sign.
 */
const GAP =
  /\s*(?:\/\/|\/\*|#)?\s*(?:[[(<{]\s*(?:\.\s?){2,}[\])>}]|(?:\.\s?){2,}\.|\[\s*(?:snip|omitted|sic)\s*\])\s*(?:\*\/)?\s*/i;

/** Characters from the first to the last word of a passage that is quoted with a gap, at most. */
const MAX_SPAN = 3_000;
/** The same for a quote that does not say that anything was left out. */
const MAX_SILENT_SPAN = 1_200;
/** Letters on each side of a gap that nothing marks: less stands everywhere. */
const MIN_SIDE = 6;
const MIN_MARKED_SIDE = 3;
/** From so many letters on each side a gap that nothing marks may hold the end of a sentence. */
const MIN_LONG_SIDE = 24;
/** The same where only one passage in reach has both sides. */
const MIN_ALONE_SIDE = 12;
/** Occurrences of one piece that are paired. */
const MAX_PLACES = 50;
/** So few words left out are what a sentence turns on, if one of them negates or (unmarked) is a figure. */
const FEW_WORDS = { marked: 2, negation: 5, figure: 3 };

/** A text as quotes are looked for in it. */
export interface GapView {
  /** Normalized, so that white space is one space. */
  readonly text: string;
  /** Whether a range goes over the end of a paragraph. */
  readonly crosses: (range: Range) => boolean;
  /** Code has no sentences. */
  readonly isCode: boolean;
}

/** A passage, and whether what is left out of it may have turned its meaning around. */
interface Passage extends Range {
  readonly turned: boolean;
}

/**
 * The passages within `where` that a quote covers from head to tail with words left out in between,
 * tightest first; those within one paragraph rather than across. Every piece of the quote is there, in
 * order; what is left out turns nothing around. Offsets into the view's text.
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
      : // `function f() { ... }`: the brace at the end is everywhere, the head is not.
        telling.flatMap(piece => placesOf(view.text, where, piece));
  const turned = found.filter(passage => passage.turned);
  // Where the tightest passage says the opposite, one around it says it too.
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

/** Head and tail of every passage that holds all pieces in order. */
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

/** A word that was cut right behind what negates it. */
const CUT_NEGATION = /(?:^|\P{L})(?:un|in|im|ir|il|non|dis|mis)-?$/u;

/** Where the last of the pieces ends that follow one another after `at`; undefined when one is missing. */
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

/** A quote whose middle was dropped without a sign: its beginning comes before its end, close by. */
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
      // Together both ends are all of the quote.
      if (!isLonger || end - start > MAX_SILENT_SPAN || !text.slice(start, end).endsWith(rest))
        return [];
      const leftOut = text.slice(start + before, end - rest.length);
      if (view.crosses(passage)) return [];
      const sides = [lettersOf(quote.slice(0, before)), lettersOf(rest)];
      const holdsEnd = !view.isCode && SENTENCE_END.test(leftOut);
      return [{ ...passage, turned: isTurned(leftOut), holdsEnd, side: Math.min(...sides) }];
    });
  });
  // Short pieces stand everywhere: over the end of a sentence they are believed where nothing else fits.
  const least = found.length === 1 ? MIN_ALONE_SIDE : MIN_LONG_SIDE;
  return found.filter(({ holdsEnd, side }) => !holdsEnd || side >= least);
}

/** The end of a sentence, in a text without capitals: not that of an abbreviation or a number. */
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

/** So much of a common beginning that no word is cut in two, neither the text's nor the quote's. */
function wholeWordsOf(text: string, quote: string, start: number, length: number): number {
  let end = length;
  while (end > 0 && !(isEdge(text, start + end) && isEdge(quote, end))) end -= 1;
  return end;
}

/** Enough words to begin, and to end, a passage; undefined where the quote has no more than that. */
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
/** Scripts that write words without spaces have an edge everywhere. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

function isEdge(text: string, at: number): boolean {
  const [before, after] = [text.charAt(at - 1), text.charAt(at)];
  return !(WORD.test(before) && WORD.test(after)) || UNSPACED.test(before + after);
}

/** A piece without the signs at its cut ends. */
const trimmed = (piece: string, at: number, all: readonly string[]): string => {
  const inner = at > 0 ? piece.replace(/^[\s,;:.'"–-]+/, '') : piece.trimStart();
  return at < all.length - 1 ? inner.replace(/[\s,;:'"–-]+$/, '') : inner.trimEnd();
};
