import type { Chunk } from '../../domain/chunk.ts';
import type { Source } from '../../domain/source.ts';
import { CUT } from '../blocks.ts';
import { cheapest, CRUMB, TARGET, type Atom, type CutOptions } from './cuts.ts';
import { contentHash } from '../../text/hash.ts';
import type { Meter } from './meter.ts';

/** A chunk of an earlier cut: enough data to find it again, without its text. */
export interface CutMark {
  readonly hash: string;
  /** Length in UTF-16 code units. */
  readonly length: number;
  /** Hash of its first `HEAD` code units. */
  readonly head: string;
}

const HEAD = 32;
/** Maximum old chunks with the same beginning that are compared at one place: hostile text has thousands. */
const MAX_ALIKE = 4;
/** Maximum ratio of chunks when keeping old ones to chunks of a fresh cut; above it, the text is cut afresh. */
const MAX_RATIO = 1.5;

export const marksOf = ({ text }: Source, chunks: readonly Chunk[]): CutMark[] =>
  chunks.map(({ hash, start, end }) => ({
    hash,
    length: end - start,
    head: headAt(text, start, end),
  }));

/** True for the result of `marksOf`, as read from disk. */
export const areMarks = (value: unknown): value is readonly CutMark[] =>
  Array.isArray(value) &&
  value.every((mark: Partial<CutMark> | null) => {
    return (
      typeof mark === 'object' &&
      typeof mark?.hash === 'string' &&
      typeof mark.head === 'string' &&
      Number.isSafeInteger(mark.length)
    );
  });

const headAt = (text: string, start: number, end: number) =>
  contentHash(text.slice(start, Math.min(end, start + HEAD)));

/** Atoms `[first, end)` that are one old chunk, or text to be cut. */
interface Stretch {
  readonly first: number;
  readonly end: number;
  readonly old: boolean;
}

/**
 * Where chunks end if earlier cuts are kept: new text between them is one chunk if it fits, joins a neighbour if it is
 * a crumb, and is split in two if it does not fit. So an edit of one paragraph changes at most two chunks. Falls back
 * to `fresh` if the text now fits one chunk, or if the kept cuts need many more chunks than fresh ones.
 */
export async function cutsLikeBefore(
  text: string,
  atoms: readonly Atom[],
  fresh: readonly number[],
  marks: readonly CutMark[],
  options: CutOptions,
): Promise<readonly number[]> {
  if (fresh.length <= 1) return fresh;
  const ends: number[] = [];
  const stretches = await found(text, atoms, marks, options.meter);
  for (const { first, end, old } of joined(stretches, atoms, options.maxTokens)) {
    if (old) ends.push(end);
    else
      for (const at of await cheapest(text, atoms.slice(first, end), options))
        ends.push(first + at);
  }
  return ends.length > fresh.length * MAX_RATIO + 2 ? fresh : ends;
}

/** The text as old chunks that still occur unchanged and on atom boundaries, and the text between them. */
async function found(
  text: string,
  atoms: readonly Atom[],
  marks: readonly CutMark[],
  meter: Meter,
): Promise<Stretch[]> {
  const byHead = new Map<string, number[]>();
  marks.forEach(({ head }, index) => {
    if (!byHead.get(head)?.push(index)) byHead.set(head, [index]);
  });
  const endsAt = new Map(atoms.map(({ end }, index) => [end, index + 1]));
  const stretches: Stretch[] = [];
  let open = 0;
  let last = -1;
  for (let at = 0; at < atoms.length;) {
    const { start } = atoms[at]!;
    const isHere = (index: number): boolean => {
      const { hash, length } = marks[index]!;
      const end = endsAt.get(start + length) ?? 0;
      return end > at && contentHash(text.slice(start, start + length)) === hash;
    };
    // Repeated text is matched in the order in which it was cut.
    const mark = likely(byHead.get(headAt(text, start, text.length)), last).find(isHere);
    const length = mark === undefined ? 0 : marks[mark]!.length;
    if (meter.add((length >> 4) + 4)) await meter.pause();
    const end = endsAt.get(start + length);
    if (mark === undefined || end === undefined) {
      at++;
      continue;
    }
    if (open < at) stretches.push({ first: open, end: at, old: false });
    stretches.push({ first: at, end, old: true });
    at = open = end;
    last = mark;
  }
  if (open < atoms.length) stretches.push({ first: open, end: atoms.length, old: false });
  return stretches;
}

/** Of the old chunks with the same beginning, those to compare: the next few, then the first few. */
function likely(alike: readonly number[] | undefined, last: number): readonly number[] {
  if (!alike) return [];
  let low = 0;
  let high = alike.length;
  while (low < high) {
    const mid = (low + high) >>> 1;
    if (alike[mid]! <= last) low = mid + 1;
    else high = mid;
  }
  return [...alike.slice(low, low + MAX_ALIKE), ...alike.slice(0, MAX_ALIKE)];
}

/** New text that is a crumb, or ends at an unsuitable place for a cut, is joined to the old chunk beside it. */
function joined(
  stretches: readonly Stretch[],
  atoms: readonly Atom[],
  maxTokens: number,
): readonly Stretch[] {
  const all = [...stretches];
  for (let i = 0; i < all.length; i++) {
    const side = all[i]!.old ? undefined : sideToJoin(all, i, atoms, maxTokens);
    if (side === undefined) continue;
    // Two stretches to be cut have no earlier cut between them.
    const beyond = all[i + 2 * side];
    const [from, to] = [i, beyond && !beyond.old ? i + 2 * side : i + side].sort((a, b) => a - b);
    const whole = { first: all[from!]!.first, end: all[to!]!.end, old: false };
    all.splice(from!, to! - from! + 1, whole);
    i = from! - 1;
  }
  return all;
}

/** The neighbour that new text is joined with: 1 the next, -1 the one before, undefined neither. */
function sideToJoin(
  all: readonly Stretch[],
  i: number,
  atoms: readonly Atom[],
  maxTokens: number,
): 1 | -1 | undefined {
  const { first, end } = all[i]!;
  const [before, after] = [all[i - 1], all[i + 1]];
  const costAfter = after ? atoms[end]!.cost : 0;
  if (costAfter >= CUT.announced) return 1;
  if (!before && !after) return undefined;
  const tokens = tokensOf(atoms, first, end);
  const joint = (side: Stretch | undefined) =>
    side ? tokens + tokensOf(atoms, side.first, side.end) : Infinity;
  // If both make one good chunk, every later run saves a call.
  const least = tokens < CRUMB * maxTokens ? maxTokens : TARGET * maxTokens;
  const fits = [before, after].map(side => joint(side) <= least);
  if (fits[0] !== fits[1]) return fits[1] ? 1 : -1;
  if (!fits[0] && tokens >= CRUMB * maxTokens) return undefined;
  if (!before || !after) return after ? 1 : -1;
  return costAfter >= atoms[first]!.cost ? 1 : -1;
}

function tokensOf(atoms: readonly Atom[], first: number, end: number): number {
  let tokens = 0;
  for (let i = first; i < end; i++) tokens += atoms[i]!.tokens;
  return tokens;
}
