import { type BranchState, type RunState, isRunEnded } from '../../../src/core/state/runState.ts';

export type BarStatus = 'succeeded' | 'cached' | 'failed' | 'cancelled' | 'running' | 'waiting';

/** One branch on the timeline; times in milliseconds from the run's start. */
export interface Bar {
  readonly branchId: string;
  readonly start: number;
  readonly end: number;
  readonly status: BarStatus;
  readonly attempts: number;
}

export interface Timeline {
  /** Bars that overlap in time are in different lanes; bars of a lane are in time order. */
  readonly lanes: readonly (readonly Bar[])[];
  /** Answers from the store: they take no slot. */
  readonly cached: readonly Bar[];
  /** Milliseconds from the run's start to its end, or to `now`. */
  readonly length: number;
}

/**
 * Puts every branch that began on the first lane that is free (interval partitioning by start time,
 * which uses as many lanes as ever ran at once). `now` is the wall clock of the host.
 */
export function timelineLanes(state: RunState, now: number): Timeline {
  const over = isRunEnded(state.status);
  const ended = state.endedAt ?? now;
  const from = state.startedAt;
  const bars: Bar[] = [];
  const cached: Bar[] = [];
  for (const id of state.branchIds) {
    const branch = state.branches[id];
    if (!branch) continue;
    const status = barStatus(branch, over);
    const stored = status === 'cached';
    const startedAt = branch.startedAt ?? (stored ? branch.endedAt : undefined);
    if (startedAt === undefined) continue;
    const start = Math.max(0, startedAt - from);
    const end = Math.max(start, (branch.endedAt ?? ended) - from);
    (stored ? cached : bars).push({ branchId: id, start, end, status, attempts: branch.attempt });
  }
  bars.sort((a, b) => a.start - b.start || a.end - b.end);
  const lanes: Bar[][] = [];
  for (const bar of bars) {
    const free = lanes.find(lane => (lane.at(-1)?.end ?? 0) <= bar.start);
    if (free) free.push(bar);
    else lanes.push([bar]);
  }
  const last = [...bars, ...cached].reduce((most, bar) => Math.max(most, bar.end), 0);
  return { lanes, cached, length: Math.max(1, ended - from, last) };
}

/** Round marks on the time axis, at most `most` + 1 of them, from 0 to the first one past the end. */
export function ticks(length: number, most = 8): number[] {
  const STEPS = [
    100, 200, 500, 1e3, 2e3, 5e3, 1e4, 15e3, 3e4, 6e4, 12e4, 3e5, 6e5, 9e5, 18e5, 36e5,
  ];
  let step = STEPS.find(s => length / s <= most) ?? 36e5;
  while (length / step > most) step *= 2;
  const marks = [];
  for (let at = 0; at < length + step; at += step) marks.push(at);
  return marks;
}

function barStatus(branch: BranchState, over: boolean): BarStatus {
  switch (branch.status) {
    case 'succeeded':
      return branch.outcome?.status === 'succeeded' && branch.outcome.cached
        ? 'cached'
        : 'succeeded';
    case 'failed':
    case 'cancelled':
      return branch.status;
    case 'running':
      return over ? 'cancelled' : 'running';
    case 'skipped':
    case 'split':
      return 'cancelled';
    case 'queued':
    case 'waiting':
    case 'retrying':
      return over ? 'cancelled' : 'waiting';
  }
}
