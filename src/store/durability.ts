import type { RunEvent } from '../core/state/events.ts';
import type { Outcome } from '../core/domain/branch.ts';
import type { RunStatus } from '../core/domain/runStatus.ts';

/**
 * Whether an event may reach the disk together with a later one. Resuming queues a branch that had only
 * started again; a free outcome (from the cache, by rules) can be recomputed at no cost.
 */
export function isDeferrable(event: RunEvent): boolean {
  switch (event.type) {
    case 'branch.started':
    case 'branch.waiting':
    case 'branch.retrying':
    case 'branch.requeued':
    case 'synthesis.started':
    case 'batch.cancelling':
      return true;
    case 'branch.missed':
      return event.usage === undefined;
    case 'branch.ended':
      return wasFree(event.outcome);
    default:
      return false;
  }
}

const wasFree = (outcome: Outcome): boolean =>
  outcome.status === 'succeeded' &&
  (outcome.cached || outcome.usage.inputTokens + outcome.usage.outputTokens === 0);

/** What an event makes of its run's status in the history; undefined: nothing new. */
export function statusAfter(event: RunEvent): RunStatus | 'batched' | undefined {
  switch (event.type) {
    case 'run.ended':
      return event.status;
    case 'run.paused':
      return 'paused';
    case 'batch.prepared':
    case 'batch.submitted':
    case 'batch.progressed':
      return 'batched';
    case 'batch.ended':
    case 'run.unpaused':
    case 'run.resumed':
      return 'running';
    default:
      return undefined;
  }
}
