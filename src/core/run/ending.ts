import { coverage } from '../coverage.ts';
import { isGap } from '../coverageUnit.ts';
import type { FanOutEnd } from '../fanout/fanOut.ts';
import type { RunState } from '../state.ts';
import type { Failure } from '../types.ts';
import type { Context } from './context.ts';
import { learnFromRun } from './history.ts';

export function end(context: Context, ending: FanOutEnd): RunState {
  const { ports, state, record, emit, options } = context;
  if (ending.kind === 'done') learnFromRun(context);
  const { status, failure } = verdict(state, ending, record.failure());
  emit({ type: 'run.ended', status, ...(failure ? { failure } : {}) });
  ports.log.info('run ended', { run: options.runId, status, calls: state.calls });
  return state;
}

/** More failures than this share of the branches make the run a failure, whatever the rest found. */
const FAILURE_FLOOR = 0.5;

function verdict(
  state: RunState,
  ending: FanOutEnd,
  storeFailure: Failure | undefined,
): { status: 'succeeded' | 'partial' | 'failed' | 'cancelled'; failure?: Failure } {
  const { total, succeeded, failed } = coverage(state);
  const failure = storeFailure ?? (ending.kind === 'stopped' ? ending.failure : undefined);
  if (ending.kind === 'cancelled' && !storeFailure) return { status: 'cancelled' };
  if (failure) return { status: succeeded === 0 ? 'failed' : 'partial', failure };
  if (failed > total * FAILURE_FLOOR) {
    const first = state.branchIds.map(id => state.branches[id]?.failure).find(Boolean);
    return { status: 'failed', ...(first ? { failure: first } : {}) };
  }
  return {
    status: succeeded === total && !state.skipped.some(isGap) ? 'succeeded' : 'partial',
  };
}
