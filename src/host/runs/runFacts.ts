import { count, money, percent } from '../../core/format/format.ts';
import { coverage } from '../../core/state/coverage.ts';
import { tallyFindings } from '../../core/state/findingStatus.ts';
import { countLabelled, hasRecords } from '../../core/state/labelRows.ts';
import { digestResult } from '../../core/state/resultWords.ts';
import { t } from '../../core/text/l10n.ts';
import type { RunEntry } from './runEntry.ts';

/** Runs of a list whose model, findings and cost are read from the store. */
export const MAX_READ = 30;

/** What tells runs of one document apart: `gpt-6`, `12 findings`, `100 % read`, `$0.42`; empty until a run is loaded. */
export function runFacts({ state }: Pick<RunEntry, 'state'>): readonly string[] {
  if (!state) return [];
  const { model, costUsd, findings } = state;
  return [
    model?.label ?? '',
    hasRecords(state)
      ? count(countLabelled(state), 'record')
      : (digestResult(state) ?? count(tallyFindings(findings).decisive, 'finding')),
    t('{0} read', percent(coverage(state).reviewedFraction)),
    model?.provider === 'offline' ? t('free') : money(costUsd),
  ].filter(words => words !== '');
}
