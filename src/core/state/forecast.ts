import { clock } from '../format/format.ts';
import { isEnded, type RunState } from './runState.ts';
import { workedMs } from './workedTime.ts';

/** What a run will come to, judged by what it has taken so far. */
export interface Forecast {
  /** Share of the work that was planned to be paid for and is done, 0..1, by tokens. */
  readonly done: number;
  /** US dollars of the whole run; undefined where the price or the estimate is unknown. */
  readonly costUsd: number | undefined;
  /** Ms until the branches are answered; undefined without an estimate. */
  readonly leftMs: number | undefined;
}

/** Weight of the estimate against what was measured, as a share of the run: after a tenth both count alike. */
const PRIOR = 0.1;
/** Answers before the cost is reassessed: one long answer says little of the others. */
const MIN_ANSWERS = 3;

/**
 * The estimate, corrected by the ratio of what the branches so far took to what they were expected to take.
 * Answers from the store are work of neither. Undefined before the run is planned. `now` is the wall clock.
 */
export function forecastOf(state: RunState, now: number): Forecast | undefined {
  const { estimate } = state;
  if (!estimate || state.branchIds.length === 0) return undefined;
  let all = 0;
  let ended = 0;
  let answers = 0;
  for (const id of state.branchIds) {
    const branch = state.branches[id];
    if (!branch) continue;
    const { outcome } = branch;
    if (outcome?.status === 'succeeded' && outcome.cached) continue;
    const weight = branch.branch.inputTokens + 4 * branch.branch.outputTokens;
    all += weight;
    if (!isEnded(branch.status)) continue;
    ended += weight;
    if (outcome?.status === 'succeeded') answers += 1;
  }
  const done = all === 0 ? 1 : ended / all;
  const ratio = (measured: number, expected: number): number =>
    expected === 0 ? 1 : (measured + PRIOR * expected) / (done * expected + PRIOR * expected);
  const usd = estimate.costUsd?.expected;
  const spent = state.costUsd;
  const expectedMs = 1000 * estimate.seconds.expected;
  return {
    done,
    costUsd:
      usd === undefined || spent === undefined || answers < MIN_ANSWERS
        ? undefined
        : spent + (1 - done) * usd * ratio(spent, usd),
    leftMs: (1 - done) * expectedMs * ratio(workedMs(state, now), expectedMs),
  };
}

/** `about 0:34 left`; undefined if only fan-in is left, or if it is unknown. `now` is the wall clock. */
export function timeLeft(state: RunState, now: number): string | undefined {
  const left =
    state.status === 'running' && state.mode !== 'economy' && state.model?.provider !== 'offline'
      ? forecastOf(state, now)?.leftMs
      : undefined;
  return left === undefined || left < 1000 ? undefined : `about ${clock(left)} left`;
}
