import type { Usage } from '../domain/billing.ts';
import type { Answer, Branch } from '../domain/branch.ts';
import type { Chunk } from '../domain/chunk.ts';
import type { ModelInfo } from '../domain/model.ts';
import type { Perspective } from '../domain/review/perspective.ts';
import type { Source } from '../domain/source.ts';
import type { RunEvent } from '../state/events.ts';
import type { CallOptions, LimitReport } from './model.ts';

/** Time, so that faults, limits and the virtual-clock bench need no patching. */
export interface Clock {
  /** Monotonic milliseconds: all measuring and waiting. Never jumps. */
  now(): number;
  /** Wall clock, ms since 1970: stamps for people only. */
  date(): number;
  /** Resolves after `ms` (at least 0, at most 2^31-1). Rejects with the signal's reason as soon as it aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export interface Logger {
  /** `fields` are named scalars only: ids, statuses, counts, milliseconds. Never text, headers, URLs or errors. */
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** Where a run's events and paid-for answers are kept. Calls return when the data is durable. */
export interface Store {
  /** Appends events, all or none; outcomes are on disk when it returns. Throws when the disk refuses. */
  append(runId: string, events: readonly RunEvent[]): void;
  /** What was remembered under `key`, as it comes from the disk: the reader checks it. */
  recall(key: string): unknown;
  /**
   * Keeps an answer that was paid for: on disk with the next outcome, or soon. `value` is JSON.
   * @param runId the run whose text it quotes: it is deleted with the run. Absent: it quotes none.
   */
  remember(key: string, value: unknown, runId?: string): void;
}

/** What a branch shows its reviewer. */
export interface BranchTask {
  readonly branch: Branch;
  readonly chunk: Chunk;
  readonly perspective: Perspective;
  readonly source: Source;
  /** Text around the chunk for orientation; never part of what is judged. */
  readonly context: ChunkContext;
  /** How many perspectives of the run read the chunk; absent: not known. */
  readonly sharedBy?: number;
  /** True when the answer is also to list the facts of the chunk. */
  readonly facts?: boolean;
}

export interface ChunkContext {
  /** Heading trail and outline of the source, as lines of text. */
  readonly outline: string;
  /** The end of what comes before, and the start of what comes after; empty at the edges. */
  readonly before: string;
  readonly after: string;
  /** What the chunk uses and the rest of the source defines, as lines of text; empty when nothing is. */
  readonly definitions?: string;
  /** The header of the table, or the opening line of the block of code, that the chunk begins inside of; empty for none. */
  readonly enclosing?: string;
}

export interface Reply {
  readonly answer: Answer;
  readonly usage: Usage;
  readonly limits?: LimitReport;
  /** See `ModelReply.refusedRequests`. */
  readonly refusedRequests?: number;
}

/**
 * Answers one branch: a model behind a prompt (`branches/modelReviewer.ts`) or the offline rules.
 * Throws a FanoutError that carries a `failure` for everything expected (see errors.ts `callFailed`);
 * when aborted, rejects with the signal's reason within 500 ms.
 */
export interface Reviewer {
  readonly model: ModelInfo;
  /** Names the limits it shares with others: origin, model and a hash of the key. Absent when nothing is sent. */
  readonly lane?: string;
  review(task: BranchTask, call: CallOptions): Promise<Reply>;
}

/** What models bill for the tokens we count, learned from run to run. */
export interface Calibrations {
  /** Billed tokens per token counted. */
  factorOf(model: ModelInfo): number;
  learn(model: ModelInfo, counted: number, usage: Usage): void;
}
