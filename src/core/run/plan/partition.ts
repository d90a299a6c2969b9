import { t, type Words } from '../../text/l10n.ts';
import { billOf } from '../../fanout/bill.ts';
import { costOf } from '../../domain/cost.ts';
import { partitionRequest, readPartition, type PartitionSource } from '../../jobs/partition.ts';
import type { ModelRequest } from '../../ports/model.ts';
import { JsonProblem } from '../../text/readJson.ts';
import { contentHash } from '../../text/hash.ts';
import { regroup } from '../../split/pack/regroup.ts';
import { split, uniqueIds } from '../../split/split.ts';
import { noUsage } from '../../domain/cost.ts';
import type { Branch } from '../../domain/branch.ts';
import type { Chunk } from '../../domain/chunk.ts';
import { type Asked, askAll } from '../callModel.ts';
import { factorOf } from '../estimate/calibration.ts';
import { type Context, chunksInOrder } from '../context.ts';
import { portsOf, modelPortsOf } from '../models.ts';
import { reviewed } from './reviewPlan.ts';
import { estimateOf } from '../estimate/estimate.ts';
import { chunkBudget, splitOptions } from './splitOptions.ts';
import { gridOf } from './grid.ts';

/** Most units a model is shown: some 8,000 tokens of outline. */
const MAX_UNITS = 400;
/** Units a chunk has room for, where the text is short enough. */
const UNITS_PER_CHUNK = 8;
/** Largest share of the run's cost that planning may take. */
const MAX_COST = 0.03;
/** Largest share of the run that a plan may leave out: more is a plan that was talked into it, or a bad one. */
const MAX_SKIPPED = 0.5;
/** How much more than the static split a plan may cost: well within the estimate that was agreed to. */
const MAX_EXTRA = 0.1;
/** Tokens of the answer per group, and groups per chunk of the static split: assumed. */
const GROUP_TOKENS = 40;
const GROUPS_PER_CHUNK = 1.3;

const leftOut = (): string => t('by plan: {0}', t('left out by you'));

interface PartitionCall {
  readonly sources: readonly PartitionSource[];
  readonly units: readonly Chunk[];
  readonly request: ModelRequest;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** The call a run is to make, or why it makes none. */
const calls = new WeakMap<Context, PartitionCall | string>();

/** Readies the one call that plans the run, where the run asks for it; nothing is sent. */
export async function preparePartition(context: Context): Promise<void> {
  const { options, ports, state } = context;
  if (options.partition !== 'planned') return;
  const chunks = chunksInOrder(state);
  if (!ports.model || ports.reviewer.lane === undefined)
    calls.set(context, t('Rules read every part: there is nothing to plan.'));
  else if (context.sources.some(({ kind }) => kind === 'records'))
    calls.set(context, t('Records are packed by their length: there is nothing to group.'));
  else if (context.sources.some(source => source.changed))
    calls.set(context, t('A change is read by what it touches: there is nothing to group.'));
  else if (chunks.length <= 2)
    calls.set(context, t('The text is two chunks or fewer: there is nothing to group.'));
  else calls.set(context, (await callFor(context, chunks)) ?? tooLong());
}

const tooLong = (): string => t('The outline has more than {0} units.', MAX_UNITS);

async function callFor(
  context: Context,
  chunks: readonly Chunk[],
): Promise<PartitionCall | undefined> {
  const { options, ports } = context;
  const budget = chunkBudget(options, ports);
  const used = new Set(chunks.map(({ sourceId }) => sourceId));
  const read = context.sources.filter(({ id }) => used.has(id));
  const tokens = chunks.reduce((sum, chunk) => sum + chunk.tokens, 0);
  let size = Math.max(budget / UNITS_PER_CHUNK, tokens / (MAX_UNITS * 0.7));
  let units: Chunk[] = [];
  for (; size <= budget; size *= 1.5) {
    units = [];
    for (const source of read)
      units.push(
        ...(await split(source, { ...(await splitOptions(context, source)), maxTokens: size })),
      );
    if (units.length <= MAX_UNITS) break;
  }
  if (size > budget || units.length === 0) return undefined;
  const sources = read.map(source => ({
    id: source.id,
    path: source.path,
    perspectives: options.perspectivesOf(source),
  }));
  const request = partitionRequest(sources, units, {
    seed: contentHash(units.map(({ hash }) => hash).join('')),
    maxTokens: budget,
  });
  const { system, shared, task, schema } = request;
  return {
    sources,
    units,
    request,
    inputTokens: Math.ceil(
      ports.count([system, shared, task, JSON.stringify(schema)].join('\n')) *
        factorOf(context, ports.reviewer.model.ref),
    ),
    outputTokens: Math.ceil(chunks.length * GROUPS_PER_CHUNK * GROUP_TOKENS),
  };
}

/** What planning adds to the run's estimate; undefined when no call is made. */
export function partitionCost(
  context: Context,
  branches: readonly Branch[],
): { readonly inputTokens: number; readonly outputTokens: number } | undefined {
  const call = calls.get(context);
  if (call === undefined || typeof call === 'string') return undefined;
  const { model } = context.ports.reviewer;
  const asked = { ...call, model: model.ref };
  if (weightOf(context, [asked]) <= MAX_COST * weightOf(context, branches)) return call;
  calls.set(context, t('Planning would cost more than {0} % of the run.', MAX_COST * 100));
  return undefined;
}

/** Dollars where the price is known, else input tokens with an output token counted as five. */
function weightOf(
  { ports }: Context,
  asked: readonly Pick<Branch, 'model' | 'inputTokens' | 'outputTokens'>[],
): number {
  const priced = modelPortsOf(ports).every(({ reviewer }) => reviewer.model.price);
  return asked.reduce((sum, { model, inputTokens, outputTokens }) => {
    const price = priced ? portsOf(ports, model).reviewer.model.price : undefined;
    const usage = { ...noUsage, inputTokens, outputTokens };
    return sum + (costOf(usage, price) ?? inputTokens + 5 * outputTokens);
  }, 0);
}

/**
 * Makes the planning call and puts its chunks and branches in the place of the static ones. What the
 * plan leaves out stays a branch and ends as skipped, so that coverage counts it. A plan that is
 * invalid, costs more than what was agreed to, leaves out more than half, or never came: the static
 * split stays, and the event says why. False if the user rejects the plan.
 */
export async function partition(context: Context): Promise<boolean> {
  const { ports, state, stop, emit } = context;
  const call = calls.get(context);
  const { model } = ports;
  if (call === undefined || stop.signal.aborted || !state.estimate) return true;
  const asked = model && typeof call !== 'string' ? await ask(context, call) : undefined;
  if (stop.signal.aborted) return true;
  const planned =
    typeof call === 'string'
      ? call
      : await planOf(context, call, asked).catch((error: unknown) => {
          if (error instanceof JsonProblem) return t('The plan was not valid: {0}.', error.message);
          throw error;
        });
  const bill = asked ? billOf(asked) : {};
  const whole =
    typeof planned === 'string'
      ? planned
      : ((await reviewed(context, planned, planned.reasonOf, leftOut(), kept =>
          kept.length === 0 ? t('Nothing is left to ask.') : costsTooMuch(context, kept),
        )) ?? t('The plan was not taken.'));
  if (typeof whole === 'string') {
    const branches = state.branchIds.flatMap(id => state.branches[id]?.branch ?? []);
    emit({
      type: 'run.planned',
      branches,
      estimate: state.estimate,
      partition: { by: 'static', note: whole, ...bill },
    });
    return typeof planned === 'string';
  }
  const { chunks, branches, skipped, groups } = whole;
  const kept = branches.filter(({ id }) => !skipped.has(id));
  const estimate = estimateOf(context, kept, typeof call === 'string' ? undefined : call, chunks);
  emit({ type: 'run.split', chunks });
  context.chunksOf.clear();
  const note = t(
    '{0} groups; {1} of {2} branches are not needed.',
    groups,
    skipped.size,
    branches.length,
  );
  emit({ type: 'run.planned', branches, estimate, partition: { by: 'planned', note, ...bill } });
  for (const [branchId, reason] of skipped)
    emit({ type: 'branch.ended', branchId, outcome: { status: 'skipped', reason, byPlan: true } });
  context.record.flush();
  return true;
}

async function ask(context: Context, call: PartitionCall): Promise<Asked | undefined> {
  const { model } = context.ports;
  if (!model) return undefined;
  const check = (text: string): Words | undefined => {
    try {
      readPartition(text, call.sources, call.units);
      return undefined;
    } catch (error) {
      if (error instanceof JsonProblem)
        return () => t('The plan could not be used: {0}.', error.problem());
      throw error;
    }
  };
  let asked: Asked | undefined;
  const question = { id: 'partition', request: call.request, check };
  await askAll(context, model, [question], (_question, ended) => (asked = ended));
  return asked;
}

/** The plan's chunks and branches, or why they are not used. */
async function planOf(context: Context, call: PartitionCall, asked: Asked | undefined) {
  if (asked?.text === undefined)
    return asked?.failure?.message ?? t('The planning call was not made.');
  const groups = readPartition(asked.text, call.sources, call.units);
  const made: { readonly chunk: Chunk; readonly group: (typeof groups)[number] }[] = [];
  for (const source of context.sources) {
    const own = groups.filter(({ sourceId }) => sourceId === source.id);
    if (own.length === 0) continue;
    const units = call.units.filter(({ sourceId }) => sourceId === source.id);
    const first = own[0]!.first;
    const ends = own.map(({ last }) => last + 1 - first);
    const parts = await regroup(source, units, ends, await splitOptions(context, source));
    let index = 0;
    parts.forEach((chunks, at) =>
      made.push(...chunks.map(chunk => ({ chunk: { ...chunk, index: index++ }, group: own[at]! }))),
    );
  }
  const chunks = uniqueIds(made.map(({ chunk }) => chunk));
  const groupOf = new Map(chunks.map((chunk, i) => [chunk.id, made[i]!.group]));
  const branches = gridOf(context, chunks);
  const skipped = new Map<string, string>();
  for (const { id, chunkId, perspectiveId } of branches) {
    const group = groupOf.get(chunkId);
    if (group && !group.perspectiveIds.includes(perspectiveId))
      skipped.set(id, t('by plan: {0}', group.reason || t('not needed')));
  }
  const kept = branches.filter(({ id }) => !skipped.has(id));
  if (weightOf(context, kept) < (1 - MAX_SKIPPED) * weightOf(context, branches))
    return t('The plan left out more than {0} % of the run.', MAX_SKIPPED * 100);
  const reasonOf = (chunkId: string) => groupOf.get(chunkId)?.reason ?? '';
  return (
    costsTooMuch(context, kept) ?? { chunks, branches, skipped, groups: groups.length, reasonOf }
  );
}

/** Why branches are not made for their price: what was agreed to is the price of the static split. */
function costsTooMuch(context: Context, kept: readonly Branch[]): string | undefined {
  const { state } = context;
  const agreed = state.branchIds.flatMap(id => state.branches[id]?.branch ?? []);
  return weightOf(context, kept) > (1 + MAX_EXTRA) * weightOf(context, agreed)
    ? t('The plan would cost over {0} % more than the static split.', MAX_EXTRA * 100)
    : undefined;
}
