import type { RunState } from './runState.ts';

/** When a run that stopped was last heard of. */
export function lastAtWork({ branches, startedAt, endedAt, pause }: RunState): number {
  if (endedAt !== undefined) return endedAt;
  if (pause) return pause.since;
  let last = startedAt;
  for (const branch of Object.values(branches))
    last = Math.max(last, branch.startedAt ?? 0, branch.endedAt ?? 0);
  return last;
}

/** A pause that ends by itself is part of the work; one that waits for somebody is not. */
export const idleMs = ({ pause }: RunState, now: number): number =>
  pause && pause.until === undefined ? Math.max(0, now - pause.since) : 0;

/** Ms that a run has taken so far, without idle time (interrupted, ended or out of budget). `now` is the wall clock. */
export function workedMs(state: RunState, now: number): number {
  const { startedAt, endedAt = now, awayMs } = state;
  // The wall clock may have been set back meanwhile.
  return Math.max(0, endedAt - startedAt - awayMs - idleMs(state, now));
}
