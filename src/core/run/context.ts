import type { RunEvent } from '../events.ts';
import { emptySource, needsModel } from '../errors.ts';
import type { Decisions } from '../fanin/decisions.ts';
import { createBudget, type Budget } from '../fanout/budget.ts';
import type { FanOutControl, FanOutPolicy } from '../fanout/fanOut.ts';
import type { Mode } from '../mode.ts';
import type { ModeChoice } from '../modeHint.ts';
import { withUniqueLetters } from '../jobs/perspectives.ts';
import { textlessOf } from '../pages.ts';
import type {
  BranchTask,
  Calibrations,
  Clock,
  Job,
  Logger,
  PromptOptions,
  Store,
} from '../ports.ts';
import type { CodeSymbol } from '../split/code.ts';
import { contextOf } from '../split/context.ts';
import type { TokenCounter } from '../split/tokens.ts';
import type { ReviewPlan } from './reviewPlan.ts';
import { listsFacts } from './consistency.ts';
import { checkModels, modelInfos, type ModelsPorts, refsOf } from './models.ts';
import { createRecorder, type Recorder } from './record.ts';
import { applyEvent, emptyState, isEnded, type RunState } from '../state.ts';
import type { Estimate } from '../billing.ts';
import type { Severity } from '../findings.ts';
import type {
  Branch,
  Chunk,
  ModelInfo,
  Perspective,
  SkippedSource,
  Source,
  SourceInfo,
} from '../types.ts';

export interface RunOptions {
  readonly runId: string;
  /** One line that names the run to a person. */
  readonly name: string;
  /** Inputs that were asked for and not read: listed as gaps. */
  readonly skipped: readonly SkippedSource[];
  readonly perspectivesOf: (source: Source) => readonly Perspective[];
  /** Largest chunk in tokens; the model's window may lower it. */
  readonly chunkTokens: number;
  readonly policy: FanOutPolicy;
  /**
   * `planned`: one cheap call groups the text by topic and says which perspectives each group needs;
   * `static` when absent.
   */
  readonly partition?: 'static' | 'planned';
  /** Ask the model for a summary of the findings. */
  readonly synthesis: boolean;
  /**
   * Have findings at least so grave looked at by an independent call that tries to refute them; `off`
   * when absent.
   */
  readonly verify?: 'off' | { readonly minSeverity: Severity };
  /**
   * Gather the facts of every chunk and look for those that contradict each other far apart. Absent:
   * for prose in two chunks or more.
   */
  readonly consistency?: boolean;
  /** What people decided about findings before: dismissed ones are marked, not verified, not summed up. */
  readonly decisions?: Decisions;
  /** Language of the remarks; absent: the document's own. */
  readonly language?: string;
  /** Cap of one answer in tokens. */
  readonly maxOutputTokens: number;
  /** Answer branches from the store where the same was asked before. */
  readonly useCache: boolean;
  readonly signal: AbortSignal;
  /** `fast` when absent; a run that goes on keeps its own unless one is given. */
  readonly mode?: Mode;
  /** Aborts when the process is to end: batches stay at the provider, and are collected another time. */
  readonly leave?: AbortSignal;
  /** Called for every event after it is stored and folded. The state is live: read it, never write to it. */
  readonly onEvent: (event: RunEvent, state: RunState) => void;
  /**
   * Asked before anything is sent, with what another mode would take, where the model has it; false ends the
   * run as cancelled, a mode is taken instead of the one that was planned.
   */
  readonly consent?: (estimate: Estimate, choice: ModeChoice) => Promise<boolean | Mode>;
  /** Asked with what a planned run is to do, before it is paid for; absent: the plan is taken as it is. */
  readonly reviewPlan?: ReviewPlan;
  /** Receives the handle that cancels or retries single branches while the run goes on. */
  readonly onControl?: (control: FanOutControl) => void;
  /** A stored run to go on with, and which of its ended branches to run again. */
  readonly resume?: { readonly events: readonly RunEvent[]; readonly requeue: readonly string[] };
}

/** The run's own model plans, sums up, and reads from every perspective that names no other. */
export interface RunPorts extends ModelsPorts {
  readonly count: TokenCounter;
  /** Names and nesting of code, where an editor or a parser knows them; never rejects. */
  readonly symbolsOf?: (source: Source) => Promise<readonly CodeSymbol[] | undefined>;
  /** Absent: what is usual for the provider. */
  readonly calibrations?: Calibrations;
  readonly store?: Store;
  readonly clock: Clock;
  readonly log: Logger;
}

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
  readonly heard: ((event: RunEvent) => void)[];
}

export function begin(
  job: Job,
  sources: readonly Source[],
  options: RunOptions,
  ports: RunPorts,
): Context {
  if (sources.every(source => textLength(source) === 0))
    throw emptySource(sources.map(source => source.path).join(', ') || 'The selection');
  if (job.fanIn.kind !== 'findings' && !ports.model) throw needsModel(job.spec.kind);
  const stop = new AbortController();
  const state = emptyState();
  for (const event of options.resume?.events ?? []) applyEvent(state, event);
  const perspectives = uniqueById(sources.flatMap(options.perspectivesOf));
  checkModels(ports, perspectives, state);
  if (options.signal.aborted) stop.abort(options.signal.reason);
  options.signal.addEventListener('abort', () => stop.abort(options.signal.reason), { once: true });
  const heard: Context['heard'] = [];
  const record = createRecorder({
    clock: ports.clock,
    store: events => ports.store?.append(options.runId, events),
    show: event => {
      applyEvent(state, event);
      options.onEvent(event, state);
      for (const hear of heard) hear(event);
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
    heard,
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

/** What a branch is about. */
export function placeOf(
  { state, sourceOf }: Context,
  branch: Branch,
): { readonly chunk: Chunk; readonly source: Source; readonly perspective: Perspective } {
  const chunk = state.chunks[branch.chunkId];
  const source = chunk && sourceOf.get(chunk.sourceId);
  const perspective = state.perspectives.find(p => p.id === branch.perspectiveId);
  if (!chunk || !source || !perspective) throw new Error(`branch ${branch.id} is not of this run`);
  return { chunk, source, perspective };
}

export function taskOf(context: Context, branch: Branch): BranchTask {
  const place = placeOf(context, branch);
  const { chunk, source } = place;
  const { options, ports } = context;
  const readToo = options
    .perspectivesOf(source)
    .filter(p => refsOf(ports, p).includes(branch.model));
  return {
    branch,
    ...place,
    context: contextOf(source, siblings(context, source.id), chunk),
    sharedBy: readToo.length,
    ...(listsFacts(context, source, branch) ? { facts: true } : {}),
  };
}

/** How calls are sent one by one, in the run's mode. */
export const policyOf = ({ options, state }: Context): FanOutPolicy =>
  state.mode === 'sequential'
    ? { ...options.policy, concurrency: 1, optimize: 'order', hedge: false }
    : options.policy;

export const promptOptionsOf = ({ language, maxOutputTokens }: RunOptions): PromptOptions => ({
  maxOutputTokens,
  ...(language === undefined ? {} : { language }),
});

/** The chunks of a source in reading order, gathered once. */
function siblings({ state, chunksOf }: Context, sourceId: string): readonly Chunk[] {
  if (chunksOf.size === 0)
    for (const chunk of chunksInOrder(state)) {
      const own = chunksOf.get(chunk.sourceId);
      if (own) own.push(chunk);
      else chunksOf.set(chunk.sourceId, [chunk]);
    }
  return chunksOf.get(sourceId) ?? [];
}

export const chunksInOrder = (state: RunState): Chunk[] =>
  state.chunkIds.flatMap(id => state.chunks[id] ?? []);

export const openBranches = (state: RunState): Branch[] =>
  state.branchIds.flatMap(id => {
    const branch = state.branches[id];
    return branch && !isEnded(branch.status) ? [branch.branch] : [];
  });

export const infoOf = ({ text, records: _records, ...info }: Source): SourceInfo => ({
  ...info,
  length: text.length,
});

export const textLength = ({ text, range }: Source): number =>
  (range ? text.slice(range.start, range.end) : text).trim().length;

export const uniqueById = <T extends { readonly id: string }>(items: readonly T[]): T[] => [
  ...new Map(items.map(item => [item.id, item])).values(),
];
