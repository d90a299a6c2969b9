import { relative, sep } from 'node:path';
import { type AskSpec, type JobKind, REVIEW } from '../../core/domain/jobSpec.ts';
import { FanoutError, usageError } from '../../core/errors.ts';
import { type PageChoice, resultPage } from '../../core/report/data/resultPage.ts';
import { buildReport } from '../../core/report/report.ts';
import { unfinished } from '../../core/state/unfinished.ts';
import { loadTokenCounter } from '../../core/split/tokens/tokens.ts';
import type { RunState } from '../../core/state/runState.ts';
import { isRecord } from '../../core/text/json.ts';
import { createEngine } from '../../engine/createEngine.ts';
import { isExcluded } from '../../engine/excluded.ts';
import type { Engine } from '../../engine/runHooks.ts';
import type { StoredSettings } from '../../engine/request/runRequest.ts';
import { createAllowance } from '../../engine/tools/allowance.ts';
import type { SendingTool, ToolInput, ToolName } from '../../engine/tools/table.ts';
import { toolJob } from '../../engine/tools/toolJob.ts';
import { createTurns } from '../../engine/tools/turns.ts';
import type { LoadedRun, RunStore } from '../../engine/openRuns.ts';
import { collect } from '../collect.ts';
import { decided } from '../commands/decide.ts';
import { resumable } from '../../engine/request/storedRequest.ts';
import { findRun, loadRun } from '../commands/history.ts';
import { knownDecisions } from '../commands/knownDecisions.ts';
import { fold, placeOf } from '../openStore.ts';
import { playbookOf } from '../options/digestArgs.ts';
import type { McpArgs } from '../options/types.ts';
import { tell } from '../output/output.ts';
import { limitSettings, terminalModels } from '../request.ts';
import { type Caller, capsOf, createConsent, DEFAULT_CAPS } from './consent.ts';
import { folderOf, type Folders, isOfFolders, playbookPath } from '../../engine/tools/folders.ts';
import { runInSession, type Running } from './runInSession.ts';

export type ToolData = Readonly<Record<string, unknown>>;

/** One client's session: its runs share the engine, the store and what they may spend. */
export interface Session {
  /** `input` fits the schema of the tool. @throws FanoutError for what cannot be done, fit to show to an agent. */
  readonly call: (name: ToolName, input: ToolInput<ToolName>, caller: Caller) => Promise<ToolData>;
  /** Stops every run and keeps it; resolves when all have stopped. */
  readonly end: () => Promise<void>;
}

/** What the store keeps with a run of an agent. */
interface McpSettings extends StoredSettings {
  /** The folder it was started for. */
  readonly folder: string;
}

type Collected = Awaited<ReturnType<typeof collect>>;

interface Begun {
  readonly folder: string;
  readonly input: ToolInput<SendingTool>;
  readonly caller: Caller;
}

const JOBS: Readonly<Record<SendingTool, JobKind>> = {
  fanout_review: 'review',
  fanout_summarize: 'summarize',
  fanout_ask: 'ask',
  fanout_classify: 'classify',
};

/** Runs that a list looks through, the latest. */
const MAX_RUNS = 30;

export function createSession(args: McpArgs, folders: Folders, store: RunStore): Session {
  const { settings, output, secrets, exclude, askFirst } = args;
  const own = capsOf(settings.given);
  const caps = own ?? DEFAULT_CAPS;
  const consent = createConsent({
    allowance: createAllowance(() => caps),
    caps,
    asksFirst: askFirst || !own,
  });
  const running = new Set<Running>();
  const turns = createTurns();
  let engine: Engine | undefined;
  const engineOf = (): Engine =>
    (engine ??= createEngine({
      ...terminalModels(process.env, false, output.connections),
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      warn: tell,
      spending: placeOf(output).store,
    }));

  const decisionsFor = (
    cwd: string,
    { sources, spec }: Pick<LoadedRun, 'sources'> & Pick<RunState, 'spec'>,
  ) => knownDecisions({ ...placeOf(output), cwd }, sources, spec);

  const page = async (
    state: RunState,
    { sources }: Pick<LoadedRun, 'sources'>,
    choice: PageChoice,
  ): Promise<ToolData> => {
    const decisions = await decisionsFor(folders[0], { sources, spec: state.spec });
    const report = buildReport(decided(state, decisions), sources);
    return { ...resultPage(report, choice, await loadTokenCounter()) };
  };

  /** @throws FanoutError `usage` for a run over texts that are not in the folders. */
  const visibleRun = (id: string): LoadedRun => {
    const run = loadRun(store, findRun(store, id));
    if (isVisible(run, folders)) return run;
    throw usageError(
      `There is no stored run ${id} of this folder. List them with fanout_findings.`,
    );
  };

  const underWay = new Map<
    string,
    { readonly signal: AbortSignal; readonly ended: Promise<unknown> }
  >();
  /**
   * One call at a time works on a run, or what both send would be paid for twice. A call that was cancelled is
   * waited for. @throws FanoutError `runBusy` while another one is under way.
   */
  const alone = async (
    id: string,
    { signal }: Caller,
    work: () => Promise<ToolData>,
  ): Promise<ToolData> => {
    for (let other = underWay.get(id); other; other = underWay.get(id)) {
      if (!other.signal.aborted)
        throw new FanoutError(
          'runBusy',
          `Run ${id.slice(0, 8)} is under way in another call. Nothing was sent. Wait for it, or cancel it.`,
        );
      await other.ended;
    }
    const ended = Promise.withResolvers<undefined>();
    underWay.set(id, { signal, ended: ended.promise });
    try {
      return await work();
    } finally {
      underWay.delete(id);
      ended.resolve(undefined);
    }
  };

  const start = async <N extends SendingTool>(
    name: N,
    input: ToolInput<N>,
    caller: Caller,
  ): Promise<ToolData> => {
    const { spec, paths, perspectives, records } = await toolJob(name, input, named =>
      Promise.resolve(playbookFor(named, folders, exclude)),
    );
    const folder = folderOf(paths, folders);
    const notes: string[] = [];
    const work = await collect(
      {
        command: 'run',
        paths,
        secrets,
        settings: { ...settings, spec, ...(perspectives ? { perspectives } : {}) },
        output,
        ...(records ? { records } : {}),
      },
      { cwd: folder, note: text => notes.push(text), refuses: path => refusal(path, exclude) },
    ).catch((error: unknown) => {
      throw withSecretPlaces(error, notes);
    });
    return alone(work.runId, caller, () => begin(work, { folder, input, caller }));
  };

  const begin = async (work: Collected, { folder, input, caller }: Begun): Promise<ToolData> => {
    const { runId, request, sources, skipped } = work;
    const { spec = REVIEW } = request;
    const run = { id: runId, job: spec.kind, name: request.name.slice(0, 200) };
    const kept: McpSettings = { request, skipped, folder };
    const notice = store.begin({ ...run, startedAt: Date.now() }, sources, kept);
    if (notice !== undefined) tell(notice);
    const asked = consent.forRun(request, sources, input.confirm, caller);
    try {
      const state = await runInSession(engineOf(), store, running, {
        runId,
        request,
        input: { sources, skipped },
        asked,
        caller,
        decisions: await decisionsFor(folder, { sources, spec }),
      });
      const refusal = asked.refusal();
      if (refusal) store.delete(runId);
      return refusal ?? (await page(state, work, leastIn(input)));
    } catch (error) {
      // Refused before anything was asked: there is nothing to show or to resume.
      if (error instanceof FanoutError) store.delete(runId);
      throw error;
    }
  };

  const resumeRun = (
    job: JobKind,
    id: string,
    confirm: string | undefined,
    caller: Caller,
  ): Promise<ToolData> => {
    const { id: whole } = visibleRun(id);
    return alone(whole, caller, () => goOn(job, whole, confirm, caller));
  };

  const goOn = async (
    job: JobKind,
    id: string,
    confirm: string | undefined,
    caller: Caller,
  ): Promise<ToolData> => {
    const stored = visibleRun(id);
    if (stored.job !== job)
      throw usageError(
        `Run ${id} is no ${job} run. Nothing was sent. Resume it with the tool that began it.`,
      );
    const { request, events } = resumable(stored);
    const before = fold(stored);
    const { asked, limits } = consent.forRest(stored.id, before, confirm, caller);
    try {
      store.claim(stored.id);
      const state = await runInSession(engineOf(), store, running, {
        runId: stored.id,
        request: {
          ...request,
          settings: { ...request.settings, ...limitSettings(settings.given), ...limits },
        },
        input: { sources: stored.sources, skipped: before.skipped },
        asked,
        caller,
        decisions: await decisionsFor(folders[0], { sources: stored.sources, spec: before.spec }),
        ...(events ? { resume: { events, requeue: unfinished(before) } } : {}),
      });
      return await page(state, stored, {});
    } catch (error) {
      const refusal = asked.refusal();
      if (!refusal) throw error;
      store.release(stored.id, stored.reviewedFraction);
      return refusal;
    } finally {
      asked.settle(before);
    }
  };

  const findings = async ({ run, ...choice }: ToolInput<'fanout_findings'>): Promise<ToolData> => {
    if (run === undefined) return { runs: latestRuns(store, folders) };
    const stored = visibleRun(run);
    return page(fold(stored), stored, withoutUndefined(choice));
  };

  return {
    async call(name, input, caller) {
      if (name === 'fanout_findings') return findings(input as ToolInput<typeof name>);
      const { resume, confirm, ...rest } = input as ToolInput<SendingTool>;
      if (resume === undefined) return turns.take(caller.signal, () => start(name, input, caller));
      if (Object.values(rest).some(value => value !== undefined))
        throw usageError('Leave the other fields out when you give resume. Nothing was sent.');
      return turns.take(caller.signal, () => resumeRun(JOBS[name], resume, confirm, caller));
    },
    async end() {
      for (const { stop } of running) stop();
      await Promise.all([...running].map(({ ended }) => ended));
      await engine?.dispose();
    },
  };
}

/** @throws FanoutError `usage` for a file that is not the agent's to read, or no playbook. */
function playbookFor(named: string, folders: Folders, exclude: readonly string[]): AskSpec {
  const file = playbookPath(named, folders);
  const excluded = refusal(
    relative(folderOf([file], folders), file)
      .split(sep)
      .join('/'),
    exclude,
  );
  if (excluded !== undefined)
    throw usageError(`${named} is ${excluded}. Nothing was read or sent.`);
  return playbookOf(file, named);
}

const refusal = (path: string, exclude: readonly string[]): string | undefined =>
  path.startsWith('../')
    ? 'outside of the folders that the user opened to agents'
    : isExcluded(path, exclude)
      ? 'excluded by the user'
      : undefined;

const withoutUndefined = (choice: Omit<ToolInput<'fanout_findings'>, 'run'>): PageChoice =>
  Object.fromEntries(Object.entries(choice).filter(([, value]) => value !== undefined));

const leastIn = (input: object): PageChoice =>
  'minSeverity' in input ? withoutUndefined({ minSeverity: input.minSeverity as never }) : {};

/** Secrets are found by place; the agent has to know which. */
function withSecretPlaces(error: unknown, notes: readonly string[]): unknown {
  const places = notes.filter(note => note.startsWith('Secret: '));
  if (!(error instanceof FanoutError) || places.length === 0) return error;
  return new FanoutError(
    error.code,
    `${error.message} ${places.slice(0, 20).join('; ')}${places.length > 20 ? ` and ${places.length - 20} more` : ''}`,
  );
}

/** Runs of agents in these folders, and runs of people whose every text lies in them. */
function isVisible({ settings, sources }: LoadedRun, folders: Folders): boolean {
  const folder = isRecord(settings) ? settings['folder'] : undefined;
  return typeof folder === 'string' ? folders.includes(folder) : isOfFolders(sources, folders);
}

const latestRuns = (store: RunStore, folders: Folders): ToolData[] =>
  store
    .list()
    .slice(0, MAX_RUNS)
    .flatMap(({ id, job, name, status, startedAt, reviewedFraction }) => {
      const run = store.load(id);
      if (!run || !isVisible(run, folders)) return [];
      const at = new Date(startedAt).toISOString();
      return [{ run: id, job, name, status, startedAt: at, read: reviewedFraction ?? null }];
    });
