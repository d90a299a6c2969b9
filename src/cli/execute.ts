import { basename } from 'node:path';
import { batchTally } from '../core/state/foldBatches.ts';
import { systemClock } from '../core/clock.ts';
import { coverage } from '../core/state/coverage.ts';
import { usageError } from '../core/errors.ts';
import type { RunEvent } from '../core/state/events.ts';
import type { Decisions } from '../core/fanin/merge/decisions.ts';
import { defaultConcurrency } from '../core/fanout/concurrency.ts';
import { builtInPerspectives } from '../core/jobs/review/perspectives.ts';
import { routed } from '../core/jobs/route.ts';
import { jobOf } from '../core/jobs/jobOf.ts';
import { REVIEW } from '../core/domain/jobSpec.ts';
import { atOnceText, modeHints } from '../core/format/modeHint.ts';
import type { Job } from '../core/ports/job.ts';
import type { Logger, Store } from '../core/ports/ports.ts';
import { plan, run, type RunOptions, type RunPorts } from '../core/run.ts';
import { calibrationsIn } from '../core/run/estimate/calibrations.ts';
import { modelInfos } from '../core/run/models.ts';
import { loadTokenCounter } from '../core/split/tokens/tokens.ts';
import { isRunEnded, type RunState } from '../core/state/runState.ts';
import type { Perspective } from '../core/domain/perspective.ts';
import type { SkippedSource, Source } from '../core/domain/source.ts';
import { joinList } from '../core/format/format.ts';
import { PROVIDERS, REMOTE_PROVIDERS } from '../models/registry.ts';
import { symbolReader } from '../sources/symbols/symbols.ts';
import type { RunStore } from '../store/runStore.ts';
import type { Limits, OutputArgs, RunSettings } from './options/types.ts';
import { chooseModels } from './chooseModels.ts';
import { tell, writeLines } from './output/output.ts';
import { createProgress } from './output/progress.ts';

/** Of one answer, reasoning included. */
const MAX_OUTPUT_TOKENS = 16_000;
const MAX_ATTEMPTS = 4;

/** Progress and failures are told as events; there is nothing left to log on a terminal. */
const silent: Logger = { info: () => undefined, warn: () => undefined, error: () => undefined };

const BATCH_PROVIDERS = REMOTE_PROVIDERS.filter(id => PROVIDERS[id].batch).map(id => `${id}:ID`);

/** What chooses a mode. */
const MODE_OPTION = { economy: '--batch', sequential: '--mode sequential' } as const;

export interface Work {
  readonly runId: string;
  /** One line that names the run to a person; absent: by its sources. */
  readonly name?: string;
  readonly sources: readonly Source[];
  readonly skipped: readonly SkippedSource[];
  readonly settings: RunSettings;
  readonly limits: Limits;
  readonly output: OutputArgs;
  readonly store?: RunStore;
  readonly decisions?: Decisions;
  /** Told of every event after it is stored and folded. */
  readonly watch?: (event: RunEvent, state: RunState) => void;
  readonly stops: Stops;
  readonly resume?: { readonly events: readonly RunEvent[]; readonly requeue: readonly string[] };
}

/** Runs to the end, or with `only: 'plan'` until the estimate, nothing sent. */
export async function execute(work: Work, only?: 'plan'): Promise<RunState> {
  const { settings, limits, output, store } = work;
  const prompt = {
    maxOutputTokens: MAX_OUTPUT_TOKENS,
    ...(settings.language === undefined ? {} : { language: settings.language }),
  };
  const job = jobOf(settings.spec ?? REVIEW);
  const perspectives = perspectivesOf(job, settings);
  const { dispose, ...models } = chooseModels(settings, {
    env: process.env,
    job,
    prompt,
    clock: systemClock,
    limits,
    planOnly: only === 'plan',
  });
  if (!models.model && !job.perspectivesAreChosen)
    throw usageError(
      `${job.spec.kind} needs a model, and the offline rules are not one. Nothing was sent. Give --model PROVIDER:ID.`,
    );
  const concurrency = limits.concurrency ?? defaultConcurrency(models.reviewer.model);
  const unpriced = modelInfos(models).find(({ price }) => !price);
  if (limits.maxCostUsd !== undefined && models.model && unpriced && only !== 'plan')
    throw usageError(
      `The price of ${unpriced.label} is not known, so --max-cost cannot hold. Nothing was sent. Use --max-tokens.`,
    );
  if (limits.mode === 'economy' && !models.model?.batch)
    throw usageError(
      `${models.reviewer.model.label} has no batch engine: --batch is for ${joinList(BATCH_PROVIDERS)}. Nothing was sent.`,
    );
  const events = output.events === undefined ? undefined : writeLines(output.events);
  const progress = createProgress(process.stderr, systemClock);
  const options: RunOptions = {
    ...prompt,
    runId: work.runId,
    name: work.name ?? nameOf(work.sources),
    skipped: work.skipped,
    perspectivesOf: perspectives,
    chunkTokens: settings.chunkTokens,
    policy: {
      concurrency,
      onFailure: limits.onFailure,
      maxAttempts: MAX_ATTEMPTS,
      optimize: limits.optimize,
      hedge: limits.hedge,
      budget: {
        whenReached: 'stop',
        ...(limits.maxCostUsd === undefined ? {} : { maxCostUsd: limits.maxCostUsd }),
        ...(limits.maxTokens === undefined ? {} : { maxTokens: limits.maxTokens }),
      },
    },
    ...(settings.partition ? { partition: settings.partition } : {}),
    synthesis: settings.synthesis,
    ...(settings.verify === undefined ? {} : { verify: { minSeverity: settings.verify } }),
    ...(settings.consistency === undefined ? {} : { consistency: settings.consistency }),
    useCache: settings.cache,
    signal: work.stops.cancel,
    leave: work.stops.leave,
    ...(limits.mode === undefined ? {} : { mode: limits.mode }),
    consent: (estimate, choice) => {
      for (const { mode, text } of modeHints(choice)) tell(`${MODE_OPTION[mode]}: ${text}`);
      const atOnce = choice.mode === 'economy' ? atOnceText(estimate).trim() : '';
      if (atOnce !== '') tell(atOnce);
      return Promise.resolve(true);
    },
    onEvent: (event, state) => {
      work.stops.waitsForBatch = batchTally(state) !== undefined;
      events?.add(JSON.stringify(event));
      progress.onEvent(event, state);
      work.watch?.(event, state);
    },
    ...(work.decisions ? { decisions: work.decisions } : {}),
    ...(work.resume ? { resume: work.resume } : {}),
  };
  const symbols = symbolReader();
  const kept = store && only === 'plan' ? readOnly(store) : store;
  const ports: RunPorts = {
    ...models,
    count: await loadTokenCounter(),
    symbolsOf: source => symbols.symbolsOf(source),
    ...(kept ? { store: kept } : {}),
    calibrations: calibrationsIn(kept),
    clock: systemClock,
    log: silent,
  };
  try {
    if (only === 'plan') return await plan(job, work.sources, options, ports);
    const state = await run(job, work.sources, options, ports);
    store?.release(
      work.runId,
      isRunEnded(state.status) ? coverage(state).reviewedFraction : undefined,
    );
    return state;
  } finally {
    progress.close();
    events?.close();
    await symbols.dispose();
    await dispose();
  }
}

/** A plan reads what earlier runs left, and leaves nothing. */
const readOnly = (store: RunStore): Store => ({
  append: () => undefined,
  recall: key => store.recall(key),
  remember: () => undefined,
});

/** The perspectives named, whatever the kind of the text; those made for its kind when none are. */
function perspectivesOf(
  job: Job,
  { perspectives, model = '', moreModels = [], perspectiveModels = {} }: RunSettings,
): (source: Source) => readonly Perspective[] {
  if (perspectives && !job.perspectivesAreChosen)
    throw usageError(`--perspectives is for reviews; ${job.spec.kind} brings its own.`);
  const asked = perspectives && builtInPerspectives.filter(p => perspectives.includes(p.id));
  if (!job.perspectivesAreChosen && moreModels.length + Object.keys(perspectiveModels).length > 0)
    throw usageError(`--models and --perspective-model are for reviews.`);
  const routes = { moreModels, perspectiveModels };
  return source => routed(asked ?? job.perspectivesFor(source.kind), routes, model);
}

function nameOf(sources: readonly Source[]): string {
  const [first] = sources;
  if (!first) return 'Nothing';
  return sources.length === 1
    ? basename(first.path)
    : `${sources.length} files, ${first.path} first`;
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
