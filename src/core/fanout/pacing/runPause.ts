import type { Failure } from '../../domain/failure.ts';
import { t } from '../../text/l10n.ts';
import { PROBE_MS } from '../retry/breaker.ts';
import {
  end,
  endUnrun,
  failedWith,
  wake,
  wakeAt,
  wallAt,
  type Context,
  type Task,
} from '../context.ts';
import { isOutage, longWait } from '../retry/retry.ts';

/** Longest wait in ms that a run takes a provider's word for; and how long it goes without any success. */
export const MAX_PAUSE_MS = 24 * 60 * 60_000;
/** Probes in a row that met an outage, after which a run stops: a quarter of an hour. */
const MAX_PROBES = 30;
/** A rate-limited probe counts a quarter: it costs nothing, and limits may last an hour. */
const RATE_LIMITED = 1 / 4;

/**
 * Nothing starts any more but one probe every 30 s, or when the provider said to come back. A run without a
 * success in a quarter of an hour of outage, an hour of rate limits or a day in all stops: what it sends in vain is bounded.
 */
export function pauseRun(context: Context, failure: Failure, task?: Task): void {
  const { options, pause } = context;
  if (context.stopped || context.cancelled) return;
  const now = options.clock.now();
  context.pausedSince ??= now;
  const until = now + Math.max(PROBE_MS, longWait(failure) ?? 0);
  const tooLong = until - now > MAX_PAUSE_MS || now - context.pausedSince > MAX_PAUSE_MS;
  if (context.probes >= (options.policy.maxProbes ?? MAX_PROBES) || tooLong) {
    context.pause = undefined;
    if (task) end(context, task, failedWith(task, failure));
    stopRun(context, { ...failure, message: `${failure.message} ${gaveUp(context, now)}` });
    return;
  }
  if (pause && pause.probeAt >= until) return;
  context.pause = { probeAt: until, probe: pause?.probe };
  options.emit({ type: 'run.paused', reason: failure.message, until: wallAt(context, until) });
  wakeAt(context, until);
}

/** A probe has failed: `failure` says whether that was an outage. Any other answer shows that the provider is there. */
export function probeFailed(context: Context, failure: Failure): void {
  if (failure.code === 'rateLimited') context.probes += RATE_LIMITED;
  else if (isOutage(failure) || failure.code === 'cutOff') context.probes += 1;
  else unpause(context);
}

function gaveUp({ pausedSince = 0 }: Context, now: number): string {
  const minutes = Math.round((now - pausedSince) / 60_000);
  return minutes < 1
    ? t(
        'The run has stopped waiting. What is finished is kept. Resume it when the provider answers again.',
      )
    : t(
        'The run has stopped waiting. There was no answer for {0} min. What is finished is kept. Resume it when the provider answers again.',
        minutes,
      );
}

/** The provider answers again, or the user says so. */
export function unpause(context: Context): boolean {
  context.probes = 0;
  context.pausedSince = undefined;
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
    message:
      context.options.policy.budget.usedUp ??
      t('The budget is used up. What is finished is kept. Raise the cap and resume.'),
  };
  if (context.options.policy.budget.whenReached === 'pause') {
    context.overBudget = true;
    context.options.emit({ type: 'run.paused', reason: failure.message, on: 'budget' });
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
