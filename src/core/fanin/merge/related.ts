import type { Finding } from '../../domain/results/findings.ts';
import { clustersOf, likenessOf } from './likeness.ts';

/** Share of the shorter range that two findings on the same words have in common. */
const SHARED = 0.5;
/** A range so many times as long as another is about more than its words. */
const MAX_LONGER = 8;
/** Findings at one place that are compared with each other; a flood is compared in parts. */
const MAX_PLACE = 60;

/**
 * Sets of two or more findings, as indexes, that are about the same words: ranges that overlap for the most
 * part, directly or through others, or the same quote without a place. `findings` in report order.
 */
export function placesOf(findings: readonly Finding[]): number[][] {
  const places: number[][] = [];
  const unplaced = new Map<string, number[]>();
  let open: number[][] = [];
  findings.forEach((finding, i) => {
    const { range, sourceId } = finding;
    if (!range) {
      const key = `${unplacedKey(finding)}${finding.outsideChange ? ' outside' : ''}`;
      const known = unplaced.get(key);
      if (known) known.push(i);
      else unplaced.set(key, [i]);
      return;
    }
    const isOver = (place: readonly number[]): boolean =>
      !place.some(n => {
        const other = findings[n];
        return other?.sourceId === sourceId && (other.range?.end ?? 0) > range.start;
      });
    const over = open.filter(place => isOver(place) || place.length >= MAX_PLACE);
    places.push(...over);
    open = open.filter(place => !over.includes(place));
    const own = open.filter(place => place.some(n => areClose(findings[n], finding)));
    open = [...open.filter(place => !own.includes(place)), [...own.flat(), i]];
  });
  return [...places, ...open, ...unplaced.values()]
    .filter(place => place.length > 1)
    .map(place => place.sort((a, b) => a - b))
    .sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
}

/** Findings without a place are about the same when they quote the same. */
export const unplacedKey = ({ sourceId, quote }: Finding): string =>
  JSON.stringify([sourceId, quote.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ')]);

function areClose(a: Finding | undefined, b: Finding): boolean {
  if (!a?.range || !b.range || a.outsideChange !== b.outsideChange) return false;
  const [one, other] = [a.range.end - a.range.start, b.range.end - b.range.start];
  const common = Math.min(a.range.end, b.range.end) - Math.max(a.range.start, b.range.start);
  const shorter = Math.max(1, Math.min(one, other));
  return common / shorter >= SHARED && Math.max(one, other) <= shorter * MAX_LONGER;
}

/** So few remarks of several branches on the same words are read together, however they are worded. */
const FEW = 3;
/**
 * How alike single remarks are that may be one problem in other words. With all remarks of a review compared, wherever
 * they stand, it puts seven of ten same pairs into one group, and 3 in 100 different ones, on the reviews that
 * `likenessOf` names; of remarks that are short and worded very differently, half and 1 in 100.
 */
const MIN_LIKENESS = 0.08;

/** Sets of two or more of a place's findings, as indexes, that may be one problem in other words. */
export function relatedIn(place: readonly number[], findings: readonly Finding[]): number[][] {
  const all = findings.map((_, i) => i);
  const clusters =
    findings.length <= FEW
      ? [all]
      : clustersOf(
          likenessOf(findings.map(({ title, message }) => `${title} ${message}`)),
          MIN_LIKENESS,
        );
  return clusters
    .filter(cluster => cluster.length > 1 && isSaidByMany(cluster.flatMap(i => findings[i] ?? [])))
    .map(cluster => cluster.flatMap(i => place[i] ?? []));
}

/** One branch that says several things of the same words means several. */
export const isSaidByMany = (findings: readonly Finding[]): boolean =>
  new Set(findings.map(({ branchIds }) => [...branchIds].sort().join(' '))).size > 1;
