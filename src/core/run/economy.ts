import { openBatches } from '../batches.ts';
import type { BatchEngine } from '../batchEngine.ts';
import { shareOf } from '../cost.ts';
import type { Amount } from '../fanout/budget.ts';
import type { FanOutEnd } from '../fanout/fanOut.ts';
import type { Failure, Price } from '../types.ts';
import { askWhetherDone, msUntilAsked } from './batchResults.ts';
import { amountOf, isReady, sendAgain, submitOpen } from './batchSubmit.ts';
import { type Context, openBranches } from './context.ts';

/** How a stage ended that may go on another time: the batches are still at the provider. */
export type Left = { readonly kind: 'left' };

/** What a run in batches knows while it goes on. */
export interface Economy {
  readonly context: Context;
  readonly engine: BatchEngine;
  /** Of a request in a batch; undefined when the model's price is unknown. */
  readonly price: Price | undefined;
  /** Aborts when the batches are to be left alone: results that arrive after that are not stored. */
  readonly leave: AbortController;
  /** Set aside in the budget, by branch. */
  readonly reserved: Map<string, Amount>;
  /** When a batch is asked about next (`clock.now()`). */
  readonly askAt: Map<string, number>;
  /** Nothing is sent before (`clock.now()`), after so many tries in vain. */
  notBefore: number;
  tries: number;
  /** Most tokens that may be queued at the provider at once, as far as it has said. */
  room: number;
  /** A batch has ended since it was looked last: something may be sent in its place. */
  again: boolean;
  /** Why nothing more is sent. */
  stopped?: Failure;
}

/**
 * In economy mode, has the provider's batch engine answer what is open, and waits for it, for days if need be;
 * batches sent earlier are waited for in any mode. What they leave unanswered is open when it returns.
 * Cancelling asks the provider to stop and keeps what is done. Undefined: the run goes on.
 */
export async function answerByBatch(context: Context): Promise<FanOutEnd | Left | undefined> {
  const { ports, state, options, stop } = context;
  const engine = ports.model?.batch;
  const wanted = state.mode === 'economy' && !stop.signal.aborted;
  if (!engine || (!wanted && openBatches(state).length === 0)) return undefined;
  const economy = begin(context, engine);
  const { leave } = economy;
  const onLeave = (): void => leave.abort(options.leave?.reason);
  options.leave?.addEventListener('abort', onLeave, { once: true });
  try {
    while (!leave.signal.aborted && !economy.stopped && !context.record.failure()) {
      economy.again = false;
      if (stop.signal.aborted) await cancelOpen(economy);
      else if (isReady(economy)) await submitOpen(economy);
      for (const batch of openBatches(state))
        if (batch.providerId === undefined) await sendAgain(economy, batch);
        else await askWhetherDone(economy, batch);
      if (economy.again) continue;
      if (openBatches(state).length === 0 && !isWaiting(economy)) break;
      await untilNext(economy);
    }
  } finally {
    options.leave?.removeEventListener('abort', onLeave);
    for (const amount of economy.reserved.values()) context.budget.settle(amount);
    if (state.pause) context.emit({ type: 'run.unpaused' });
  }
  if (options.leave?.aborted) return { kind: 'left' };
  return economy.stopped && stopBranches(context, economy.stopped);
}

function begin(context: Context, engine: BatchEngine): Economy {
  const { ports, options, state, budget } = context;
  const leave = new AbortController();
  if (options.leave?.aborted) leave.abort(options.leave.reason);
  const list = ports.reviewer.model.price;
  const economy: Economy = {
    context,
    engine,
    price: list && shareOf(list, engine.priceShare),
    leave,
    reserved: new Map(),
    askAt: new Map(),
    notBefore: 0,
    tries: 0,
    room: Infinity,
    again: false,
  };
  for (const { branchIds } of openBatches(state))
    for (const id of branchIds) {
      const branch = state.branches[id];
      if (!branch || branch.outcome) continue;
      const amount = amountOf(branch.branch, economy.price);
      economy.reserved.set(id, amount);
      budget.reserve(amount);
    }
  return economy;
}

/** Branches are left that can be sent when the provider's queue has room again. */
const isWaiting = (economy: Economy): boolean =>
  !economy.context.stop.signal.aborted && economy.notBefore > economy.context.ports.clock.now();

async function cancelOpen({ context, engine, leave }: Economy): Promise<void> {
  for (const batch of openBatches(context.state)) {
    // One that may be another's is not for us to cancel.
    if (batch.cancelling || batch.providerId === undefined || batch.uncertain) continue;
    try {
      await engine.cancel(batch.providerId, leave.signal);
      context.emit({ type: 'batch.cancelling', batchId: batch.id });
    } catch {
      // Tried again when it is asked about next.
    }
  }
}

/** Waits until there is something to do, or somebody wants something. */
async function untilNext(economy: Economy): Promise<void> {
  const { context, leave, notBefore } = economy;
  const { clock } = context.ports;
  const asked = openBatches(context.state).map(batch => msUntilAsked(economy, batch));
  const resend = notBefore > clock.now() ? [notBefore - clock.now()] : [];
  const ms = Math.max(MIN_WAIT_MS, Math.min(...asked, ...resend));
  const wake = new AbortController();
  const onAbort = (): void => wake.abort();
  const signals = [leave.signal, ...(context.stop.signal.aborted ? [] : [context.stop.signal])];
  for (const signal of signals) signal.addEventListener('abort', onAbort, { once: true });
  if (leave.signal.aborted) wake.abort();
  await clock.sleep(ms, wake.signal).catch(() => undefined);
  for (const signal of signals) signal.removeEventListener('abort', onAbort);
}

const MIN_WAIT_MS = 250;

/** Ends what is open for the run's reason; batches under way stay where they are. */
function stopBranches(context: Context, failure: Failure): FanOutEnd {
  for (const { id } of openBranches(context.state))
    context.emit({
      type: 'branch.ended',
      branchId: id,
      outcome: { status: 'skipped', reason: `not run: ${failure.message}` },
    });
  context.record.flush();
  return { kind: 'stopped', failure };
}
