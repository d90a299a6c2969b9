import type { UnstampedEvent } from '../state/events.ts';
import type { CallOptions } from '../ports/model.ts';
import type { Clock, Reply } from '../ports/ports.ts';
import type { Usage } from '../domain/billing.ts';
import type { Failure } from '../domain/failure.ts';
import type { Branch, Outcome } from '../domain/branch.ts';
import type { Chunk } from '../domain/chunk.ts';
import type { Bill } from './bill.ts';
import type { Budget, BudgetCaps } from './budget.ts';
import type { Optimize } from './order.ts';
import type { Pacer } from './pacing/pacer.ts';

export interface FanOutPolicy {
  /** Most calls of this run at once; the lane's pacer may allow fewer. */
  readonly concurrency: number;
  /**
   * `partial`: go on and say what is missing. `fail`: stop at the first final failure. `quorum` (0..1):
   * stop when that share of the branches cannot succeed any more.
   */
  readonly onFailure: 'partial' | 'fail' | { readonly quorum: number };
  /** Tries of one branch; the late pass at the end of the run adds one. */
  readonly maxAttempts: number;
  readonly optimize: Optimize;
  /** Probes of a pause in a row that may meet an outage before the run stops; 30 when absent. */
  readonly maxProbes?: number;
  /** Send a straggler a second time and take the first answer; at most 6 % of the branches. */
  readonly hedge: boolean;
  /** The caps of the whole run. */
  readonly budget: BudgetCaps & {
    /** What happens at the cap: wait for it to be raised, or stop (default) and keep what there is. */
    readonly whenReached?: 'pause' | 'stop';
  };
  /** Whether the provider caches the branch's prompt prefix, so that its chunk's first call pays for all. */
  readonly cachesPrefixOf?: (branch: Branch) => boolean;
}

export interface FanOutOptions {
  /** In reading order; only those that are to run. */
  readonly branches: readonly Branch[];
  /** One call. Throws a FanoutError with a failure for everything expected. */
  readonly attempt: (branch: Branch, call: CallOptions) => Promise<Reply>;
  /** Turns a reply into the branch's outcome. The bill is of all its calls, failed tries included. */
  readonly succeed: (
    branch: Branch,
    reply: Reply,
    bill: Bill & { readonly attempts: number },
  ) => Outcome;
  /** Halves a branch that is too long; undefined when it cannot be halved. */
  readonly split: (
    branch: Branch,
  ) => { readonly chunks: readonly Chunk[]; readonly branches: readonly Branch[] } | undefined;
  readonly pacerOf: (branch: Branch) => Pacer;
  readonly policy: FanOutPolicy;
  /** The run's own: everything it sends counts against one cap. */
  readonly budget: Budget;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** 0 <= x < 1; `Math.random` when absent. */
  readonly random?: () => number;
  /** What one call of the branch costs in US dollars; undefined, or absent, where prices are unknown. */
  readonly priceOf?: (branch: Branch, usage: Usage) => number | undefined;
  /**
   * Nothing is known of the model's window: calls go one at a time until one was answered, or has begun to be, so
   * that not every call of the first wave is refused for what one would have told. Absent: all at once.
   */
  readonly scouts?: 'answer' | 'firstToken';
  /** The run has found its providers before: a name that is not found now may be again. Absent: false. */
  readonly hasReached?: boolean;
  readonly emit: (event: UnstampedEvent) => void;
  /**
   * Resolves when what was emitted is on disk; undefined: it is. Until then the call counts as under way, so
   * that a crash repeats at most `concurrency` calls. Absent: at once.
   */
  readonly recorded?: () => Promise<void> | undefined;
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
  /** Ends a pause now instead of at its next probe. */
  readonly continueRun: () => boolean;
}
