import type { BatchState } from '../domain/batch.ts';
import type { Estimate, Spent, Usage } from '../domain/billing.ts';
import { noUsage } from '../domain/cost.ts';
import type { DigestState } from '../domain/results/digest.ts';
import type { Failure } from '../domain/failure.ts';
import type { Finding } from '../domain/results/findings.ts';
import { type JobSpec, REVIEW } from '../domain/jobSpec.ts';
import type { SecondLabel, SecondLook } from '../domain/records/labels.ts';
import type { Mode } from '../domain/mode.ts';
import type { Branch, Outcome } from '../domain/branch.ts';
import type { Chunk } from '../domain/chunk.ts';
import type { JobKind } from '../domain/jobSpec.ts';
import type { ModelInfo } from '../domain/model.ts';
import type { Perspective } from '../domain/review/perspective.ts';
import type { RunStatus } from '../domain/runStatus.ts';
import type { SkippedSource, SourceInfo } from '../domain/source.ts';
import type { Synthesis } from '../domain/results/synthesis.ts';
import type { Extraction } from '../domain/results/statements.ts';
import type { PauseReason, WaitReason } from './events.ts';

export type BranchStatus =
  | 'queued'
  | 'waiting'
  | 'running'
  | 'retrying'
  | 'succeeded'
  | 'failed'
  | 'skipped'
  | 'cancelled'
  /** Too long for the model: replaced by its children, and not counted. */
  | 'split';

export interface BranchState {
  readonly branch: Branch;
  status: BranchStatus;
  /** Of the current or last try, from 1; 0 before the first. */
  attempt: number;
  waitingOn?: WaitReason;
  /** When a waiting or retrying branch goes on (wall clock). */
  until?: number;
  /** Why the last try failed. */
  failure?: Failure;
  startedAt?: number;
  endedAt?: number;
  outcome?: Outcome;
  /** The batch it is in, while that is under way. */
  batchId?: string;
  /** A batch had no usable answer for it: it is asked by itself. */
  missed?: boolean;
}

/**
 * A run as its events tell it. Plain data (it crosses to the webview as JSON).
 * `applyEvent` owns it: read it, never write to it.
 */
export interface RunState {
  runId: string;
  job: JobKind;
  spec: JobSpec;
  name: string;
  status: RunStatus;
  /** The run's own. */
  model: ModelInfo | undefined;
  otherModels?: readonly ModelInfo[];
  sources: readonly SourceInfo[];
  skipped: readonly SkippedSource[];
  perspectives: readonly Perspective[];
  promptVersion?: string;
  chunks: Record<string, Chunk>;
  /** In reading order. */
  chunkIds: string[];
  branches: Record<string, BranchState>;
  /** In reading order, split branches replaced by their children. */
  branchIds: string[];
  estimate: Estimate | undefined;
  mode: Mode;
  /** By the order in which they were sent; empty unless the run is sent in batches. */
  batches: BatchState[];
  /** What the branches said so far; after fan-in the merged findings in report order. */
  findings: Finding[];
  /** Findings on lines that the change under review did not touch: shown apart, counted nowhere. */
  outsideChange: Finding[];
  merged: boolean;
  /** The findings whose suggestion was put into the text; see `appliedFixes.ts`. */
  applied?: readonly string[];
  synthesis: Synthesis | undefined;
  /** Where statements are joined. */
  digest?: DigestState;
  /** Where rows are. */
  extraction?: Extraction;
  /** Labels that a person gave, by source and record (see `recordKey`). */
  corrections?: Record<string, readonly string[]>;
  secondLook?: SecondLook;
  /** What the second model said of records, by source and record (see `recordKey`). */
  secondLabels?: Record<string, SecondLabel & { readonly by: string }>;
  usage: Usage;
  /** Undefined once any part of it has an unknown price. */
  costUsd: number | undefined;
  /**
   * Model calls of all that has ended: answered, failed or given up, retries and second calls of stragglers
   * included. Not counted is what was never run: answers from the store, calls a rate limit refused.
   */
  calls: number;
  /** The same three by the model that was asked (`provider:model`). */
  spentBy: Record<string, Spent>;
  pause:
    | {
        readonly reason: string;
        readonly until?: number;
        /** What it waits for, where a person can change it. */
        readonly on?: PauseReason;
        /** Wall clock. */
        readonly since: number;
        /** What the run goes back to: fan-in's calls pause too. */
        readonly during: RunStatus;
      }
    | undefined;
  failure: Failure | undefined;
  startedAt: number;
  endedAt: number | undefined;
  /** Ms between `startedAt` and `endedAt` without work: interrupted, ended, or out of budget. */
  awayMs: number;
}

export const emptyState = (): RunState => ({
  runId: '',
  job: 'review',
  spec: REVIEW,
  name: '',
  status: 'preparing',
  model: undefined,
  sources: [],
  skipped: [],
  perspectives: [],
  chunks: {},
  chunkIds: [],
  branches: {},
  branchIds: [],
  estimate: undefined,
  mode: 'fast',
  batches: [],
  findings: [],
  outsideChange: [],
  merged: false,
  synthesis: undefined,
  usage: noUsage,
  costUsd: 0,
  calls: 0,
  spentBy: {},
  pause: undefined,
  failure: undefined,
  startedAt: 0,
  endedAt: undefined,
  awayMs: 0,
});

export const isEnded = (status: BranchStatus): boolean =>
  status === 'succeeded' || status === 'failed' || status === 'skipped' || status === 'cancelled';

/** A question to the user is open, and the run waits for the answer. */
export const isAsking = ({ status, pause }: Pick<RunState, 'status' | 'pause'>): boolean =>
  status === 'paused' && pause?.on === 'answer';

export const isRunEnded = (status: RunStatus): boolean =>
  status === 'succeeded' ||
  status === 'partial' ||
  status === 'failed' ||
  status === 'cancelled' ||
  status === 'interrupted';
