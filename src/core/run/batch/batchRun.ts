import { shareOf } from '../../domain/cost.ts';
import { t } from '../../text/l10n.ts';
import type { FanOutEnd } from '../../fanout/fanOut.ts';
import { type Together, sharedPause } from '../../fanout/pacing/sharedPause.ts';
import { openBatches } from '../../state/foldBatches.ts';
import { type Context, openBranches } from '../context.ts';
import { type ModelPorts, modelPortsOf } from '../models.ts';
import type { Economy, Left } from './batchLane.ts';
import { askWhetherDone, msUntilAsked } from './batchResults.ts';
import {
  amountOf,
  failureOf,
  isReady,
  ownBatches,
  sendAgain,
  submitOpen,
  tellPause,
} from './batchSubmit.ts';

/**
 * In economy mode, has the batch engine of each model's provider answer what is open, and waits for it, for
 * days if need be; batches sent earlier are waited for in any mode. What they leave unanswered, and what goes to
 * models that have no batch engine, is open when it returns. Cancelling asks the providers to stop and keeps
 * what is done. Undefined: the run goes on.
 */
export async function answerByBatch(context: Context): Promise<FanOutEnd | Left | undefined> {
  const { ports, state, options, stop } = context;
  const wanted = state.mode === 'economy' && !stop.signal.aborted;
  if (!wanted && openBatches(state).length === 0) return undefined;
  const readers = modelPortsOf(ports).filter(({ model }) => model?.batch);
  if (readers.length === 0) return undefined;
  const together = sharedPause(readers.length, context.emit);
  const economies = readers.map((reader, lane) => begin(context, reader, together, lane));
  const onLeave = (): void => economies.forEach(({ leave }) => leave.abort(options.leave?.reason));
  options.leave?.addEventListener('abort', onLeave, { once: true });
  try {
    await Promise.all(economies.map(runBatchLoop));
  } finally {
    options.leave?.removeEventListener('abort', onLeave);
    for (const { reserved } of economies)
      for (const amount of reserved.values()) context.budget.settle(amount);
    if (state.pause) context.emit({ type: 'run.unpaused' });
  }
  if (options.leave?.aborted) return { kind: 'left' };
  return stopRefused(economies);
}

async function runBatchLoop(economy: Economy): Promise<void> {
  const { context, leave, pause, lane } = economy;
  const { stop, record } = context;
  while (!leave.signal.aborted && !economy.stopped && !record.failure()) {
    economy.again = false;
    if (stop.signal.aborted) await cancelOpen(economy);
    else if (isReady(economy)) await submitOpen(economy);
    for (const batch of ownBatches(economy))
      if (batch.providerId === undefined) await sendAgain(economy, batch);
      else await askWhetherDone(economy, batch);
    if (economy.again) continue;
    if (ownBatches(economy).length === 0 && !isWaiting(economy)) break;
    await untilNext(economy);
  }
  pause.ended(lane);
}

function begin(
  context: Context,
  { model, reviewer }: ModelPorts,
  pause: Together,
  lane: number,
): Economy {
  const { options, state, budget } = context;
  const engine = model?.batch;
  if (!engine) throw new Error(`${reviewer.model.ref} has no batch engine`);
  const leave = new AbortController();
  if (options.leave?.aborted) leave.abort(options.leave.reason);
  const list = reviewer.model.price;
  const economy: Economy = {
    context,
    model: reviewer.model.ref,
    engine,
    pause,
    lane,
    price: list && shareOf(list, engine.priceShare),
    leave,
    reserved: new Map(),
    askAt: new Map(),
    notBefore: 0,
    isPaused: false,
    tries: 0,
    room: Infinity,
    again: false,
  };
  for (const { branchIds } of ownBatches(economy))
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

async function cancelOpen(economy: Economy): Promise<void> {
  const { context, engine, leave } = economy;
  for (const batch of ownBatches(economy)) {
    // One that may be another's is not for us to cancel.
    if (batch.cancelling || batch.providerId === undefined || batch.uncertain) continue;
    try {
      await engine.cancel(batch.providerId, leave.signal);
      context.emit({ type: 'batch.cancelling', batchId: batch.id });
      if (economy.isPaused) tellPause(economy, undefined);
    } catch (error) {
      if (leave.signal.aborted) return;
      const { message } = failureOf(error);
      const until = context.ports.clock.date() + msUntilAsked(economy, batch);
      tellPause(economy, {
        reason: t(
          'The batch could not be cancelled yet, and is billed as long as it goes on: {0} It is tried again.',
          message,
        ),
        until: Math.round(until),
      });
    }
  }
}

/** Waits until there is something to do, or somebody wants something. */
async function untilNext(economy: Economy): Promise<void> {
  const { context, leave, notBefore } = economy;
  const { clock } = context.ports;
  const asked = ownBatches(economy).map(batch => msUntilAsked(economy, batch));
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

/**
 * Ends what is open to models whose batches cannot be sent, for their reason; batches under way stay where
 * they are. The run goes on as long as another model has something open.
 */
function stopRefused(economies: readonly Economy[]): FanOutEnd | undefined {
  const refused = economies.filter(({ stopped }) => stopped);
  const { context } = economies[0]!;
  const { state, options, record } = context;
  // The run is not to go on after a failure: that holds for every model.
  const isOver = refused.length > 0 && options.policy.onFailure !== 'partial';
  const failure = refused[0]?.stopped;
  for (const { id, model } of openBranches(state)) {
    const why = refused.find(economy => economy.model === model)?.stopped;
    const reason = why ?? (isOver ? failure : undefined);
    if (reason)
      context.emit({
        type: 'branch.ended',
        branchId: id,
        outcome: { status: 'skipped', reason: t('not run: {0}', reason.message) },
      });
  }
  record.flush();
  return failure && openBranches(state).length === 0 ? { kind: 'stopped', failure } : undefined;
}
