import { clock } from '../format/format.ts';
import { isEnded, type RunState } from './runState.ts';
import { workedMs } from './workedTime.ts';
import { t } from '../text/l10n.ts';

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
/** After this many answers the pace that was measured counts as much as the estimate's. */
const PRIOR_ANSWERS = 4;
/** The most of a branch that may be thought done while it runs. */
const MAX_UNDER_WAY = 0.9;
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
  const running: { readonly weight: number; readonly ms: number }[] = [];
  const took: number[] = [];
  for (const id of state.branchIds) {
    const branch = state.branches[id];
    if (!branch) continue;
    const { outcome, startedAt, endedAt } = branch;
    if (outcome?.status === 'succeeded' && outcome.cached) continue;
    const weight = branch.branch.inputTokens + 4 * branch.branch.outputTokens;
    all += weight;
    if (branch.status === 'running' && startedAt !== undefined)
      running.push({ weight, ms: now - startedAt });
    if (!isEnded(branch.status)) continue;
    ended += weight;
    if (startedAt !== undefined && endedAt !== undefined) took.push(endedAt - startedAt);
    if (outcome?.status === 'succeeded') answers += 1;
  }
  const done = all === 0 ? 1 : ended / all;
  const ratio = (measured: number, expected: number): number =>
    expected === 0 ? 1 : (measured + PRIOR * expected) / (done * expected + PRIOR * expected);
  const usd = estimate.costUsd?.expected;
  const spent = state.costUsd;
  const expectedMs = 1000 * estimate.seconds.expected;
  const worked = workedMs(state, now);
  // Calls under way are work done as well: many at once are a large share of a run.
  const usual = took.reduce((sum, ms) => sum + ms, 0) / took.length;
  const underWay =
    took.length === 0
      ? 0
      : running.reduce(
          (sum, { weight, ms }) => sum + weight * Math.min(MAX_UNDER_WAY, Math.max(0, ms) / usual),
          0,
        );
  const share = all === 0 ? 1 : (ended + underWay) / all;
  const pace = worked / (share * expectedMs);
  // Of the logarithm: an estimate may be off by a factor of ten either way.
  const corrected =
    pace > 0 && Number.isFinite(pace) ? pace ** (answers / (answers + PRIOR_ANSWERS)) : 1;
  return {
    done,
    costUsd:
      usd === undefined || spent === undefined || answers < MIN_ANSWERS
        ? undefined
        : spent + (1 - done) * usd * ratio(spent, usd),
    leftMs:
      ended === 0 && all > 0
        ? // Nothing is measured yet; once that takes longer than half of it, the estimate was too low.
          Math.max(expectedMs - worked, worked)
        : (1 - share) * expectedMs * corrected,
  };
}

/** `about 0:34 left`; undefined where `msLeft` is. `now` is the wall clock. */
export function timeLeft(state: RunState, now: number): string | undefined {
  const left = msLeft(state, now);
  return left === undefined ? undefined : t('about {0} left', clock(left));
}

/** Ms, at least a second; undefined if only fan-in is left, or if it is unknown. `now` is the wall clock. */
export function msLeft(state: RunState, now: number): number | undefined {
  const left =
    state.status === 'running' && state.mode !== 'economy' && state.model?.provider !== 'offline'
      ? forecastOf(state, now)?.leftMs
      : undefined;
  return left === undefined || left < 1000 ? undefined : left;
}
