import { money, moneySpread } from '../core/format/format.ts';
import { spendingOf } from '../core/state/spending.ts';
import type { RunState } from '../core/state/runState.ts';
import { t } from '../core/text/l10n.ts';

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
      ? t(' It pauses before your limit of {0}.', money(maxCostUsd))
      : confirmAboveUsd > 0 && expected.expected <= confirmAboveUsd && forecast > confirmAboveUsd
        ? t(' That is above the {0} from which you want to be asked.', money(confirmAboveUsd))
        : '';
  return t(
    '{0} will cost about {1}, not {2} as estimated; {3} is spent.{4} Go on?',
    state.name,
    money(forecast),
    moneySpread(expected),
    money(spending.usd),
    limit,
  );
}
