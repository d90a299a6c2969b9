import { duration, grouped, money } from './format.ts';
import type { Mode } from '../domain/mode.ts';
import type { Estimate } from '../domain/billing.ts';
import { plural, t } from '../text/l10n.ts';

/** What the modes that a model has will take. */
export interface ModeChoice {
  readonly mode: Mode;
  readonly fast: Estimate;
  /** Absent if only the offline rules are used. */
  readonly sequential?: Estimate;
  /** Absent where the model has no batch engine. */
  readonly economy?: Estimate;
}

/** US dollars, and share of the price, below which waiting is not worth a word. */
const WORTH_USD = 0.1;
const WORTH_SHARE = 0.05;

const usdOf = (estimate: Estimate | undefined): number | undefined => estimate?.costUsd?.expected;

/** US dollars that a mode saves beside sending all at once; undefined where that is not worth a word. */
export function savingOf(choice: ModeChoice, mode: 'sequential' | 'economy'): number | undefined {
  const [own, whole] = [usdOf(choice[mode]), usdOf(choice.fast)];
  if (own === undefined || whole === undefined) return undefined;
  const saving = whole - own;
  return saving >= WORTH_USD && saving >= WORTH_SHARE * whole ? saving : undefined;
}

/** What a mode saves or costs in time, for a person who may choose it. */
export interface ModeHint {
  readonly mode: Exclude<Mode, 'fast'>;
  readonly text: string;
}

/**
 * Which mode fits, and what it saves: those that are worth a word, and the planned one where it saves little.
 * Empty when there is nothing to choose: prices are unknown, or so low that all at once fits best.
 */
export function modeHints(choice: ModeChoice): readonly ModeHint[] {
  const { mode, fast, sequential, economy } = choice;
  const whole = usdOf(fast);
  if (whole === undefined) return [];
  const instead = (estimate: Estimate): string =>
    t('about {0} instead of {1}', money(usdOf(estimate) ?? 0), money(whole));
  const waits = savingOf(choice, 'economy') !== undefined;
  const hints: ModeHint[] = [];
  if (economy?.costUsd && waits)
    hints.push({
      mode: 'economy',
      text: t(
        '{0}, usually within the hour, at most 24 h. Fits when there is no hurry.{1}',
        instead(economy),
        mode === 'economy' ? '' : atOnceText(economy),
      ),
    });
  else if (economy?.costUsd && mode === 'economy')
    hints.push({ mode, text: t('saves little here: {0}.', instead(economy)) });
  if (!sequential?.costUsd) return hints;
  const time = t('in {0} instead of {1}', timeOf(sequential), timeOf(fast));
  if (savingOf(choice, 'sequential') !== undefined)
    hints.push({
      mode: 'sequential',
      text: t(
        '{0}, {1}: later calls read the text from the provider’s cache.{2}',
        instead(sequential),
        time,
        waits ? '' : t(' Fits when that time does not matter.'),
      ),
    });
  else if (mode === 'sequential')
    hints.push({ mode, text: t('saves little here: {0}, {1}.', instead(sequential), time) });
  return hints;
}

const timeOf = (estimate: Estimate | undefined): string =>
  t('about {0}', duration(1000 * (estimate?.seconds.expected ?? 0)));

/** What no batch takes, in words; empty where all goes through batches. */
export function atOnceText(estimate: Estimate | undefined): string {
  const { calls = 0, costUsd } = estimate?.atOnce ?? {};
  if (calls === 0) return '';
  const price = costUsd ? t(', about {0} of it', money(costUsd.expected)) : '';
  return plural(
    calls,
    ' {0} call that no batch takes (joining, checks, models without batches) is made at once, at the full price{1}.',
    ' {0} calls that no batch takes (joining, checks, models without batches) are made at once, at the full price{1}.',
    grouped(calls),
    price,
  );
}
