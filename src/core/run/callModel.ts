import { costOf } from '../cost.ts';
import { callFailed } from '../errors.ts';
import { fanOut } from '../fanout/fanOut.ts';
import type { FanOutPolicy } from '../fanout/options.ts';
import type { Model, ModelReply, ModelRequest, Reply } from '../ports.ts';
import { contentHash } from '../split/hash.ts';
import { addUsage, noUsage } from '../state.ts';
import type { Answer, Branch, Failure, Outcome, Usage } from '../types.ts';
import type { Context } from './context.ts';

/** One prompt of fan-in's own. */
export interface Question {
  /** Unique among those asked together. */
  readonly id: string;
  readonly request: ModelRequest;
  /** What is wrong with an answer, in words for the model; undefined when it can be used. */
  readonly check?: (text: string) => string | undefined;
}

/** How a question ended, with what it was billed. */
export interface Asked {
  /** Undefined when there is no usable answer. */
  readonly text?: string;
  /** Why there is none; absent when it was cancelled or skipped. */
  readonly failure?: Failure;
  readonly usage: Usage;
  /** Undefined when the model's price is unknown. */
  readonly costUsd?: number;
  /** Calls made: 0 when the answer came from the store. */
  readonly calls: number;
}

/** Tries of one question; the late pass adds one. */
const MAX_ATTEMPTS = 2;

/**
 * Fan-in's calls go the way of the branches: the same limits, budget, retries and cancelling, at most
 * three calls each. Every answer is stored by the content of its prompt, so that resuming does not pay
 * for it again. `ended` is called once per question, in any order; questions that could not be asked
 * end without a failure.
 */
export async function askAll(
  context: Context,
  model: Model,
  questions: readonly Question[],
  ended: (question: Question, asked: Asked) => void,
): Promise<void> {
  const open = new Map<string, Question>();
  for (const question of questions) {
    const text = recall(context, model, question);
    if (text === undefined) open.set(question.id, question);
    else ended(question, { text, usage: noUsage, costUsd: 0, calls: 0 });
  }
  if (open.size === 0) return;
  const { ports, stop } = context;
  const { price } = model.info;
  const texts = new Map<string, string>();
  const bills = new Map<string, Bill>();
  const end = (id: string): void => {
    const question = open.get(id);
    open.delete(id);
    const text = texts.get(id);
    const { failure, ...bill } = bills.get(id) ?? NO_BILL;
    if (question)
      ended(
        question,
        text === undefined ? { ...bill, ...(failure && { failure }) } : { ...bill, text },
      );
  };
  await fanOut({
    branches: [...open.values()].map(({ id, request }) => branchOf(context, model, id, request)),
    attempt: async (branch, call): Promise<Reply> => {
      const question = open.get(branch.id);
      if (!question) throw new Error(`question ${branch.id} was not asked`);
      const before = bills.get(branch.id) ?? NO_BILL;
      bills.set(branch.id, { ...before, calls: before.calls + 1 });
      const { text, usage, limits } = await model.generate(retold(question, call.previous), call);
      const problem = question.check?.(text);
      if (problem !== undefined) throw callFailed({ code: 'badAnswer', message: problem, usage });
      texts.set(branch.id, text);
      remember(context, model, question.request, text);
      return { answer: NO_ANSWER, usage, ...(limits ? { limits } : {}) };
    },
    succeed: (_branch, { usage }, attempts) => ({
      status: 'succeeded',
      findings: [],
      assessment: '',
      dropped: 0,
      usage,
      ...optionalCost(costOf(usage, price)),
      cached: false,
      attempts,
    }),
    split: () => undefined,
    pacerOf: () => ports.pacer,
    policy: policyOf(context, model),
    clock: ports.clock,
    signal: stop.signal,
    priceOf: (_branch, usage) => costOf(usage, price),
    emit: event => {
      if (event.type === 'run.paused' || event.type === 'run.unpaused') context.emit(event);
      if (event.type !== 'branch.ended') return;
      const before = bills.get(event.branchId) ?? NO_BILL;
      bills.set(event.branchId, billed(before, event.outcome));
      if (event.outcome.status === 'succeeded') end(event.branchId);
    },
  });
  // A failed question may have been asked once more at the end: only now is it known to have failed.
  for (const id of [...open.keys()]) end(id);
}

/**
 * One question whose answer the caller cannot do without.
 * @throws FanoutError with the failure; a DOMException `AbortError` when it was cancelled or skipped.
 */
export async function callModel(
  context: Context,
  model: Model,
  request: ModelRequest,
): Promise<ModelReply & { readonly calls: number }> {
  let asked: Asked | undefined;
  await askAll(context, model, [{ id: 'question', request }], (_question, end) => (asked = end));
  if (asked?.text !== undefined)
    return { text: asked.text, usage: asked.usage, calls: asked.calls };
  throw asked?.failure
    ? callFailed(asked.failure)
    : new DOMException('The call was not made.', 'AbortError');
}

interface Bill {
  readonly usage: Usage;
  readonly costUsd?: number;
  readonly calls: number;
  readonly failure?: Failure;
}

const NO_BILL: Bill = { usage: noUsage, costUsd: 0, calls: 0 };
const NO_ANSWER: Answer = { findings: [], assessment: '', dropped: 0 };

function billed({ usage, costUsd, calls }: Bill, outcome: Outcome): Bill {
  if (outcome.status === 'skipped' || outcome.status === 'cancelled')
    return { usage, calls, ...optionalCost(costUsd) };
  const paid = outcome.usage;
  const cost = paid ? outcome.costUsd : 0;
  return {
    usage: paid ? addUsage(usage, paid) : usage,
    calls,
    ...optionalCost(costUsd === undefined || cost === undefined ? undefined : costUsd + cost),
    ...(outcome.status === 'failed' ? { failure: outcome.failure } : {}),
  };
}

const optionalCost = (costUsd: number | undefined): { readonly costUsd?: number } =>
  costUsd === undefined ? {} : { costUsd };

/** Share of the cap that an answer takes as a rule. */
const EXPECTED_SHARE = 1 / 4;

const branchOf = (
  { ports }: Context,
  model: Model,
  id: string,
  { system, shared, task, maxOutputTokens }: ModelRequest,
): Branch => ({
  id,
  chunkId: '',
  perspectiveId: '',
  model: model.info.ref,
  inputTokens: ports.count([system, shared, task].join('\n')),
  outputTokens: maxOutputTokens * EXPECTED_SHARE,
});

/** The run's own policy, with what it has spent; one question that fails stops no other. */
function policyOf({ options: { policy }, state }: Context, model: Model): FanOutPolicy {
  const { inputTokens, outputTokens } = state.usage;
  return {
    ...policy,
    onFailure: 'partial',
    maxAttempts: MAX_ATTEMPTS,
    hedge: false,
    budget: {
      ...policy.budget,
      // Nobody is there to raise the cap: what cannot be asked is left out and said.
      whenReached: 'stop',
      spent: { usd: state.costUsd ?? 0, tokens: inputTokens + outputTokens },
    },
    costOf: ({ inputTokens: input, outputTokens: output }) =>
      costOf({ ...noUsage, inputTokens: input, outputTokens: output }, model.info.price),
  };
}

/** After an answer that could not be used, the model is told why. */
function retold({ request }: Question, previous: Failure | undefined): ModelRequest {
  if (previous?.code !== 'badAnswer') return request;
  return {
    ...request,
    task: `${request.task}\n\nAn earlier answer to this was rejected. ${previous.message} Answer again with exactly one complete JSON object of the form asked for, and nothing else.`,
  };
}

const keyOf = (model: Model, request: ModelRequest): string =>
  contentHash(JSON.stringify(['fanin', model.info.ref, request]));

function recall(
  { options, ports }: Context,
  model: Model,
  { request, check }: Question,
): string | undefined {
  // Also without the cache a run that goes on does not pay twice.
  if (!options.useCache && !options.resume) return undefined;
  const stored = ports.store?.recall(keyOf(model, request));
  const text =
    typeof stored === 'object' && stored !== null && 'text' in stored ? stored.text : undefined;
  return typeof text === 'string' && check?.(text) === undefined ? text : undefined;
}

function remember({ ports }: Context, model: Model, request: ModelRequest, text: string): void {
  try {
    ports.store?.remember(keyOf(model, request), { text });
  } catch {
    // The next event is stored by the same store: if that fails too, the run says so.
  }
}
