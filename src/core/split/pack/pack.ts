import type { Range } from '../../domain/range.ts';
import { CUT, type Block } from '../blocks.ts';
import { cheapest, fewerThan, MAX_FEW, type Atom, type CutOptions, type Piece } from './cuts.ts';
import { isSafeCut, lastSafeCut } from '../prose/graphemes.ts';
import { cutsLikeBefore, type CutMark } from './keep.ts';
import type { TokenCounter } from '../tokens/tokens.ts';
import type { Meter } from './meter.ts';

export interface PackOptions extends CutOptions {
  readonly count: TokenCounter;
  /** How the text was cut before it was edited. */
  readonly kept?: readonly CutMark[];
}

/** Characters counted at once; longer texts are counted in slices with a pause between. */
const SLICE = 4096;
/** Tokens; the edges of a text change its count by less. */
const NEAR = 16;
/** Characters of a word that are enough to see how its beginning is encoded. */
const MAX_WORD_LENGTH = 64;

/**
 * Joins blocks to chunks within the budget; the array is emptied on the way, so that its memory is free. Earlier cuts (`kept`) stay as long as their text exists; the rest is cut at
 * the least cost (`cheapest`).
 */
export async function pack(text: string, blocks: Block[], options: PackOptions): Promise<Piece[]> {
  const { maxTokens, meter } = options;
  // Tried twice; a longer text is in so many chunks that one more makes no difference.
  const isShort = lengthOf(blocks) < MAX_FEW * maxTokens * MAX_CHARACTERS;
  const again = isShort ? [...blocks] : [];
  const whole = await joinUnsafe(text, await atomsOf(text, blocks, options), meter);
  if (whole.length === 0) return [];
  const fresh = await cheapest(text, whole, options);
  const isFew = isShort && fresh.length > 1 && fresh.length <= MAX_FEW;
  const finer = isFew
    ? await joinUnsafe(text, await atomsOf(text, again, options, maxTokens / 8), meter)
    : whole;
  const fewer = isFew ? await fewerThan(fresh.length, text, finer, options) : undefined;
  const cuts = fewer ?? movedTo(finer, whole, fresh);
  // Blocks that cannot be told apart in the finer ones.
  if (!cuts) return recounted(text, whole, await kept(text, whole, fresh, options), options);
  return recounted(text, finer, await kept(text, finer, cuts, options), options);
}

/** Characters of a token, at most, of a text in short chunks. */
const MAX_CHARACTERS = 8;

const lengthOf = (blocks: readonly Block[]): number =>
  (blocks.at(-1)?.end ?? 0) - (blocks[0]?.start ?? 0);

async function kept(
  text: string,
  atoms: readonly Atom[],
  fresh: readonly number[],
  options: PackOptions,
): Promise<readonly number[]> {
  return options.kept?.length ? cutsLikeBefore(text, atoms, fresh, options.kept, options) : fresh;
}

/** The same ends in finer atoms; undefined if one is inside of an atom. */
function movedTo(
  finer: readonly Atom[],
  atoms: readonly Atom[],
  ends: readonly number[],
): readonly number[] | undefined {
  if (finer === atoms) return ends;
  const indexOf = new Map(finer.map(({ end }, at) => [end, at + 1]));
  const moved = ends.map(at => indexOf.get(atoms[at - 1]!.end) ?? 0);
  return moved.includes(0) ? undefined : moved;
}

/** Blocks as atoms of at most `largest` tokens, if they consist of items; the array is emptied. */
async function atomsOf(
  text: string,
  blocks: Block[],
  options: PackOptions,
  largest = options.maxTokens,
): Promise<Atom[]> {
  const atoms: Atom[] = [];
  // Text directly after a heading leaves room for it, so that both fit in one chunk.
  let headed = 0;
  blocks.reverse();
  for (let block = blocks.pop(); block; block = blocks.pop()) {
    const room = block.cost >= CUT.titled && headed < maxHeading(options) ? headed : 0;
    const before = atoms.length;
    const fits = options.maxTokens - room;
    await addAtoms(text, block, { ...options, maxTokens: Math.min(largest, fits), fits }, atoms);
    let own = 0;
    for (let i = before; i < atoms.length; i++) own += atoms[i]!.tokens;
    headed = room > 0 ? headed + own : own;
  }
  return atoms;
}

/** A longer heading need not stay with its text. */
const maxHeading = ({ maxTokens }: PackOptions): number => maxTokens / 4;

async function addAtoms(
  text: string,
  block: Block,
  options: PackOptions & { readonly fits: number },
  atoms: Atom[],
): Promise<void> {
  const { maxTokens, fits, meter } = options;
  const counting = { ...options, maxTokens: fits };
  const words = { start: wordStart(text, block.start), end: wordStart(text, block.end) };
  const tokens = await countUpTo(text, words, counting);
  const isWhole = words.start === block.start && words.end === block.end;
  const alone =
    isWhole || Math.abs(tokens - fits) > NEAR ? tokens : await countUpTo(text, block, counting);
  if (alone <= maxTokens || !block.inner) {
    atoms.push({ start: block.start, end: block.end, cost: block.cost, tokens });
    return;
  }
  const inner = block.inner(maxTokens, block);
  if (meter.add((block.end - block.start) >> 3)) await meter.pause();
  // What fits is at most cut between its items.
  if (alone <= fits && inner.slice(1).some(({ cost }) => cost > CUT.item)) {
    atoms.push({ start: block.start, end: block.end, cost: block.cost, tokens });
    return;
  }
  let first = true;
  for (const part of inner) {
    await addAtoms(text, first ? { ...part, cost: block.cost } : part, options, atoms);
    first = false;
  }
}

/** The text's tokens; stops counting once it is certainly over budget. */
async function countUpTo(
  text: string,
  { start, end }: Range,
  { maxTokens, count, meter }: PackOptions,
): Promise<number> {
  let tokens = 0;
  for (let from = start; from < end;) {
    const to = sliceEnd(text, from, end);
    tokens += count(text.slice(from, to));
    if (meter.add(to - from)) await meter.pause();
    from = to;
    if (tokens > maxTokens && from < end) return Infinity;
  }
  return tokens;
}

/**
 * The blank before a word is part of the encoder's word: counts of texts cut there add up to the count of the whole.
 * Otherwise `at` itself.
 */
const wordStart = (text: string, at: number): number =>
  at > 1 &&
  at < text.length &&
  text[at - 1] === ' ' &&
  !isBlankAt(text, at) &&
  !isBlankAt(text, at - 2)
    ? at - 1
    : at;

/** A line end near `from + SLICE` at which two counts add up to the count of the whole. */
function sliceEnd(text: string, from: number, end: number): number {
  if (end - from <= SLICE * 1.5) return end;
  const low = from + SLICE / 2 + 1;
  // Only this far back: a search to the start of one long line would take longer for each slice.
  const line = text.slice(low, from + SLICE + 1).lastIndexOf('\n');
  if (line >= 0) return low + line + 1;
  return Math.max(from + 1, lastSafeCut(text, from + SLICE));
}

/** Joins blocks whose boundary is inside a grapheme, surrogate pair or CRLF. */
async function joinUnsafe(text: string, atoms: readonly Atom[], meter: Meter): Promise<Atom[]> {
  const joined: Atom[] = [];
  for (const atom of atoms) {
    if (meter.add(4)) await meter.pause();
    const last = joined.at(-1);
    if (last && (!isSafeCut(text, atom.start) || last.end === last.start)) {
      joined[joined.length - 1] = { ...last, end: atom.end, tokens: last.tokens + atom.tokens };
    } else if (atom.end > atom.start) joined.push(atom);
  }
  return joined;
}

const isBlankAt = (text: string, at: number) => /\s/.test(text[at] ?? '');

/** Cuts inside a line change how the adjacent words are encoded, so such chunks are counted again as a whole. */
async function recounted(
  text: string,
  atoms: readonly Atom[],
  ends: readonly number[],
  options: PackOptions,
): Promise<Piece[]> {
  const pieces: Piece[] = [];
  let first = 0;
  for (const end of ends) {
    await addPiece(text, atoms, first, end, options, pieces);
    first = end;
  }
  return pieces;
}

/** Correction to the sum of the parts for a chunk's first word without its blank, and for the blank at its end. */
function edges(text: string, { start, end }: Range, count: TokenCounter): number {
  const last = wordStart(text, end) < end ? 1 : 0;
  if (wordStart(text, start) === start) return last;
  const word = text.slice(start, Math.min(end, start + MAX_WORD_LENGTH));
  const blank = word.search(/\s/);
  const stop = blank < 0 ? start + word.length : start + blank;
  return last + count(text.slice(start, stop)) - count(text.slice(start - 1, stop));
}

async function addPiece(
  text: string,
  atoms: readonly Atom[],
  first: number,
  end: number,
  options: PackOptions,
  pieces: Piece[],
): Promise<void> {
  let tokens = 0;
  let doubtful = 0;
  let inLine = false;
  for (let i = first; i < end; i++) {
    const { start } = atoms[i]!;
    tokens += atoms[i]!.tokens;
    if (i === first) continue;
    if (wordStart(text, start) < start) continue;
    const before = text.charCodeAt(start - 1);
    if (before !== 10 && before !== 13) inLine = true;
    // After punctuation the encoder joins line ends and slashes into one token.
    else if (text.charCodeAt(start) === 47 || isBlankAt(text, start)) doubtful++;
  }
  const range = { start: atoms[first]!.start, end: atoms[end - 1]!.end };
  tokens += edges(text, range, options.count);
  // An estimated token may be only part of a token.
  if (wordStart(text, range.start) < range.start) doubtful++;
  if (inLine || tokens + 2 * doubtful > options.maxTokens) {
    tokens = 0;
    for (let from = range.start; from < range.end;) {
      const to = sliceEnd(text, from, range.end);
      tokens += options.count(text.slice(from, to));
      if (options.meter.add(to - from)) await options.meter.pause();
      from = to;
    }
  }
  if (tokens <= options.maxTokens || end - first === 1) {
    pieces.push({ ...range, tokens });
    return;
  }
  let cut = first + 1;
  for (let i = first + 1; i < end; i++) {
    const off = Math.abs(i - (first + end) / 2) / (end - first);
    const offBest = Math.abs(cut - (first + end) / 2) / (end - first);
    if (atoms[i]!.cost + off < atoms[cut]!.cost + offBest) cut = i;
  }
  await addPiece(text, atoms, first, cut, options, pieces);
  await addPiece(text, atoms, cut, end, options, pieces);
}
