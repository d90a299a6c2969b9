import type { Reply } from '../ports/ports.ts';
import { t } from '../text/l10n.ts';
import type { Failure } from '../domain/failure.ts';
import { addBills, UNBILLED, type Bill } from './bill.ts';
import {
  billOf,
  charge,
  end,
  expectedBill,
  failedWith,
  failureOf,
  priced,
  wake,
  wallAt,
  type Call,
  type Context,
  type Lane,
  type Task,
} from './context.ts';
import { fail } from './retry/failedCall.ts';
import { isBroken } from './retry/retry.ts';
import type { Permit, Work } from './pacing/pacer.ts';
import { reachBudget, unpause } from './pacing/runPause.ts';

/** Siblings wait for their leader's first token no longer than this. */
const LEADER_GUARD_MS = 20_000;
/** A look at the calls under way at least this often. */
const WATCH_MS = 1_000;
const HEDGED_SHARE = 0.06;
/** Which tries may be given up as stalled: the last ones wait as long as the model's own deadlines. */
const IMPATIENT_TRIES = 2;

/** What a lane's pacer asks for work. */
export function workOf(context: Context, lane: Lane): Work {
  let chosen: ReturnType<typeof next>;
  return {
    peek: light => {
      chosen = next(context, lane, light);
      const branch = chosen?.task.branch;
      return branch && { input: branch.inputTokens, output: branch.outputTokens };
    },
    take: () => {
      if (!chosen) return () => Promise.resolve();
      const { task, hedge } = chosen;
      const call = claim(context, task, hedge);
      return permit => send(context, task, call, permit);
    },
    held: until => {
      const task = next(context, lane, false)?.task;
      if (!task?.queued || until <= task.toldUntil) return;
      task.toldUntil = until;
      const branchId = task.branch.id;
      const wall = wallAt(context, until);
      context.options.emit({ type: 'branch.waiting', branchId, on: 'rateLimit', until: wall });
    },
  };
}

function next(
  context: Context,
  lane: Lane,
  light: boolean,
): { task: Task; hedge: boolean } | undefined {
  const { options, pause } = context;
  const { policy, clock } = options;
  if (context.finished || context.stopped || context.cancelled) return undefined;
  const most = context.isScouting ? 1 : Math.max(1, policy.concurrency);
  if (context.calls + context.unrecorded >= most) return undefined;
  if (pause && (pause.probe || clock.now() < pause.probeAt - 0.5)) return undefined;
  const straggler = policy.hedge && !pause ? findStraggler(context, lane) : undefined;
  const task = straggler ?? lane.order.peek(light);
  if (!task) return undefined;
  const { budget } = options;
  if (budget.affords(task.expected)) return { task, hedge: task === straggler };
  if (budget.mayFree()) awaitBudget(context, task);
  else reachBudget(context);
  return undefined;
}

/** Calls under way may turn out cheaper than expected. */
function awaitBudget(context: Context, task: Task): void {
  context.awaitBudget();
  if (!task.queued || task.toldBudget) return;
  task.toldBudget = true;
  context.options.emit({ type: 'branch.waiting', branchId: task.branch.id, on: 'budget' });
}

function findStraggler(context: Context, lane: Lane): Task | undefined {
  if (context.hedges >= Math.max(1, context.tasks.size * HEDGED_SHARE)) return undefined;
  const now = context.options.clock.now();
  for (const task of context.running)
    if (task.lane === lane && now >= hedgeAt(context, task) - 0.5) return task;
  return undefined;
}

/** When a second call of the task may start (`clock.now()`). */
function hedgeAt({ stragglers }: Context, { calls, hedged, status, lane }: Task): number {
  const call = calls[0];
  if (!call || hedged || status !== 'open') return Infinity;
  const after = stragglers.hedgeAfter(!call.answering, lane.order.peek() === undefined);
  return call.startedAt + (after ?? Infinity);
}

/** Looks after the calls under way: gives up what has stalled, and wakes the lanes for a second call. */
export function watchCalls(context: Context): void {
  if (context.finished) return;
  const { options, running, stragglers, alarm } = context;
  const now = options.clock.now();
  const stalledAfter = stragglers.stalledAfter() ?? Infinity;
  let again = now + WATCH_MS;
  let wakes = false;
  for (const task of running) {
    for (const call of task.calls) {
      if (call.answering || call.givenUp || task.attempt > IMPATIENT_TRIES) continue;
      if (now >= call.startedAt + stalledAfter) giveUpCall(call, now - call.startedAt);
      else again = Math.min(again, call.startedAt + stalledAfter);
    }
    const at = options.policy.hedge ? hedgeAt(context, task) : Infinity;
    if (at <= now) wakes = true;
    else again = Math.min(again, at);
  }
  alarm.set(Math.max(again, now + 50), () => watchCalls(context));
  if (wakes) wake(context);
}

function giveUpCall(call: Call, age: number): void {
  const seconds = Math.round(age / 1_000);
  call.givenUp = {
    code: 'timeout',
    message: t('No answer began within {0} s, far longer than the others took.', seconds),
  };
  call.controller.abort();
}

/** The call is decided on: its slot, its branch and its price are taken. */
function claim(context: Context, task: Task, hedge: boolean): Call {
  const call: Call = {
    controller: new AbortController(),
    startedAt: context.options.clock.now(),
    answering: false,
  };
  task.queued = false;
  task.calls.push(call);
  context.running.add(task);
  context.calls += 1;
  context.options.budget.reserve(task.expected);
  if (context.pause) context.pause.probe = task;
  if (hedge) {
    task.hedged = true;
    context.hedges += 1;
  } else announce(context, task);
  return call;
}

function announce(context: Context, task: Task): void {
  const { emit, policy, clock } = context.options;
  const { order } = task.lane;
  emit({ type: 'branch.started', branchId: task.branch.id, attempt: task.attempt });
  const followers = order.followers(task);
  if (followers.length === 0 || policy.optimize === 'speed') return;
  for (const { branch, queued } of followers)
    if (queued) emit({ type: 'branch.waiting', branchId: branch.id, on: 'promptCache' });
  context.alarm.set(clock.now() + LEADER_GUARD_MS, () => {
    order.release(task);
    wake(context);
  });
}

async function send(context: Context, task: Task, call: Call, permit: Permit): Promise<void> {
  const { options, stragglers } = context;
  const { branch, lane } = task;
  const { signal } = call.controller;
  let reply: Reply | undefined;
  let failure: Failure | undefined;
  try {
    signal.throwIfAborted();
    reply = await options.attempt(branch, {
      signal,
      attempt: task.attempt,
      ...(task.previous ? { previous: task.previous } : {}),
      onFirstToken: () => {
        call.answering = true;
        if (options.scouts === 'firstToken') context.isScouting = false;
        stragglers.firstToken(options.clock.now() - call.startedAt);
        lane.order.release(task);
        wake(context);
      },
    });
  } catch (error) {
    failure = call.givenUp ?? failureOf(error);
  }
  context.calls -= 1;
  if (options.recorded) context.unrecorded += 1;
  task.calls = task.calls.filter(other => other !== call);
  if (task.calls.length === 0) context.running.delete(task);
  let bill: Bill | undefined;
  if (reply) {
    permit.succeeded(reply.usage, reply.limits);
    stragglers.succeeded(options.clock.now() - call.startedAt);
    bill = priced(context, branch, reply.usage, reply.refusedRequests);
    succeed(context, task, reply, bill);
  } else if (signal.aborted && !call.givenUp) {
    permit.dropped();
    bill = charge(task, expectedBill(context, task));
    drop(context, task);
  } else if (failure) {
    if (failure.unsent) permit.dropped();
    else permit.failed(failure);
    // What was read and not answered well shows the way, too.
    if (isBroken(failure) || failure.code === 'truncated') context.isScouting = false;
    bill = billOfFailed(context, task, call, failure);
    fail(context, task, failure);
  }
  // Last: what waits for room in the budget starts now, unless the run has just been stopped.
  options.budget.settle(task.expected, bill);
  context.settled();
  if (!options.recorded) return;
  await options.recorded();
  context.unrecorded -= 1;
  if (!context.finished) wake(context);
}

function succeed(context: Context, task: Task, reply: Reply, own: Bill): void {
  const { options } = context;
  context.breaker.succeeded(options.clock.now());
  context.retries.succeeded();
  context.dns = 0;
  context.hasReached = true;
  context.isScouting = false;
  context.limited = undefined;
  unpause(context);
  if (task.status !== 'open') return;
  // The slower call of a race is billed too, but the amount is never reported.
  for (const other of task.calls) {
    charge(task, expectedBill(context, task));
    other.controller.abort();
  }
  const bill = task.billed ? addBills(task.billed, own) : own;
  try {
    end(context, task, options.succeed(task.branch, reply, { ...bill, attempts: task.attempt }));
  } catch (error) {
    task.billed = bill;
    end(context, task, failedWith(task, failureOf(error)));
  }
}

/** Undefined when the call was refused before it was run. */
function billOfFailed(
  context: Context,
  task: Task,
  call: Call,
  failure: Failure,
): Bill | undefined {
  if (call.givenUp) return charge(task, expectedBill(context, task));
  const { usage, refusedRequests = 0 } = failure;
  if (usage) return charge(task, priced(context, task.branch, usage, refusedRequests));
  const calls = (failure.code === 'rateLimited' || failure.unsent ? 0 : 1) + refusedRequests;
  return calls === 0 ? undefined : charge(task, { ...UNBILLED, calls });
}

/** The call was aborted by us: by a cancel, or because its twin was faster. */
function drop(context: Context, task: Task): void {
  if (context.pause?.probe === task) context.pause.probe = undefined;
  if (task.status === 'open' && task.calls.length === 0)
    end(context, task, { status: 'cancelled', ...billOf(task) });
}
