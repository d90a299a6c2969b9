import type { Spread } from '../domain/billing.ts';
import { aboutMoney, money, moneySpread } from '../format/format.ts';
import { forecastOf } from './forecast.ts';
import { isRunEnded, type RunState } from './runState.ts';
import { t } from '../text/l10n.ts';

/** Money of a run beside what it was to cost, in US dollars. */
export interface Spending {
  /** What is known to be spent. */
  readonly usd: number;
  /** Models without a known price, by their display name. */
  readonly unpriced: readonly string[];
  /** Undefined before the run is planned, and where a price is unknown. */
  readonly expected: Spread | undefined;
  /** What the run will come to by what its answers cost so far; set while that is outside `expected`. */
  readonly forecast?: number;
}

/** Share by which a forecast may miss the range before it is worth a word. */
const TOLERANCE = 0.05;

/** The cost a run under way is heading for, where its estimate does not hold any more. */
function forecastOutside(state: RunState): number | undefined {
  const range = state.estimate?.costUsd;
  // The wall clock decides only how long it takes.
  const usd =
    range && !isRunEnded(state.status) && state.mode !== 'economy'
      ? forecastOf(state, state.startedAt)?.costUsd
      : undefined;
  if (usd === undefined || !range) return undefined;
  const isOutside = usd > range.high * (1 + TOLERANCE) || usd < range.low * (1 - TOLERANCE);
  return isOutside && Math.abs(usd - range.expected) > 0.01 ? usd : undefined;
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
  const forecast = forecastOutside(state);
  return {
    usd: Object.values(spentBy).reduce((sum, { costUsd = 0 }) => sum + costUsd, 0),
    unpriced: [model, ...otherModels].filter(({ ref }) => isUnpriced(ref)).map(m => m.label),
    expected: estimate?.costUsd,
    ...(forecast === undefined ? {} : { forecast }),
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
  ...(all.some(({ forecast }) => forecast !== undefined)
    ? { forecast: all.reduce((sum, s) => sum + (s.forecast ?? s.expected?.expected ?? s.usd), 0) }
    : {}),
});

/**
 * More than the high end of the estimate is spent, or will be. Fractions of a cent are not worth the alarm.
 */
export const isOver = ({ usd, expected, forecast = 0 }: Spending): boolean =>
  expected !== undefined && Math.max(usd, forecast) > expected.high + 0.0005;

/**
 * `$0.42 of about $1.10 (0.90–1.35)`; `$1.51, heading for about $4.30, estimated $1.47 (0.90–3.52)`; `$1.50, over the estimate of $1.10 (0.90–1.35)`;
 * `price unknown`. Undefined when there is nothing to say: nothing is spent, and nothing will be.
 */
export function spendingText(spending: Spending): string | undefined {
  const { usd, unpriced, expected } = spending;
  if (unpriced.length > 0)
    return usd > 0
      ? t('{0}, price of {1} unknown', money(usd), unpriced.join(', '))
      : t('price unknown');
  if (!expected) return usd > 0 ? money(usd) : undefined;
  if (spending.forecast !== undefined)
    return t(
      '{0}, heading for about {1}, estimated {2}',
      money(usd),
      money(spending.forecast),
      moneySpread(expected),
    );
  if (isOver(spending))
    return t('{0}, over the estimate of {1}', money(usd), moneySpread(expected));
  if (expected.high === 0) return usd > 0 ? money(usd) : undefined;
  return t('{0} of {1}', money(usd), aboutMoney(expected));
}

/** The same of a run that has ended: `$0.42, estimated $1.10 (0.90–1.35)`. */
export function endedSpendingText(spending: Spending): string | undefined {
  const { usd, unpriced, expected } = spending;
  if (unpriced.length > 0 || !expected || isOver(spending) || expected.high === 0)
    return spendingText(spending);
  return t('{0}, estimated {1}', money(usd), moneySpread(expected));
}
