import type { Decisions } from '../../core/fanin/merge/decisions.ts';
import { batchTally } from '../../core/state/foldBatches.ts';
import { count, grouped } from '../../core/format/format.ts';
import { countBranches, coverage } from '../../core/state/coverage.ts';
import { spendingOf, spendingText } from '../../core/state/spending.ts';
import { isRunEnded, type RunState } from '../../core/state/runState.ts';
import type { Engine, RunHooks } from '../../engine/runHooks.ts';
import type { RunInput, RunRequest } from '../../engine/request/runRequest.ts';
import type { RunStore } from '../../engine/openRuns.ts';
import { requireFit } from '../execute.ts';
import type { Asked, Caller } from './consent.ts';

/** A run under way. */
export interface Running {
  readonly stop: () => void;
  readonly ended: Promise<unknown>;
}

export interface SessionRun {
  readonly runId: string;
  readonly request: RunRequest;
  readonly input: RunInput;
  readonly asked: Asked;
  readonly caller: Caller;
  readonly decisions: Decisions;
  readonly resume?: NonNullable<RunHooks['resume']>;
}

/** Progress notifications: at most one in this many ms. */
const PROGRESS_MS = 250;

/** Runs to the end, or until the call or the session is cancelled: what was answered is kept. */
export async function runInSession(
  engine: Engine,
  store: RunStore,
  running: Set<Running>,
  run: SessionRun,
): Promise<RunState> {
  const { runId, request, input, asked, caller, decisions, resume } = run;
  const [cancel, leave] = [new AbortController(), new AbortController()];
  const stop = (): void => {
    // In this order: what is to be left at the provider is not cancelled.
    leave.abort(new DOMException('Left', 'AbortError'));
    cancel.abort(new DOMException('Cancelled', 'AbortError'));
  };
  caller.signal.addEventListener('abort', stop, { once: true });
  if (caller.signal.aborted) stop();
  const ended = Promise.withResolvers<undefined>();
  const entry: Running = { stop, ended: ended.promise };
  running.add(entry);
  const tell = progressTo(caller);
  let latest: RunState | undefined;
  try {
    const state = await engine.execute(request, input, {
      runId,
      signal: cancel.signal,
      leave: leave.signal,
      store,
      decisions,
      whenBudgetReached: 'stop',
      checkModels: models => requireFit(request, models),
      consent: asked.consent,
      onEvent: (event, now) => {
        latest = now;
        if (/^(?:run|branch|batch|synthesis|node)\./.test(event.type)) tell(now);
      },
      ...(resume ? { resume } : {}),
    });
    latest = state;
    store.release(runId, isRunEnded(state.status) ? coverage(state).reviewedFraction : undefined);
    return state;
  } finally {
    if (latest) asked.settle(latest);
    caller.signal.removeEventListener('abort', stop);
    running.delete(entry);
    ended.resolve(undefined);
  }
}

/** Tells how far a run is, at most four times a second; counts only go up, or clients treat them as an error. */
function progressTo({ progress }: Caller): (state: RunState) => void {
  let toldAt = -Infinity;
  let told = -1;
  let later: NodeJS.Timeout | undefined;
  const tell = (state: RunState): void => {
    clearTimeout(later);
    later = undefined;
    const [done, all] = doneOf(state);
    if (all === 0 || done <= told) return;
    toldAt = performance.now();
    told = done;
    progress(done, Math.max(all, done), progressText(state, done, all));
  };
  return state => {
    const wait = toldAt + PROGRESS_MS - performance.now();
    if (wait <= 0 || isRunEnded(state.status)) tell(state);
    else later ??= setTimeout(() => tell(state), wait).unref();
  };
}

function doneOf(state: RunState): readonly [number, number] {
  const batch = batchTally(state);
  const { total, open } = countBranches(state);
  return batch ? [batch.done, batch.total] : [total - open, total];
}

function progressText(state: RunState, done: number, all: number): string {
  const { failed } = countBranches(state);
  const spending = spendingOf(state);
  const spent = spending && spendingText(spending);
  return [
    `${state.name}: ${grouped(done)} of ${count(all, 'part')}`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(state.job === 'review' ? [count(state.findings.length, 'finding')] : []),
    ...(spent === undefined ? [] : [spent]),
  ].join(', ');
}
