import type { Range } from '../../domain/range.ts';
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
  const n = atoms.length;
  const best = new Float64Array(n + 1).fill(Infinity);
  const from = new Int32Array(n + 1);
  best[0] = 0;
  const sizes = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    sizes[i] = roundedSize(atoms[i]!.tokens, options.maxTokens);
    if (options.meter.add(4)) await options.meter.pause();
  }
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
      const crumb = tokens < CRUMB * options.maxTokens ? CRUMB_COST : 0;
      const total = base + sizeCost(size / options.maxTokens) + crumb;
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

function sizeCost(share: number): number {
  const off = share - TARGET;
  return off * off + (share < CRUMB ? CRUMB - share : 0);
}
