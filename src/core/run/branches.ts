import { scoutsOf } from '../fanout/concurrency.ts';
import { costOf } from '../domain/cost.ts';
import { placeFindings } from '../fanin/place/anchor.ts';
import { placeFacts } from '../fanin/place/placeFacts.ts';
import { placeStatements } from '../fanin/place/placeStatements.ts';
import type { Bill } from '../fanout/bill.ts';
import {
  fanOut,
  type FanOutControl,
  type FanOutEnd,
  type FanOutOptions,
} from '../fanout/fanOut.ts';
import { allOf, linked, sharedPause } from '../fanout/pacing/sharedPause.ts';
import { splitBranch } from '../fanout/plan.ts';
import { splitInTwo } from '../split/split.ts';
import { noUsage } from '../domain/cost.ts';
import type { Answer, Branch, Outcome } from '../domain/branch.ts';
import { recall, remember } from './cache.ts';
import { learnFrom } from './estimate/calibration.ts';
import { type Context, openBranches, policyOf } from './context.ts';
import { placeOf, taskOf } from './tasks.ts';
import { CACHED_FROM_TOKENS, cachesPrompts } from './estimate/estimate.ts';
import { placeLabels } from './labels.ts';
import { portsOf } from './models.ts';

/** Longest time in ms that answers had already keep the event loop. */
export const BLOCK_MS = 20;

/** What was asked before is not asked again. */
export async function answerFromStore(context: Context): Promise<void> {
  const { record } = context;
  const { clock } = context.ports;
  let since = clock.now();
  for (const branch of openBranches(context.state)) {
    const answer = recall(branch, context);
    if (answer)
      record.emit({
        type: 'branch.ended',
        branchId: branch.id,
        outcome: outcomeOf(context, branch, answer, NO_BILL, true),
      });
    if (clock.now() - since < BLOCK_MS) continue;
    record.flush();
    await clock.sleep(0);
    if (context.stop.signal.aborted) return;
    since = clock.now();
  }
  record.flush();
}

/**
 * One fan-out per model: what one provider refuses or fails, the branches of the others do not feel.
 * They share the run's budget, its signal and, through their pacers, each provider's limits.
 */
export async function fanOutBranches(context: Context): Promise<FanOutEnd> {
  const { options, stop, record } = context;
  const byModel = Map.groupBy(openBranches(context.state), branch => branch.model);
  if (byModel.size === 0) return { kind: stop.signal.aborted ? 'cancelled' : 'done' };
  const { signal, end: endAll } = linked(stop.signal);
  const controls: FanOutControl[] = [];
  const told = sharedPause(byModel.size, record.emit);
  const ends = await Promise.all(
    [...byModel].map(async ([ref, branches], lane) => {
      const end = await fanOutTo(context, ref, branches, {
        signal,
        emit: told.emitOf(lane),
        onControl: control => {
          controls.push(control);
          if (controls.length === byModel.size) options.onControl?.(allOf(controls));
        },
      });
      told.ended(lane);
      // The run is not to go on after a failure: that holds for every model.
      if (end.kind === 'stopped' && options.policy.onFailure !== 'partial') endAll();
      return end;
    }),
  );
  record.flush();
  if (stop.signal.aborted) return { kind: 'cancelled' };
  return ends.find(({ kind }) => kind === 'stopped') ?? ends[0]!;
}

function fanOutTo(
  context: Context,
  ref: string,
  branches: readonly Branch[],
  own: Pick<FanOutOptions, 'signal' | 'emit' | 'onControl'>,
): Promise<FanOutEnd> {
  const { ports, state } = context;
  const { reviewer, pacer } = portsOf(ports, ref);
  const { price } = reviewer.model;
  const caches = cachesPrompts(reviewer.model);
  const scouts = scoutsOf(reviewer.model);
  return fanOut({
    branches,
    ...(scouts && { scouts }),
    attempt: async (branch, call) => {
      const reply = await reviewer.review(taskOf(context, branch), call);
      remember(branch, reply.answer, context);
      learnFrom(context, branch, reply.usage);
      return reply;
    },
    succeed: (branch, { answer }, bill) => outcomeOf(context, branch, answer, bill, false),
    split: branch => {
      const { chunk, source } = placeOf(context, branch);
      const halves = splitInTwo(source, chunk, ports.count);
      return halves && { chunks: halves, branches: splitBranch(branch, halves) };
    },
    pacerOf: () => pacer,
    policy: {
      ...policyOf(context),
      cachesPrefixOf: branch =>
        caches && (state.chunks[branch.chunkId]?.tokens ?? 0) >= CACHED_FROM_TOKENS,
    },
    budget: context.budget,
    clock: ports.clock,
    priceOf: (_branch, usage) => costOf(usage, price),
    recorded: context.record.recorded,
    ...own,
  });
}

/** Nothing was sent. */
const NO_BILL = { usage: noUsage, costUsd: 0, calls: 0, attempts: 0 };

export function outcomeOf(
  context: Context,
  branch: Branch,
  answer: Answer,
  bill: Bill & { readonly attempts: number },
  cached: boolean,
): Outcome {
  const place = placeOf(context, branch);
  return {
    status: 'succeeded',
    findings: placeFindings({ branch, ...place }, answer),
    assessment: answer.assessment,
    dropped: answer.dropped,
    ...(answer.labels ? { labels: placeLabels(context, place, answer) } : {}),
    ...(answer.facts ? { facts: placeFacts({ branch, ...place }, answer) } : {}),
    ...(answer.statements
      ? { statements: placeStatements({ branch, ...place }, answer.statements) }
      : {}),
    ...bill,
    cached,
  };
}
