import { FanoutError } from '../../core/errors.ts';
import { REVIEW } from '../../core/domain/jobSpec.ts';
import { renderJson } from '../../core/report/data/json.ts';
import { buildPlan } from '../../core/report/plan.ts';
import { unfinished } from '../../core/state/unfinished.ts';
import type { StoredSettings } from '../../engine/request/runRequest.ts';
import type { RunStore } from '../../engine/openRuns.ts';
import type { CliArgs, RunArgs } from '../options/types.ts';
import { requireFormat } from '../options/args.ts';
import { collect } from '../collect.ts';
import { limitSettings } from '../request.ts';
import { knownDecisions } from './knownDecisions.ts';
import { execute, stopOnSignals } from '../execute.ts';
import { resumable } from '../../engine/request/storedRequest.ts';
import { findRun, loadRun } from './history.ts';
import { fold, placeOf, withStore } from '../openStore.ts';
import { labelOutput } from '../output/labelOutput.ts';
import { ended } from '../output/outcome.ts';
import { deliver, tell } from '../output/output.ts';
import { planText } from '../output/planText.ts';

type CancelArgs = Extract<CliArgs, { command: 'cancel' }>;
type ResumeArgs = Extract<CliArgs, { command: 'resume' }>;

/** Splits and estimates; nothing is sent. @returns the exit code, as all of these. */
export async function plan(args: RunArgs): Promise<number> {
  const work = await collect(args);
  // What was answered before costs nothing, and what earlier runs took is the best guess: both are in the store.
  return withStore(args.output, async store => {
    const built = buildPlan(await execute({ ...work, store, stops: stopOnSignals() }, 'plan'));
    await deliver(
      args.output.format === 'json' ? renderJson(built) : planText(built),
      args.output.out,
    );
    return 0;
  });
}

/** Runs to the end and writes the report. */
export async function start(args: RunArgs): Promise<number> {
  const work = await collect(args);
  if (args.settings.model === undefined)
    tell('No --model given: reviewed by rules, not a model. Nothing is sent.');
  return withStore(args.output, async store => {
    const { runId, sources, skipped, request } = work;
    const { spec = REVIEW } = request;
    const isChange = spec.kind === 'review' && spec.change !== undefined;
    const names = isChange
      ? request.name
      : [...new Set(sources.map(source => source.path))].join(', ');
    const notice = store.begin(
      {
        id: runId,
        job: spec.kind,
        name: names.slice(0, 200),
        startedAt: Date.now(),
      },
      sources,
      { request, skipped } satisfies StoredSettings,
    );
    if (notice !== undefined) tell(notice);
    const decisions = await knownDecisions(placeOf(args.output), sources, spec);
    const lines = labelOutput(args.output, sources);
    const state = await execute({
      ...work,
      store,
      decisions,
      stops: stopOnSignals(),
      ...(lines ? { watch: lines.onEvent } : {}),
    }).catch((error: unknown) => {
      // Refused before anything was asked: there is nothing to show or to resume.
      if (error instanceof FanoutError) store.delete(runId);
      throw error;
    });
    lines?.close();
    return ended(state, sources, args.output);
  });
}

/** Goes on with a stored run. */
export async function resume(
  { runId, given, output }: ResumeArgs,
  store: RunStore,
  stops = stopOnSignals(),
): Promise<number> {
  store.claim(findRun(store, runId));
  const stored = loadRun(store, runId);
  const { sources } = stored;
  const { request, events } = resumable(stored);
  const before = fold(stored);
  requireFormat(output.format, before.job);
  const lines = labelOutput(output, sources);
  const state = await execute({
    runId: stored.id,
    sources,
    skipped: before.skipped,
    // A run keeps its limits, above all its cap, unless the resuming command line names others.
    request: { ...request, settings: { ...limitSettings({}), ...request.settings, ...given } },
    output,
    store,
    decisions: await knownDecisions(placeOf(output), sources, request.spec),
    stops,
    ...(lines ? { watch: lines.onEvent } : {}),
    ...(events
      ? {
          resume: {
            events,
            requeue: stops.cancel.aborted ? [] : unfinished(before),
            ...(given.mode === undefined ? {} : { mode: given.mode }),
          },
        }
      : {}),
  });
  lines?.close();
  return ended(state, sources, output);
}

/** Takes back what waits at the provider, and keeps what it has answered. */
export async function cancel({ runId, output }: CancelArgs, store: RunStore): Promise<number> {
  const stops = stopOnSignals();
  const code = await resume(
    {
      command: 'resume',
      runId,
      given: {},
      output,
    },
    store,
    { ...stops, cancel: AbortSignal.abort(new DOMException('Cancelled', 'AbortError')) },
  );
  return code === 130 && !stops.leave.aborted ? 0 : code;
}
