import { addBills, type Bill } from '../fanout/bill.ts';
import { noUsage } from '../domain/cost.ts';
import type { Failure } from '../domain/failure.ts';
import type { Finding } from '../domain/results/findings.ts';
import {
  candidatesOf,
  judgementProblem,
  judgeRequest,
  packJudged,
  readJudgements,
} from '../fanin/merge/judge.ts';
import { finishMerge, type Judgement, planMerge, type ReportOrder } from '../fanin/merge/merge.ts';
import { askAll } from './callModel.ts';
import type { Context } from './context.ts';

/**
 * One finding for each problem. Code joins what repeats itself; what may be one problem in other words, at
 * one place, goes to the model, many places in a call. Without a model, or where a call fails or is over
 * budget, it is put in one group, and nothing is joined by guess.
 */
export async function mergeByMeaning(
  context: Context,
  findings: readonly Finding[],
): Promise<readonly Finding[]> {
  const { options, ports, state, stop, emit } = context;
  const order: ReportOrder = {
    sources: state.sources,
    perspectives: state.perspectives,
    modelOf: id => state.branches[id]?.branch.model,
  };
  const plan = planMerge(findings, order);
  const vectors =
    plan.places.length > 0
      ? (await import('../fanin/merge/wordVectors.ts')).wordVectors()
      : undefined;
  const candidates = candidatesOf(plan, vectors);
  const { model } = ports;
  if (!model || options.joining === false || stop.signal.aborted || candidates.length === 0)
    return finishMerge(plan, order, [], vectors);
  const packs = packJudged(candidates);
  const byPack: (readonly Judgement[])[] = packs.map(() => []);
  let bill: Bill = { usage: noUsage, costUsd: 0, calls: 0 };
  let failure: Failure | undefined;
  await askAll(
    context,
    model,
    packs.map((pack, i) => ({
      id: `${i}`,
      request: judgeRequest(pack),
      check: judgementProblem,
      outputTokens: pack.length * OUTPUT_TOKENS,
    })),
    ({ id }, asked) => {
      bill = addBills(bill, asked);
      failure ??= asked.failure;
      if (asked.text !== undefined)
        byPack[Number(id)] = readJudgements(asked.text, packs[Number(id)] ?? []);
    },
  );
  const judgements = byPack.flat();
  emit({
    type: 'findings.judged',
    candidates: candidates.length,
    judged: judgements.length,
    ...bill,
    ...(failure ? { failure } : {}),
  });
  return finishMerge(plan, order, judgements, vectors);
}

/** Tokens of the answer to one set. */
const OUTPUT_TOKENS = 40;
