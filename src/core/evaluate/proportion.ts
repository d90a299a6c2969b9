/** A share that was counted, with the interval that holds the true share in 95 of 100 such measurements. */
export interface Proportion {
  readonly hits: number;
  readonly of: number;
  /** 0 to 1; both ends of the interval. */
  readonly low: number;
  readonly high: number;
}

/** The 97.5 % quantile of the normal distribution: 95 % lie within this many standard deviations. */
const Z = 1.959964;

/**
 * The Wilson score interval (E. B. Wilson, J. Am. Stat. Assoc. 22, 1927, 209-212): unlike the textbook one it is right for
 * few cases and near 0 and 1. Of nothing it is 0 to 1.
 */
export function proportion(hits: number, of: number): Proportion {
  if (of === 0) return { hits, of, low: 0, high: 1 };
  const share = hits / of;
  const scale = 1 + Z ** 2 / of;
  const middle = (share + Z ** 2 / (2 * of)) / scale;
  const half = (Z / scale) * Math.sqrt((share * (1 - share)) / of + Z ** 2 / (4 * of ** 2));
  return {
    hits,
    of,
    low: hits === 0 ? 0 : Math.max(0, middle - half),
    high: hits === of ? 1 : Math.min(1, middle + half),
  };
}
