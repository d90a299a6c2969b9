import type { Range } from '../../domain/range.ts';
import { CUT } from '../blocks.ts';
import { localHash } from '../../text/hash.ts';
import type { Meter } from './meter.ts';

export interface CutOptions {
  readonly maxTokens: number;
  readonly meter: Meter;
}

/** A future chunk: a range and its tokens. */
export interface Piece extends Range {
  readonly tokens: number;
}

/** An indivisible unit: a block that fits, or the finest part of one that does not. */
export interface Atom extends Piece {
  /** Cost of a cut before it; see `CUT`. */
  readonly cost: number;
}

/** The share of the budget that is a chunk's target size. Below 1, so that small edits need not move any cut. */
export const TARGET = 0.85;
/** Share of a cut's cost that a hash of the following text decides, among otherwise equal cuts. */
const JITTER = 0.03;
/** Chunks smaller than this share of the budget are crumbs. */
export const CRUMB = 0.25;
/** More than any cut at a better place saves. */
const CRUMB_COST = 0.5;

/**
 * Where chunks end, as indices into `atoms`: of all ways to cut within the budget, the one with the least sum of
 * squared distances from the target size and costs of cuts.
 */
export async function cheapest(
  text: string,
  atoms: readonly Atom[],
  options: CutOptions,
): Promise<number[]> {
  const joined = Math.ceil(Math.sqrt((await stepsFor(atoms, options)) / MAX_STEPS));
  if (joined > 1) {
    const starts = await startsOfGroups(text, atoms, joined, options);
    const ends = await leastCost(text, groupsAt(atoms, starts), options);
    return ends.map(end => starts[end] ?? atoms.length);
  }
  return leastCost(text, atoms, options);
}

/**
 * Up to this many chunks, fewer are tried: one more is a large share of the calls, and whether a text needs four or
 * five of them must not depend on the format in which it came.
 */
export const MAX_FEW = 16;
/** Share of the budget that such chunks may fill on average. */
const FULL = 0.96;
/** Price of a chunk when as few as fit are wanted: more than better places save. */
const CHUNK_COST = 1;

/**
 * Where chunks end if they are to be fewer than `most`, without a cut worse than between items; undefined
 * if that cannot be.
 */
export async function fewerThan(
  most: number,
  text: string,
  atoms: readonly Atom[],
  options: CutOptions,
): Promise<number[] | undefined> {
  const tokens = atoms.reduce((sum, atom) => sum + atom.tokens, 0);
  const least = Math.ceil(tokens / options.maxTokens / FULL);
  if (most <= least) return undefined;
  const target = Math.max(TARGET, tokens / options.maxTokens / least);
  const ends = await leastCost(text, atoms, options, { target, chunk: CHUNK_COST });
  const isGood = ends.slice(0, -1).every(at => atoms[at]!.cost <= CUT.item);
  return ends.length < most && isGood ? ends : undefined;
}

/** What the sizes of chunks should be. */
interface Wanted {
  /** Target size as a share of the budget. */
  readonly target: number;
  /** Cost of each chunk. */
  readonly chunk: number;
}

/**
 * Steps that finding the cuts may take: about a second. Only a text of very many tiny blocks takes more (500,000 of one
 * token in chunks of 2,500: a billion); of several neighbouring blocks, it may be cut only before one.
 */
const MAX_STEPS = 200_000_000;
/** Share of the budget that blocks may have together to be such neighbours. */
const GROUP = 1 / 64;

/** The number of pairs of a start and an end that a chunk within the budget may have. */
async function stepsFor(atoms: readonly Atom[], { maxTokens, meter }: CutOptions): Promise<number> {
  let steps = 0;
  let tokens = 0;
  // An endless block is as long as one over the budget.
  const size = (at: number): number => Math.min(atoms[at]!.tokens, maxTokens + 1);
  for (let start = 0, end = 0; end < atoms.length; end++) {
    tokens += size(end);
    while (tokens > maxTokens && start <= end) tokens -= size(start++);
    steps += end - start + 1;
    if (meter.add(2)) await meter.pause();
  }
  return steps;
}

/** Of each few neighbouring atoms that are small together, the index of the one before which a cut costs least. */
async function startsOfGroups(
  text: string,
  atoms: readonly Atom[],
  size: number,
  { maxTokens, meter }: CutOptions,
): Promise<number[]> {
  const starts: number[] = [];
  for (let first = 0; first < atoms.length;) {
    let tokens = 0;
    let least = Infinity;
    let start = first;
    let next = first;
    for (; next < Math.min(atoms.length, first + size); next++) {
      tokens += atoms[next]!.tokens;
      if (next > first && tokens > maxTokens * GROUP) break;
      const cost = cutCost(text, atoms, next);
      if (cost < least) [least, start] = [cost, next];
    }
    starts.push(starts.length === 0 ? 0 : start);
    first = next;
    if (meter.add(4 * size)) await meter.pause();
  }
  return starts;
}

const groupsAt = (atoms: readonly Atom[], starts: readonly number[]): Atom[] =>
  starts.map((start, i) => {
    const next = starts[i + 1] ?? atoms.length;
    let tokens = 0;
    for (let at = start; at < next; at++) tokens += atoms[at]!.tokens;
    return { ...atoms[start]!, end: atoms[next - 1]!.end, tokens };
  });

async function leastCost(
  text: string,
  atoms: readonly Atom[],
  options: CutOptions,
  { target, chunk }: Wanted = { target: TARGET, chunk: 0 },
): Promise<number[]> {
  const n = atoms.length;
  const best = new Float64Array(n + 1).fill(Infinity);
  const from = new Int32Array(n + 1);
  best[0] = 0;
  const sizes = new Float64Array(n);
  const tokensOf = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    tokensOf[i] = atoms[i]!.tokens;
    sizes[i] = roundedSize(atoms[i]!.tokens, options.maxTokens);
    if (options.meter.add(4)) await options.meter.pause();
  }
  for (let start = 0; start < n; start++) {
    const base = best[start]! + cutCost(text, atoms, start) + chunk;
    const { maxTokens } = options;
    const end = extend({ start, base, maxTokens, target, tokensOf, sizes, best, from });
    if (options.meter.add((end - start) >> 3)) await options.meter.pause();
  }
  const ends: number[] = [];
  for (let at = n; at > 0; at = from[at]!) ends.push(at);
  return ends.reverse();
}

interface Extension {
  readonly start: number;
  /** What all up to `start` costs, and a cut there. */
  readonly base: number;
  readonly maxTokens: number;
  readonly target: number;
  readonly tokensOf: Float64Array;
  readonly sizes: Float64Array;
  readonly best: Float64Array;
  readonly from: Int32Array;
}

/**
 * Improves the costs of all ends that a chunk from `start` may have, and returns the last of them. A function by itself:
 * a text of a million tiny blocks comes here a billion times, and in an async function that takes four times as long.
 */
function extend({
  start,
  base,
  maxTokens,
  target,
  tokensOf,
  sizes,
  best,
  from,
}: Extension): number {
  const n = tokensOf.length;
  const crumbs = CRUMB * maxTokens;
  let tokens = 0;
  let size = 0;
  let end = start;
  while (end < n) {
    tokens += tokensOf[end]!;
    if (tokens > maxTokens && end > start) break;
    size += sizes[end]!;
    end++;
    const total = base + sizeCost(size / maxTokens, target) + (tokens < crumbs ? CRUMB_COST : 0);
    if (total < best[end]!) {
      best[end] = total;
      from[end] = start;
    }
  }
  return end;
}

/**
 * A rounded size that most edits of a few words do not change, so that they move no cut: the nearest power of the
 * square root of 2, for large blocks the nearest sixteenth of the budget.
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

function sizeCost(share: number, target: number): number {
  const off = share - target;
  return off * off + (share < CRUMB ? CRUMB - share : 0);
}
