import type { BatchState } from '../../domain/batch.ts';
import { openBatches } from '../../state/foldBatches.ts';
import type { BatchReceipt } from '../../ports/model.ts';
import { costOf } from '../../domain/cost.ts';
import { FanoutError } from '../../errors.ts';
import { expectedUsage } from '../../fanout/bill.ts';
import type { Amount } from '../../fanout/budget.ts';
import { isOutage, isPushback } from '../../fanout/retry/retry.ts';
import type { ModelRequest } from '../../ports/model.ts';
import { contentHash } from '../../text/hash.ts';
import type { Price } from '../../domain/billing.ts';
import type { Failure } from '../../domain/failure.ts';
import type { Branch } from '../../domain/branch.ts';
import { openBranches, promptOptionsOf } from '../context.ts';
import { taskOf } from '../tasks.ts';
import type { Economy } from './batchLane.ts';

/** Waits between tries to send a batch: half a minute, doubled up to a quarter of an hour. */
const FIRST_WAIT_MS = 30_000;
const MAX_WAIT_MS = 900_000;
/** Tries to send a batch, the waits between them about two hours. */
const MAX_TRIES = 12;
/** Size of an item on the wire without its prompt. */
const ITEM_BYTES = 600;

/** A batch holds the branches of one model. */
export const ownBatches = ({ context: { state }, model }: Economy): BatchState[] =>
  openBatches(state).filter(({ branchIds: [first = ''] }) => {
    return state.branches[first]?.branch.model === model;
  });

/** Nothing forbids sending, and no batch is on its way already. */
export function isReady(economy: Economy): boolean {
  const { context, notBefore, stopped } = economy;
  return (
    stopped === undefined &&
    context.state.mode === 'economy' &&
    notBefore <= context.ports.clock.now() &&
    ownBatches(economy).every(batch => batch.providerId !== undefined)
  );
}

/** Sends what is open in as few batches as the provider's limits and the budget allow. */
export async function submitOpen(economy: Economy): Promise<void> {
  const { context, leave } = economy;
  const { state } = context;
  while (isReady(economy) && !leave.signal.aborted && !context.stop.signal.aborted) {
    const packed = pack(economy);
    if (packed.length === 0) return;
    const batchId = `b${state.batches.length + 1}`;
    const branchIds = packed.map(({ branch }) => branch.id);
    context.emit({ type: 'batch.prepared', batchId, branchIds });
    const batch = state.batches.at(-1);
    if (!batch || context.record.failure()) return;
    await send(
      economy,
      batch,
      packed.map(({ request }) => request),
    );
  }
}

/** A batch that was prepared earlier, by us or before a crash: it may be at the provider already. */
export async function sendAgain(economy: Economy, batch: BatchState): Promise<void> {
  const { context, notBefore } = economy;
  if (notBefore > context.ports.clock.now() && !context.stop.signal.aborted) return;
  const sentBefore = {
    since: batch.preparedAt,
    not: context.state.batches.flatMap(({ providerId }) => providerId ?? []),
  };
  const requests = batch.branchIds.flatMap(branchId => {
    const branch = context.state.branches[branchId]?.branch;
    return branch ? [requestOf(economy, branch)] : [];
  });
  await send(economy, batch, requests, sentBefore);
}

/** The batch's name at the provider, without content; the same whenever it is made again. */
export const keyOf = ({ context }: Economy, { id }: BatchState): string =>
  `${contentHash(context.options.runId)}-${id}`;

/** What a branch is expected to take in a batch. */
export const amountOf = (branch: Branch, price: Price | undefined): Amount => ({
  usd: costOf(expectedUsage(branch), price) ?? 0,
  tokens: branch.inputTokens + branch.outputTokens,
});

/** In reading order, so that the perspectives of a chunk share what the provider caches. */
function pack(economy: Economy): { readonly branch: Branch; readonly request: ModelRequest }[] {
  const { context, engine, model, price, reserved } = economy;
  const { state, budget } = context;
  const packed: ReturnType<typeof pack> = [];
  let bytes = 0;
  let tokens = [...reserved.values()].reduce((sum, amount) => sum + amount.tokens, 0);
  const queued = ownBatches(economy).length > 0;
  for (const branch of openBranches(state)) {
    const { batchId, missed } = state.branches[branch.id] ?? {};
    if (batchId !== undefined || missed || branch.model !== model) continue;
    const amount = amountOf(branch, price);
    const request = requestOf(economy, branch);
    const size = utf8Length(JSON.stringify(request)) + ITEM_BYTES;
    const isFirst = packed.length === 0;
    if (packed.length >= engine.limits.requests) break;
    if (bytes + size > engine.limits.bytes && !isFirst) break;
    if (tokens + amount.tokens > economy.room && (queued || !isFirst)) break;
    if (!budget.affords(amount)) break;
    budget.reserve(amount);
    reserved.set(branch.id, amount);
    packed.push({ branch, request });
    bytes += size;
    tokens += amount.tokens;
  }
  return packed;
}

const requestOf = ({ context }: Economy, branch: Branch): ModelRequest =>
  context.job.request(taskOf(context, branch), promptOptionsOf(context.options));

async function send(
  economy: Economy,
  batch: BatchState,
  requests: readonly ModelRequest[],
  sentBefore?: { readonly since: number; readonly not: readonly string[] },
): Promise<void> {
  const { context, engine, leave } = economy;
  const { stop } = context;
  const key = keyOf(economy, batch);
  const items = requests.map((request, index) => ({ id: `${key}-${index}`, request }));
  const order = { key, items, ...(sentBefore ? { sentBefore } : {}) };
  let receipt: BatchReceipt | undefined;
  try {
    // Not aborted by a cancel: what was accepted by then must be known to be cancelled.
    receipt = await engine.submit({ ...order, findOnly: stop.signal.aborted }, leave.signal);
  } catch (error) {
    if (leave.signal.aborted) return;
    return notSent(economy, batch, failureOf(error));
  }
  economy.tries = 0;
  economy.notBefore = 0;
  if (economy.isPaused) tellPause(economy, undefined);
  if (!receipt) return dropBatch(economy, batch);
  const { id: providerId, uncertain } = receipt;
  context.emit({
    type: 'batch.submitted',
    batchId: batch.id,
    providerId,
    ...(uncertain ? { uncertain } : {}),
  });
}

/** It may have arrived all the same: it stays prepared, and is looked for before it is sent again. */
function notSent(economy: Economy, batch: BatchState, failure: Failure): void {
  const { context } = economy;
  const passes = isOutage(failure) || isPushback(failure) || failure.code === 'cutOff';
  economy.tries += 1;
  if (!passes || economy.tries >= MAX_TRIES) {
    economy.stopped = failure;
    // An answer that says no is certain: nothing of it is at the provider.
    if (failure.status !== undefined && failure.status < 500) dropBatch(economy, batch, failure);
    return;
  }
  const asked = failure.retryAfterMs ?? 0;
  pause(economy, Math.max(asked, FIRST_WAIT_MS * 2 ** (economy.tries - 1)));
  const until = context.ports.clock.date() + economy.notBefore - context.ports.clock.now();
  tellPause(economy, { reason: failure.message, until: Math.round(until) });
}

/** Tells that it waits for its provider and why, or that it does not any more. */
export function tellPause(
  economy: Economy,
  why: { readonly reason: string; readonly until: number } | undefined,
): void {
  economy.isPaused = why !== undefined;
  const emit = economy.pause.emitOf(economy.lane);
  emit(why ? { type: 'run.paused', ...why } : { type: 'run.unpaused' });
}

/** The account may not queue so much: smaller batches, one after the other. */
export function queueIsFull(economy: Economy, batch: BatchState, tokens: number | undefined): void {
  const sent = batch.branchIds.reduce(
    (sum, id) => sum + (economy.reserved.get(id)?.tokens ?? 0),
    0,
  );
  const others = ownBatches(economy).some(other => other !== batch);
  const known = Math.min(economy.room, tokens ?? Infinity);
  const fits = sent <= known;
  economy.room = fits ? Math.max(1, Math.floor(sent / 2)) : known;
  economy.tries += 1;
  // What fills the queue is ours, and ends some time; or somebody else's, and is waited for.
  if (!others && fits) pause(economy, FIRST_WAIT_MS * 2 ** (economy.tries - 1));
}

export const isOutOfTries = ({ tries }: Economy): boolean => tries >= MAX_TRIES;

function pause(economy: Economy, ms: number): void {
  economy.notBefore = economy.context.ports.clock.now() + Math.min(ms, MAX_WAIT_MS);
}

/** Its branches are free to be sent another time. */
export function dropBatch(economy: Economy, batch: BatchState, failure?: Failure): void {
  economy.again = true;
  for (const branchId of batch.branchIds) settle(economy, branchId);
  economy.context.emit({
    type: 'batch.ended',
    batchId: batch.id,
    how: 'rejected',
    ...(failure ? { failure } : {}),
  });
}

/** Gives back what was set aside for a branch, and notes what it was billed. */
export function settle(
  { context, reserved }: Economy,
  branchId: string,
  bill?: Parameters<typeof context.budget.settle>[1],
): void {
  const amount = reserved.get(branchId);
  if (!amount) return;
  reserved.delete(branchId);
  context.budget.settle(amount, bill);
}

/** What was thrown, as data. Anything unexpected is a bug and is thrown on. */
export function failureOf(error: unknown): Failure {
  if (error instanceof FanoutError && error.failure) return error.failure;
  throw error;
}

/** Bytes of a text in UTF-8. */
function utf8Length(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    if (unit >= 0x80) bytes += unit >= 0x800 && (unit < 0xd800 || unit > 0xdfff) ? 2 : 1;
  }
  return bytes;
}
