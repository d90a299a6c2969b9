import { costOf } from '../domain/cost.ts';
import { type Words, t } from '../text/l10n.ts';
import { callFailed, unusable } from '../errors.ts';
import { addBills, type Bill } from '../fanout/bill.ts';
import { fanOut } from '../fanout/fanOut.ts';
import type { Model, ModelReply, ModelRequest } from '../ports/model.ts';
import type { Reply } from '../ports/ports.ts';
import { contentHash } from '../text/hash.ts';
import { noUsage } from '../domain/cost.ts';
import type { Failure } from '../domain/failure.ts';
import type { Answer, Branch, Outcome } from '../domain/branch.ts';
import { type Context, policyOf } from './context.ts';
import { effortOf, portsOf, variantOf } from './models.ts';

/** One prompt of fan-in's own. */
export interface Question {
  /** Unique among those asked together. */
  readonly id: string;
  readonly request: ModelRequest;
  /** What is wrong with an answer, in words for the model; undefined when it can be used. */
  readonly check?: (text: string) => Words | undefined;
  /** Tokens its answer usually takes; absent: a share of its cap. */
  readonly outputTokens?: number;
}

/** How a question ended, with what it was billed. */
export interface Asked extends Bill {
  /** Undefined when there is no usable answer. */
  readonly text?: string;
  /** The failure; absent if the call was cancelled or skipped. */
  readonly failure?: Failure;
}

/** Tries of one question; the late pass adds one. */
const MAX_ATTEMPTS = 2;
/** Two minutes of an outage: a report without its summary is worth more than one that does not come. */
const MAX_PROBES = 4;

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
    else ended(question, { text, ...NO_BILL });
  }
  if (open.size === 0) return;
  const { ports, stop } = context;
  const { price } = model.info;
  const { pacer } = portsOf(ports, model.info.ref);
  const texts = new Map<string, string>();
  const bills = new Map<string, Asked>();
  const end = (id: string): void => {
    const question = open.get(id);
    open.delete(id);
    const text = texts.get(id);
    const { failure, ...bill } = bills.get(id) ?? { ...NO_BILL };
    if (question)
      ended(
        question,
        text === undefined ? { ...bill, ...(failure && { failure }) } : { ...bill, text },
      );
  };
  await fanOut({
    branches: [...open.values()].map(question => branchOf(context, model, question)),
    attempt: async (branch, call): Promise<Reply> => {
      const question = open.get(branch.id);
      if (!question) throw new Error(`question ${branch.id} was not asked`);
      const { text, usage, limits, refusedRequests } = await model.generate(
        withFeedback(question, call.previous),
        call,
      );
      const problem = question.check?.(text);
      if (problem !== undefined)
        throw callFailed({
          ...unusable(problem),
          usage,
          ...(refusedRequests && { refusedRequests }),
        });
      texts.set(branch.id, text);
      remember(context, model, question.request, text);
      return {
        answer: NO_ANSWER,
        usage,
        ...(limits && { limits }),
        ...(refusedRequests && { refusedRequests }),
      };
    },
    succeed: (_branch, _reply, bill) => ({
      status: 'succeeded',
      findings: [],
      assessment: '',
      dropped: 0,
      ...bill,
      cached: false,
    }),
    split: () => undefined,
    // The run's own calls did.
    hasReached: true,
    pacerOf: () => pacer,
    policy: {
      ...policyOf(context),
      // One question that fails stops no other.
      onFailure: 'partial',
      maxAttempts: MAX_ATTEMPTS,
      maxProbes: MAX_PROBES,
      hedge: false,
      // No user can raise the cap here: what cannot be asked is left out and reported.
      budget: { whenReached: 'stop' },
    },
    budget: context.budget,
    clock: ports.clock,
    signal: stop.signal,
    priceOf: (_branch, usage) => costOf(usage, price),
    recorded: context.record.recorded,
    emit: event => {
      if (event.type === 'run.paused' || event.type === 'run.unpaused') context.emit(event);
      if (event.type !== 'branch.ended') return;
      bills.set(event.branchId, withOutcome(bills.get(event.branchId) ?? NO_BILL, event.outcome));
      if (event.outcome.status === 'succeeded') end(event.branchId);
    },
  });
  // A failed question may have been asked once more at the end: only now is it known to have failed.
  for (const id of [...open.keys()]) end(id);
  context.record.flush();
}

/**
 * One question whose answer the caller cannot do without. `billed` is called once, however it ends.
 * @throws FanoutError with the failure; a DOMException `AbortError` when it was cancelled or skipped.
 */
export async function callModel(
  context: Context,
  model: Model,
  request: ModelRequest,
  billed: (bill: Bill) => void,
): Promise<ModelReply> {
  let asked: Asked = NO_BILL;
  await askAll(context, model, [{ id: 'question', request }], (_question, end) => (asked = end));
  const { text, failure, ...bill } = asked;
  billed(bill);
  if (text !== undefined) return { text, usage: bill.usage };
  throw failure ? callFailed(failure) : new DOMException(t('The call was not made.'), 'AbortError');
}

const NO_BILL: Asked = { usage: noUsage, costUsd: 0, calls: 0 };
const NO_ANSWER: Answer = { findings: [], assessment: '', dropped: 0 };

function withOutcome({ usage, costUsd, calls }: Asked, outcome: Outcome): Asked {
  const before: Bill = { usage, calls, ...(costUsd === undefined ? {} : { costUsd }) };
  const bill = outcome.usage
    ? addBills(before, { calls: 0, ...outcome, usage: outcome.usage })
    : before;
  return outcome.status === 'failed' ? { ...bill, failure: outcome.failure } : bill;
}

/** Share of the cap that an answer usually takes. */
const EXPECTED_SHARE = 1 / 4;

const branchOf = (
  { ports }: Context,
  model: Model,
  { id, request, outputTokens }: Question,
): Branch => ({
  id,
  chunkId: '',
  perspectiveId: '',
  model: model.info.ref,
  inputTokens: ports.count([request.system, request.shared, request.task].join('\n')),
  outputTokens: outputTokens ?? request.maxOutputTokens * EXPECTED_SHARE,
});

/** After an unusable answer, the retry tells the model what was wrong. */
function withFeedback({ request }: Question, previous: Failure | undefined): ModelRequest {
  if (previous?.code !== 'badAnswer') return request;
  return {
    ...request,
    task: `${request.task}\n\nAn earlier answer to this was rejected. ${previous.toModel ?? previous.message} Answer again with exactly one complete JSON object of the form asked for, and nothing else.`,
  };
}

const keyOf = (model: Model, request: ModelRequest, at = variantOf(model.info)): string =>
  contentHash(JSON.stringify(['fanin', model.info.ref, request, ...at]));

function recall(
  { options, ports }: Context,
  model: Model,
  { request, check }: Question,
): string | undefined {
  // Also without the cache a run that goes on does not pay twice.
  if (!options.useCache && !options.resume) return undefined;
  const stored =
    ports.store?.recall(keyOf(model, request)) ??
    // Earlier versions kept answers without the address of the model.
    (options.resume ? ports.store?.recall(keyOf(model, request, effortOf(model.info))) : undefined);
  const text =
    typeof stored === 'object' && stored !== null && 'text' in stored ? stored.text : undefined;
  return typeof text === 'string' && check?.(text) === undefined ? text : undefined;
}

function remember(
  { ports, state }: Context,
  model: Model,
  request: ModelRequest,
  text: string,
): void {
  try {
    ports.store?.remember(keyOf(model, request), { text }, state.runId);
  } catch {
    // The next event is stored by the same store: if that fails too, the run says so.
  }
}
