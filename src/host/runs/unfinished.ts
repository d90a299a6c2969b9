import { applyEvent } from '../../core/state/applyEvent.ts';
import { batchTally } from '../../core/state/foldBatches.ts';
import { type RunState, isEnded, isRunEnded } from '../../core/state/runState.ts';
import { t } from '../../core/text/l10n.ts';
import type { RunEntry } from './runEntry.ts';

/** Older ones stay in the list and are not brought up again, in ms. */
const RECENT_MS = 3 * 86_400_000;

/** A run of the last days that its window left unfinished, and that no window is at work on. */
export const isCutOff = (
  { active, stored, startedAt }: Pick<RunEntry, 'active' | 'stored' | 'startedAt'>,
  now: number,
): boolean => !active && stored?.status === 'interrupted' && now - startedAt < RECENT_MS;

/** A stored run that has not ended, and that no process is at work on: what is open in it was not read. */
export function settle(state: RunState): void {
  if (isRunEnded(state.status)) return;
  const at = Math.max(state.startedAt, ...Object.values(state.branches).map(b => b.endedAt ?? 0));
  const outcome = {
    status: 'skipped',
    reason: batchTally(state) ? t('in batch at the provider') : t('the run was cut off'),
  } as const;
  for (const branchId of state.branchIds) {
    const branch = state.branches[branchId];
    if (branch && !isEnded(branch.status))
      applyEvent(state, { type: 'branch.ended', branchId, outcome, at });
  }
  applyEvent(state, { type: 'run.ended', status: 'interrupted', at });
}
