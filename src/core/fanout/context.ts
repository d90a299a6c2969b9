import { FanoutError, messageOf } from '../errors.ts';
import { t } from '../text/l10n.ts';
import type { Usage } from '../domain/billing.ts';
import type { Failure } from '../domain/failure.ts';
import type { Branch, Outcome } from '../domain/branch.ts';
import { createAlarm, type Alarm } from './pacing/alarm.ts';
import { createBreaker, type Breaker } from './retry/breaker.ts';
import { addBills, expectedUsage, type Bill } from './bill.ts';
import type { Amount } from './budget.ts';
import type { FanOutOptions } from './options.ts';
import type { Order, Orderable } from './order.ts';
import type { Pacer } from './pacing/pacer.ts';
import { createRetryBudget, type RetryBudget } from './retry/retryBudget.ts';
import { createStragglers, type Stragglers } from './stragglers.ts';

/** One request under way. */
export interface Call {
  readonly controller: AbortController;
  readonly startedAt: number;
  /** The first token has arrived. */
  answering: boolean;
  /** Why we gave it up, when we did. */
  givenUp?: Failure;
}

/** A branch and what has happened to it in this run. */
export interface Task extends Orderable {
  readonly lane: Lane;
  /** What a call of it will take of the budget. */
  readonly expected: Amount;
  /** How often its text was split. */
  readonly depth: number;
  queued: boolean;
  status: 'open' | 'split' | Outcome['status'];
  /** The try that is under way or comes next, from 1. */
  attempt: number;
  calls: Call[];
  /** Why the try before failed. */
  previous?: Failure;
  /** How often an answer was broken, and the provider out. */
  broken: number;
  outages: number;
  /** What calls that gave no outcome were billed. */
  billed?: Bill;
  /** In its last round. */
  late: boolean;
  /** A second call was sent in this try. */
  hedged: boolean;
  /** Until when its row says that it waits (`clock.now()`). */
  toldUntil: number;
  /** Its row says that it waits for the budget. */
  toldBudget: boolean;
}

/** What shares limits: one pacer and its queue. */
export interface Lane {
  readonly order: Order<Task>;
  readonly pacer: Pacer;
}

/** What the parts of one fan-out share. */
export interface Context {
  readonly options: FanOutOptions;
  readonly random: () => number;
  readonly tasks: Map<string, Task>;
  readonly lanes: Map<Pacer, Lane>;
  /** Tasks with a call under way, oldest first. */
  readonly running: Set<Task>;
  readonly alarm: Alarm;
  readonly breaker: Breaker;
  readonly stragglers: Stragglers;
  readonly retries: RetryBudget;
  /** Tasks that have not ended. */
  open: number;
  /** Under way. */
  calls: number;
  /** Calls that are over and whose outcome is not on disk yet. */
  unrecorded: number;
  failed: number;
  hedges: number;
  /** Calls in a row that did not find the provider's name. */
  dns: number;
  /** Time of the first of them (`clock.now()`). */
  dnsSince: number;
  /** No call was answered yet, and each tells something that the next one needs. */
  isScouting: boolean;
  /** A call has found its provider, or one of the run did before. */
  hasReached: boolean;
  /** Nothing starts but one probe at a time. */
  pause: { readonly probeAt: number; probe: Task | undefined } | undefined;
  /** What failed probes since the last success count for, and since when nothing has succeeded (`clock.now()`). */
  probes: number;
  pausedSince: number | undefined;
  /** Since when every call has met a rate limit (`clock.now()`), and how many have. */
  limited: { readonly since: number; calls: number } | undefined;
  overBudget: boolean;
  stopped: Failure | undefined;
  cancelled: boolean;
  finished: boolean;
  /** Failed for reasons that may pass: tried once more when nothing else is left to start. */
  readonly healable: Task[];
  /** To be called when the last open task may have ended. */
  readonly settled: () => void;
  /** Looks for something to start once the budget has room again. */
  readonly awaitBudget: () => void;
}

export function createContext(options: FanOutOptions, settled: () => void): Context {
  const tasks = new Map<string, Task>();
  const running = new Set<Task>();
  const onFreed = (): void => wake(context);
  const context: Context = {
    options,
    random: options.random ?? Math.random,
    tasks,
    lanes: new Map(),
    running,
    alarm: createAlarm(options.clock),
    breaker: createBreaker(),
    stragglers: createStragglers(() => running.size),
    retries: createRetryBudget(() => tasks.size),
    open: 0,
    calls: 0,
    unrecorded: 0,
    failed: 0,
    hedges: 0,
    dns: 0,
    dnsSince: 0,
    isScouting: options.scouts !== undefined,
    hasReached: options.hasReached ?? false,
    pause: undefined,
    probes: 0,
    pausedSince: undefined,
    limited: undefined,
    overBudget: false,
    stopped: undefined,
    cancelled: false,
    finished: false,
    healable: [],
    settled,
    awaitBudget: () => options.budget.whenFreed(onFreed),
  };
  return context;
}

export function createTask(context: Context, branch: Branch, lane: Lane, from?: Task): Task {
  const task: Task = {
    branch,
    index: from?.index ?? context.tasks.size,
    depth: from ? from.depth + 1 : 0,
    lane,
    expected: expectedOf(context, branch),
    queued: true,
    status: 'open',
    attempt: 1,
    calls: [],
    broken: 0,
    outages: 0,
    late: false,
    hedged: false,
    toldUntil: 0,
    toldBudget: false,
  };
  context.tasks.set(branch.id, task);
  context.open += 1;
  return task;
}

/** Lets every lane look for something to start. */
export function wake({ lanes }: Context): void {
  for (const pacer of lanes.keys()) pacer.wake();
}

export const wakeAt = (context: Context, at: number): void =>
  context.alarm.set(at, () => wake(context));

/** Wall clock of a time of the monotonic one, for people. */
export const wallAt = ({ options: { clock } }: Context, at: number): number =>
  Math.round(clock.date() + at - clock.now());

/** Puts a task that has waited ahead of everything new. */
export function enqueue(context: Context, task: Task): void {
  task.queued = true;
  task.lane.order.addUrgent(task);
  wake(context);
}

/** Ends a task, once. */
export function end(context: Context, task: Task, outcome: Outcome): void {
  if (task.status !== 'open') return;
  task.status = outcome.status;
  task.queued = false;
  context.open -= 1;
  if (outcome.status === 'failed') context.failed += 1;
  task.lane.order.release(task);
  context.options.emit({ type: 'branch.ended', branchId: task.branch.id, outcome });
}

/** A task that has ended goes back to the queue. */
export function requeue(context: Context, task: Task): void {
  if (task.status === 'failed') context.failed -= 1;
  const healing = context.healable.indexOf(task);
  if (healing >= 0) context.healable.splice(healing, 1);
  task.status = 'open';
  task.attempt = 1;
  task.broken = task.outages = 0;
  delete task.billed;
  context.open += 1;
  context.options.emit({ type: 'branch.requeued', branchId: task.branch.id });
  enqueue(context, task);
}

/** Ends a task that will not be run, for the run's reason. */
export const endUnrun = (context: Context, task: Task): void =>
  end(
    context,
    task,
    context.stopped
      ? {
          status: 'skipped',
          reason: t('not run: {0}', context.stopped.message),
          ...billOf(task),
        }
      : { status: 'cancelled', ...billOf(task) },
  );

export const failedWith = (task: Task, failure: Failure): Outcome => ({
  status: 'failed',
  failure,
  attempts: task.attempt,
  ...(failure.unsent && { calls: 0 }),
  ...billOf(task),
});

/** What calls of a task that gave no answer were billed. */
export const billOf = ({ billed }: Task): Partial<Bill> => billed ?? {};

/** What one call of the branch is billed for its usage; requests of it that were refused first are counted. */
export function priced(
  { options }: Context,
  branch: Branch,
  usage: Usage,
  refusedRequests = 0,
): Bill {
  const costUsd = options.priceOf?.(branch, usage);
  const calls = 1 + refusedRequests;
  return costUsd === undefined ? { usage, calls } : { usage, costUsd, calls };
}

/** Remembers what a call without an outcome was billed. */
export function charge(task: Task, bill: Bill): Bill {
  task.billed = task.billed ? addBills(task.billed, bill) : bill;
  return bill;
}

/** What a call is taken to have been billed that was given up before anybody said. */
export const expectedBill = (context: Context, { branch }: Task): Bill =>
  priced(context, branch, expectedUsage(branch));

function expectedOf(context: Context, branch: Branch): Amount {
  const { usage, costUsd = 0 } = priced(context, branch, expectedUsage(branch));
  return { usd: costUsd, tokens: usage.inputTokens + usage.outputTokens };
}

export const failureOf = (error: unknown): Failure =>
  error instanceof FanoutError && error.failure
    ? error.failure
    : { code: 'bug', message: messageOf(error) };
