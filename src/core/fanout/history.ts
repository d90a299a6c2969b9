import type { Spread } from '../types.ts';

/** What one run took of something, in relation to what had been assumed: 1 is as assumed. */
export interface Sample {
  /** How many were measured. */
  readonly n: number;
  readonly mean: number;
  /** Mean of the squares. */
  readonly square: number;
}

/** Runs that are remembered; newest last. */
const REMEMBERED = 20;
/** What a run counts for beside the one after it: models and documents change. */
const FADE = 0.9;
/** Runs that the assumption counts for, in the mean and in how much runs differ. */
const PRIOR_MEAN = 0.3;
const PRIOR_SPREAD = 2;
/** How much runs differ before several were seen, in parts of the mean. */
const USUAL_SPREAD = 0.35;
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
 * What `n` more will take together, in relation to what is assumed. Expected is the mean of the runs, the
 * later ones counting more; the range holds for nine runs of ten: it is made of how much single answers
 * differ, how much runs differ, and how few were seen. Without a history it is `assumed`.
 */
export function predict(history: readonly Sample[], n: number, assumed: Spread): Spread {
  const runs = history.length;
  if (runs === 0) return assumed;
  const weights = history.map((_, i) => FADE ** (runs - 1 - i));
  const total = sum(weights) + PRIOR_MEAN;
  const mean =
    (PRIOR_MEAN * assumed.expected + sum(history.map((s, i) => s.mean * (weights[i] ?? 0)))) /
    total;
  if (!(mean > 0)) return { low: 0, expected: mean, high: assumed.high };
  const measured = sum(history.map(s => s.n));
  const within = sum(history.map(s => s.n * Math.max(0, s.square - s.mean ** 2))) / measured;
  const seen = sum(history.map(s => (s.mean - mean) ** 2)) / Math.max(1, runs - 1);
  const usual = (USUAL_SPREAD * mean) ** 2;
  const between = (PRIOR_SPREAD * usual + (runs - 1) * seen) / (PRIOR_SPREAD + runs - 1);
  const variance = within / Math.max(1, n) + between * (1 + 1 / runs);
  const sigma = Math.sqrt(Math.log(1 + variance / mean ** 2));
  return { low: mean * Math.exp(-Z * sigma), expected: mean, high: mean * Math.exp(Z * sigma) };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
