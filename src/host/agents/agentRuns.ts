import * as vscode from 'vscode';
import { randomUUID } from 'node:crypto';
import { systemClock } from '../../core/clock.ts';
import type { Estimate } from '../../core/domain/billing.ts';
import {
  type AskSpec,
  changeName,
  type ChangeSpec,
  type JobSpec,
  REVIEW,
} from '../../core/domain/jobSpec.ts';
import type { SkippedSource, Source } from '../../core/domain/source.ts';
import { FanoutError, nothingChanged, nothingToRead, usageError } from '../../core/errors.ts';
import { count } from '../../core/format/format.ts';
import { type PageChoice, resultPage } from '../../core/report/data/resultPage.ts';
import { buildReport } from '../../core/report/report.ts';
import { loadTokenCounter } from '../../core/split/tokens/tokens.ts';
import type { RunState } from '../../core/state/runState.ts';
import { yieldToEventLoop } from '../../core/yieldToEventLoop.ts';
import { type RunRequest } from '../../engine/request/runRequest.ts';
import type { Engine } from '../../engine/runHooks.ts';
import { readChanges, readRecords } from '../../engine/sources.ts';
import {
  createAllowance,
  type Grant,
  limitsFrom,
  spentBy,
  wantedOf,
} from '../../engine/tools/allowance.ts';
import { folderOf, type Folders, playbookPath } from '../../engine/tools/folders.ts';
import {
  type SendingTool,
  type ToolInput,
  type ToolName,
  TOOLS,
} from '../../engine/tools/table.ts';
import { toolJob } from '../../engine/tools/toolJob.ts';
import { createTurns } from '../../engine/tools/turns.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { type Order, requestWithoutAsking, type StartParts } from '../jobs/startRun.ts';
import type { RunEntry } from '../runs/runEntry.ts';
import { playbookToPlan, workspacePlaybook } from '../settings/playbooks.ts';
import { requireTrust } from '../settings/trust.ts';
import { isExcluded, withoutExcluded } from '../../engine/excluded.ts';
import { readUris } from '../sources/pickFiles.ts';
import { inEnglish } from '../../core/text/l10n.ts';

export type ToolData = Readonly<Record<string, unknown>>;

export interface AgentParts extends StartParts {
  readonly jobs: Jobs;
  readonly plan: Engine['plan'];
}

/** What a call is expected to take; undefined: no model is chosen. */
export interface Planned {
  readonly request: RunRequest;
  readonly estimate: Estimate | undefined;
  readonly files: number;
}

/** What agents of this window can do: the same tools as over MCP, with the user's model, limits and questions. */
export interface AgentRuns {
  /** @throws FanoutError fit to show to an agent. */
  readonly call: (name: ToolName, input: unknown, signal: AbortSignal) => Promise<ToolData>;
  /** Splits and estimates; nothing is sent. @throws FanoutError. */
  readonly plan: (name: SendingTool, input: unknown) => Promise<Planned | undefined>;
  /** The change that is meant of the first folder. @throws FanoutError. */
  readonly changeOrder: (change: ChangeSpec) => Promise<Order>;
  /** Starts an order for an agent, under its allowance. Undefined: the user declined. */
  readonly start: (
    order: Order,
    signal: AbortSignal,
    perspectives?: readonly string[],
    onBegin?: (runId: string) => void,
  ) => Promise<RunState | undefined>;
}

/** Runs that a list shows, the latest. */
const MAX_RUNS = 30;
const DECLINED = { sent: false, message: 'The user declined. Nothing was sent.' };

export function agentRuns(parts: AgentParts): AgentRuns {
  const { config, runs, jobs } = parts;
  // All that agents spend in this window together stays below what one run of the user may.
  const caps = () => {
    const { maxCostUsd, maxTokens } = config.read();
    return { usd: maxCostUsd || Infinity, tokens: maxTokens || Infinity };
  };
  const allowance = createAllowance(caps);
  const turns = createTurns();
  // A plan is made in a moment, and need not wait until a run has ended.
  const plans = createTurns();

  /** Runs under the allowance: a grant is taken when the run is about to send. */
  const underAllowance = async (
    before: RunState | undefined,
    signal: AbortSignal,
    run: (how: NonNullable<Parameters<typeof runs.start>[2]>) => Promise<RunState | undefined>,
    onBegin?: (runId: string) => void,
  ): Promise<RunState | undefined> => {
    let grant: Grant | undefined;
    let runId: string | undefined;
    const spent = before ? { ...spentBy(before) } : { usd: 0, tokens: 0 };
    const stop = (): void => {
      if (runId !== undefined) runs.cancel(runId);
    };
    signal.addEventListener('abort', stop, { once: true });
    try {
      return await run({
        onBegin: id => {
          runId = id;
          onBegin?.(id);
          if (signal.aborted) stop();
        },
        limits: estimate => {
          if (estimate.calls === 0) return {};
          grant = allowance.take(wantedOf(estimate, caps()));
          if (!grant)
            throw usageError(
              'What agents may spend in this window (fanout.maxCostUsd, fanout.maxTokens) is used up. Nothing was sent. The user can start the run, or raise the limit.',
            );
          return limitsFrom(grant, spent);
        },
      });
    } finally {
      signal.removeEventListener('abort', stop);
      const state = runId === undefined ? undefined : runs.get(runId)?.state;
      const used = state ? spentBy(state) : spent;
      grant?.settle({ usd: used.usd - spent.usd, tokens: used.tokens - spent.tokens });
    }
  };

  const start: AgentRuns['start'] = (order, signal, perspectives, onBegin) =>
    underAllowance(
      undefined,
      signal,
      how => jobs.review.order(order, { how, ...(perspectives ? { perspectives } : {}) }),
      onBegin,
    );

  const page = async (entry: RunEntry, choice: PageChoice): Promise<ToolData> => {
    if (!entry.state) throw usageError('This run is no longer stored.');
    const { state } = entry;
    const report = inEnglish(() => buildReport(state, [...entry.sources.values()]));
    return { ...resultPage(report, choice, await loadTokenCounter()) };
  };

  const visibleRun = async (id: string): Promise<RunEntry> => {
    await runs.loadHistory();
    const matches = runs.list().filter(run => run.id.startsWith(id));
    const entry = matches.length === 1 && matches[0] ? await runs.load(matches[0].id) : undefined;
    if (entry && isOfWorkspace([...entry.sources.values()])) return entry;
    throw usageError(`There is no run ${id} of this workspace. List them with fanout_findings.`);
  };

  const findings = async ({ run, ...choice }: ToolInput<'fanout_findings'>): Promise<ToolData> => {
    if (run !== undefined) return page(await visibleRun(run), given(choice));
    await runs.loadHistory();
    const listed: ToolData[] = [];
    for (const { id } of runs.list().slice(0, MAX_RUNS)) {
      const entry = await runs.load(id);
      if (!entry?.state || !isOfWorkspace([...entry.sources.values()])) continue;
      const { job, status } = entry.state;
      const startedAt = new Date(entry.startedAt).toISOString();
      listed.push({ run: id, job, name: entry.name, status, startedAt });
    }
    return { runs: listed };
  };

  const goOn = async (name: SendingTool, id: string, signal: AbortSignal): Promise<ToolData> => {
    const entry = await visibleRun(id);
    if (entry.state?.job !== name.slice('fanout_'.length))
      throw usageError(`Run ${id} is of another tool. Nothing was sent.`);
    try {
      await underAllowance(entry.state, signal, how => runs.retry(entry.id, undefined, how));
    } catch (error) {
      if (error instanceof FanoutError && error.code === 'consentRefused') return DECLINED;
      throw error;
    }
    return page(await visibleRun(id), {});
  };

  const begin = async (
    name: SendingTool,
    read: ToolInput<SendingTool>,
    signal: AbortSignal,
  ): Promise<ToolData> => {
    const { order, perspectives } = await orderOf(parts, name, read, uri =>
      agreedPlaybook(uri, parts.memento),
    );
    let runId: string | undefined;
    const state = await start(order, signal, perspectives, id => (runId = id));
    const entry = runId === undefined ? undefined : runs.get(runId);
    if (!state || !entry || (state.status === 'cancelled' && state.calls === 0)) return DECLINED;
    return page(entry, 'minSeverity' in read ? given({ minSeverity: read.minSeverity }) : {});
  };

  const plan: AgentRuns['plan'] = async (name, input) => {
    requireTrust();
    const { order, perspectives } = await orderOf(
      parts,
      name,
      inputOf(name, input),
      playbookToPlan,
    );
    const options = perspectives ? { perspectives } : {};
    const request = await requestWithoutAsking(parts, order, options);
    if (!request) return undefined;
    const { estimate } = await parts.plan(request, order, {
      runId: randomUUID(),
      signal: new AbortController().signal,
      leave: new AbortController().signal,
      onEvent: () => undefined,
      consent: () => Promise.resolve(false),
      whenBudgetReached: 'stop',
    });
    return { request, estimate, files: order.sources.length };
  };

  return {
    start,
    async changeOrder(change) {
      const [folder] = foldersNow();
      const read = await changeIn(parts, folder, change);
      return { spec: specIn({ ...REVIEW, change }, folder), name: changeName(change), ...read };
    },
    async call(name, input, signal) {
      requireTrust();
      const read = inputOf(name, input);
      if (name === 'fanout_findings') return findings(read as ToolInput<typeof name>);
      const { resume, confirm: _, ...rest } = read as ToolInput<SendingTool>;
      if (resume !== undefined) {
        if (Object.values(rest).some(value => value !== undefined))
          throw usageError('Leave the other fields out when you give resume. Nothing was sent.');
        return turns.take(signal, () => goOn(name, resume, signal));
      }
      return turns.take(signal, () => begin(name, read, signal));
    },
    plan: (name, input) => plans.take(new AbortController().signal, () => plan(name, input)),
  };
}

/** @throws FanoutError `usage` for what the schema of the tool does not allow. */
function inputOf<N extends ToolName>(name: N, input: unknown): ToolInput<N> {
  const read = TOOLS[name].input.safeParse(input ?? {});
  if (read.success) return read.data as ToolInput<N>;
  const [issue] = read.error.issues;
  throw usageError(
    `${[...(issue?.path ?? [])].join('.') || 'The input'}: ${issue?.message ?? 'not valid'}. Nothing was sent.`,
  );
}

const given = (choice: Record<string, unknown>): PageChoice =>
  Object.fromEntries(Object.entries(choice).filter(([, value]) => value !== undefined));

/** Text outside of the workspace's folders is not an agent's to read, here or in stored runs. */
const isOfWorkspace = (sources: readonly Source[]): boolean =>
  sources.every(
    ({ uri }) => uri === undefined || isUntitled(uri) || isInFolders(vscode.Uri.parse(uri)),
  );
const isUntitled = (uri: string): boolean => uri.startsWith('untitled:');
const isInFolders = (uri: vscode.Uri): boolean =>
  vscode.workspace.getWorkspaceFolder(uri) !== undefined;

function foldersNow(): Folders {
  const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) =>
    ['file', 'vscode-remote'].includes(uri.scheme),
  );
  const [first, ...rest] = folders.map(({ uri }) => uri.fsPath);
  if (first === undefined)
    throw usageError('No folder is open. Nothing was read or sent. Ask the user to open one.');
  return [first, ...rest];
}

/** Reads what a call names. @throws FanoutError. */
async function orderOf<N extends SendingTool>(
  parts: AgentParts,
  name: N,
  input: ToolInput<N>,
  readPlaybook: (uri: vscode.Uri) => Promise<AskSpec>,
): Promise<{ readonly order: Order; readonly perspectives?: readonly string[] }> {
  const { spec, paths, perspectives, records } = await toolJob(name, input, named =>
    readPlaybook(playbookUri(parts, named)),
  );
  const folder = folderOf(paths, foldersNow());
  const change = spec.kind === 'review' ? spec.change : undefined;
  const read = change
    ? await changeIn(parts, folder, change)
    : await filesIn(
        parts,
        paths.map(path => vscode.Uri.file(resolveIn(folder, path))),
      );
  const sets = records ? await recordSets(read, records) : read;
  const [first] = sets.sources;
  const title = change
    ? changeName(change)
    : sets.sources.length === 1 && first
      ? first.path
      : count(sets.sources.length, 'file');
  return {
    order: { spec: specIn(spec, folder), name: title, ...sets },
    ...(perspectives ? { perspectives } : {}),
  };
}

/** @throws FanoutError `usage` for a file that is not an agent's to read. */
function playbookUri({ config }: AgentParts, named: string): vscode.Uri {
  const uri = vscode.Uri.file(playbookPath(named, foldersNow()));
  if (isExcluded(vscode.workspace.asRelativePath(uri, false), config.read(uri).exclude))
    throw usageError(`${named} is excluded by the user. Nothing was read or sent.`);
  return uri;
}

/** @throws FanoutError `consentRefused` when the user does not agree to its text. */
async function agreedPlaybook(uri: vscode.Uri, memento: vscode.Memento): Promise<AskSpec> {
  const spec = await workspacePlaybook(uri, memento);
  if (spec) return spec;
  throw new FanoutError(
    'consentRefused',
    'The user did not agree to the text of the playbook. Nothing was sent.',
  );
}

type Read = { readonly sources: readonly Source[]; readonly skipped: readonly SkippedSource[] };

const resolveIn = (folder: string, path: string): string =>
  /^(?:[\\/]|[A-Za-z]:)/.test(path)
    ? path
    : vscode.Uri.joinPath(vscode.Uri.file(folder), path).fsPath;

/** So that a later window finds the repository. */
const specIn = (spec: JobSpec, folder: string): JobSpec =>
  spec.kind === 'review' && spec.change
    ? { ...spec, change: { ...spec.change, folder: vscode.Uri.file(folder).toString() } }
    : spec;

async function filesIn({ config }: AgentParts, uris: readonly vscode.Uri[]): Promise<Read> {
  const { sources, skipped, excluded } = await readUris(uris, config.read(uris[0]));
  if (sources.length === 0)
    throw nothingToRead([...skipped, ...excluded].map(({ path, reason }) => `${path}: ${reason}`));
  return { sources, skipped: [...skipped, ...excluded] };
}

async function changeIn({ config }: AgentParts, folder: string, change: ChangeSpec): Promise<Read> {
  const settings = config.read(vscode.Uri.file(folder));
  const read = withoutExcluded(
    await readChanges(change, folder, settings),
    settings.exclude,
    'excluded by the user',
  );
  const isOurs = ({ path }: { readonly path: string }): boolean => !path.startsWith('../');
  const sources = read.sources.filter(isOurs).map(source =>
    // As the editor writes it: what is found is looked up by it.
    source.uri === undefined ? source : { ...source, uri: vscode.Uri.parse(source.uri).toString() },
  );
  const skipped = read.skipped.filter(isOurs);
  if (sources.length === 0)
    throw nothingChanged(skipped.map(({ path, reason }) => `${path}: ${reason}`));
  return { sources, skipped };
}

async function recordSets(
  { sources, skipped }: Read,
  choice: Parameters<typeof readRecords>[1],
): Promise<Read> {
  const sets = await Promise.all(
    sources.map(source => readRecords(source, choice, yieldToEventLoop(systemClock))),
  );
  return {
    sources: sets.map(({ source }) => source),
    skipped: [...skipped, ...sets.flatMap(set => set.skipped)],
  };
}
