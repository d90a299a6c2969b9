/*
 * Fan-out: every branch of a run, sent once, under limits that are shared, known or not.
 *
 * What happens to a branch
 *
 *   queued ──peek, take──> running ──answer──> succeeded
 *     ^                       │
 *     │                    failure ──decide()──┬─ wait, retry ──> waiting, retrying ──> queued again, ahead of new work
 *     │                                        ├─ split ───────> its two halves are queued in its place
 *     └── end of the run: one late round ──────┼─ failBranch ──> failed
 *         for what may have healed             ├─ pause ───────> nothing starts but one probe at a time
 *                                              └─ stopRun ─────> failed, and the rest is skipped
 *
 * `skipped`: the run stopped first. `cancelled`: the user did. Every branch ends once, in one of these.
 *
 * Who decides when a call starts
 *
 *   order.ts    which branch is next: what waited before, then leaders (the first perspective of a chunk, whose
 *               prompt prefix warms the cache), then their siblings
 *   budget      pauses the run before a call that would cross the cap in money or tokens
 *   pacer.ts    one per origin, key and model, shared by every run. It asks its runs in turn (`peek`), so that
 *               nothing queues in two places, and starts a call only when all of these agree:
 *                 slots.ts       calls at once: opens step by step, halves when pushed back, at most the cap
 *                 allowance.ts   limits that settings or response headers tell: requests and tokens a minute
 *                 learnedRateLimit.ts  no headers: a rate learned from refusals, tried higher now and then
 *                 notBefore      one wait for all after a refusal, as long as the provider asks
 *   p-limit     counts what is under way
 *
 * Who decides after a failure
 *
 *   retry.ts        a table from failure code to decision, and how long to wait
 *   retryBudget.ts  retries are a share of what succeeds, so that an outage is not multiplied
 *   breaker.ts      ten outages in a row, or hardly anything accepted in a minute: the run pauses (runPause.ts)
 *                   and probes; a provider that stays away ends the run
 *   stragglers.ts   optional: a second call for one that takes far longer than its like; the first answer counts
 *
 * All of it is reported as events. What is not in an event did not happen.
 */
import {
  billOf,
  charge,
  createContext,
  createTask,
  end,
  expectedBill,
  requeue,
  wake,
  type Context,
  type Lane,
  type Task,
} from './context.ts';
import { watchCalls, workOf } from './calls.ts';
import type { FanOutControl, FanOutEnd, FanOutOptions } from './options.ts';
import { createOrder } from './order.ts';
import type { Pacer } from './pacing/pacer.ts';
import { checkQuorum } from './retry/failedCall.ts';
import { unpause } from './pacing/runPause.ts';

export type { FanOutControl, FanOutEnd, FanOutOptions, FanOutPolicy } from './options.ts';

/** A call that does not settle after an abort is given up after this time. */
const ABORT_GRACE_MS = 400;

/**
 * Runs the branches under limits, retries what may heal, splits what is too long, and tells everything as
 * events. A failed branch never takes its siblings along. Before it resolves, every branch has ended with
 * exactly one `branch.ended` (after its last `branch.requeued`) or `branch.split`. Aborting the signal
 * keeps what has succeeded, and resolves within half a second. Never rejects for what a call may do.
 */
export function fanOut(options: FanOutOptions): Promise<FanOutEnd> {
  return new Promise(resolve => {
    const leave: (() => void)[] = [];
    const onAbort = (): void => cancel(context);
    const context = createContext(options, () => {
      if (context.finished || latePass(context) || context.open > 0) return;
      context.finished = true;
      if (context.pause || context.overBudget) options.emit({ type: 'run.unpaused' });
      options.signal.removeEventListener('abort', onAbort);
      context.alarm.clear();
      for (const detach of leave) detach();
      resolve(endOf(context));
    });
    for (const [lane, tasks] of createLanes(context)) {
      lane.order.add(tasks);
      leave.push(lane.pacer.attach(workOf(context, lane)));
    }
    options.onControl?.(controlOf(context));
    options.signal.addEventListener('abort', onAbort, { once: true });
    if (options.signal.aborted) cancel(context);
    watchCalls(context);
    wake(context);
    context.settled();
  });
}

function createLanes(context: Context): Map<Lane, Task[]> {
  const { policy, branches, pacerOf } = context.options;
  const laneOf = (pacer: Pacer): Lane => {
    const known = context.lanes.get(pacer);
    if (known) return known;
    const order = createOrder<Task>(
      policy.optimize,
      policy.cachesPrefixOf ?? (() => false),
      () => ({ slots: Math.max(1, policy.concurrency), busy: context.calls }),
    );
    const lane: Lane = { pacer, order };
    context.lanes.set(pacer, lane);
    return lane;
  };
  const tasks = new Map<Lane, Task[]>();
  for (const branch of branches) {
    const lane = laneOf(pacerOf(branch));
    const task = createTask(context, branch, lane);
    const others = tasks.get(lane);
    if (others) others.push(task);
    else tasks.set(lane, [task]);
  }
  return tasks;
}

/** When nothing else is left to start, what failed for a reason that may have passed gets one more try. */
function latePass(context: Context): boolean {
  const { healable, lanes, retries } = context;
  if (healable.length === 0 || context.stopped || context.cancelled || context.pause) return false;
  for (const { order } of lanes.values()) if (order.peek()) return false;
  let again = 0;
  for (const task of healable.splice(0)) {
    const failure = task.previous;
    if (!failure) continue;
    if (retries.take(failure) !== 'taken') {
      checkQuorum(context, failure);
      continue;
    }
    task.late = true;
    requeue(context, task);
    again += 1;
  }
  return again > 0;
}

function endOf({ cancelled, stopped }: Context): FanOutEnd {
  if (cancelled) return { kind: 'cancelled' };
  return stopped ? { kind: 'stopped', failure: stopped } : { kind: 'done' };
}

function cancel(context: Context): void {
  if (context.finished || context.cancelled) return;
  context.cancelled = true;
  for (const task of context.tasks.values()) if (task.status === 'open') abandon(context, task);
  context.settled();
}

function abandon(context: Context, task: Task): void {
  if (task.calls.length === 0) return end(context, task, { status: 'cancelled', ...billOf(task) });
  for (const { controller } of task.calls) controller.abort();
  context.alarm.set(context.options.clock.now() + ABORT_GRACE_MS, () => {
    if (task.status !== 'open') return;
    for (const _call of task.calls) charge(task, expectedBill(context, task));
    end(context, task, { status: 'cancelled', ...billOf(task) });
    context.settled();
  });
}

const controlOf = (context: Context): FanOutControl => ({
  cancelBranch: id => {
    const task = context.tasks.get(id);
    if (context.finished || task?.status !== 'open') return false;
    abandon(context, task);
    context.settled();
    return true;
  },
  retryBranch: id => {
    const task = context.tasks.get(id);
    const over = context.finished || context.stopped !== undefined || context.cancelled;
    if (over || !task || task.status === 'open' || task.status === 'succeeded') return false;
    if (task.calls.length > 0) return false;
    task.late = false;
    requeue(context, task);
    return true;
  },
  raiseBudget: caps => {
    if (context.finished) return false;
    context.options.budget.raise(caps);
    if (context.overBudget) {
      context.overBudget = false;
      if (!context.pause) context.options.emit({ type: 'run.unpaused' });
    }
    wake(context);
    return true;
  },
  continueRun: () => !context.finished && unpause(context),
});
