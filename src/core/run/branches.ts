import { costOf } from '../cost.ts';
import { placeFindings } from '../fanin/anchor.ts';
import { placeFacts } from '../fanin/placeFacts.ts';
import { fanOut, type FanOutEnd, type FanOutPolicy } from '../fanout/fanOut.ts';
import { splitBranch } from '../fanout/plan.ts';
import type { Reply } from '../ports.ts';
import { splitInTwo } from '../split/split.ts';
import { noUsage } from '../state.ts';
import type { Branch, Outcome } from '../types.ts';
import { recall, remember } from './cache.ts';
import { learnFrom } from './calibration.ts';
import { type Context, openBranches, placeOf, taskOf } from './context.ts';

/** Longest time in ms that answers from the store keep the event loop. */
const BLOCK_MS = 20;

/** What was asked before is not asked again. */
export async function answerFromStore(context: Context): Promise<void> {
  const { clock } = context.ports;
  let since = clock.now();
  for (const branch of openBranches(context.state)) {
    const answer = recall(branch, context);
    if (answer)
      context.emit({
        type: 'branch.ended',
        branchId: branch.id,
        outcome: outcomeOf(
          context,
          branch,
          { answer, usage: noUsage },
          { attempts: 0, cached: true },
        ),
      });
    if (clock.now() - since < BLOCK_MS) continue;
    await clock.sleep(0);
    if (context.stop.signal.aborted) return;
    since = clock.now();
  }
}

export function fanOutBranches(context: Context): Promise<FanOutEnd> {
  const { options, ports, state, emit, stop } = context;
  return fanOut({
    branches: openBranches(state),
    attempt: async (branch, call) => {
      const reply = await ports.reviewer.review(taskOf(context, branch), call);
      remember(branch, reply.answer, context);
      learnFrom(context, branch, reply.usage);
      return reply;
    },
    succeed: (branch, reply, attempts) =>
      outcomeOf(context, branch, reply, { attempts, cached: false }),
    split: branch => {
      const { chunk, source } = placeOf(context, branch);
      const halves = splitInTwo(source, chunk, ports.count);
      return halves && { chunks: halves, branches: splitBranch(branch, halves) };
    },
    pacerOf: () => ports.pacer,
    policy: pricedPolicy(context),
    clock: ports.clock,
    signal: stop.signal,
    priceOf: (_branch, usage) => costOf(usage, ports.reviewer.model.price),
    emit,
    ...(options.onControl ? { onControl: options.onControl } : {}),
  });
}

/** Prompts shorter than this are not cached by the providers. */
const CACHED_FROM_TOKENS = 1024;

/** The run's policy with what only the run knows: prices, what is spent already, whose prompts are cached. */
function pricedPolicy({ options, ports, state }: Context): FanOutPolicy {
  const { price, provider } = ports.reviewer.model;
  const caches = provider === 'openai' || provider === 'anthropic';
  const { inputTokens, outputTokens } = state.usage;
  return {
    ...options.policy,
    budget: {
      ...options.policy.budget,
      spent: { usd: state.costUsd ?? 0, tokens: inputTokens + outputTokens },
    },
    costOf: branch =>
      costOf(
        { ...noUsage, inputTokens: branch.inputTokens, outputTokens: branch.outputTokens },
        price,
      ),
    cachesPrefixOf: branch =>
      caches && (state.chunks[branch.chunkId]?.tokens ?? 0) >= CACHED_FROM_TOKENS,
  };
}

function outcomeOf(
  context: Context,
  branch: Branch,
  reply: Reply,
  how: { readonly attempts: number; readonly cached: boolean },
): Outcome {
  const place = placeOf(context, branch);
  const costUsd = costOf(reply.usage, context.ports.reviewer.model.price);
  return {
    status: 'succeeded',
    findings: placeFindings({ branch, ...place }, reply.answer),
    assessment: reply.answer.assessment,
    dropped: reply.answer.dropped,
    ...(reply.answer.facts ? { facts: placeFacts({ branch, ...place }, reply.answer) } : {}),
    usage: reply.usage,
    ...(costUsd === undefined ? {} : { costUsd }),
    ...how,
  };
}
