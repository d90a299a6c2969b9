import type { Branch, Usage } from '../types.ts';

/** What a run may spend. Absent: no cap. */
export interface BudgetCaps {
  readonly maxCostUsd?: number;
  readonly maxTokens?: number;
}

interface Amount {
  readonly usd: number;
  readonly tokens: number;
}

/** Counts what is spent and what is under way, so that the cap holds even if every call in flight is billed. */
export interface Budget {
  /** Whether the branch can start without the cap being passed. */
  readonly affords: (branch: Branch) => boolean;
  /** A call starts: its expected price is set aside. */
  readonly reserve: (branch: Branch) => void;
  /** A call ended: what it was billed, 0 when it was not. */
  readonly settle: (
    branch: Branch,
    billed: { readonly usage?: Usage; readonly costUsd?: number },
  ) => void;
  readonly raise: (caps: BudgetCaps) => void;
}

/**
 * `costOf` prices a branch before its call, in US dollars; undefined when the price is unknown, and then
 * only the token cap binds. `spent` is what earlier parts of the same run were billed.
 */
export function createBudget(
  caps: BudgetCaps,
  costOf: (branch: Branch) => number | undefined,
  spent: Amount = { usd: 0, tokens: 0 },
): Budget {
  let { maxCostUsd = Infinity, maxTokens = Infinity } = caps;
  let usd = spent.usd;
  let tokens = spent.tokens;
  let reservedUsd = 0;
  let reservedTokens = 0;
  const expected = (branch: Branch): Amount => ({
    usd: costOf(branch) ?? 0,
    tokens: branch.inputTokens + branch.outputTokens,
  });
  return {
    affords: branch => {
      if (maxCostUsd === Infinity && maxTokens === Infinity) return true;
      const next = expected(branch);
      return (
        usd + reservedUsd + next.usd <= maxCostUsd + ROUNDING &&
        tokens + reservedTokens + next.tokens <= maxTokens
      );
    },
    reserve: branch => {
      const next = expected(branch);
      reservedUsd += next.usd;
      reservedTokens += next.tokens;
    },
    settle: (branch, { usage, costUsd }) => {
      const next = expected(branch);
      reservedUsd -= next.usd;
      reservedTokens -= next.tokens;
      if (!usage) return;
      tokens += sane(usage.inputTokens) + sane(usage.outputTokens);
      usd += costUsd === undefined ? next.usd : sane(costUsd);
    },
    raise: next => {
      maxCostUsd = next.maxCostUsd ?? Infinity;
      maxTokens = next.maxTokens ?? Infinity;
    },
  };
}

/** Sums of prices are not exact. */
const ROUNDING = 1e-9;

const sane = (value: number): number => (Number.isFinite(value) && value > 0 ? value : 0);
