import type { RunState } from './runState.ts';

/** Began the reason of every branch that a plan left out, before outcomes said so themselves. */
const BY_PLAN = 'by plan: ';

/** The branches that resuming runs again besides those that never ended; what a plan left out stays out. */
export const unfinished = (state: RunState): string[] =>
  state.branchIds.filter(id => {
    const branch = state.branches[id];
    const status = branch?.status;
    if (
      branch?.outcome?.status === 'skipped' &&
      (branch.outcome.byPlan ?? branch.outcome.reason.startsWith(BY_PLAN))
    )
      return false;
    return status === 'failed' || status === 'skipped' || status === 'cancelled';
  });
