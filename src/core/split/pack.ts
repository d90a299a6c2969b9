import type { Range } from '../types.ts';
import type { Block } from './blocks.ts';
import { isSafeCut } from './graphemes.ts';
import { localHash } from './hash.ts';
import type { Meter } from './meter.ts';
import type { TokenCounter } from './tokens.ts';

export interface PackOptions {
  readonly maxTokens: number;
  readonly count: TokenCounter;
  readonly meter: Meter;
}

/** A chunk to be: a range and its tokens. */
export interface Piece extends Range {
  readonly tokens: number;
}

interface Atom extends Piece {
  readonly cost: number;
}

/** The share of the budget a chunk aims at. Below 1, so that small edits need not move any cut. */
const TARGET = 0.85;
/** How much of a cut's cost a hash of the text after it decides, among cuts that are equal otherwise. */
const JITTER = 0.03;
/** Chunks smaller than this share of the budget are crumbs. */
const CRUMB = 0.25;
/** Characters counted in one go; longer texts are counted in slices with a pause between. */
const SLICE = 8192;

/**
 * Joins blocks to chunks within the budget: of all ways to cut, the one with the least sum of the
 * squared distances from the target size and the costs of its cuts. Because every term is local, an
 * edit changes the chunk it is in and leaves cuts further away where they were.
 */
export async function pack(
  text: string,
  blocks: readonly Block[],
  options: PackOptions,
): Promise<Piece[]> {
  const atoms: Atom[] = [];
  for (const block of blocks) await addAtoms(text, block, options, atoms);
  const whole = joinUnsafe(text, atoms);
  if (whole.length === 0) return [];
  return recounted(text, whole, await cheapest(text, whole, options), options);
}

async function addAtoms(
  text: string,
  block: Block,
  options: PackOptions,
  atoms: Atom[],
): Promise<void> {
  const tokens = await countUpTo(text, block, options);
  if (tokens <= options.maxTokens || !block.inner) {
    atoms.push({ start: block.start, end: block.end, cost: block.cost, tokens });
    return;
  }
  const inner = block.inner(options.maxTokens);
  if (options.meter.add((block.end - block.start) >> 3)) await options.meter.pause();
  let first = true;
  for (const part of inner) {
    await addAtoms(text, first ? { ...part, cost: block.cost } : part, options, atoms);
    first = false;
  }
}

/** The block's tokens; stops counting once it is surely over budget. */
async function countUpTo(text: string, block: Block, options: PackOptions): Promise<number> {
  const { maxTokens, count, meter } = options;
  let tokens = 0;
  for (let from = block.start; from < block.end;) {
    const to = sliceEnd(text, from, block.end);
    tokens += count(text.slice(from, to));
    if (meter.add(to - from)) await meter.pause();
    from = to;
    if (tokens > maxTokens && from < block.end) return Infinity;
  }
  return tokens;
}

/** A line end near `from + SLICE` where two counts add up to the count of the whole. */
function sliceEnd(text: string, from: number, end: number): number {
  if (end - from <= SLICE * 1.5) return end;
  const line = text.lastIndexOf('\n', from + SLICE);
  if (line > from + SLICE / 2) return line + 1;
  let at = from + SLICE;
  while (at > from + 1 && !isSafeCut(text, at)) at--;
  return at;
}

/** Blocks whose boundary falls inside a grapheme, pair or CRLF become one. */
function joinUnsafe(text: string, atoms: readonly Atom[]): Atom[] {
  const joined: Atom[] = [];
  for (const atom of atoms) {
    const last = joined.at(-1);
    if (last && (!isSafeCut(text, atom.start) || last.end === last.start)) {
      joined[joined.length - 1] = { ...last, end: atom.end, tokens: last.tokens + atom.tokens };
    } else if (atom.end > atom.start) joined.push(atom);
  }
  return joined;
}

/** The cheapest way through the cuts: indices into `atoms` where chunks end. */
async function cheapest(
  text: string,
  atoms: readonly Atom[],
  options: PackOptions,
): Promise<number[]> {
  const n = atoms.length;
  const best = new Float64Array(n + 1).fill(Infinity);
  const from = new Int32Array(n + 1);
  best[0] = 0;
  const sizes = atoms.map(atom => roundedSize(atom.tokens, options.maxTokens));
  for (let start = 0; start < n; start++) {
    const base = best[start]! + cutCost(text, atoms, start);
    let tokens = 0;
    let size = 0;
    let end = start;
    while (end < n) {
      tokens += atoms[end]!.tokens;
      if (tokens > options.maxTokens && end > start) break;
      size += sizes[end]!;
      end++;
      const total = base + sizeCost(size / options.maxTokens);
      if (total < best[end]!) {
        best[end] = total;
        from[end] = start;
      }
    }
    if (options.meter.add((end - start) >> 1)) await options.meter.pause();
  }
  const ends: number[] = [];
  for (let at = n; at > 0; at = from[at]!) ends.push(at);
  return ends.reverse();
}

/**
 * A size that most edits of a few words leave as it is, so that they move no cut: the nearest power
 * of the square root of 2, for large blocks the nearest sixteenth of the budget.
 */
function roundedSize(tokens: number, maxTokens: number): number {
  if (tokens <= 0) return 0;
  const step = maxTokens / 16;
  return tokens > 2 * step
    ? Math.round(tokens / step) * step
    : 2 ** (Math.round(2 * Math.log2(tokens)) / 2);
}

function cutCost(text: string, atoms: readonly Atom[], index: number): number {
  if (index === 0) return 0;
  const atom = atoms[index]!;
  return atom.cost + JITTER * localHash(text, atom.start);
}

function sizeCost(share: number): number {
  const off = share - TARGET;
  return off * off + (share < CRUMB ? CRUMB - share : 0);
}

const isBlankAt = (text: string, at: number) => /\s/.test(text[at] ?? '');

/** Cuts inside a line change how the words beside them are encoded, so such chunks are counted again, whole. */
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
    const before = text.charCodeAt(start - 1);
    if (before !== 10 && before !== 13) inLine = true;
    // After punctuation the encoder takes line ends and slashes into one token.
    else if (text.charCodeAt(start) === 47 || isBlankAt(text, start)) doubtful++;
  }
  const range = { start: atoms[first]!.start, end: atoms[end - 1]!.end };
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
