import { modelReviewer } from '../../core/branches/modelReviewer.ts';
import { systemClock } from '../../core/clock.ts';
import type { Estimate, Spread } from '../../core/domain/billing.ts';
import { REVIEW } from '../../core/domain/jobSpec.ts';
import type { ModelInfo } from '../../core/domain/model.ts';
import { FanoutError } from '../../core/errors.ts';
import type { Decisions } from '../../core/fanin/merge/decisions.ts';
import { defaultConcurrency } from '../../core/fanout/concurrency.ts';
import type { FanOutControl, FanOutPolicy } from '../../core/fanout/fanOut.ts';
import { type Pacer, createPacer } from '../../core/fanout/pacing/pacer.ts';
import type { ModeChoice } from '../../core/format/modeHint.ts';
import { jobOf } from '../../core/jobs/jobOf.ts';
import { modelsNamed } from '../../core/jobs/route.ts';
import type { Logger, Reviewer, Store } from '../../core/ports/ports.ts';
import { type RunOptions, type RunPorts, run } from '../../core/run.ts';
import { calibrationsIn } from '../../core/run/estimate/calibrations.ts';
import { type ModelPorts, type ModelsPorts, modelInfos } from '../../core/run/models.ts';
import { loadTokenCounter } from '../../core/split/tokens/tokens.ts';
import type { RunEvent } from '../../core/state/events.ts';
import { inBatches } from '../../core/state/foldBatches.ts';
import type { RunState } from '../../core/state/runState.ts';
import type { RunRequest } from '../../engine/runRequest.ts';
import { atOwnPrice, readPrices } from '../../models/priceOverrides.ts';
import type { SymbolReader } from '../../sources/symbols/symbols.ts';
import type { Agreement } from '../jobs/consent.ts';
import type { Keys } from '../models/keys.ts';
import { type ModelChoice, openModel } from '../models/modelAccess.ts';
import { otherChoices, verifierOf } from '../models/runModels.ts';
import type { Settings } from '../settings/settings.ts';
import { editorSymbols } from '../sources/editorSymbols.ts';
import { warn } from '../ui/messages.ts';
import type { RunInput } from './runEntry.ts';
import { takeBack } from './takeBack.ts';

export interface RunHooks {
  readonly runId: string;
  readonly signal: AbortSignal;
  readonly store: Store;
  readonly onEvent: (event: RunEvent, state: RunState) => void;
  readonly onHandle: (handle: FanOutControl) => void;
  /** Aborts when the window closes: batches stay at the provider. */
  readonly leave: AbortSignal;
  readonly consent: (
    estimate: Estimate,
    models: readonly ModelInfo[],
    choice?: ModeChoice,
  ) => Promise<Agreement>;
  /** What people decided about findings, as it is known when it is asked. */
  readonly decisions: Decisions;
  readonly reviewPlan: NonNullable<RunOptions['reviewPlan']>;
  readonly resume?: { readonly events: readonly RunEvent[]; readonly requeue: readonly string[] };
}

/** Runs a request over its texts; the same promises as `run` in core/run.ts. */
export type Execute = (request: RunRequest, input: RunInput, hooks: RunHooks) => Promise<RunState>;

/** A run that goes on sends text again: maybe in another folder's name, maybe long after the first time. */
async function askAgain(
  resume: NonNullable<RunHooks['resume']>,
  hooks: RunHooks,
  models: readonly ModelInfo[],
): Promise<Agreement> {
  const planned = resume.events.findLast(event => event.type === 'run.planned');
  if (!planned) return true;
  // What is at the provider was agreed to, and is paid for.
  const sent = inBatches(resume.events);
  const asked = resume.requeue.filter(id => !sent.has(id)).length;
  if (asked === 0 && sent.size > 0) return true;
  const share = Math.min(1, asked / Math.max(1, planned.branches.length));
  const { estimate } = planned;
  const part: Estimate = {
    ...estimate,
    calls: Math.min(estimate.calls, asked),
    inputTokens: Math.ceil(estimate.inputTokens * share),
    ...(estimate.costUsd ? { costUsd: scaled(estimate.costUsd, share) } : {}),
    seconds: scaled(estimate.seconds, share),
  };
  const agreed = await hooks.consent(part, models);
  if (agreed) return agreed;
  throw new FanoutError('consentRefused', 'Not sent. What was answered before is kept.');
}

/** Read when the branches start: a limit that is agreed on before that still counts. */
const budgetOf = ({
  maxCostUsd,
  maxTokens,
}: RunRequest['settings']): { whenReached: 'pause'; maxCostUsd?: number; maxTokens?: number } => ({
  whenReached: 'pause',
  ...(maxCostUsd > 0 ? { maxCostUsd } : {}),
  ...(maxTokens > 0 ? { maxTokens } : {}),
});

const onFailureOf = ({ onFailure, quorum }: RunRequest['settings']): FanOutPolicy['onFailure'] =>
  (({ continue: 'partial', stop: 'fail', quorum: { quorum } }) as const)[onFailure];

const scaled = ({ low, expected, high }: Spread, by: number): Spread => ({
  low: low * by,
  expected: expected * by,
  high: high * by,
});

/** Cap of one answer. Reviews of a chunk are short; models that think first need the room. */
const MAX_OUTPUT_TOKENS = 16_000;

const concurrencyOf = (
  { model }: Reviewer,
  { concurrency }: Pick<Settings, 'concurrency'>,
): number => concurrency || defaultConcurrency(model);

const timeoutsOf = ({ idleTimeoutSeconds, callTimeoutSeconds }: RunRequest['settings']) => ({
  idleMs: idleTimeoutSeconds * 1000,
  totalMs: callTimeoutSeconds * 1000,
});

/** Tries of one branch; what heals by waiting is not counted. */
const MAX_ATTEMPTS = 4;

export interface Engine {
  readonly execute: Execute;
  /** Cancels at the providers what waits there for a run. @throws FanoutError when one cannot be reached. */
  readonly takeBack: (request: RunRequest, state: RunState) => Promise<void>;
  readonly dispose: () => void;
}

/** Where the engine meets the editor: the only file that knows how its parts are put together. */
export function engine(keys: Keys, log: Logger): Engine {
  const pacers = new Map<string, Pacer>();
  let rules: Promise<Reviewer & { dispose(): Promise<void> }> | undefined;

  /** One pacer per lane, so that two runs to one provider share its limits. */
  const pacerFor = (reviewer: Reviewer, { settings }: RunRequest): Pacer => {
    const lane = reviewer.lane ?? 'offline';
    const known = pacers.get(lane);
    if (known) {
      known.setConcurrency(concurrencyOf(reviewer, settings));
      return known;
    }
    const pacer = createPacer({
      clock: systemClock,
      concurrency: concurrencyOf(reviewer, settings),
      remote: reviewer.lane !== undefined,
      limits: {
        requests: settings.requestsPerMinute,
        inputTokens: settings.inputTokensPerMinute,
        outputTokens: settings.outputTokensPerMinute,
      },
    });
    pacers.set(lane, pacer);
    return pacer;
  };

  let symbols: Promise<SymbolReader> | undefined;

  /** The grammars first: they say the same at any time, and names are part of what answers are stored under. */
  const symbolsOf: RunPorts['symbolsOf'] = async source => {
    symbols ??= import('../../sources/symbols/symbols.ts').then(m => m.symbolReader());
    return (await (await symbols).symbolsOf(source)) ?? (await editorSymbols(source));
  };

  const offline = (): NonNullable<typeof rules> => {
    rules ??= import('../../rules/rulesReviewer.ts').then(m => m.createRulesReviewer());
    return rules;
  };

  const execute: Execute = async (request, input, hooks) => {
    const { settings, spec = REVIEW } = request;
    const job = jobOf(spec);
    const isOffline = request.model.startsWith('offline:');
    const timeouts = timeoutsOf(settings);
    const prompt = {
      maxOutputTokens: MAX_OUTPUT_TOKENS,
      ...(settings.language === '' ? {} : { language: settings.language }),
    };
    const prices = readPrices(settings.prices ?? {});
    for (const problem of prices.problems)
      warn(`fanout.prices: ${problem} The known price is kept.`);
    const open = async (choice: ModelChoice): Promise<ModelPorts> => {
      const model = atOwnPrice(await openModel(choice, keys, timeouts), prices);
      const reviewer = modelReviewer(model, job, prompt);
      return { reviewer, model, pacer: pacerFor(reviewer, request) };
    };
    const rulesPorts = async (): Promise<ModelPorts> => {
      const reviewer = await offline();
      return { reviewer, pacer: pacerFor(reviewer, request) };
    };
    const own = isOffline ? await rulesPorts() : await open(request);
    const others = isOffline ? [] : await Promise.all(otherChoices(request).map(open));
    const [verifyRef] = isOffline ? [] : (verifierOf(request) ?? []);
    const verifier = others.find(({ reviewer }) => reviewer.model.ref === verifyRef);
    const named = modelsNamed(Object.values(request.perspectives).flat());
    const models: ModelsPorts = {
      ...own,
      others: others.filter(({ reviewer }) => named.includes(reviewer.model.ref)),
      ...(verifier ? { verifier } : {}),
    };
    const infos = modelInfos(models);
    const budget = budgetOf(settings);
    const holds = (agreed: Agreement): boolean => {
      if (typeof agreed === 'object' && agreed.maxTokens !== undefined)
        budget.maxTokens = agreed.maxTokens;
      return agreed !== false;
    };
    if (hooks.resume) holds(await askAgain(hooks.resume, hooks, infos));
    return run(
      job,
      input.sources,
      {
        ...prompt,
        runId: hooks.runId,
        name: request.name,
        skipped: input.skipped,
        perspectivesOf: source => request.perspectives[source.kind],
        chunkTokens: settings.chunkTokens,
        policy: {
          concurrency: concurrencyOf(own.reviewer, settings),
          optimize: settings.optimize,
          onFailure: onFailureOf(settings),
          maxAttempts: MAX_ATTEMPTS,
          hedge: settings.hedge,
          budget,
        },
        partition: settings.partition,
        synthesis: settings.synthesis,
        decisions: hooks.decisions,
        verify: settings.verify === 'off' ? 'off' : { minSeverity: settings.verify },
        // Switched on it is the default: of prose that is split.
        ...(settings.consistency ? {} : { consistency: false }),
        useCache: settings.reuseAnswers,
        signal: hooks.signal,
        leave: hooks.leave,
        // One that goes on keeps its own.
        ...(hooks.resume ? {} : { mode: settings.mode ?? 'fast' }),
        onEvent: hooks.onEvent,
        onControl: hooks.onHandle,
        consent: async (estimate, choice) => {
          const agreed = await hooks.consent(estimate, infos, choice);
          return holds(agreed) && ((typeof agreed === 'object' && agreed.mode) || true);
        },
        reviewPlan: hooks.reviewPlan,
        ...(hooks.resume ? { resume: hooks.resume } : {}),
      },
      {
        ...models,
        count: await loadTokenCounter(),
        symbolsOf,
        calibrations: calibrationsIn(hooks.store),
        store: hooks.store,
        clock: systemClock,
        log,
      },
    );
  };

  return {
    execute,
    takeBack: (request, state) =>
      takeBack(state, ref => {
        const choice = [request, ...otherChoices(request)].find(({ model }) => model === ref);
        return openModel(choice ?? request, keys, timeoutsOf(request.settings));
      }),
    dispose() {
      void rules?.then(r => r.dispose());
      void symbols?.then(s => s.dispose());
    },
  };
}
