import { addBills, type Bill } from '../fanout/bill.ts';
import {
  conflictsProblem,
  consistencyRequest,
  packCandidates,
  readConflicts,
} from '../fanin/check/consistency.ts';
import { joinFacts, targetsOf } from '../fanin/check/facts.ts';
import { noUsage } from '../domain/cost.ts';
import type { Fact } from '../domain/results/facts.ts';
import type { Failure } from '../domain/failure.ts';
import type { Finding } from '../domain/results/findings.ts';
import type { Branch } from '../domain/branch.ts';
import type { Source } from '../domain/source.ts';
import { askAll } from './callModel.ts';
import type { Context } from './context.ts';
import { refsOf } from './models.ts';

/** Whether the run gathers facts of a source: by setting, else of prose that no single call sees whole. */
export function gathersFacts(
  { job, options, ports, state }: Pick<Context, 'job' | 'options' | 'ports' | 'state'>,
  source: Source,
): boolean {
  if (!job.factsFrom || !ports.model || options.consistency === false) return false;
  return options.consistency === true || (source.kind !== 'code' && state.chunkIds.length > 1);
}

/** Whether this branch is the one of its chunk that also lists the chunk's facts: one perspective, one model. */
export function listsFacts(
  context: Pick<Context, 'job' | 'options' | 'ports' | 'state'>,
  source: Source,
  { perspectiveId, model }: Pick<Branch, 'perspectiveId' | 'model'>,
): boolean {
  if (!gathersFacts(context, source)) return false;
  const wanted = context.job.factsFrom?.(source.kind);
  const own = context.options.perspectivesOf(source);
  const from = own.find(p => p.id === wanted) ?? own[0];
  return from?.id === perspectiveId && refsOf(context.ports, from)[0] === model;
}

/**
 * What the chunks say of the same things, joined by code; only groups that may contradict each other
 * go to a model, and only conflicts whose quotes code finds come back.
 */
export async function compareFacts(context: Context): Promise<readonly Finding[]> {
  const { options, ports, state, sources, sourceOf, emit, stop } = context;
  const { model } = ports;
  const facts = state.branchIds.flatMap((id): readonly Fact[] => {
    const outcome = state.branches[id]?.outcome;
    return outcome?.status === 'succeeded' ? (outcome.facts ?? []) : [];
  });
  if (!model || facts.length === 0 || stop.signal.aborted) return [];
  const candidates = joinFacts(facts, {
    chunkIds: state.chunkIds,
    targets: new Map(sources.map(source => [source.id, targetsOf(source.text)])),
  });
  const packs = packCandidates(candidates, sourceOf);
  const byPack: (readonly Finding[])[] = packs.map(() => []);
  let bill: Bill = { usage: noUsage, costUsd: 0, calls: 0 };
  let dropped = 0;
  let failure: Failure | undefined;
  await askAll(
    context,
    model,
    packs.map((pack, i) => ({
      id: `${i}`,
      request: consistencyRequest(pack, sourceOf, options.language),
      check: conflictsProblem,
    })),
    ({ id }, asked) => {
      bill = addBills(bill, asked);
      failure ??= asked.failure;
      if (asked.text === undefined) return;
      const read = readConflicts(asked.text, packs[Number(id)] ?? [], sourceOf);
      byPack[Number(id)] = read.findings;
      dropped += read.dropped;
    },
  );
  const findings = byPack.flat();
  emit({
    type: 'consistency.checked',
    facts: facts.length,
    candidates: candidates.length,
    asked: packs.length,
    shown: findings.length,
    dropped,
    ...bill,
    ...(failure ? { failure } : {}),
  });
  return findings;
}
