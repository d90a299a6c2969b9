import { jsonText } from '../core/report/text/terminalText.ts';
import { batchTally } from '../core/state/foldBatches.ts';
import { systemClock } from '../core/clock.ts';
import { coverage } from '../core/state/coverage.ts';
import { usageError } from '../core/errors.ts';
import type { RunEvent } from '../core/state/events.ts';
import type { Decisions } from '../core/fanin/merge/decisions.ts';
import { joinList } from '../core/format/format.ts';
import { atOnceText, modeHints } from '../core/format/modeHint.ts';
import type { Logger } from '../core/ports/ports.ts';
import { modelInfos, type ModelsPorts } from '../core/run/models.ts';
import { isRunEnded, type RunState } from '../core/state/runState.ts';
import { createEngine } from '../engine/createEngine.ts';
import type { RunHooks } from '../engine/runHooks.ts';
import type { RunInput, RunRequest } from '../engine/request/runRequest.ts';
import { PROVIDERS, REMOTE_PROVIDERS } from '../engine/providers.ts';
import type { RunStore } from '../engine/openRuns.ts';
import { memoryRelease } from './memory.ts';
import { placeOf } from './openStore.ts';
import type { OutputArgs } from './options/types.ts';
import { tell, writeLines } from './output/output.ts';
import { createProgress } from './output/progress.ts';
import { showPlan } from './output/showPlan.ts';
import { terminalModels } from './request.ts';

/** Progress and failures arrive as events; a terminal needs no log in addition. */
const silent: Logger = { info: () => undefined, warn: () => undefined, error: () => undefined };

const BATCH_PROVIDERS = REMOTE_PROVIDERS.filter(id => PROVIDERS[id].batch).map(id => `${id}:ID`);

/** What chooses a mode. */
const MODE_OPTION = { economy: '--batch', sequential: '--mode sequential' } as const;

export interface Work extends RunInput {
  readonly runId: string;
  readonly request: RunRequest;
  readonly output: OutputArgs;
  readonly store?: RunStore;
  readonly decisions?: Decisions;
  /** Told of every event after it is stored and folded. */
  readonly watch?: (event: RunEvent, state: RunState) => void;
  readonly stops: Stops;
  readonly resume?: NonNullable<RunHooks['resume']>;
}

/** Runs to the end, or with `only: 'plan'` up to the estimate without sending anything. */
export async function execute(work: Work, only?: 'plan'): Promise<RunState> {
  const { request, output, store } = work;
  const engine = createEngine({
    ...terminalModels(process.env, only === 'plan', output.connections),
    log: silent,
    warn: tell,
    spending: placeOf(output).store,
  });
  const events = output.events === undefined ? undefined : writeLines(output.events);
  const progress = createProgress(process.stderr, systemClock);
  const release = memoryRelease(work.sources);
  const hooks: RunHooks = {
    runId: work.runId,
    signal: work.stops.cancel,
    leave: work.stops.leave,
    whenBudgetReached: 'stop',
    ...(store ? { store } : {}),
    ...(work.decisions ? { decisions: work.decisions } : {}),
    ...(work.resume ? { resume: work.resume } : {}),
    checkModels: models => requireFit(request, models, only),
    consent: (estimate, _models, choice) => {
      if (choice)
        for (const { mode, text } of modeHints(choice)) tell(`${MODE_OPTION[mode]}: ${text}`);
      const atOnce = choice?.mode === 'economy' ? atOnceText(estimate).trim() : '';
      if (atOnce !== '') tell(atOnce);
      return Promise.resolve(true);
    },
    reviewPlan: plan => showPlan(plan, output),
    onEvent: (event, state) => {
      work.stops.waitsForBatch = batchTally(state) !== undefined;
      events?.add(jsonText(event));
      progress.onEvent(event, state);
      release(event);
      work.watch?.(event, state);
    },
  };
  try {
    if (only === 'plan') return await engine.plan(request, work, hooks);
    const state = await engine.execute(request, work, hooks);
    store?.release(
      work.runId,
      isRunEnded(state.status) ? coverage(state).reviewedFraction : undefined,
    );
    return state;
  } finally {
    progress.close();
    events?.close();
    await engine.dispose();
  }
}

/** @throws FanoutError `usage` for a limit or a mode that cannot hold with these models. */
export function requireFit({ settings }: RunRequest, models: ModelsPorts, only?: 'plan'): void {
  const unpriced = modelInfos(models).find(({ price }) => !price);
  if (settings.maxCostUsd > 0 && models.model && unpriced && only !== 'plan')
    throw usageError(
      `The price of ${unpriced.label} is not known, so --max-cost cannot be enforced. Nothing was sent. Use --max-tokens.`,
    );
  if (settings.mode === 'economy' && !models.model?.batch)
    throw usageError(
      `${models.reviewer.model.label} has no batch engine: --batch is for ${joinList(BATCH_PROVIDERS)}. Nothing was sent.`,
    );
}

/** How a run can be stopped from outside. */
export interface Stops {
  readonly cancel: AbortSignal;
  /** Batches stay at the provider. */
  readonly leave: AbortSignal;
  /** Kept by who runs it: a batch is at the provider, and Ctrl+C leaves it there. */
  waitsForBatch: boolean;
}

/**
 * Stops on the first Ctrl+C, and ends the process on the second. What waits for a batch stops waiting and leaves
 * it at the provider, where it is paid for: taking it back is a command of its own.
 */
export function stopOnSignals(): Stops {
  const cancel = new AbortController();
  const leave = new AbortController();
  const stops: Stops = { cancel: cancel.signal, leave: leave.signal, waitsForBatch: false };
  const onSignal = (): void => {
    if (leave.signal.aborted) process.exit(130);
    tell(
      stops.waitsForBatch
        ? '\nNo longer waiting. Press Ctrl+C again to end at once.'
        : '\nCancelling. What was answered is kept. Press Ctrl+C again to end at once.',
    );
    // In this order: what is to be left is not cancelled.
    leave.abort(new DOMException('Left', 'AbortError'));
    cancel.abort(new DOMException('Cancelled', 'AbortError'));
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  return stops;
}
