import type { Failure } from '../../domain/failure.ts';
import { PROBE_MS } from '../retry/breaker.ts';
import { endUnrun, wake, wakeAt, wallAt, type Context } from '../context.ts';
import { longWait } from '../retry/retry.ts';

/** Nothing starts any more but one probe every 30 s, or when the provider said to come back. */
export function pauseRun(context: Context, failure: Failure): void {
  const { options, pause } = context;
  if (context.stopped || context.cancelled) return;
  const until = options.clock.now() + Math.max(PROBE_MS, longWait(failure) ?? 0);
  if (pause && pause.probeAt >= until) return;
  context.pause = { probeAt: until, probe: pause?.probe };
  options.emit({ type: 'run.paused', reason: failure.message, until: wallAt(context, until) });
  wakeAt(context, until);
}

/** The provider answers again, or the user says so. */
export function unpause(context: Context): boolean {
  if (!context.pause) return false;
  context.pause = undefined;
  context.breaker.reset();
  context.retries.refill();
  if (!context.overBudget) context.options.emit({ type: 'run.unpaused' });
  wake(context);
  return true;
}

/** The next branch would pass the cap, and nothing is under way that could turn out cheaper. */
export function reachBudget(context: Context): void {
  if (context.overBudget || context.stopped) return;
  const failure: Failure = {
    code: 'budget',
    message: 'The budget is used up. What is finished is kept. Raise the cap and resume.',
  };
  if (context.options.policy.budget.whenReached === 'pause') {
    context.overBudget = true;
    context.options.emit({ type: 'run.paused', reason: failure.message });
    return;
  }
  stopRun(context, failure);
  // The pacer is asking for work right now: the run ends when it has its answer.
  queueMicrotask(context.settled);
}

/** Nothing more is sent; what is under way may still succeed. */
export function stopRun(context: Context, failure: Failure): void {
  if (context.stopped || context.cancelled) return;
  context.stopped = failure;
  for (const task of context.tasks.values())
    if (task.status === 'open' && task.calls.length === 0) endUnrun(context, task);
}
