import { money, moneySpread } from '../core/format/format.ts';
import { spendingOf } from '../core/state/spending.ts';
import type { RunState } from '../core/state/runState.ts';

/** A forecast at this share of the user's limit is near it. */
const NEAR = 0.8;

/** What is to be said of a run that leaves the range of its estimate upwards; undefined: nothing. */
export function dearerWords(
  state: RunState,
  limits: { readonly maxCostUsd: number; readonly confirmAboveUsd: number },
): string | undefined {
  const spending = spendingOf(state);
  const { expected, forecast } = spending ?? {};
  if (!spending || !expected || forecast === undefined || forecast <= expected.high)
    return undefined;
  const { maxCostUsd, confirmAboveUsd } = limits;
  const limit =
    maxCostUsd > 0 && forecast >= NEAR * maxCostUsd
      ? ` It pauses before your limit of ${money(maxCostUsd)}.`
      : confirmAboveUsd > 0 && expected.expected <= confirmAboveUsd && forecast > confirmAboveUsd
        ? ` That is above the ${money(confirmAboveUsd)} from which you want to be asked.`
        : '';
  return `${state.name} will cost about ${money(forecast)}, not ${moneySpread(expected)} as estimated; ${money(spending.usd)} is spent.${limit} Go on?`;
}
