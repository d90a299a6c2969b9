import type { RunState } from './runState.ts';

/** Begins the reason of every branch that a plan left out. */
export const BY_PLAN = 'by plan: ';

/** The branches that resuming runs again besides those that never ended; what a plan left out stays out. */
export const unfinished = (state: RunState): string[] =>
  state.branchIds.filter(id => {
    const branch = state.branches[id];
    const status = branch?.status;
    if (branch?.outcome?.status === 'skipped' && branch.outcome.reason.startsWith(BY_PLAN))
      return false;
    return status === 'failed' || status === 'skipped' || status === 'cancelled';
  });
