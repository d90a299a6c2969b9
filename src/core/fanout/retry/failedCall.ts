import type { Failure } from '../../domain/failure.ts';
import { t } from '../../text/l10n.ts';
import {
  billOf,
  createTask,
  end,
  endUnrun,
  enqueue,
  failedWith,
  failureOf,
  wake,
  wallAt,
  type Context,
  type Task,
} from '../context.ts';
import { decide, isBroken, isOutage, mayHeal, waitMs } from './retry.ts';
import { pauseRun, probeFailed, stopRun } from '../pacing/runPause.ts';

const MAX_SPLITS = 6;

/** A try has failed: the branch is sent again, waits, is split, or ends; the run goes on, pauses or stops. */
export function fail(context: Context, task: Task, failure: Failure): void {
  const { clock, policy } = context.options;
  const probed = context.pause?.probe === task;
  if (probed && context.pause) context.pause.probe = undefined;
  task.hedged = false;
  // While a twin is under way, nothing is decided.
  if (task.status !== 'open' || task.calls.length > 0) return;
  task.previous = failure;
  if (context.stopped || context.cancelled) return endUnrun(context, task);
  if (probed) probeFailed(context, failure);
  const trips = !probed && context.breaker.failed(failure, clock.now());
  if (isBroken(failure)) task.broken += 1;
  if (failure.code === 'dns' && context.dns++ === 0) context.dnsSince = clock.now();
  if (failure.code !== 'dns' && !failure.unsent) context.hasReached = true;
  if (isOutage(failure)) task.outages += 1;
  const maxAttempts = task.late ? 1 : policy.maxAttempts;
  const { dns, dnsSince, hasReached } = context;
  const dnsMs = clock.now() - dnsSince;
  const decision = decide(failure, { ...task, dns, dnsMs, hasReached, maxAttempts });
  // A probe that finds the provider still down says nothing about its branch.
  if (probed && isOutage(failure) && decision !== 'wait') return wait(context, task, failure, true);
  switch (decision) {
    case 'wait':
      wait(context, task, failure, context.retries.take(failure) === 'empty' || lasts(context));
      break;
    case 'pause':
      wait(context, task, failure, true);
      break;
    case 'retry':
      retry(context, task, failure);
      break;
    case 'split':
      splitTask(context, task, failure);
      break;
    case 'stopRun':
      end(context, task, failedWith(task, failure));
      stopRun(context, failure);
      break;
    case 'failBranch':
      giveUp(context, task, failure);
      break;
  }
  if (trips) pauseRun(context, failure);
}

/** A rate limit under which nothing has succeeded for so long, in ms, is reported as a pause, with the provider's words. */
const LASTING_MS = 20_000;
const LASTING_CALLS = 4;

function lasts(context: Context): boolean {
  const now = context.options.clock.now();
  const limited = (context.limited ??= { since: now, calls: 0 });
  limited.calls += 1;
  return limited.calls >= LASTING_CALLS && now - limited.since >= LASTING_MS;
}

/** Costs no attempt: the call was not run, or says nothing about the branch. */
function wait(context: Context, task: Task, failure: Failure, pauses: boolean): void {
  const { clock, emit } = context.options;
  if (pauses || context.pause) pauseRun(context, failure, task);
  if (task.status !== 'open') return;
  const until = context.pause?.probeAt ?? clock.now() + waitMs(failure, 1, context.random);
  task.toldUntil = until;
  emit({
    type: 'branch.waiting',
    branchId: task.branch.id,
    on: failure.code === 'rateLimited' ? 'rateLimit' : 'provider',
    until: wallAt(context, until),
  });
  enqueue(context, task);
}

function retry(context: Context, task: Task, failure: Failure): void {
  const { clock, emit } = context.options;
  const taken = context.retries.take(failure);
  if (taken === 'spent') return giveUp(context, task, failure);
  if (taken === 'empty' || context.pause) pauseRun(context, failure, task);
  if (task.status !== 'open') return;
  const until = clock.now() + waitMs(failure, task.outages, context.random);
  task.attempt += 1;
  emit({
    type: 'branch.retrying',
    branchId: task.branch.id,
    attempt: task.attempt,
    failure,
    until: wallAt(context, until),
  });
  context.alarm.set(until, () => {
    if (task.status === 'open' && task.calls.length === 0 && !task.queued) enqueue(context, task);
  });
}

function splitTask(context: Context, task: Task, failure: Failure): void {
  const { options, tasks, lanes } = context;
  let parts: ReturnType<typeof options.split>;
  try {
    parts = task.depth < MAX_SPLITS ? options.split(task.branch) : undefined;
  } catch (error) {
    return giveUp(context, task, failureOf(error));
  }
  if (!parts || parts.branches.length === 0) return giveUp(context, task, failure);
  task.status = 'split';
  task.lane.order.release(task);
  tasks.delete(task.branch.id);
  context.open -= 1;
  options.emit({
    type: 'branch.split',
    branchId: task.branch.id,
    ...parts,
    ...(failure.unsent && { calls: 0 }),
    ...billOf(task),
  });
  for (const branch of parts.branches) {
    const lane = lanes.get(options.pacerOf(branch)) ?? task.lane;
    lane.order.addUrgent(createTask(context, branch, lane, task));
  }
  wake(context);
}

function giveUp(context: Context, task: Task, failure: Failure): void {
  const { onFailure } = context.options.policy;
  end(context, task, failedWith(task, failure));
  if (!task.late && mayHeal(failure)) context.healable.push(task);
  if (onFailure === 'fail')
    stopRun(context, {
      ...failure,
      message: t('The run stopped at the first failed branch, as set. {0}', failure.message),
    });
  else checkQuorum(context, failure);
}

/**
 * Stops the run once so many branches have failed for good that its quorum cannot be reached any more;
 * those that will be tried once more at the end may still succeed.
 */
export function checkQuorum(context: Context, failure: Failure): void {
  const { onFailure } = context.options.policy;
  if (typeof onFailure === 'string') return;
  const permanent = context.failed - context.healable.length;
  if (permanent <= context.tasks.size * (1 - onFailure.quorum) + 1e-9) return;
  const share = Math.round(onFailure.quorum * 1_000) / 10;
  stopRun(context, {
    ...failure,
    message: t(
      'The run stopped because fewer than {0} % of the branches can still succeed. {1}',
      share,
      failure.message,
    ),
  });
}
