import type { BatchState } from '../../domain/batch.ts';
import type { BatchProgress, BatchResult } from '../../ports/model.ts';
import { costOf } from '../../domain/cost.ts';
import type { Bill } from '../../fanout/bill.ts';
import { decide } from '../../fanout/retry/retry.ts';
import { noUsage } from '../../domain/cost.ts';
import type { Usage } from '../../domain/billing.ts';
import type { Failure } from '../../domain/failure.ts';
import type { Branch } from '../../domain/branch.ts';
import { BLOCK_MS, outcomeOf } from '../branches.ts';
import { dropBatch, failureOf, isOutOfTries, keyOf, queueIsFull, settle } from './batchSubmit.ts';
import { remember } from '../cache.ts';
import { learnFrom } from '../estimate/calibration.ts';
import { taskOf } from '../tasks.ts';
import type { Economy } from './batchLane.ts';
import { portsOf } from '../models.ts';
import { t } from '../../text/l10n.ts';

/**
 * A batch is asked about after a quarter of its age, so that short ones are known at once and long ones
 * cost nothing: some thirty times in the first hour, every five minutes after that.
 */
const AGE_SHARE = 1 / 4;
const MIN_MS = 2_000;
const MAX_MS = 300_000;
/** Providers end a batch within 24 hours: one that has not been listeners of for longer is asked about another time. */
const MAX_BATCH_MS = 26 * 60 * 60_000;

/** Until the batch is asked about again; one that was not sent has nothing to be asked. */
export const msUntilAsked = ({ askAt, context }: Economy, batch: BatchState): number =>
  batch.providerId === undefined
    ? MAX_MS
    : Math.max(0, (askAt.get(batch.id) ?? 0) - context.ports.clock.now());

export async function askWhetherDone(economy: Economy, batch: BatchState): Promise<void> {
  const { context, engine, leave, askAt } = economy;
  const { clock } = context.ports;
  const { providerId, submittedAt = 0 } = batch;
  if (providerId === undefined || msUntilAsked(economy, batch) > 0) return;
  const age = Math.max(0, clock.date() - submittedAt);
  askAt.set(batch.id, clock.now() + Math.min(MAX_MS, Math.max(MIN_MS, age * AGE_SHARE)));
  try {
    const progress = await engine.progress(providerId, leave.signal);
    if (progress.done !== batch.done || (progress.total || batch.total) !== batch.total)
      context.emit({
        type: 'batch.progressed',
        batchId: batch.id,
        done: progress.done,
        total: progress.total || batch.total,
      });
    await after(economy, batch, providerId, progress);
  } catch (error) {
    if (leave.signal.aborted) return;
    const failure = failureOf(error);
    // The batch continues without us; only what does not heal by itself is worth a word.
    const tries = {
      attempt: 1,
      maxAttempts: Infinity,
      broken: 0,
      dns: 0,
      dnsMs: 0,
      hasReached: true,
    };
    const isOverdue = batch.submittedAt !== undefined && age > MAX_BATCH_MS;
    if (isOverdue || decide(failure, tries) === 'stopRun') economy.stopped = failure;
  }
}

async function after(
  economy: Economy,
  batch: BatchState,
  providerId: string,
  progress: BatchProgress,
): Promise<void> {
  switch (progress.state) {
    case 'running':
      return;
    case 'ended':
      return collect(economy, batch, providerId);
    case 'rejected': {
      const failure = progress.failure ?? unexplained(economy);
      if (progress.queueFull) queueIsFull(economy, batch, progress.queueFull.tokens);
      if (!progress.queueFull || isOutOfTries(economy)) economy.stopped = failure;
      return dropBatch(economy, batch, failure);
    }
    case 'gone':
      economy.stopped = gone(economy);
      for (const branchId of batch.branchIds) settle(economy, branchId);
      economy.context.emit({
        type: 'batch.ended',
        batchId: batch.id,
        how: 'gone',
        failure: economy.stopped,
      });
  }
}

const originOf = ({ context, model }: Economy): string =>
  portsOf(context.ports, model).reviewer.model.origin ?? t('the provider');

const unexplained = (economy: Economy): Failure => ({
  code: 'badRequest',
  message: t(
    '{0} rejected the batch and did not say why. Nothing of it was run.',
    originOf(economy),
  ),
});

const gone = (economy: Economy): Failure => ({
  code: 'badRequest',
  message: t(
    '{0} does not know the batch any more: batches and their answers are kept there for about 29 days. What was answered before is kept. Resume to send the rest again.',
    originOf(economy),
  ),
});

const EXPIRED: Failure = {
  code: 'timeout',
  message: t('The provider did not come to it within the 24 hours of its batch.'),
};
const MISSING: Failure = {
  code: 'cutOff',
  message: t('The batch ended without a word on this part.'),
};
const CANCELLED: Failure = {
  code: 'badRequest',
  message: t(
    'The batch was cancelled at the provider, not by Fanout. What was answered is kept. Resume to send the rest again.',
  ),
};

/** Takes the answers as they come; each is stored before the provider is let go of its copy. */
async function collect(economy: Economy, batch: BatchState, providerId: string): Promise<void> {
  const { context, engine, leave } = economy;
  const { state, ports, record } = context;
  const key = keyOf(economy, batch);
  const taken = new Set<string>();
  let cancelled = 0;
  let since = ports.clock.now();
  await engine.results(
    providerId,
    async results => {
      const own = results.filter(({ id }) => branchIdOf(batch, key, id) !== undefined);
      for (const result of own) {
        const branchId = branchIdOf(batch, key, result.id) ?? '';
        if (result.kind === 'cancelled') cancelled += 1;
        if (!taken.has(branchId)) take(economy, batch, branchId, result);
        taken.add(branchId);
        if (ports.clock.now() - since < BLOCK_MS) continue;
        await ports.clock.sleep(0);
        since = ports.clock.now();
      }
      record.flush();
      // Without a store the provider's copy is the only one.
      if (record.failure()) leave.abort(new DOMException('Not stored.', 'AbortError'));
      leave.signal.throwIfAborted();
      return own.length > 0;
    },
    leave.signal,
  );
  if (taken.size === 0 && batch.uncertain) return dropBatch(economy, batch);
  if (cancelled > 0 && !batch.cancelling) economy.stopped = CANCELLED;
  for (const branchId of batch.branchIds) {
    settle(economy, branchId);
    const branch = state.branches[branchId];
    if (branch?.batchId !== batch.id || branch.outcome || batch.cancelling || cancelled > 0)
      continue;
    context.emit({ type: 'branch.missed', branchId, failure: MISSING });
  }
  economy.again = true;
  context.emit({ type: 'batch.ended', batchId: batch.id, how: 'collected' });
}

const branchIdOf = (batch: BatchState, key: string, id: string): string | undefined => {
  const [, index] = id.startsWith(`${key}-`) ? (/-(\d{1,6})$/.exec(id) ?? []) : [];
  return index === undefined ? undefined : batch.branchIds[Number(index)];
};

function take(economy: Economy, batch: BatchState, branchId: string, result: BatchResult): void {
  const { context } = economy;
  const state = context.state.branches[branchId];
  // Collected before a crash, or asked otherwise in the meantime.
  if (state?.batchId !== batch.id || state.outcome?.status === 'succeeded') return;
  const { branch } = state;
  switch (result.kind) {
    case 'answered':
      return answer(economy, branch, result.reply.text, result.reply.usage);
    case 'failed':
      return miss(economy, branch, result.failure);
    case 'expired':
      return miss(economy, branch, EXPIRED);
    case 'cancelled':
  }
}

function answer(economy: Economy, branch: Branch, text: string, usage: Usage): void {
  const { context } = economy;
  const { emit, job, state } = context;
  let checked: ReturnType<typeof job.check>;
  try {
    checked = job.check(text, taskOf(context, branch));
  } catch (error) {
    return miss(economy, branch, { ...failureOf(error), usage });
  }
  remember(branch, checked, context);
  learnFrom(context, branch, usage);
  const bill = billOf(economy, usage);
  settle(economy, branch.id, bill);
  // It was given up, and its answer came all the same.
  if (state.branches[branch.id]?.outcome) emit({ type: 'branch.requeued', branchId: branch.id });
  const outcome = outcomeOf(context, branch, checked, { ...bill, attempts: 1 }, false);
  emit({ type: 'branch.ended', branchId: branch.id, outcome });
}

/** Open again, and asked by itself when the batches are done. */
function miss(economy: Economy, branch: Branch, failure: Failure): void {
  const { usage } = failure;
  const bill = usage ? billOf(economy, usage) : undefined;
  settle(economy, branch.id, bill);
  economy.context.emit({ type: 'branch.missed', branchId: branch.id, failure, ...bill });
}

function billOf({ price }: Economy, usage: Usage = noUsage): Bill {
  const costUsd = costOf(usage, price);
  return { usage, calls: 1, ...(costUsd === undefined ? {} : { costUsd }) };
}
