import { randomUUID } from 'node:crypto';
import {
  type CliArgs,
  type OutputArgs,
  readArgs,
  requireFormat,
  type RunSettings,
} from './cli/args.ts';
import { compareRuns, renderComparison } from './cli/compare.ts';
import { decide, decided, type DecisionPlace, knownDecisions } from './cli/decide.ts';
import { execute, stopOnSignals, type Work } from './cli/execute.ts';
import { dataFolder, findRun, loadRun, renderRuns, resumable } from './cli/history.ts';
import { labelOutput } from './cli/labelOutput.ts';
import { proposeLabels } from './cli/proposeLabels.ts';
import { checkTarget, deliver, print, tell } from './cli/output.ts';
import { planText } from './cli/planText.ts';
import { withoutSecrets } from './cli/secrets.ts';
import { topFindings } from './cli/topFindings.ts';
import { USAGE } from './cli/usage.ts';
import {
  type ErrorCode,
  FanoutError,
  messageOf,
  nothingChanged,
  nothingToRead,
} from './core/errors.ts';
import { changeName, REVIEW } from './core/jobSpec.ts';
import { manyLabelsNote } from './core/labelList.ts';
import { systemClock } from './core/clock.ts';
import { takeTurns } from './core/turns.ts';
import { formats } from './core/report/formats.ts';
import { renderJson } from './core/report/json.ts';
import { buildPlan } from './core/report/plan.ts';
import { buildReport } from './core/report/report.ts';
import type { ReportFinding } from './core/report/reportFormat.ts';
import { isStanding } from './core/standing.ts';
import { unfinished } from './core/run.ts';
import { applyEvent, emptyState, isRunEnded, type RunState } from './core/state.ts';
import { type Finding, SEVERITIES, type SkippedSource, type Source } from './core/types.ts';
import { readRecords, type RecordChoice } from './sources/records.ts';
import { readSources } from './sources/files.ts';
import { readChanges } from './sources/gitChanges.ts';
import { namedHouseRules } from './sources/houseRules.ts';
import { openStore } from './store/openStore.ts';
import type { LoadedRun, RunStore } from './store/runStore.ts';
import manifest from '../package.json' with { type: 'json' };

/** Failures that another command line would not have avoided. */
const NOT_THE_CALLERS: ReadonlySet<ErrorCode> = new Set(['runBusy', 'storeUnusable', 'notWritten']);

/** Days after which stored runs are deleted. */
const RETENTION_DAYS = 30;

type RunArgs = Extract<CliArgs, { command: 'run' }>;
type LabelsArgs = Extract<CliArgs, { command: 'labels' }>;
type CompareArgs = Extract<CliArgs, { command: 'compare' }>;
type MarkArgs = Extract<CliArgs, { command: 'dismiss' | 'accept' | 'reopen' }>;
type CancelArgs = Extract<CliArgs, { command: 'cancel' }>;
type ResumeArgs = Extract<CliArgs, { command: 'resume' }>;

/** @returns the exit code. */
async function main(argv: readonly string[]): Promise<number> {
  const args = readArgs(argv);
  switch (args.command) {
    case 'help':
      return done(print(USAGE));
    case 'version':
      return done(print(`${manifest.version}\n`));
    case 'run':
      return args.only === 'plan' ? plan(args) : start(args);
    case 'resume':
      return withStore(args.output, store => resume(args, store));
    case 'cancel':
      return withStore(args.output, store => cancel(args, store));
    case 'show':
      return withStore(args.output, store => show(loadRun(store, args.runId), args.output));
    case 'compare':
      return withStore(args.output, store => compare(args, store));
    case 'labels':
      return labels(args);
    case 'dismiss':
    case 'accept':
    case 'reopen':
      return withStore(args.output, store => mark(args, store));
    case 'runs':
      return withStore(args.output, store =>
        done(print(renderRuns(store.list(), args.output.format))),
      );
  }
}

async function plan(args: RunArgs): Promise<number> {
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

async function start(args: RunArgs): Promise<number> {
  const work = await collect(args);
  if (args.settings.model === undefined)
    tell('No --model given: reviewed by rules, not a model. Nothing is sent.');
  return withStore(args.output, async store => {
    const { runId, sources, settings } = work;
    const names = work.name ?? sources.map(source => source.path).join(', ');
    const notice = store.begin(
      { id: runId, job: jobKind(settings), name: names.slice(0, 200), startedAt: Date.now() },
      sources,
      settings,
    );
    if (notice !== undefined) tell(notice);
    const decisions = knownDecisions(placeOf(args.output), sources);
    const lines = labelOutput(args.output, sources);
    const state = await execute({
      ...work,
      store,
      decisions,
      stops: stopOnSignals(),
      ...(lines ? { watch: lines.onEvent } : {}),
    }).catch((error: unknown) => {
      // Refused before anything was asked: there is nothing to show or to go on with.
      if (error instanceof FanoutError) store.delete(runId);
      throw error;
    });
    lines?.close();
    return ended(state, sources, args.output);
  });
}

async function resume(
  { runId, limits, output }: ResumeArgs,
  store: RunStore,
  stops = stopOnSignals(),
): Promise<number> {
  store.claim(findRun(store, runId));
  const stored = loadRun(store, runId);
  if (stored.damaged > 0) tell(`${stored.damaged} damaged records of this run were left out.`);
  const { sources } = stored;
  const { settings, events } = resumable(stored);
  const before = fold(stored);
  requireFormat(output.format, before.job);
  const lines = labelOutput(output, sources);
  const state = await execute({
    runId: stored.id,
    sources,
    skipped: before.skipped,
    settings,
    limits,
    output,
    store,
    decisions: knownDecisions(placeOf(output), sources),
    stops,
    ...(lines ? { watch: lines.onEvent } : {}),
    ...(events
      ? { resume: { events, requeue: stops.cancel.aborted ? [] : unfinished(before) } }
      : {}),
  });
  lines?.close();
  return ended(state, sources, output);
}

/** Takes back what waits at the provider, and keeps what it has answered. */
async function cancel({ runId, output }: CancelArgs, store: RunStore): Promise<number> {
  const stops = stopOnSignals();
  const limits = { requests: 0, inputTokens: 0, outputTokens: 0, hedge: false } as const;
  const code = await resume(
    {
      command: 'resume',
      runId,
      limits: { ...limits, onFailure: 'partial', optimize: 'speed' },
      output,
    },
    store,
    { ...stops, cancel: AbortSignal.abort(new DOMException('Cancelled', 'AbortError')) },
  );
  return code === 130 && !stops.leave.aborted ? 0 : code;
}

async function show(stored: LoadedRun, output: OutputArgs): Promise<number> {
  const state = decided(fold(stored), knownDecisions(placeOf(output), stored.sources));
  requireFormat(output.format, state.job);
  return report(state, stored.sources, output);
}

async function compare({ before, after, output }: CompareArgs, store: RunStore): Promise<number> {
  const load = (id: string) => {
    const stored = loadRun(store, id);
    const decisions = knownDecisions(placeOf(output), stored.sources);
    return { state: decided(fold(stored), decisions), sources: stored.sources };
  };
  const compared = compareRuns(load(before), load(after));
  await deliver(renderComparison(compared, output.format), output.out);
  return hasGrave(compared.added, output) ? 1 : 0;
}

function mark(args: MarkArgs, store: RunStore): Promise<number> {
  const { command, runId, findingId, reason, output } = args;
  const kind = command === 'accept' ? 'accepted' : 'dismissed';
  const decision = command === 'reopen' ? undefined : ({ kind, reason } as const);
  const stored = loadRun(store, runId);
  decide(fold(stored), stored.sources, findingId, decision, placeOf(output));
  return Promise.resolve(0);
}

const placeOf = ({ decisions, store }: OutputArgs): DecisionPlace => ({
  ...(decisions === undefined ? {} : { file: decisions }),
  store: store ?? dataFolder(process.env),
  cwd: process.cwd(),
});

const changeOf = ({ spec = REVIEW }: RunSettings) =>
  spec.kind === 'review' ? spec.change : undefined;

const jobKind = ({ spec = REVIEW }: RunSettings) => spec.kind;

const fold = ({ events }: LoadedRun): RunState => events.reduce(applyEvent, emptyState());

async function collect({
  only,
  paths,
  instructions = [],
  secrets,
  settings,
  limits,
  output,
  records,
}: RunArgs): Promise<Omit<Work, 'stops'>> {
  checkTarget('--out', output.out);
  checkTarget('--events', output.events);
  const change = changeOf(settings);
  const { sources: read, skipped } = change
    ? await readChanges({ cwd: process.cwd(), ...change })
    : await readSources(paths, { cwd: process.cwd() });
  for (const { path, reason, gap } of skipped)
    tell(`${gap === false ? 'Left out' : 'Not read'}: ${path}: ${reason}`);
  if (read.length === 0)
    throw (change ? nothingChanged : nothingToRead)(skipped.map(s => `${s.path}: ${s.reason}`));
  const sources = await withoutSecrets(read, settings, secrets, only);
  const work = { runId: randomUUID(), settings, limits, output };
  if (!records) {
    const name = change && { name: changeName(change) };
    const ruled = await withInstructions(sources, settings, instructions);
    return { ...work, ...name, skipped, ...ruled };
  }
  const sets = await recordSets(sources, records, settings);
  return { ...work, sources: sets.sources, skipped: [...skipped, ...sets.skipped] };
}

/** The sources as record sets; what a person has to know of them is told. */
async function recordSets(
  read: readonly Source[],
  choice: RecordChoice,
  { spec }: RunSettings,
): Promise<Pick<Work, 'sources' | 'skipped'>> {
  const sources: Source[] = [];
  const skipped: SkippedSource[] = [];
  const notes = [spec?.kind === 'classify' ? manyLabelsNote(spec.labels) : undefined];
  for (const source of read) {
    const set = await readRecords(source, choice, takeTurns(systemClock));
    sources.push(set.source);
    skipped.push(...set.skipped);
    notes.push(...set.notes, ...set.skipped.map(s => `Not read: ${s.path}: ${s.reason}`));
  }
  for (const note of notes) if (note !== undefined) tell(note);
  return { sources, skipped };
}

/** Only files that the user names: what lies in a folder under review may be somebody else's. */
async function withInstructions(
  sources: readonly Source[],
  settings: RunSettings,
  files: readonly string[],
): Promise<Pick<Work, 'sources' | 'settings'>> {
  const { spec = REVIEW } = settings;
  if (files.length === 0 || spec.kind !== 'review') return { sources, settings };
  const found = await namedHouseRules(sources, files);
  for (const note of found.notes) tell(note);
  return {
    sources: found.sources,
    settings: { ...settings, spec: { ...spec, houseRules: found.rules } },
  };
}

async function labels(args: LabelsArgs): Promise<number> {
  const { path, records, about, secrets, settings, limits, output } = args;
  checkTarget('--out', output.out);
  const { sources, skipped } = await readSources([path], { cwd: process.cwd() });
  const [source] = await withoutSecrets(sources, settings, secrets);
  if (!source) throw nothingToRead(skipped.map(s => `${s.path}: ${s.reason}`));
  const set = await readRecords(source, records, takeTurns(systemClock));
  const proposed = await proposeLabels(set.source, about, settings, limits, stopOnSignals().cancel);
  await deliver(`${JSON.stringify(proposed, null, 2)}\n`, output.out);
  return 0;
}

async function withStore(
  { store: folder }: OutputArgs,
  work: (store: RunStore) => Promise<number>,
): Promise<number> {
  const store = await openStore(folder ?? dataFolder(process.env));
  for (const notice of store.notices) tell(notice);
  try {
    tidy(store);
    return await work(store);
  } finally {
    store.close();
  }
}

/** A disk that refuses to forget is no reason to refuse work; one that is full is told by the first write. */
function tidy(store: RunStore): void {
  try {
    store.prune(RETENTION_DAYS);
  } catch {
    // Tried again the next time.
  }
}

async function report(
  state: RunState,
  sources: readonly Source[],
  output: OutputArgs,
): Promise<number> {
  const built = buildReport(state, sources);
  await deliver(formats[output.format].render(built), output.out);
  if (output.out !== undefined) tell(topFindings(built));
  return exitCode(state, output);
}

/** What was left at the provider has no report yet; what was cut off has one, with its gaps. */
const ended = (
  state: RunState,
  sources: readonly Source[],
  output: OutputArgs,
): number | Promise<number> =>
  isRunEnded(state.status) ? report(state, sources, output) : tellLeft(state);

/** The run goes on elsewhere. */
function tellLeft({ runId, batches }: RunState): number {
  const id = runId.slice(0, 8);
  const sent = batches.some(batch => batch.providerId !== undefined);
  tell(
    `${sent ? 'The batch goes on at the provider; nothing is sent twice.' : 'The batch is looked for at the provider before it is sent again.'} Go on with: fanout resume ${id}  Take it back with: fanout cancel ${id}`,
  );
  return 130;
}

function exitCode(state: RunState, output: OutputArgs): number {
  if (state.status === 'cancelled') return 130;
  if (state.status === 'failed') {
    if (state.failure) tell(`Failed: ${state.failure.message}`);
    return 4;
  }
  if (hasGrave(state.findings, output)) return 1;
  if (state.failure) tell(`Partial: ${state.failure.message}`);
  return state.status === 'succeeded' ? 0 : 3;
}

/** Whether a finding that stands is at or above `--fail-on`. */
function hasGrave(findings: readonly (Finding | ReportFinding)[], { failOn }: OutputArgs): boolean {
  const grave = failOn ? SEVERITIES.slice(0, SEVERITIES.indexOf(failOn) + 1) : [];
  return findings.some(f => isStanding(f) && grave.includes(f.severity));
}

async function done(work: Promise<void>): Promise<number> {
  await work;
  return 0;
}

// node:sqlite is stable in practice and announces itself as experimental on every start.
const emitWarning = process.emitWarning.bind(process) as (...args: unknown[]) => void;
process.emitWarning = (...args: unknown[]) => {
  if (!String(args[0]).includes('SQLite is an experimental feature')) emitWarning(...args);
};
// Whoever writes is told by its own callback; progress that nobody can see is no reason to stop.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

main(process.argv.slice(2)).then(
  code => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const expected = error instanceof FanoutError;
    tell(expected ? error.message : `Unexpected error: ${messageOf(error)}`);
    if (!expected && error instanceof Error) tell(error.stack ?? '');
    process.exitCode = expected && !NOT_THE_CALLERS.has(error.code) ? 2 : 4;
  },
);
