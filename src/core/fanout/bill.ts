import { addUsage } from '../domain/cost.ts';
import type { Usage } from '../domain/billing.ts';
import type { Branch } from '../domain/branch.ts';

/** What calls were billed. */
export interface Bill {
  readonly usage: Usage;
  /** US dollars; absent when the price of one of them is unknown. */
  readonly costUsd?: number;
  /** Those that a rate limit refused are left out: they were not run. */
  readonly calls: number;
}

/** Prices have tiers, so every call is priced by itself: bills are added up, never usages to be priced. */
export const addBills = (a: Bill, b: Bill): Bill => ({
  usage: addUsage(a.usage, b.usage),
  ...(a.costUsd === undefined || b.costUsd === undefined ? {} : { costUsd: a.costUsd + b.costUsd }),
  calls: a.calls + b.calls,
});

/** The bill without what else is known of a call. */
export const billOf = ({ usage, costUsd, calls }: Bill): Bill => ({
  usage,
  ...(costUsd === undefined ? {} : { costUsd }),
  calls,
});

/** What a call of the branch is expected to use: also what one is taken to have used that was given up. */
export const expectedUsage = (branch: Branch): Usage => ({
  inputTokens: branch.inputTokens,
  outputTokens: branch.outputTokens,
  cachedTokens: 0,
  cacheWriteTokens: 0,
  estimated: true,
});

/** A call that failed before anything was billed. */
export const UNBILLED: Bill = {
  usage: {
    inputTokens: 0,
    outputTokens: 0,
    cachedTokens: 0,
    cacheWriteTokens: 0,
    estimated: false,
  },
  costUsd: 0,
  calls: 1,
};
