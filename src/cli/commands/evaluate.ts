import { randomUUID } from 'node:crypto';
import { systemClock } from '../../core/clock.ts';
import type { Estimate, Spread } from '../../core/domain/billing.ts';
import { REVIEW } from '../../core/domain/jobSpec.ts';
import type { Perspective } from '../../core/domain/review/perspective.ts';
import { FanoutError, usageError } from '../../core/errors.ts';
import { type ModelResult, resultOf } from '../../core/evaluate/evaluation.ts';
import { count, moneySpread } from '../../core/format/format.ts';
import { jobOf } from '../../core/jobs/jobOf.ts';
import { unfinished } from '../../core/state/unfinished.ts';
import { contentHash } from '../../core/text/hash.ts';
import type { RunEvent } from '../../core/state/events.ts';
import type { RunState } from '../../core/state/runState.ts';
import { byKind, type RunRequest, type StoredSettings } from '../../engine/request/runRequest.ts';
import { limitsOf, defaultSettings, OFFLINE } from '../../engine/settings/settings.ts';
import type { RunStore } from '../../engine/openRuns.ts';
import { evaluationText } from '../evaluate/formats.ts';
import { type Measured, measured, readTexts } from '../evaluate/texts.ts';
import { execute, type Stops, stopOnSignals } from '../execute.ts';
import { fold, withStore } from '../openStore.ts';
import type { EvalArgs } from '../options/types.ts';
import { checkTarget, deliver, tell } from '../output/output.ts';
import { ownPerspectives } from '../ownPerspectives.ts';
import { modelRef, requestOf } from '../request.ts';
import { isSent, withoutSecrets } from '../secrets.ts';
import { resumable } from '../../engine/request/storedRequest.ts';
import { shortId } from './history.ts';

/** Runs every model over the same texts and compares what it says with what is known of them. @returns the exit code. */
export async function evaluate(args: EvalArgs): Promise<number> {
  checkTarget('--out', args.output.out);
  const { work, requests } = await prepare(args);
  return withStore(args.output, async store => {
    const stops = stopOnSignals();
    const plans = await plan(work, requests, args, store, stops);
    if (args.only === 'plan') return 0;
    requirePrices(plans, args);
    const left = { ...args.settings.given };
    const results: ModelResult[] = [];
    const notRun: { readonly model: string; readonly reason: string }[] = [];
    for (const request of requests) {
      const reason = stops.cancel.aborted ? 'cancelled' : usedUp(left);
      if (reason !== undefined) {
        notRun.push({ model: request.model, reason });
        continue;
      }
      const state = await measure(work, limited(request, left), args, store, stops);
      if (left.maxCostUsd !== undefined) left.maxCostUsd -= state.costUsd ?? 0;
      if (left.maxTokens !== undefined)
        left.maxTokens -= state.usage.inputTokens + state.usage.outputTokens;
      results.push(resultOf(state, work.truth, systemClock.now()));
    }
    const judge = requests.find(({ settings }) => settings.verify !== 'off')?.settings.verifyModel;
    await deliver(
      evaluationText(
        {
          ...work,
          ...(args.truth.length === 0 ? { seed: args.plant.seed } : {}),
          ...(judge === undefined || judge === '' ? {} : { judge }),
          results,
          notRun,
        },
        args.output.format,
      ),
      args.output.out,
    );
    return exitCode(results, notRun.length, args, stops);
  });
}

type Work = Measured;

/** The texts as they may be sent, and a request for each model. */
async function prepare(args: EvalArgs): Promise<{
  readonly work: Work;
  readonly requests: readonly RunRequest[];
}> {
  const { sources: read, files } = await readTexts(args);
  // A perspective's own models would answer in the name of the one that is measured.
  const own = (await ownPerspectives(args.settings, process.cwd())).map(
    ({ models: _, ...perspective }) => perspective,
  );
  const isComplete = files.length > 0 && files.every(file => file.isComplete);
  const asked = args.models.map(model => requestFor(model, args, isComplete, read, own));
  // What is planted is none of the user's: their own text and words are looked through before.
  const [lead] = [...asked.filter(isSent), ...asked];
  if (!lead) throw usageError('eval needs a model.');
  const cleared = await withoutSecrets({ sources: read, request: lead }, args.secrets, args.only);
  const work = measured(cleared.sources, files, args);
  const { perspective } = work;
  const perspectives = perspective ? byKind(() => [perspective]) : cleared.request.perspectives;
  return { work, requests: asked.map(request => ({ ...request, perspectives })) };
}

/** A review by one model, with the same second look for all: it judges what is not planted. */
function requestFor(
  model: string,
  { models, settings }: EvalArgs,
  isComplete: boolean,
  sources: Work['sources'],
  own: readonly Perspective[],
): RunRequest {
  const { verifyModel, ...given } = settings.given;
  const judge = verifyModel ?? models.map(modelRef).find(ref => ref !== OFFLINE) ?? '';
  const isOffline = modelRef(model) === OFFLINE;
  return requestOf(
    {
      ...settings,
      model,
      spec: REVIEW,
      given: {
        ...given,
        synthesis: false,
        // A complete set says itself what is right.
        verify: isOffline ? 'off' : (given.verify ?? (isComplete ? 'off' : 'note')),
        ...(isComplete ? { consistency: false } : {}),
        ...(isOffline ? {} : { verifyModel: judge }),
      },
    },
    sources,
    { own, name: `Evaluation: ${sources.map(({ path }) => path).join(', ')}`.slice(0, 200) },
  );
}

/** What every model would ask and cost, on standard error; with `--plan` that is all. */
async function plan(
  { sources, truth }: Work,
  requests: readonly RunRequest[],
  { output, only }: EvalArgs,
  store: RunStore,
  stops: Stops,
): Promise<readonly { readonly model: string; readonly estimate: Estimate | undefined }[]> {
  tell(
    `${count(sources.length, 'text')}, ${count(truth.errors.length, truth.isComplete ? 'passage' : 'error')} to find, ${count(requests.length, 'model')}`,
  );
  const plans = [];
  for (const request of requests) {
    tell(`${request.model}:`);
    const work = { runId: randomUUID(), sources, skipped: [], request, output, store, stops };
    const { estimate } = await execute(work, 'plan');
    plans.push({ model: request.model, estimate });
  }
  const asked = plans.flatMap(({ model, estimate }) =>
    model === OFFLINE || !estimate ? [] : [estimate],
  );
  const calls = asked.reduce((sum, { calls: own }) => sum + own, 0);
  const costs = asked.flatMap(({ costUsd }) => costUsd ?? []);
  const price = costs.length < asked.length ? 'price unknown' : moneySpread(sumOf(costs));
  if (only === 'plan' || asked.length > 1)
    tell(calls === 0 ? 'Nothing is sent.' : `In all: ${count(calls, 'call')}, ${price} expected`);
  return plans;
}

const sumOf = (spreads: readonly Spread[]): Spread =>
  spreads.reduce(
    (sum, { low, expected, high }) => ({
      low: sum.low + low,
      expected: sum.expected + expected,
      high: sum.high + high,
    }),
    { low: 0, expected: 0, high: 0 },
  );

/** @throws FanoutError `usage` before anything is sent. */
function requirePrices(
  plans: readonly { readonly model: string; readonly estimate: Estimate | undefined }[],
  { settings }: EvalArgs,
): void {
  const unpriced = plans.find(({ model, estimate }) => model !== OFFLINE && !estimate?.costUsd);
  if (settings.given.maxCostUsd !== undefined && unpriced)
    throw usageError(
      `The price of ${unpriced.model} is not known, so --max-cost cannot be enforced. Nothing was sent. Use --max-tokens, or give --prices FILE.`,
    );
}

type Left = EvalArgs['settings']['given'];

const usedUp = ({ maxCostUsd, maxTokens }: Left): string | undefined => {
  if (maxCostUsd !== undefined && maxCostUsd <= 0) return '--max-cost is used up';
  return maxTokens !== undefined && maxTokens <= 0 ? '--max-tokens is used up' : undefined;
};

/** Limits hold for all models together: each may use what the ones before it left. */
const limited = (request: RunRequest, { maxCostUsd, maxTokens }: Left): RunRequest => ({
  ...request,
  settings: {
    ...request.settings,
    ...(maxCostUsd === undefined ? {} : { maxCostUsd }),
    ...(maxTokens === undefined ? {} : { maxTokens }),
  },
});

/**
 * One model over the texts. Its run is kept under what was asked, so that the same command again reads what it came to,
 * and goes on where it was interrupted.
 */
async function measure(
  { sources }: Work,
  request: RunRequest,
  { output }: EvalArgs,
  store: RunStore,
  stops: Stops,
): Promise<RunState> {
  const kept = keptId(request, sources);
  tell(`${request.model}:`);
  const known = kept !== undefined && store.list().some(({ id }) => id === kept);
  const before = known ? startedBefore(kept, store) : undefined;
  if (before?.state.status === 'succeeded') {
    store.release(before.state.runId, 1);
    tell(`measured before in run ${shortId(before.state.runId)}; --no-cache measures it again`);
    return before.state;
  }
  // What cannot be gone on with is left as it is, with the answers that were paid for.
  const runId = (known && !before ? undefined : kept) ?? randomUUID();
  const work = { runId, sources, skipped: [], request, output, store, stops };
  if (before)
    return execute({
      ...work,
      resume: { events: before.events, requeue: unfinished(before.state) },
    });
  const notice = store.begin(
    { id: runId, job: 'review', name: request.name, startedAt: Date.now() },
    sources,
    { request, skipped: [] } satisfies StoredSettings,
  );
  if (notice !== undefined) tell(notice);
  return execute(work).catch((error: unknown) => {
    if (error instanceof FanoutError) store.delete(runId);
    throw error;
  });
}

/** Takes the run for this process. Undefined when it was cut off before it was planned. */
function startedBefore(
  runId: string,
  store: RunStore,
): { readonly state: RunState; readonly events: readonly RunEvent[] } | undefined {
  store.claim(runId);
  const stored = store.load(runId);
  const events = stored && resumable(stored).events;
  if (!events) store.release(runId);
  return stored && events ? { state: fold(stored), events } : undefined;
}

/** The id a run is kept under; undefined where it costs nothing or is to be made again. */
function keptId(request: RunRequest, sources: Work['sources']): string | undefined {
  return request.model === OFFLINE || !request.settings.reuseAnswers
    ? undefined
    : idOf(request, sources);
}

/** In the form of other runs' ids; the same for the same texts and the same request, whatever its limits. */
function idOf(request: RunRequest, sources: Work['sources']): string {
  const limits = Object.keys(limitsOf(defaultSettings()));
  const settings = Object.entries(request.settings).filter(([name]) => !limits.includes(name));
  const hash = contentHash(
    JSON.stringify([{ ...request, settings }, sources, jobOf(REVIEW).promptVersion]),
  );
  return hash.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

function exitCode(
  results: readonly ModelResult[],
  notRun: number,
  { leastRecall = 0 }: EvalArgs,
  stops: Stops,
): number {
  if (stops.cancel.aborted) return 130;
  if (results.every(({ status }) => status === 'failed')) return 4;
  if (notRun > 0 || results.some(({ status }) => status !== 'succeeded')) return 3;
  const low = results.filter(
    ({ score: { recall } }) => recall.hits < leastRecall * recall.of - 1e-9,
  );
  for (const { model } of low) tell(`${model} is below --min-recall ${leastRecall}.`);
  return low.length > 0 ? 1 : 0;
}
