import type { Failure } from '../../domain/failure.ts';

const START = 500;
const COST = 5;
const TIMEOUT_COST = 10;
/** The least retry budget, in the unit of `COST`, of a run that continues after a pause. */
const AFTER_PAUSE = 100;

/** Keeps a run from spending its time and money on retries. */
export interface RetryBudget {
  /** Takes the price of one more try. `empty`: the run is to pause. `spent`: this branch had its share. */
  readonly take: (failure: Failure) => 'taken' | 'empty' | 'spent';
  readonly succeeded: () => void;
  /** The run continues after a pause. */
  readonly refill: () => void;
}

/**
 * Two bounds. A bucket as in the AWS SDKs (500 tokens, a retry 5, after a time-out 10, a success gives 1
 * back), so that retries stay in proportion to successes at any time; and at most 20 % of the run's
 * branches plus 20 retries in all. Rate-limited calls are bounded by the bucket alone: they were not run.
 */
export function createRetryBudget(branches: () => number): RetryBudget {
  let tokens = START;
  let retries = 0;
  return {
    take: failure => {
      if (failure.code !== 'rateLimited') {
        if (retries >= Math.floor(branches() * 0.2) + 20) return 'spent';
        retries += 1;
      }
      const cost = failure.code === 'timeout' || failure.code === 'stalled' ? TIMEOUT_COST : COST;
      tokens = Math.max(0, tokens - cost);
      return tokens === 0 ? 'empty' : 'taken';
    },
    succeeded: () => {
      tokens = Math.min(START, tokens + 1);
    },
    refill: () => {
      tokens = Math.max(tokens, AFTER_PAUSE);
    },
  };
}
