import { FanoutError, messageOf } from '../errors.ts';
import type { UnstampedEvent } from '../events.ts';
import type { CallOptions, Clock, Reply } from '../ports.ts';
import type { Branch, Chunk, Failure, Outcome } from '../types.ts';
import { createAlarm } from './alarm.ts';
import { createBreaker, PROBE_MS } from './breaker.ts';
import { createBudget, type BudgetCaps } from './budget.ts';
import { createHedger } from './hedge.ts';
import { createOrder, type Optimize, type Order, type Orderable } from './order.ts';
import type { Pacer, Permit, Work } from './pacer.ts';
import { decide, isOutage, longWait, mayHeal, waitMs } from './retry.ts';
import { createRetryBudget } from './retryBudget.ts';

export interface FanOutPolicy {
  /** Most calls of this run at once; the lane's pacer may allow fewer. */
  readonly concurrency: number;
  /**
   * `partial`: go on and say what is missing. `fail`: stop at the first final failure. `quorum` (0..1):
   * stop when that share of the branches cannot succeed any more.
   */
  readonly onFailure: 'partial' | 'fail' | { readonly quorum: number };
  /** Tries of one branch, from 1; the late pass at the end of the run adds one. */
  readonly maxAttempts: number;
  readonly optimize: Optimize;
  /** Send a straggler a second time when nothing else is left to start, and take the first answer. */
  readonly hedge: boolean;
  readonly budget: BudgetCaps & {
    /** What happens at the cap: wait for it to be raised, or stop and keep what there is. */
    readonly whenReached?: 'pause' | 'stop';
    /** What earlier parts of the same run were billed. */
    readonly spent?: { readonly usd: number; readonly tokens: number };
  };
  /** Price of a branch before its call in US dollars; undefined when unknown. */
  readonly costOf?: (branch: Branch) => number | undefined;
  /** Whether the provider caches the branch's prompt prefix, so that its chunk's first call pays for all. */
  readonly cachesPrefixOf?: (branch: Branch) => boolean;
}

export interface FanOutOptions {
  /** In reading order; only those that are to run. */
  readonly branches: readonly Branch[];
  /** One call. Throws a FanoutError with a failure for everything expected. */
  readonly attempt: (branch: Branch, call: CallOptions) => Promise<Reply>;
  /** Turns a reply into the branch's outcome. */
  readonly succeed: (branch: Branch, reply: Reply, attempts: number) => Outcome;
  /** Halves a branch that is too long; undefined when it cannot be halved. */
  readonly split: (
    branch: Branch,
  ) => { readonly chunks: readonly Chunk[]; readonly branches: readonly Branch[] } | undefined;
  readonly pacerOf: (branch: Branch) => Pacer;
  readonly policy: FanOutPolicy;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** 0 <= x < 1; `Math.random` when absent. */
  readonly random?: () => number;
  readonly emit: (event: UnstampedEvent) => void;
  readonly onControl?: (control: FanOutControl) => void;
}

export type FanOutEnd =
  | { readonly kind: 'done' }
  | { readonly kind: 'stopped'; readonly failure: Failure }
  | { readonly kind: 'cancelled' };

/** What can be asked of a run that goes on. Each returns false when it came too late. */
export interface FanOutControl {
  readonly cancelBranch: (branchId: string) => boolean;
  /** Runs a branch again that failed, was skipped or was cancelled. */
  readonly retryBranch: (branchId: string) => boolean;
  readonly raiseBudget: (caps: BudgetCaps) => boolean;
  /** Ends a pause now instead of at the next probe. */
  readonly goOn: () => boolean;
}

/** A call that does not settle after an abort is given up after this time. */
const ABORT_GRACE_MS = 400;
const MOST_SPLITS = 6;
/** Siblings wait for their leader's first token no longer than this. */
const LEADER_GUARD_MS = 20_000;
const HEDGED_SHARE = 0.02;
/** Failures after which the provider bills what it did. */
const BILLED = new Set(['truncated', 'badAnswer', 'emptyAnswer', 'refused', 'cutOff', 'tooLarge']);

interface Call {
  readonly controller: AbortController;
  readonly startedAt: number;
}

interface Task extends Orderable {
  readonly lane: Lane;
  readonly depth: number;
  queued: boolean;
  status: 'open' | 'split' | Outcome['status'];
  /** The try that is under way or comes next, from 1. */
  attempt: number;
  calls: Call[];
  previous?: Failure;
  late: boolean;
  hedged: boolean;
}

interface Lane {
  readonly order: Order<Task>;
  readonly pacer: Pacer;
}

interface Pause {
  probeAt: number;
  probe: Task | undefined;
}

/**
 * Runs the branches under limits, retries what may heal, splits what is too long, and tells everything as
 * events. A failed branch never takes its siblings along. Before it resolves, every branch has ended with
 * exactly one `branch.ended` (after its last `branch.requeued`) or `branch.split`. Aborting the signal
 * keeps what has succeeded, and resolves within half a second. Never rejects for what a call may do.
 */
export function fanOut(options: FanOutOptions): Promise<FanOutEnd> {
  return new Promise(resolve => startRun(options, resolve));
}

function startRun(options: FanOutOptions, resolve: (end: FanOutEnd) => void): void {
  const { policy, clock, emit, signal, random = Math.random } = options;
  const tasks = new Map<string, Task>();
  const lanes = new Map<Pacer, Lane>();
  const detach: (() => void)[] = [];
  const running = new Set<Task>();
  const alarm = createAlarm(clock);
  const breaker = createBreaker();
  const hedger = createHedger();
  const budget = createBudget(
    policy.budget,
    policy.costOf ?? (() => undefined),
    policy.budget.spent,
  );
  const retries = createRetryBudget(() => tasks.size);
  let open = 0;
  let calls = 0;
  let failed = 0;
  let hedges = 0;
  let late = false;
  let pause: Pause | undefined;
  let overBudget = false;
  let stopped: Failure | undefined;
  let cancelled = false;
  let finished = false;

  const wallAt = (at: number): number => clock.date() + Math.round(at - clock.now());

  const wake = (): void => {
    for (const pacer of lanes.keys()) pacer.wake();
  };
  const wakeAt = (at: number): void => alarm.set(at, wake);

  // --- What starts next. ---

  const next = (lane: Lane): { task: Task; hedge: boolean } | undefined => {
    if (finished || stopped || cancelled || calls >= Math.max(1, policy.concurrency)) return;
    if (pause && (pause.probe || clock.now() < pause.probeAt - 0.5)) return;
    const task = lane.order.peek();
    if (task) return mayStart(task) ? { task, hedge: false } : undefined;
    const straggler = policy.hedge && !pause ? findStraggler(lane) : undefined;
    return straggler && budget.affords(straggler.branch)
      ? { task: straggler, hedge: true }
      : undefined;
  };

  const mayStart = (task: Task): boolean => {
    if (budget.affords(task.branch)) return true;
    if (calls === 0) reachBudget();
    return false;
  };

  const findStraggler = (lane: Lane): Task | undefined => {
    const threshold = hedger.threshold();
    const most = Math.max(1, Math.ceil(tasks.size * HEDGED_SHARE));
    if (threshold === undefined || hedges >= most) return undefined;
    let oldest: Task | undefined;
    for (const task of running)
      if (
        task.lane === lane &&
        !task.hedged &&
        startOf(task) < (oldest ? startOf(oldest) : Infinity)
      )
        oldest = task;
    if (!oldest) return undefined;
    if (clock.now() >= startOf(oldest) + threshold - 0.5) return oldest;
    wakeAt(startOf(oldest) + threshold);
    return undefined;
  };

  const workOf = (lane: Lane): Work => ({
    peek: () => {
      const branch = next(lane)?.task.branch;
      return branch && { input: branch.inputTokens, output: branch.outputTokens };
    },
    take: () => {
      const chosen = next(lane);
      if (!chosen) return () => Promise.resolve();
      if (!chosen.hedge) lane.order.take();
      const call = claim(chosen.task, chosen.hedge);
      return permit => send(chosen.task, call, permit);
    },
    held: until => {
      const task = next(lane)?.task;
      if (task?.queued)
        emit({
          type: 'branch.waiting',
          branchId: task.branch.id,
          on: 'rateLimit',
          until: wallAt(until),
        });
    },
  });

  // --- One call. ---

  const claim = (task: Task, hedge: boolean): Call => {
    const { branch } = task;
    const call: Call = { controller: new AbortController(), startedAt: clock.now() };
    task.queued = false;
    task.calls.push(call);
    running.add(task);
    calls += 1;
    budget.reserve(branch);
    if (pause) pause.probe = task;
    if (hedge) {
      task.hedged = true;
      hedges += 1;
    } else announce(task);
    return call;
  };

  const send = async (task: Task, call: Call, permit: Permit): Promise<void> => {
    const { branch, lane } = task;
    let reply: Reply | undefined;
    let failure: Failure | undefined;
    try {
      call.controller.signal.throwIfAborted();
      reply = await options.attempt(branch, {
        signal: call.controller.signal,
        attempt: task.attempt,
        ...(task.previous ? { previous: task.previous } : {}),
        onFirstToken: () => {
          lane.order.release(task);
          wake();
        },
      });
    } catch (error) {
      failure = failureOf(error);
    }
    calls -= 1;
    task.calls = task.calls.filter(other => other !== call);
    if (task.calls.length === 0) running.delete(task);
    const aborted = call.controller.signal.aborted && reply === undefined;
    if (aborted) permit.dropped();
    else if (failure) permit.failed(failure);
    else if (reply) permit.succeeded(reply.usage, reply.limits);
    if (reply) {
      hedger.succeeded(clock.now() - call.startedAt);
      budget.settle(branch, succeed(task, reply));
    } else {
      const billed = aborted || (failure && BILLED.has(failure.code));
      budget.settle(branch, billed ? { usage: expectedUsage(branch) } : {});
      if (aborted) drop(task);
      else if (failure) fail(task, failure);
    }
    finishIfDone();
  };

  const announce = (task: Task): void => {
    emit({ type: 'branch.started', branchId: task.branch.id, attempt: task.attempt });
    const followers = task.lane.order.followers(task);
    if (followers.length === 0) return;
    alarm.set(clock.now() + LEADER_GUARD_MS, () => {
      task.lane.order.release(task);
      wake();
    });
    if (policy.optimize === 'speed') return;
    for (const { branch, queued } of followers)
      if (queued) emit({ type: 'branch.waiting', branchId: branch.id, on: 'promptCache' });
  };

  const succeed = (task: Task, reply: Reply) => {
    breaker.succeeded(clock.now());
    retries.succeeded();
    unpause();
    const billed = { usage: reply.usage };
    if (task.status !== 'open') return billed;
    for (const other of task.calls) other.controller.abort();
    try {
      const outcome = options.succeed(task.branch, reply, task.attempt);
      end(task, outcome);
      return outcome.status === 'succeeded' ? outcome : billed;
    } catch (error) {
      end(task, failedWith(failureOf(error), task.attempt));
      return billed;
    }
  };

  /** The call was aborted by us: by a cancel, or because its twin was faster. */
  const drop = (task: Task): void => {
    if (pause?.probe === task) pause.probe = undefined;
    if (task.status === 'open' && task.calls.length === 0) end(task, { status: 'cancelled' });
  };

  const fail = (task: Task, failure: Failure): void => {
    const probed = pause?.probe === task;
    if (probed && pause) pause.probe = undefined;
    // While a twin is under way, nothing is decided.
    if (task.status !== 'open' || task.calls.length > 0) return;
    task.previous = failure;
    task.hedged = false;
    if (stopped || cancelled) return endStopped(task);
    const trips = !probed && breaker.failed(failure, clock.now());
    const decision = decide(failure, task.attempt, task.late ? 1 : policy.maxAttempts);
    if (probed && (decision === 'retry' || decision === 'failBranch') && isOutage(failure))
      return wait(task, failure, 'pause');
    switch (decision) {
      case 'wait':
      case 'pause':
        wait(task, failure, decision);
        break;
      case 'retry':
        retry(task, failure);
        break;
      case 'split':
        splitTask(task, failure);
        break;
      case 'stopRun':
        end(task, failedWith(failure, task.attempt));
        stop(failure);
        break;
      case 'failBranch':
        giveUp(task, failure);
        break;
    }
    if (trips) pauseRun(failure);
  };

  /** Costs no attempt: the call was not run, or says nothing about the branch. */
  const wait = (task: Task, failure: Failure, decision: 'wait' | 'pause'): void => {
    const empty = !pause && decision === 'wait' && retries.take(failure) === 'empty';
    if (decision === 'pause' || empty || pause) pauseRun(failure);
    const until = clock.now() + waitMs(failure, 1, random);
    emit({
      type: 'branch.waiting',
      branchId: task.branch.id,
      on: failure.code === 'rateLimited' ? 'rateLimit' : 'provider',
      until: wallAt(pause ? pause.probeAt : until),
    });
    enqueue(task);
  };

  const retry = (task: Task, failure: Failure): void => {
    const taken = retries.take(failure);
    if (taken === 'spent') return giveUp(task, failure);
    if (taken === 'empty') pauseRun(failure);
    const until = clock.now() + waitMs(failure, task.attempt, random);
    task.attempt += 1;
    emit({
      type: 'branch.retrying',
      branchId: task.branch.id,
      attempt: task.attempt,
      failure,
      until: wallAt(until),
    });
    alarm.set(until, () => {
      if (task.status === 'open' && task.calls.length === 0 && !task.queued) enqueue(task);
    });
  };

  const splitTask = (task: Task, failure: Failure): void => {
    let parts;
    try {
      parts = task.depth < MOST_SPLITS ? options.split(task.branch) : undefined;
    } catch (error) {
      return end(task, failedWith(failureOf(error), task.attempt));
    }
    if (!parts || parts.branches.length === 0) return giveUp(task, failure);
    task.status = 'split';
    task.lane.order.release(task);
    tasks.delete(task.branch.id);
    open -= 1;
    emit({ type: 'branch.split', branchId: task.branch.id, ...parts });
    for (const branch of parts.branches) addTask(branch, task.index, task.depth + 1);
    for (const branch of parts.branches) {
      const child = tasks.get(branch.id);
      child?.lane.order.addUrgent(child);
    }
    wake();
  };

  const giveUp = (task: Task, failure: Failure): void => {
    end(task, failedWith(failure, task.attempt));
    const { onFailure } = policy;
    if (onFailure === 'fail') stop(failure);
    else if (onFailure !== 'partial' && failed > tasks.size * (1 - onFailure.quorum) + 1e-9)
      stop(failure);
  };

  // --- Tasks. ---

  const laneOf = (pacer: Pacer): Lane => {
    const known = lanes.get(pacer);
    if (known) return known;
    const caches = policy.cachesPrefixOf ?? (() => false);
    const lane: Lane = { pacer, order: createOrder<Task>(policy.optimize, caches) };
    lanes.set(pacer, lane);
    detach.push(pacer.attach(workOf(lane)));
    return lane;
  };

  const addTask = (branch: Branch, index: number, depth: number): Task => {
    const task: Task = {
      branch,
      index,
      depth,
      lane: laneOf(options.pacerOf(branch)),
      queued: true,
      status: 'open',
      attempt: 1,
      calls: [],
      late: false,
      hedged: false,
    };
    tasks.set(branch.id, task);
    open += 1;
    return task;
  };

  const enqueue = (task: Task): void => {
    task.queued = true;
    task.lane.order.addUrgent(task);
    wake();
  };

  const end = (task: Task, outcome: Outcome): void => {
    if (task.status !== 'open') return;
    task.status = outcome.status;
    task.queued = false;
    open -= 1;
    if (outcome.status === 'failed') failed += 1;
    task.lane.order.release(task);
    emit({ type: 'branch.ended', branchId: task.branch.id, outcome });
  };

  const requeue = (task: Task): void => {
    if (task.status === 'failed') failed -= 1;
    task.status = 'open';
    task.attempt = 1;
    open += 1;
    emit({ type: 'branch.requeued', branchId: task.branch.id });
    enqueue(task);
  };

  const endStopped = (task: Task): void =>
    end(
      task,
      stopped
        ? { status: 'skipped', reason: `not run: ${stopped.message}` }
        : { status: 'cancelled' },
    );

  const abandon = (task: Task): void => {
    for (const { controller } of task.calls) controller.abort();
    if (task.calls.length === 0) end(task, { status: 'cancelled' });
    else
      alarm.set(clock.now() + ABORT_GRACE_MS, () => {
        end(task, { status: 'cancelled' });
        finishIfDone();
      });
  };

  // --- The run. ---

  const pauseRun = (failure: Failure): void => {
    if (stopped || cancelled) return;
    const until = clock.now() + Math.max(PROBE_MS, longWait(failure) ?? 0);
    const first = !pause;
    pause = { probeAt: Math.max(until, pause?.probeAt ?? 0), probe: pause?.probe };
    if (first || pause.probeAt === until)
      emit({ type: 'run.paused', reason: failure.message, until: wallAt(pause.probeAt) });
    wakeAt(pause.probeAt);
  };

  const unpause = (): boolean => {
    if (!pause) return false;
    pause = undefined;
    breaker.reset();
    retries.refill();
    emit({ type: 'run.unpaused' });
    wake();
    return true;
  };

  const reachBudget = (): void => {
    if (overBudget) return;
    const failure: Failure = {
      code: 'budget',
      message: 'The budget is used up. What is finished is kept. Raise the cap and resume.',
    };
    if (policy.budget.whenReached !== 'pause') {
      stop(failure);
      // Not from within `peek`: the pacer is asking.
      queueMicrotask(finishIfDone);
      return;
    }
    overBudget = true;
    emit({ type: 'run.paused', reason: failure.message });
  };

  /** Nothing more is sent; what is under way may still succeed. */
  const stop = (failure: Failure): void => {
    if (stopped || cancelled) return;
    stopped = failure;
    for (const task of tasks.values()) if (task.calls.length === 0) endStopped(task);
  };

  const cancel = (): void => {
    if (finished || cancelled) return;
    cancelled = true;
    for (const task of tasks.values()) if (task.status === 'open') abandon(task);
    finishIfDone();
  };

  const finishIfDone = (): void => {
    if (finished || open > 0) return;
    if (!stopped && !cancelled && latePass()) return;
    finished = true;
    if (pause || overBudget) emit({ type: 'run.unpaused' });
    signal.removeEventListener('abort', cancel);
    alarm.clear();
    for (const leave of detach) leave();
    if (cancelled) resolve({ kind: 'cancelled' });
    else resolve(stopped ? { kind: 'stopped', failure: stopped } : { kind: 'done' });
  };

  /** What failed for a reason that may have passed by now gets one more try. */
  const latePass = (): boolean => {
    if (late || policy.onFailure === 'fail') return false;
    late = true;
    const again = [...tasks.values()].filter(
      task =>
        task.status === 'failed' &&
        task.previous &&
        mayHeal(task.previous) &&
        retries.take(task.previous) === 'taken',
    );
    for (const task of again) {
      task.late = true;
      requeue(task);
    }
    return again.length > 0;
  };

  const control: FanOutControl = {
    cancelBranch: id => {
      const task = tasks.get(id);
      if (finished || task?.status !== 'open') return false;
      abandon(task);
      finishIfDone();
      return true;
    },
    retryBranch: id => {
      const task = tasks.get(id);
      const over = finished || stopped !== undefined || cancelled;
      if (over || !task || task.status === 'open' || task.status === 'succeeded') return false;
      if (task.calls.length > 0) return false;
      task.late = false;
      requeue(task);
      return true;
    },
    raiseBudget: caps => {
      if (finished) return false;
      budget.raise(caps);
      if (overBudget) {
        overBudget = false;
        emit({ type: 'run.unpaused' });
      }
      wake();
      return true;
    },
    goOn: () => !finished && unpause(),
  };

  for (const [index, branch] of options.branches.entries()) addTask(branch, index, 0);
  for (const lane of lanes.values())
    lane.order.add([...tasks.values()].filter(task => task.lane === lane));
  options.onControl?.(control);
  signal.addEventListener('abort', cancel, { once: true });
  if (signal.aborted) cancel();
  wake();
  finishIfDone();
}

const startOf = (task: Task): number => task.calls[0]?.startedAt ?? Infinity;

const failedWith = (failure: Failure, attempts: number): Outcome => ({
  status: 'failed',
  failure,
  attempts,
});

const expectedUsage = (branch: Branch) => ({
  inputTokens: branch.inputTokens,
  outputTokens: branch.outputTokens,
  cachedTokens: 0,
  cacheWriteTokens: 0,
  estimated: true,
});

const failureOf = (error: unknown): Failure =>
  error instanceof FanoutError && error.failure
    ? error.failure
    : { code: 'bug', message: messageOf(error) };
