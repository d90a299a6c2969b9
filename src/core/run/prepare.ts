import { planBranches } from '../fanout/plan.ts';
import type { Mode } from '../mode.ts';
import type { BranchTask, Job } from '../ports.ts';
import { contextOf } from '../split/context.ts';
import { usualFactor } from '../split/calibrate.ts';
import { indexDefinitions } from '../split/definitions.ts';
import { split, uniqueIds, type SplitOptions } from '../split/split.ts';
import type { Estimate } from '../billing.ts';
import type { Branch, Chunk, Perspective, Source } from '../types.ts';
import { takeTurns } from '../turns.ts';
import { factorOf } from './calibration.ts';
import {
  chunksInOrder,
  type Context,
  promptOptionsOf,
  type RunOptions,
  type RunPorts,
} from './context.ts';
import { cutsBefore } from './cuts.ts';
import { findLinks } from './linked.ts';
import { type ModelsPorts, portsOf, readersOf } from './models.ts';
import { estimateOf, expectedOutput } from './estimate.ts';
import { partitionCost, preparePartition } from './partition.ts';

/** Finds what the sources define, for the context of their chunks; rules read the whole source anyway. */
export async function indexSources({ sources, ports, stop }: Context): Promise<void> {
  if (readersOf(ports).every(({ reviewer }) => reviewer.lane === undefined)) return;
  for (const source of sources) {
    if (stop.signal.aborted) return;
    if (source.kind === 'records') continue;
    await indexDefinitions(source, takeTurns(ports.clock));
  }
}

export async function splitSources(context: Context): Promise<void> {
  const { sources, emit, stop } = context;
  const chunks: Chunk[] = [];
  for (const source of sources) {
    const kept = cutsBefore(context, source);
    const how = { ...(await splitOptions(context, source)), ...(kept && { kept }) };
    chunks.push(...(await split(source, how)));
    if (stop.signal.aborted) return;
  }
  emit({ type: 'run.split', chunks: uniqueIds(chunks) });
  await findLinks(context, chunks);
  await preparePartition(context);
}

/** Symbols that were read once are not read again for smaller or larger chunks. */
const symbolsOf = new WeakMap<Source, SplitOptions['symbols']>();

/** How the run's sources are cut; names in code come from whoever knows them. */
export async function splitOptions(
  { job, options, ports }: Pick<Context, 'job' | 'options' | 'ports'>,
  source: Source,
): Promise<SplitOptions> {
  const packing = source.kind === 'records' ? job.packing : undefined;
  const chunkTokens = packing?.maxTokens ?? options.chunkTokens;
  if (source.kind === 'code' && ports.symbolsOf && !symbolsOf.has(source))
    symbolsOf.set(source, await ports.symbolsOf(source));
  const symbols = symbolsOf.get(source);
  return {
    maxTokens: chunkBudget({ ...options, chunkTokens }, ports),
    ...(packing ? { maxRecords: packing.maxRecords } : {}),
    count: ports.count,
    pause: takeTurns(ports.clock),
    ...(symbols ? { symbols } : {}),
  };
}

/**
 * Half the smallest window beside the answer: the other half is for instructions, context and a wrong
 * count. By the usual factor and not by a learned one, so that the same text is cut alike in every run.
 */
export function chunkBudget(
  { chunkTokens, maxOutputTokens }: Pick<RunOptions, 'chunkTokens' | 'maxOutputTokens'>,
  ports: ModelsPorts,
): number {
  const budgets = readersOf(ports).map(({ reviewer: { model } }) => {
    const window = model.contextTokens ?? Infinity;
    const forAnswer = Math.min(maxOutputTokens, window / 4);
    return Math.floor((window - forAnswer) / 2 / usualFactor(model));
  });
  return Math.max(200, Math.min(chunkTokens, ...budgets));
}

export function planRun(context: Context): void {
  const chunks = chunksInOrder(context.state);
  const branches = gridOf(context, chunks);
  const planning = partitionCost(context, branches);
  const mode = modeOf(context);
  context.emit({
    type: 'run.planned',
    branches,
    estimate: estimateOf(context, branches, planning, chunks, mode),
    ...(mode === 'fast' ? {} : { mode }),
  });
}

/** A model without a batch engine is asked at once. */
const modeOf = ({ options: { mode = 'fast' }, ports }: Context): Mode =>
  mode === 'economy' && !ports.model?.batch ? 'fast' : mode;

/** Every chunk from every perspective of its source. */
export function gridOf(context: Context, chunks: readonly Chunk[]): Branch[] {
  const { job, sources, options, ports } = context;
  const byId = Object.fromEntries(chunks.map(chunk => [chunk.id, chunk]));
  return planBranches({
    sources,
    chunks,
    perspectivesOf: options.perspectivesOf,
    model: ports.reviewer.model.ref,
    promptTokens: promptTokens(job, sources, chunks, options, ports),
    tokenFactor: ref => factorOf(context, ref),
    answerTokens: expectedOutput(context, byId),
  });
}

/** Counts each perspective's prompt once, on the longest chunk's context: what it adds to a chunk. */
function promptTokens(
  job: Job,
  sources: readonly Source[],
  chunks: readonly Chunk[],
  options: RunOptions,
  ports: RunPorts,
): (perspective: Perspective, model: string) => number {
  const chunk = chunks[Math.floor(chunks.length / 2)];
  const source = sources.find(s => s.id === chunk?.sourceId);
  const known = new Map<string, number>();
  return (perspective, model) => {
    if (!chunk || !source || portsOf(ports, model).reviewer.lane === undefined) return 0;
    const before = known.get(perspective.id);
    if (before !== undefined) return before;
    const task: BranchTask = {
      branch: {
        id: '',
        chunkId: chunk.id,
        perspectiveId: perspective.id,
        model: '',
        inputTokens: 0,
        outputTokens: 0,
      },
      chunk,
      perspective,
      source,
      context: contextOf(
        source,
        chunks.filter(c => c.sourceId === source.id),
        chunk,
      ),
    };
    const { system, shared, task: asked, schema } = job.request(task, promptOptionsOf(options));
    const all = ports.count([system, shared, asked, JSON.stringify(schema)].join('\n'));
    const added = Math.max(0, all - chunk.tokens);
    known.set(perspective.id, added);
    return added;
  };
}

/** Asks, once, with what the other modes would take; the user may choose one of them. */
export async function hasConsent(context: Context): Promise<boolean> {
  const { options, ports, state, emit } = context;
  if (!options.consent || !state.estimate) return true;
  const branches = state.branchIds.flatMap(id => state.branches[id]?.branch ?? []);
  const inMode = (mode: Mode): Estimate =>
    estimateOf(context, branches, partitionCost(context, branches), chunksInOrder(state), mode);
  const answer = await options.consent(state.estimate, {
    mode: state.mode,
    fast: inMode('fast'),
    ...(ports.model ? { sequential: inMode('sequential') } : {}),
    ...(ports.model?.batch ? { economy: inMode('economy') } : {}),
  });
  if (typeof answer === 'boolean') return answer;
  if (answer !== state.mode) emit({ type: 'mode.chosen', mode: answer, estimate: inMode(answer) });
  return true;
}
