import type { Range } from '../../domain/range.ts';
import { reversesSilently } from './sense.ts';
import { isEdge, places, type GapView, type Passage } from './gapView.ts';

/** Maximum characters from the first to the last word of a passage that is quoted with an unmarked gap. */
const MAX_SPAN = 1_500;

/**
 * Minimum letters (in code: characters) of the words on each side of the gap, and on both sides together, by what the
 * gap crosses: short pieces occur everywhere, and the more a gap crosses, the more places fit by chance.
 */
const MIN_LETTERS = {
  sentence: { side: 3, both: 12 },
  paragraph: { side: 6, both: 18 },
  further: { side: 8, both: 28 },
};
/** The same where both sides occur only once in the part that was searched. */
const MIN_LETTERS_ALONE = {
  sentence: { side: 3, both: 12 },
  paragraph: { side: 4, both: 14 },
  further: { side: 6, both: 18 },
};
const CROSSED = ['sentence', 'paragraph', 'further'] as const;

interface CutShort extends Passage {
  readonly crossed: (typeof CROSSED)[number];
  /** Letters on the side that has fewer. */
  readonly weaker: number;
}

/** Maximum occurrences of the first and of the last words that are paired. */
const MAX_ENDS = 100;
/** Maximum occurrences looked at to find those. */
const MAX_LOOKED_AT = 2_000;

/**
 * The passages that a quote covers if its middle was left out without a mark: the whole quote is the beginning and the
 * end of the passage. Those whose gap crosses least: within a sentence, within a paragraph, or further.
 */
export function passagesCutShort(view: GapView, where: Range, quote: string): Passage[] {
  const { text } = view;
  const cuts = cutsOf(quote, view.isCode);
  const [first, last] = [cuts[0], cuts.at(-1)];
  if (!first || !last) return [];
  const heads = longest(
    places(text, where, quote.slice(0, first.at), true, MAX_LOOKED_AT).map(({ start }) => {
      const length = commonPrefix(text, start, quote);
      return { at: start, length: isEdge(text, start + length) ? length : length - 1 };
    }),
  );
  const tails = longest(
    places(text, where, quote.slice(last.next), true, MAX_LOOKED_AT).map(({ end }) => {
      const length = commonSuffix(text, end, quote);
      return { at: end, length: isEdge(text, end - length) ? length : length - 1 };
    }),
  );
  const [longestHead = 0, longestTail = 0] = [heads[0]?.length, tails[0]?.length];
  // Both together are the whole quote, but for the space between them.
  const paired = (ends: readonly End[], other: number): readonly End[] =>
    ends.filter(({ length }) => length + other >= quote.length - 1).slice(0, MAX_ENDS);
  const isAlone = ({ at, next }: Cut): boolean =>
    (heads[1]?.length ?? 0) < at && (tails[1]?.length ?? 0) < quote.length - next;
  const found = paired(heads, longestTail).flatMap(head =>
    paired(tails, longestHead).flatMap(
      tail => passageOf(view, quote.length, cuts, head, tail, isAlone) ?? [],
    ),
  );
  if (found.length === 0) return threePieces(view, quote, cuts, heads, tails);
  const nearest = CROSSED.map(crossed => found.filter(passage => passage.crossed === crossed)).find(
    passages => passages.length > 0,
  );
  if (!nearest) return [];
  // Short ends may occur together by chance: then the passages whose gap crosses more are as likely.
  const likely = found.filter(
    passage =>
      nearest.includes(passage) ||
      // An empty line in code says little, and its lines often begin and end alike.
      ((view.isCode || nearest.every(({ weaker }) => weaker < MIN_SURE)) &&
        !nearest.some(({ start, end }) => start >= passage.start && end <= passage.end)),
  );
  return likely;
}

/** From this many letters on the weaker side, a passage is not there by chance. */
const MIN_SURE = 16;

/** Where the middle of a quote may be missing, and the letters on both sides. */
interface Cut {
  /** End of the first and start of the second part: the same, or a space apart. */
  readonly at: number;
  readonly next: number;
  readonly before: number;
  readonly after: number;
}

function cutsOf(quote: string, isCode: boolean): Cut[] {
  const counted = isCode ? /\S/ : /[\p{L}\p{N}]/u;
  const all: Omit<Cut, 'after'>[] = [];
  let letters = 0;
  for (let at = 0; at < quote.length; at++) {
    if (quote[at] === ' ') all.push({ at, next: at + 1, before: letters });
    // Normalizing takes the spaces around a dash away.
    else if (quote[at] === '-' || quote[at - 1] === '-')
      all.push({ at, next: at, before: letters });
    if (counted.test(quote.charAt(at))) letters += 1;
  }
  const { side } = MIN_LETTERS.sentence;
  return all
    .map(cut => ({ ...cut, after: letters - cut.before }))
    .filter(({ before, after }) => before >= side && after >= side);
}

/** Where a passage begins or ends, and how much of the quote is there. */
interface End {
  readonly at: number;
  readonly length: number;
}

const longest = (ends: readonly End[]): readonly End[] =>
  [...ends].sort((a, b) => b.length - a.length || a.at - b.at);

function passageOf(
  view: GapView,
  quoted: number,
  cuts: readonly Cut[],
  head: End,
  tail: End,
  isAlone: (cut: Cut) => boolean,
): CutShort | undefined {
  const { text } = view;
  const passage = { start: head.at, end: tail.at };
  const length = passage.end - passage.start;
  if (length <= quoted || length > MAX_SPAN) return undefined;
  const cut = mostEven(cuts, quoted - tail.length, head.length);
  if (!cut) return undefined;
  const gap = { start: head.at + cut.at, end: tail.at - (quoted - cut.next) };
  const leftOut = text.slice(gap.start, gap.end);
  const crossed = view.crosses(passage)
    ? 'further'
    : !view.isCode && SENTENCE_END.test(leftOut)
      ? 'paragraph'
      : 'sentence';
  const { side, both } = (isAlone(cut) ? MIN_LETTERS_ALONE : MIN_LETTERS)[crossed];
  if (weaker(cut) < side || cut.before + cut.after < both) return undefined;
  return {
    ...passage,
    crossed,
    weaker: weaker(cut),
    turned: reversesSilently(leftOut, view.isCode),
  };
}

/** Minimum letters (in code: characters) of each of three pieces of a quote, of which two may occur by chance. */
const MIN_OF_THREE = 8;

/** The passages that a quote covers if words were left out in two places. */
function threePieces(
  view: GapView,
  quote: string,
  cuts: readonly Cut[],
  heads: readonly End[],
  tails: readonly End[],
): Passage[] {
  const { text, isCode } = view;
  return heads.slice(0, MAX_OF_THREE).flatMap(head =>
    tails.slice(0, MAX_OF_THREE).flatMap(tail => {
      if (tail.at - head.at <= quote.length || tail.at - head.at > MAX_SPAN) return [];
      const first = cuts.findLast(cut => cut.at <= head.length);
      const last = cuts.find(cut => cut.next >= quote.length - tail.length);
      if (!first || !last || first.next >= last.at) return [];
      const between = last.before - first.before;
      if (Math.min(first.before, between, last.after) < MIN_OF_THREE) return [];
      const [from, to] = [head.at + first.at, tail.at - (quote.length - last.next)];
      const [middle, second] = places(
        text,
        { start: from, end: to },
        quote.slice(first.next, last.at),
        true,
        2,
      );
      if (!middle || second) return [];
      const turned = [text.slice(from, middle.start), text.slice(middle.end, to)].some(leftOut =>
        reversesSilently(leftOut, isCode),
      );
      return [{ start: head.at, end: tail.at, turned }];
    }),
  );
}

/** Maximum occurrences of the first and of the last of three pieces that are paired. */
const MAX_OF_THREE = 10;

/** The cut from `from` to `to` that leaves most letters on its weaker side. */
function mostEven(cuts: readonly Cut[], from: number, to: number): Cut | undefined {
  const middle = firstIndex(cuts, ({ before, after }) => before >= after);
  const [low, high] = [firstIndex(cuts, c => c.next >= from), firstIndex(cuts, c => c.at > to) - 1];
  if (low > high) return undefined;
  const near = [middle - 1, middle].map(i => cuts[Math.min(high, Math.max(low, i))]);
  const [a, b] = near;
  return a && b && weaker(a) > weaker(b) ? a : b;
}

/** The first index from which a condition holds; the length if none. */
function firstIndex(cuts: readonly Cut[], holds: (cut: Cut) => boolean): number {
  let [low, high] = [0, cuts.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const cut = cuts[middle];
    if (cut && holds(cut)) high = middle;
    else low = middle + 1;
  }
  return low;
}

const weaker = ({ before, after }: Cut): number => Math.min(before, after);

/** The end of a sentence in lower-case text, but not after an abbreviation or a number. */
const SENTENCE_END = /[\p{L})\]"']{3}[.!?]["')\]]? /u;

function commonPrefix(text: string, start: number, quote: string): number {
  let length = 0;
  while (length < quote.length && text[start + length] === quote[length]) length += 1;
  return length;
}

function commonSuffix(text: string, end: number, quote: string): number {
  let length = 0;
  while (length < quote.length && text[end - 1 - length] === quote[quote.length - 1 - length])
    length += 1;
  return length;
}
