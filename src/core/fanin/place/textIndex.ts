import type { Range } from '../../domain/range.ts';
import type { Source } from '../../domain/source.ts';
import { stepwise } from '../../yieldToEventLoop.ts';
import { folded, foldedSteps, normalize, normalizeSteps, type Normalized } from './normalize.ts';

/** Length of a seed in characters, and the distance between two indexed ones. */
export const SEED = 10;
const STRIDE = 4;
/** Rows of dots and rules repeat one seed many times: further places add no information. */
const MAX_VISITS = 500;

/** Computed once per source, so that ten thousand quotes do not need ten thousand scans. */
export interface TextIndex {
  readonly markup: boolean;
  readonly normalized: Normalized;
  /** The same text, case-folded. */
  readonly folded: () => Normalized;
  /** Offsets into the normalized text where the seed (of `SEED` characters) at `at` of `text` occurs. */
  readonly seeds: (text: string, at: number, visit: (offset: number) => void) => void;
}

const indexes = new WeakMap<Source, TextIndex>();

export function indexOf(source: Source): TextIndex {
  return indexes.get(source) ?? keep(source, normalize(source.text, hasMarkup(source)));
}

/** Makes the index ahead of the first quote, in steps, so that a long text does not keep others waiting. */
export async function prepareIndex(source: Source, pause: () => Promise<void>): Promise<void> {
  if (indexes.has(source)) return;
  const normalized = await stepwise(normalizeSteps(source.text, hasMarkup(source)), pause);
  keep(source, normalized, await stepwise(foldedSteps(normalized), pause));
}

const hasMarkup = ({ kind }: Source): boolean => kind !== 'code';

function keep(source: Source, normalized: Normalized, view?: Normalized): TextIndex {
  let plain = view;
  let seeds: TextIndex['seeds'] | undefined;
  const index: TextIndex = {
    markup: hasMarkup(source),
    normalized,
    folded: () => (plain ??= folded(normalized)),
    // Most runs have no misquote: the seeds are indexed on first use.
    seeds: (text, at, visit) => (seeds ??= indexSeeds(normalized.text))(text, at, visit),
  };
  indexes.set(source, index);
  return index;
}

/** A range of the original as one of the normalized text. */
export const toNormalized = (normalized: Normalized, range: Range): Range => ({
  start: lowerBound(normalized.ends, range.start + 1),
  end: lowerBound(normalized.starts, range.end),
});

/** A range of the normalized text, not empty, as one of the original. */
export const toOriginal = (normalized: Normalized, start: number, end: number): Range => ({
  start: normalized.starts[start] ?? 0,
  end: normalized.ends[end - 1] ?? 0,
});

function lowerBound(sorted: Uint32Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A chained hash table over every fourth position: any 13 unchanged characters hit it. */
function indexSeeds(text: string): TextIndex['seeds'] {
  const count = Math.max(0, Math.floor((text.length - SEED) / STRIDE) + 1);
  const bits = Math.max(8, Math.ceil(Math.log2(count + 1)));
  const mask = 2 ** bits - 1;
  const head = new Int32Array(mask + 1).fill(-1);
  const next = new Int32Array(count);
  for (let entry = count - 1; entry >= 0; entry--) {
    const slot = hashAt(text, entry * STRIDE) & mask;
    next[entry] = head[slot] ?? -1;
    head[slot] = entry;
  }
  return (query, at, visit) => {
    let visits = 0;
    for (let e = head[hashAt(query, at) & mask] ?? -1; e >= 0; e = next[e] ?? -1) {
      if (++visits > MAX_VISITS) return;
      if (sameSeed(text, e * STRIDE, query, at)) visit(e * STRIDE);
    }
  };
}

function hashAt(text: string, at: number): number {
  let hash = 0;
  for (let i = at; i < at + SEED; i++)
    hash = (Math.imul(hash, 0x01000193) ^ text.charCodeAt(i)) | 0;
  return hash ^ (hash >>> 15);
}

function sameSeed(a: string, atA: number, b: string, atB: number): boolean {
  for (let i = 0; i < SEED; i++) if (a.charCodeAt(atA + i) !== b.charCodeAt(atB + i)) return false;
  return true;
}
