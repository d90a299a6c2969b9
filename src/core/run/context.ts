import { textlessOf } from '../domain/pages.ts';
import { t } from '../text/l10n.ts';
import type { Branch } from '../domain/branch.ts';
import type { Chunk } from '../domain/chunk.ts';
import type { ModelInfo } from '../domain/model.ts';
import type { Source, SourceInfo } from '../domain/source.ts';
import { emptySource, needsModel } from '../errors.ts';
import { type Budget, createBudget } from '../fanout/budget.ts';
import type { FanOutPolicy } from '../fanout/fanOut.ts';
import { withUniqueLetters } from '../jobs/review/perspectives.ts';
import type { Job } from '../ports/job.ts';
import type { PromptOptions } from '../ports/model.ts';
import { applyEvent } from '../state/applyEvent.ts';
import type { RunEvent } from '../state/events.ts';
import { type RunState, emptyState, isEnded } from '../state/runState.ts';
import { checkModels, modelInfos } from './models.ts';
import type { RunOptions, RunPorts } from './options.ts';
import { type Recorder, createRecorder } from './record.ts';

/** What the stages of one run share. */
export interface Context {
  readonly job: Job;
  readonly sources: readonly Source[];
  readonly sourceOf: ReadonlyMap<string, Source>;
  readonly options: RunOptions;
  readonly ports: RunPorts;
  /** Aborts when the user cancels or the store fails: nothing new is sent after that. */
  readonly stop: AbortController;
  readonly state: RunState;
  /** One for all that the run sends. */
  readonly budget: Budget;
  readonly chunksOf: Map<string, Chunk[]>;
  readonly record: Recorder;
  readonly emit: Recorder['emit'];
  /** Told every event after it is shown: a stage that works while another one does. */
  readonly listeners: ((event: RunEvent) => void)[];
}

export function begin(
  job: Job,
  sources: readonly Source[],
  options: RunOptions,
  ports: RunPorts,
): Context {
  if (sources.every(source => textLength(source) === 0))
    throw emptySource(sources.map(source => source.path).join(', ') || t('The selection'));
  if (job.fanIn.kind !== 'findings' && !ports.model) throw needsModel(job.spec.kind);
  const stop = new AbortController();
  const state = emptyState();
  for (const event of options.resume?.events ?? []) applyEvent(state, event);
  const perspectives = uniqueById(sources.flatMap(options.perspectivesOf));
  checkModels(ports, perspectives, state);
  if (options.signal.aborted) stop.abort(options.signal.reason);
  options.signal.addEventListener('abort', () => stop.abort(options.signal.reason), { once: true });
  const listeners: Context['listeners'] = [];
  const record = createRecorder({
    clock: ports.clock,
    store: events => ports.store?.append(options.runId, events),
    show: event => {
      applyEvent(state, event);
      options.onEvent(event, state);
      for (const hear of listeners) hear(event);
    },
    onFailure: error => {
      ports.log.error('store failed', { run: options.runId });
      stop.abort(error);
    },
  });
  const context: Context = {
    job,
    sources,
    sourceOf: new Map(sources.map(source => [source.id, source])),
    options,
    ports,
    stop,
    state,
    budget: createBudget(options.policy.budget, {
      usd: state.costUsd ?? 0,
      tokens: state.usage.inputTokens + state.usage.outputTokens,
    }),
    chunksOf: new Map(),
    record,
    emit: record.emit,
    listeners,
  };
  if (options.resume) {
    context.emit({ type: 'run.resumed' });
    for (const branchId of options.resume.requeue)
      context.emit({ type: 'branch.requeued', branchId });
    const { mode } = options;
    if (mode && mode !== state.mode && state.estimate)
      context.emit({ type: 'mode.chosen', mode, estimate: state.estimate });
    record.flush();
  } else
    context.emit({
      type: 'run.started',
      runId: options.runId,
      job: job.spec.kind,
      spec: job.spec,
      name: options.name,
      model: ports.reviewer.model,
      ...othersOf(ports),
      sources: sources.map(infoOf),
      skipped: [...options.skipped, ...sources.flatMap(textlessOf)],
      perspectives: withUniqueLetters(perspectives),
      ...(ports.reviewer.lane === undefined ? {} : { promptVersion: job.promptVersion }),
    });
  return context;
}

const othersOf = (ports: RunPorts): { readonly otherModels?: readonly ModelInfo[] } => {
  const [, ...others] = modelInfos(ports);
  return others.length > 0 ? { otherModels: others } : {};
};

/** How calls are sent one by one, in the run's mode. */
export const policyOf = ({ options, state }: Context): FanOutPolicy =>
  state.mode === 'sequential'
    ? { ...options.policy, concurrency: 1, optimize: 'order', hedge: false }
    : options.policy;

export const promptOptionsOf = ({ language, maxOutputTokens }: RunOptions): PromptOptions => ({
  maxOutputTokens,
  ...(language === undefined ? {} : { language }),
});

export const chunksInOrder = (state: RunState): Chunk[] =>
  state.chunkIds.flatMap(id => state.chunks[id] ?? []);

export const openBranches = (state: RunState): Branch[] =>
  state.branchIds.flatMap(id => {
    const branch = state.branches[id];
    return branch && !isEnded(branch.status) ? [branch.branch] : [];
  });

export const infoOf = ({
  text,
  original: _original,
  records: _records,
  ...info
}: Source): SourceInfo => ({
  ...info,
  length: text.length,
});

export const textLength = ({ text, range }: Source): number =>
  (range ? text.slice(range.start, range.end) : text).trim().length;

export const uniqueById = <T extends { readonly id: string }>(items: readonly T[]): T[] => [
  ...new Map(items.map(item => [item.id, item])).values(),
];
