import type { Spread } from '../../domain/billing.ts';

/** What one run took of something, in relation to what had been assumed: 1 is as assumed. */
export interface Sample {
  /** How many were measured. */
  readonly n: number;
  readonly mean: number;
  /** Mean of the squares. */
  readonly square: number;
}

/** Runs that are remembered; newest last. */
const REMEMBERED = 40;
/** What a run counts for beside one that came after it and told much: models and documents change. */
const FADE = 0.9;
/** How far an assumption is usually off, in parts of it. */
const ASSUMED_SPREAD = 0.6;
/** Runs that the usual difference between runs counts for, beside those that were seen. */
const PRIOR_SPREAD = 2;
/** How much runs differ before several were seen, in parts of the mean; and at least, whatever was seen. */
const USUAL_SPREAD = 0.35;
const MIN_SPREAD = 0.08;
/** Standard errors on each side: nine runs of ten and a little more. */
const Z = 1.9;

export const sampleOf = (ratios: readonly number[]): Sample | undefined => {
  const good = ratios.filter(ratio => Number.isFinite(ratio) && ratio >= 0);
  const n = good.length;
  if (n === 0) return undefined;
  const mean = good.reduce((a, b) => a + b, 0) / n;
  return { n, mean, square: good.reduce((a, b) => a + b * b, 0) / n };
};

export const withSample = (history: readonly Sample[], sample: Sample): readonly Sample[] =>
  [...history, sample].slice(-REMEMBERED);

/** The history as it comes from a disk: what is not one is left out. */
export const readHistory = (value: unknown): readonly Sample[] =>
  Array.isArray(value) ? value.filter(isSample).slice(-REMEMBERED) : [];

const isSample = (value: unknown): value is Sample => {
  const { n, mean, square } = (value ?? {}) as Partial<Sample>;
  return (
    [n, mean, square].every(x => typeof x === 'number' && Number.isFinite(x) && x >= 0) && n !== 0
  );
};

/**
 * What `n` more will take together, in relation to what is assumed. Expected is the mean of the runs, weighted
 * by what each can tell (the inverse of its variance: a run of three answers tells less than one of a hundred)
 * and less the older it is. The range holds for nine runs of ten: it is made of how much single answers differ,
 * how much runs differ beyond that, and how little was seen. Without a history it is `assumed`.
 */
export function predict(history: readonly Sample[], n: number, assumed: Spread): Spread {
  const runs = history.length;
  if (runs === 0) return assumed;
  const measured = sum(history.map(s => s.n));
  const within = sum(history.map(s => s.n * Math.max(0, s.square - s.mean ** 2))) / measured;
  const plain = sum(history.map(s => s.n * s.mean)) / measured;
  if (!(plain > 0)) return { low: 0, expected: plain, high: assumed.high };
  // Of what runs differ, what their few answers explain is no difference of runs.
  const seen = sum(history.map(s => (s.mean - plain) ** 2)) / Math.max(1, runs - 1);
  const chance = sum(history.map(s => within / s.n)) / runs;
  const real = Math.max((MIN_SPREAD * plain) ** 2, seen - chance);
  const usual = (USUAL_SPREAD * plain) ** 2;
  const between = (PRIOR_SPREAD * usual + (runs - 1) * real) / (PRIOR_SPREAD + runs - 1);
  const precision = (s: Sample): number => 1 / (within / s.n + between);
  let age = 0;
  const weights = [...history]
    .reverse()
    .map(s => {
      const weight = precision(s) * FADE ** age;
      // A run that tells little pushes little aside.
      age += between * precision(s);
      return weight;
    })
    .reverse();
  // Off by a part of what is true: where answers are three times as long, by three times as much.
  const prior = 1 / (ASSUMED_SPREAD * Math.max(assumed.expected, plain)) ** 2;
  const total = sum(weights) + prior;
  const mean =
    (prior * assumed.expected + sum(history.map((s, i) => s.mean * (weights[i] ?? 0)))) / total;
  const variance = within / Math.max(1, n) + between + 1 / total;
  const sigma = Math.sqrt(Math.log(1 + variance / mean ** 2));
  return { low: mean * Math.exp(-Z * sigma), expected: mean, high: mean * Math.exp(Z * sigma) };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
