import { modelReviewer } from '../core/branches/modelReviewer.ts';
import { systemClock } from '../core/clock.ts';
import { REVIEW } from '../core/domain/jobSpec.ts';
import { defaultConcurrency } from '../core/fanout/concurrency.ts';
import type { FanOutPolicy } from '../core/fanout/fanOut.ts';
import { createPacer, type Pacer } from '../core/fanout/pacing/pacer.ts';
import { jobOf } from '../core/jobs/jobOf.ts';
import { modelsNamed } from '../core/jobs/route.ts';
import type { Job } from '../core/ports/job.ts';
import type { PromptOptions } from '../core/ports/model.ts';
import type { Logger, Reviewer, Store } from '../core/ports/ports.ts';
import { plan, run, type RunOptions, type RunPorts } from '../core/run.ts';
import { calibrationsIn } from '../core/run/estimate/calibrations.ts';
import { modelInfos, type ModelPorts, type ModelsPorts } from '../core/run/models.ts';
import { loadTokenCounter } from '../core/split/tokens/tokens.ts';
import { readPrices } from '../models/priceOverrides.ts';
import { applyEvent } from '../core/state/applyEvent.ts';
import { emptyState } from '../core/state/runState.ts';
import type { SymbolReader } from '../sources/symbols/symbols.ts';
import { askAgain } from './request/askAgain.ts';
import { cancelBatches } from './cancelBatches.ts';
import { type Month, monthlyBudget, spentIn } from './monthlyBudget.ts';
import { openModel, type ModelSources } from './openModel.ts';
import { otherChoices, verifierOf } from './request/requestModels.ts';
import type { Agreement, Engine, Execute, RunHooks } from './runHooks.ts';
import type { ModelChoice, RunRequest } from './request/runRequest.ts';
import type { RequestSettings } from './settings/settings.ts';
import { OFFLINE } from './settings/settings.ts';
import { t } from '../core/text/l10n.ts';

export interface EngineParts extends ModelSources {
  readonly log: Logger;
  /** Tells the user what the run continues without. */
  readonly warn: (text: string) => void;
  /** The folder in which the spending of all hosts is summed up; absent: nowhere. */
  readonly spending?: string;
  /** Names in code, where the grammars know none. */
  readonly moreSymbols?: NonNullable<RunPorts['symbolsOf']>;
}

/** Cap of one answer, reasoning included. Reviews of a chunk are short; models that think first need the room. */
const MAX_OUTPUT_TOKENS = 16_000;

/** Tries of one branch; what heals by waiting is not counted. */
const MAX_ATTEMPTS = 4;

/** The only place where models, rules, names in code and the engine are put together, for both hosts. */
export function createEngine(parts: EngineParts): Engine {
  const pacers = new Map<string, Pacer>();
  /** The offline reviewer by the rules that are turned on and off. */
  const rules = new Map<string, Promise<Reviewer & { dispose(): Promise<void> }>>();
  let symbols: Promise<SymbolReader> | undefined;

  /** One pacer per lane, so that two runs to one provider share its limits. */
  const pacerFor = (reviewer: Reviewer, settings: RequestSettings): Pacer => {
    const lane = reviewer.lane ?? 'offline';
    const known = pacers.get(lane);
    known?.setConcurrency(concurrencyOf(reviewer, settings));
    const pacer =
      known ??
      createPacer({
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

  /** The grammars first: they say the same at any time, and names are part of what answers are stored under. */
  const symbolsOf: NonNullable<RunPorts['symbolsOf']> = async source => {
    symbols ??= import('../sources/symbols/symbols.ts').then(m => m.symbolReader());
    return (await (await symbols).symbolsOf(source)) ?? (await parts.moreSymbols?.(source));
  };

  const rulesPorts = async ({ settings }: RunRequest): Promise<ModelPorts> => {
    const { offlineRules: switches } = settings;
    const key = JSON.stringify(switches);
    const opening =
      rules.get(key) ??
      import('../rules/rulesReviewer.ts').then(async m => {
        for (const problem of await m.unknownRules(switches)) parts.warn(problem);
        return m.createRulesReviewer({ switches });
      });
    rules.set(key, opening);
    const reviewer = await opening;
    return { reviewer, pacer: pacerFor(reviewer, settings) };
  };

  const modelsOf = async (
    request: RunRequest,
    job: Job,
    prompt: PromptOptions,
  ): Promise<ModelsPorts> => {
    if (request.model === OFFLINE) return rulesPorts(request);
    const { settings } = request;
    for (const problem of readPrices(settings.prices).problems)
      parts.warn(t('fanout.prices: {0} The known price is kept.', problem));
    const open = async (choice: ModelChoice): Promise<ModelPorts> => {
      const model = await openModel(choice, parts, settings);
      const reviewer = modelReviewer(model, job, prompt);
      return { reviewer, model, pacer: pacerFor(reviewer, settings) };
    };
    const own = await open(request);
    const others = await Promise.all(otherChoices(request).map(open));
    const verifyRef = verifierOf(request);
    const verifier = [own, ...others].find(({ reviewer }) => reviewer.model.ref === verifyRef);
    const named = modelsNamed(Object.values(request.perspectives).flat());
    return {
      ...own,
      others: others.filter(({ reviewer }) => named.includes(reviewer.model.ref)),
      ...(verifier ? { verifier } : {}),
    };
  };

  const monthOf = (
    { model, settings: { monthlyBudgetUsd: budgetUsd } }: RunRequest,
    { resume, runId }: RunHooks,
  ): Month | undefined =>
    parts.spending === undefined || model === OFFLINE
      ? undefined
      : monthlyBudget({
          folder: parts.spending,
          budgetUsd,
          clock: systemClock,
          warn: parts.warn,
          runId,
          before: resume ? spentIn(resume.events.reduce(applyEvent, emptyState())) : 0,
        });

  const runWith =
    (work: typeof run): Execute =>
    async (request, input, hooks) => {
      const { settings, spec = REVIEW } = request;
      const job = jobOf(spec);
      const prompt = {
        maxOutputTokens: MAX_OUTPUT_TOKENS,
        ...(settings.language === '' ? {} : { language: settings.language }),
      };
      const models = await modelsOf(request, job, prompt);
      hooks.checkModels?.(models);
      const infos = modelInfos(models);
      const budget = budgetOf(settings, hooks);
      const month = work === run ? monthOf(request, hooks) : undefined;
      month?.check();
      month?.limit(budget);
      const holds = (agreed: Agreement): boolean => {
        if (typeof agreed === 'object') {
          const { maxTokens, maxCostUsd } = agreed;
          if (maxTokens !== undefined) budget.maxTokens = maxTokens;
          if (maxCostUsd !== undefined) budget.maxCostUsd = maxCostUsd;
        }
        month?.limit(budget);
        return agreed !== false;
      };
      const { resume } = hooks;
      if (resume) holds(await askAgain(resume, infos, hooks.consent));
      const mode = resume ? resume.mode : settings.mode;
      const options: RunOptions = {
        ...prompt,
        runId: hooks.runId,
        name: request.name,
        skipped: input.skipped,
        perspectivesOf: source => request.perspectives[source.kind],
        chunkTokens: settings.chunkTokens,
        policy: {
          concurrency: concurrencyOf(models.reviewer, settings),
          optimize: settings.optimize,
          onFailure: onFailureOf(settings),
          maxAttempts: MAX_ATTEMPTS,
          hedge: settings.hedge,
          budget,
        },
        partition: settings.partition,
        synthesis: settings.synthesis,
        ...(hooks.decisions ? { decisions: hooks.decisions } : {}),
        verify: settings.verify === 'off' ? 'off' : { minSeverity: settings.verify },
        // Switched on it is the default: of prose that is split.
        ...(settings.consistency ? {} : { consistency: false }),
        useCache: settings.reuseAnswers,
        signal: hooks.signal,
        leave: hooks.leave,
        ...(mode === undefined ? {} : { mode }),
        onEvent: (event, state) => {
          month?.note(state, event.type === 'run.ended');
          hooks.onEvent(event, state);
        },
        ...(hooks.onHandle ? { onControl: hooks.onHandle } : {}),
        consent: async (estimate, choice, onQuestion) => {
          month?.expect(estimate.costUsd);
          const agreed = await hooks.consent(estimate, infos, choice, onQuestion);
          return holds(agreed) && ((typeof agreed === 'object' && agreed.mode) || true);
        },
        ...(hooks.reviewPlan ? { reviewPlan: hooks.reviewPlan } : {}),
        ...(resume ? { resume } : {}),
      };
      const state = await work(job, input.sources, options, {
        ...models,
        count: await loadTokenCounter(),
        symbolsOf,
        calibrations: calibrationsIn(hooks.store),
        ...(hooks.store ? { store: hooks.store } : {}),
        clock: systemClock,
        log: parts.log,
      });
      // A run that is left at its provider has not ended.
      month?.note(state, true);
      return state;
    };

  return {
    execute: runWith(run),
    plan: (request, input, hooks) => {
      const { store, ...rest } = hooks;
      return runWith(plan)(request, input, {
        ...rest,
        ...(store ? { store: readOnly(store) } : {}),
      });
    },
    cancelBatches: (request, state) =>
      cancelBatches(state, ref => {
        const choice = [request, ...otherChoices(request)].find(({ model }) => model === ref);
        return openModel(choice ?? request, parts, request.settings);
      }),
    async dispose() {
      await Promise.all([...rules.values(), symbols].map(async part => (await part)?.dispose()));
    },
  };
}

const concurrencyOf = (
  { model }: Reviewer,
  { concurrency }: Pick<RequestSettings, 'concurrency'>,
): number => concurrency || defaultConcurrency(model);

/** Read when the branches start: a limit that is agreed on before that still counts. */
const budgetOf = (
  { maxCostUsd, maxTokens }: RequestSettings,
  { whenBudgetReached: whenReached }: RunHooks,
): {
  whenReached: 'pause' | 'stop';
  maxCostUsd?: number;
  maxTokens?: number;
  usedUp?: string;
} => ({
  whenReached,
  ...(maxCostUsd > 0 ? { maxCostUsd } : {}),
  ...(maxTokens > 0 ? { maxTokens } : {}),
});

const onFailureOf = ({ onFailure, quorum }: RequestSettings): FanOutPolicy['onFailure'] =>
  (({ continue: 'partial', stop: 'fail', quorum: { quorum } }) as const)[onFailure];

/** A plan reads what earlier runs left, and leaves nothing. */
const readOnly = (store: Store): Store => ({
  append: () => undefined,
  recall: key => store.recall(key),
  remember: () => undefined,
});
