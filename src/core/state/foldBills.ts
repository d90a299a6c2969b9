import type { Billed, Spent } from '../domain/billing.ts';
import { addUsage, noUsage } from '../domain/cost.ts';
import type { RunState } from './runState.ts';

/**
 * Adds to what the run spent, in all and by model (`provider:model`). Without usage, the
 * provider charged nothing.
 */
export function spend(state: RunState, model: string, bill: Billed, calls = bill.calls ?? 0): void {
  Object.assign(state, withBill(state, bill, calls));
  const before = state.spentBy[model] ?? { usage: noUsage, costUsd: 0, calls: 0 };
  state.spentBy[model] = withBill(before, bill, calls);
}

function withBill({ usage, costUsd, calls }: Spent, bill: Billed, further: number): Spent {
  if (!bill.usage) return { usage, costUsd, calls: calls + further };
  const isKnown = costUsd !== undefined && bill.costUsd !== undefined;
  return {
    usage: addUsage(usage, bill.usage),
    costUsd: isKnown ? costUsd + bill.costUsd : undefined,
    calls: calls + further,
  };
}
