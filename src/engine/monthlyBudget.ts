import type { Spread } from '../core/domain/billing.ts';
import { FanoutError, messageOf } from '../core/errors.ts';
import { money, percent } from '../core/format/format.ts';
import type { Clock } from '../core/ports/ports.ts';
import type { RunState } from '../core/state/runState.ts';
import { type Ledger, ledgerIn } from '../store/ledger.ts';
import { intlTag, t } from '../core/text/l10n.ts';

/** Shares of a month's budget at which the user is warned, once each. */
const WARNED_AT = [0.5, 0.75, 0.9];
/** Ms between two entries of one run. */
const NOTE_MS = 1000;

/** What a run may spend; read whenever a call is about to start. */
interface Caps {
  maxCostUsd?: number;
  /** Why nothing more is sent once it is reached. */
  usedUp?: string;
}

export interface Month {
  /** @throws FanoutError `overBudget` when this month's budget is used up. */
  readonly check: () => void;
  /** Says so when a run is expected to need more than is left. */
  readonly expect: (costUsd: Spread | undefined) => void;
  /** Lowers a run's cap to what is left of the month, in addition to its own. */
  readonly limit: (caps: Caps) => void;
  /** Notes what a run has spent; `isEnd`: at once. */
  readonly note: (state: RunState, isEnd: boolean) => void;
  /** Notes US dollars that a call outside of any run cost. */
  readonly add: (usd: number) => void;
}

/** The first moment of a month in the user's time zone, in ms. */
export function monthStart(now: number): number {
  const date = new Date(now);
  return new Date(date.getFullYear(), date.getMonth(), 1).getTime();
}

/** US dollars that are known to be spent in a run. */
export const spentIn = ({ spentBy }: RunState): number =>
  Object.values(spentBy).reduce((sum, { costUsd = 0 }) => sum + costUsd, 0);

/**
 * Keeps the sum of a calendar month over all runs of both hosts in `folder`, and to `budgetUsd` (0: no limit). What a
 * run spent before it is resumed (`before`) is noted already, except what a crash kept from being noted. Models without
 * a known price count nothing. A disk that refuses is reported once, and stops a run only where there is a budget that
 * could not be kept.
 */
export function monthlyBudget({
  folder,
  budgetUsd,
  clock,
  warn,
  before = 0,
  runId,
}: {
  readonly folder: string;
  readonly budgetUsd: number;
  readonly clock: Pick<Clock, 'date'>;
  readonly warn: (text: string) => void;
  readonly before?: number;
  readonly runId?: string;
}): Month {
  const ledger: Ledger = ledgerIn(folder);
  let noted = before > 0 ? notedOf(ledger, runId, before) : 0;
  let notedAt = -Infinity;
  let isBroken = false;
  let caps: Caps | undefined;
  let ownCap: number | undefined;

  const spent = (): number => ledger.since(monthStart(clock.date()));
  const usedUp = (total: number): string => {
    const next = new Date(monthStart(clock.date()));
    next.setMonth(next.getMonth() + 1);
    const from = next.toLocaleDateString(intlTag(), { day: 'numeric', month: 'long' });
    return t(
      "This month's budget of {0} (fanout.monthlyBudgetUsd) is used up: {1} spent. It starts again on {2}.",
      money(budgetUsd),
      money(total),
      from,
    );
  };
  /** What is left after `total`, beside what the run itself has spent. */
  const tighten = (total: number, added = 0): void => {
    if (!caps || budgetUsd <= 0) return;
    const most = noted + added + Math.max(0, budgetUsd - total);
    const isMonths = most < (ownCap ?? Infinity);
    caps.maxCostUsd = Math.min(most, ownCap ?? Infinity);
    if (isMonths)
      caps.usedUp = t('{0} What is finished is kept. Raise the budget and resume.', usedUp(total));
    else delete caps.usedUp;
  };
  const warnOf = (from: number, to: number): void => {
    const passed = WARNED_AT.findLast(share => from < share * budgetUsd && to >= share * budgetUsd);
    if (budgetUsd > 0 && passed !== undefined)
      warn(
        t(
          "{0} of this month's budget is used: {1} of {2} (fanout.monthlyBudgetUsd).",
          percent(passed),
          money(to),
          money(budgetUsd),
        ),
      );
  };
  const enter = (usd: number): boolean => {
    try {
      const earlier = budgetUsd > 0 ? spent() : 0;
      ledger.add(clock.date(), usd, runId);
      warnOf(earlier, earlier + usd);
      tighten(earlier + usd, usd);
      return true;
    } catch (error) {
      if (!isBroken && budgetUsd > 0)
        warn(
          t("What was spent could not be added to this month's budget ({0}).", messageOf(error)),
        );
      isBroken = true;
      return false;
    }
  };
  return {
    check() {
      if (budgetUsd <= 0) return;
      const total = readOrRefuse(spent, folder);
      if (total >= budgetUsd)
        throw new FanoutError(
          'overBudget',
          t(
            '{0} Nothing was sent. Raise it (--monthly-budget on the command line), or use the offline rules.',
            usedUp(total),
          ),
        );
    },
    expect(costUsd) {
      if (budgetUsd <= 0 || !costUsd) return;
      const left = budgetUsd - readOrRefuse(spent, folder);
      if (costUsd.expected > left)
        warn(
          t(
            "This run is expected to cost {0}, and {1} of this month's budget of {2} is left. It stops there; what is finished is kept.",
            money(costUsd.expected),
            money(Math.max(0, left)),
            money(budgetUsd),
          ),
        );
    },
    limit(of) {
      caps = of;
      ownCap = of.maxCostUsd;
      if (budgetUsd > 0) tighten(readOrRefuse(spent, folder));
    },
    note(state, isEnd) {
      const now = clock.date();
      const usd = spentIn(state) - noted;
      if (usd <= 0 || (!isEnd && now - notedAt < NOTE_MS)) return;
      if (!enter(usd)) return;
      noted += usd;
      notedAt = now;
    },
    add(usd) {
      if (usd > 0) enter(usd);
    },
  };
}

/** Of runs of earlier versions nothing is noted, and nothing is to be: it may be of another month. */
function notedOf(ledger: Ledger, runId: string | undefined, before: number): number {
  try {
    const noted = runId === undefined ? 0 : ledger.of(runId);
    return noted > 0 ? Math.min(noted, before) : before;
  } catch {
    return before;
  }
}

function readOrRefuse(read: () => number, folder: string): number {
  try {
    return read();
  } catch (error) {
    throw new FanoutError(
      'storeUnusable',
      t(
        'What was spent this month cannot be read in {0} ({1}), so the monthly budget cannot be kept. Nothing was sent.',
        folder,
        messageOf(error),
      ),
    );
  }
}
