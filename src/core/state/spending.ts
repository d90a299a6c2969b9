import type { Spread } from '../domain/billing.ts';
import { aboutMoney, money, moneySpread } from '../format/format.ts';
import type { RunState } from './runState.ts';

/** Money of a run beside what it was to cost, in US dollars. */
export interface Spending {
  /** What is known to be spent. */
  readonly usd: number;
  /** Models of which nobody here knows the price, by the name a person knows. */
  readonly unpriced: readonly string[];
  /** Undefined before the run is planned, and where a price is unknown. */
  readonly expected: Spread | undefined;
}

/** Undefined for the offline rules, which cost nothing. */
export function spendingOf(state: RunState): Spending | undefined {
  const { model, otherModels = [], estimate, spentBy } = state;
  if (!model || model.provider === 'offline') return undefined;
  const shares = new Map(estimate?.byModel?.map(share => [share.model, share]));
  const isUnpriced = (ref: string): boolean => {
    const spent = spentBy[ref];
    if (spent && spent.usage.inputTokens > 0) return spent.costUsd === undefined;
    // Before anything is billed the estimate knows; of a run's only model it is the whole that tells.
    const share = shares.size > 0 ? shares.get(ref) : ref === model.ref ? estimate : undefined;
    return share !== undefined && share.calls > 0 && share.costUsd === undefined;
  };
  return {
    usd: Object.values(spentBy).reduce((sum, { costUsd = 0 }) => sum + costUsd, 0),
    unpriced: [model, ...otherModels].filter(({ ref }) => isUnpriced(ref)).map(m => m.label),
    expected: estimate?.costUsd,
  };
}

/** Of several runs together. */
export const addSpendings = (all: readonly Spending[]): Spending => ({
  usd: all.reduce((sum, { usd }) => sum + usd, 0),
  unpriced: [...new Set(all.flatMap(({ unpriced }) => unpriced))],
  expected: all.every(({ expected }) => expected)
    ? {
        low: all.reduce((sum, { expected }) => sum + (expected?.low ?? 0), 0),
        expected: all.reduce((sum, { expected }) => sum + (expected?.expected ?? 0), 0),
        high: all.reduce((sum, { expected }) => sum + (expected?.high ?? 0), 0),
      }
    : undefined,
});

/** More than the high end of the estimate. Fractions of a cent are not worth the alarm. */
export const isOver = ({ usd, expected }: Spending): boolean =>
  expected !== undefined && usd > expected.high + 0.0005;

/**
 * `$0.42 of about $1.10 (0.90–1.35)`; `$1.50, over the estimate of $1.10 (0.90–1.35)`; `price unknown`.
 * Undefined when there is nothing to say: nothing is spent, and nothing will be.
 */
export function spendingText(spending: Spending): string | undefined {
  const { usd, unpriced, expected } = spending;
  if (unpriced.length > 0)
    return usd > 0 ? `${money(usd)}, price of ${unpriced.join(', ')} unknown` : 'price unknown';
  if (!expected) return usd > 0 ? money(usd) : undefined;
  if (isOver(spending)) return `${money(usd)}, over the estimate of ${moneySpread(expected)}`;
  if (expected.high === 0) return usd > 0 ? money(usd) : undefined;
  return `${money(usd)} of ${aboutMoney(expected)}`;
}

/** The same of a run that has ended: `$0.42, estimated $1.10 (0.90–1.35)`. */
export function endedSpendingText(spending: Spending): string | undefined {
  const { usd, unpriced, expected } = spending;
  if (unpriced.length > 0 || !expected || isOver(spending) || expected.high === 0)
    return spendingText(spending);
  return `${money(usd)}, estimated ${moneySpread(expected)}`;
}
