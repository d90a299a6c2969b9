import type { Finding } from '../../domain/results/findings.ts';
import { evidenceOf } from './evidence.ts';
import { clustersOf, comparedWithOthers, likenessOf } from './likeness.ts';
import type { WordVectors } from './wordVectors.ts';

/** Minimum share of the shorter range that two findings on the same words have in common. */
const SHARED = 0.5;
/** A range this many times as long as another is about more than the other's words. */
const MAX_LONGER = 8;
/** Maximum findings at one place that are compared with each other; more are compared in parts. */
const MAX_PLACE = 60;

/**
 * Sets of two or more findings, as indexes, that are about the same words: ranges that mostly overlap, directly or
 * through others, or the same quote without a place. `findings` in report order.
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

/**
 * Minimum similarity of single remarks that may be one problem in different words, compared with the others. If all
 * remarks of a review are compared, regardless of place, it groups 80 % of the pairs that are the same, and 4 % of those
 * that are different, on the 25 reviews that `likenessOf` names, in which some remarks are of two problems; and 53 % and
 * 3 % on the last seven of `test/support/terseReviews.ts`, which were read once, after all of this was chosen. What
 * places and suggestions add: `evidenceOf`.
 */
const MIN_LIKENESS = 0.17;

/** Sets of two or more of a place's findings, as indexes, that may describe one problem in different words. */
export function relatedIn(
  place: readonly number[],
  findings: readonly Finding[],
  vectors?: WordVectors,
): number[][] {
  if (!isSaidByMany(findings)) return [];
  const texts = findings.map(({ title, message }) => `${title} ${message}`);
  const likeness = comparedWithOthers(likenessOf(texts, vectors));
  const evidence = evidenceOf(findings);
  const all = likeness.map((row, i) => row.map((alike, j) => alike + (evidence[i]?.[j] ?? 0)));
  return clustersOf(all, MIN_LIKENESS)
    .filter(cluster => cluster.length > 1 && isSaidByMany(cluster.flatMap(i => findings[i] ?? [])))
    .map(cluster => cluster.flatMap(i => place[i] ?? []));
}

/** Several remarks of one branch on the same words describe different problems. */
export const isSaidByMany = (findings: readonly Finding[]): boolean =>
  new Set(findings.map(({ branchIds }) => [...branchIds].sort().join(' '))).size > 1;
