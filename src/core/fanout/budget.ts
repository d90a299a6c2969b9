import type { Bill } from './bill.ts';

/** What a run may spend. Absent: no cap. */
export interface BudgetCaps {
  readonly maxCostUsd?: number;
  readonly maxTokens?: number;
  /** What to say when nothing more may be sent; absent: that the budget is used up. */
  readonly usedUp?: string;
}

/** What a call will take, or calls have taken; 0 US dollars where the price is unknown. */
export interface Amount {
  readonly usd: number;
  readonly tokens: number;
}

/**
 * Counts what a run has spent and what is under way, so that its cap holds even if every call in flight is
 * billed. One for all that a run sends: branches and fan-in's calls, also at the same time.
 */
export interface Budget {
  /** Whether a call can start without the cap being passed. */
  readonly affords: (expected: Amount) => boolean;
  /** A call starts: its expected price is set aside. */
  readonly reserve: (expected: Amount) => void;
  /** A call ended, with what it was billed; absent: nothing. */
  readonly settle: (expected: Amount, billed?: Bill) => void;
  /** Calls are under way that may turn out cheaper than expected. */
  readonly mayFree: () => boolean;
  /** Calls `listener` once, when a call has ended or the caps are raised. */
  readonly whenFreed: (listener: () => void) => void;
  /** These caps instead of all earlier ones. */
  readonly raise: (caps: BudgetCaps) => void;
}

/**
 * `caps` are read whenever a call is about to start. `spent` is what earlier parts of the same run were
 * billed. Where a price is unknown, only the token cap binds.
 */
export function createBudget(caps: BudgetCaps, spent: Amount = { usd: 0, tokens: 0 }): Budget {
  let current = caps;
  let { usd, tokens } = spent;
  let reserved: Amount = { usd: 0, tokens: 0 };
  let underWay = 0;
  let listeners = new Set<() => void>();
  const tell = (): void => {
    const waiting = listeners;
    listeners = new Set();
    for (const listener of waiting) listener();
  };
  return {
    affords: next => {
      const { maxCostUsd = Infinity, maxTokens = Infinity } = current;
      if (maxCostUsd === Infinity && maxTokens === Infinity) return true;
      return (
        usd + reserved.usd + next.usd <= maxCostUsd + ROUNDING &&
        tokens + reserved.tokens + next.tokens <= maxTokens
      );
    },
    reserve: next => {
      underWay += 1;
      reserved = { usd: reserved.usd + next.usd, tokens: reserved.tokens + next.tokens };
    },
    settle: (expected, billed) => {
      underWay -= 1;
      reserved =
        underWay === 0
          ? { usd: 0, tokens: 0 }
          : { usd: reserved.usd - expected.usd, tokens: reserved.tokens - expected.tokens };
      if (billed) {
        tokens += sane(billed.usage.inputTokens) + sane(billed.usage.outputTokens);
        usd += billed.costUsd === undefined ? expected.usd : sane(billed.costUsd);
      }
      tell();
    },
    mayFree: () => underWay > 0,
    whenFreed: listener => void listeners.add(listener),
    raise: next => {
      current = next;
      tell();
    },
  };
}

/** Sums of prices are not exact. */
const ROUNDING = 1e-9;

const sane = (value: number): number => (Number.isFinite(value) && value > 0 ? value : 0);
