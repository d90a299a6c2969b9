import type { Estimate } from '../core/domain/billing.ts';
import type { Mode } from '../core/domain/mode.ts';
import type { ModelInfo } from '../core/domain/model.ts';
import type { Decisions } from '../core/fanin/merge/decisions.ts';
import type { FanOutControl } from '../core/fanout/fanOut.ts';
import type { ModeChoice } from '../core/format/modeHint.ts';
import type { Store } from '../core/ports/ports.ts';
import type { RunOptions } from '../core/run.ts';
import type { ModelsPorts } from '../core/run/models.ts';
import type { RunEvent } from '../core/state/events.ts';
import type { RunState } from '../core/state/runState.ts';
import type { RunInput, RunRequest } from './request/runRequest.ts';

/** False: do not send. An object: send, with this changed. */
export type Agreement =
  boolean | { readonly maxTokens?: number; readonly maxCostUsd?: number; readonly mode?: Mode };

export interface RunHooks {
  readonly runId: string;
  readonly signal: AbortSignal;
  /** Aborts when who began the run goes away: batches stay at the provider. */
  readonly leave: AbortSignal;
  readonly store?: Store;
  readonly onEvent: (event: RunEvent, state: RunState) => void;
  readonly onHandle?: (handle: FanOutControl) => void;
  /** Asked before anything is sent, when a run starts and when it is resumed. */
  readonly consent: (
    estimate: Estimate,
    models: readonly ModelInfo[],
    choice?: ModeChoice,
    onQuestion?: () => void,
  ) => Promise<Agreement>;
  /** What a run does when its budget is used up: wait for a person, or end. */
  readonly whenBudgetReached: 'pause' | 'stop';
  /** What people decided about findings, as it is known when it is asked. */
  readonly decisions?: Decisions;
  readonly reviewPlan?: RunOptions['reviewPlan'];
  /** Looks at the models before anything else; throws what stands against a run with them. */
  readonly checkModels?: (models: ModelsPorts) => void;
  readonly resume?: {
    readonly events: readonly RunEvent[];
    readonly requeue: readonly string[];
    /** Instead of the mode the run was started with. */
    readonly mode?: Mode;
  };
}

/** Runs a request over its texts; the same promises as `run` in core/run.ts. */
export type Execute = (request: RunRequest, input: RunInput, hooks: RunHooks) => Promise<RunState>;

export interface Engine {
  readonly execute: Execute;
  /** Splits and estimates; sends nothing, and stores nothing. */
  readonly plan: Execute;
  /** Cancels at the providers what waits there for a run. @throws FanoutError when one cannot be reached. */
  readonly cancelBatches: (request: RunRequest, state: RunState) => Promise<void>;
  readonly dispose: () => Promise<void>;
}
