import type { DigestNode, Joined } from '../domain/results/digest.ts';
import type { JobSpec } from '../domain/jobSpec.ts';
import type { SecondLabel } from '../domain/records/labels.ts';
import type { Mode } from '../domain/mode.ts';
import type { Column, ExtractedRow } from '../domain/results/statements.ts';
import type { Billed, Estimate, Usage } from '../domain/billing.ts';
import type { Failure } from '../domain/failure.ts';
import type { Finding, FindingDecision, Verification } from '../domain/results/findings.ts';
import type { Branch, Outcome } from '../domain/branch.ts';
import type { Chunk } from '../domain/chunk.ts';
import type { JobKind } from '../domain/jobSpec.ts';
import type { ModelInfo } from '../domain/model.ts';
import type { Perspective } from '../domain/review/perspective.ts';
import type { SkippedSource, SourceInfo } from '../domain/source.ts';
import type { Synthesis } from '../domain/results/synthesis.ts';

/** Why a branch that could start does not: shown on its row. */
export type WaitReason = 'rateLimit' | 'budget' | 'promptCache' | 'provider' | 'batch';

/** What a paused run waits for, where a person can end it: a higher limit, or the answer to a question that is open. */
export type PauseReason = 'budget' | 'answer';

interface Stamp {
  /** Wall clock, ms since 1970. For people; the engine never measures with it. */
  readonly at: number;
}

/**
 * Everything that can happen in a run. The list of events *is* the run: stored as it is,
 * folded by `applyEvent`, and resumed from.
 */
export type RunEvent = Stamp &
  (
    | {
        readonly type: 'run.started';
        readonly runId: string;
        readonly job: JobKind;
        /** Absent in runs of earlier versions: a review. */
        readonly spec?: JobSpec;
        /** One line that names the run to a person. */
        readonly name: string;
        readonly model: ModelInfo;
        /** Models that perspectives or checks name in addition to `model`. */
        readonly otherModels?: readonly ModelInfo[];
        readonly sources: readonly SourceInfo[];
        readonly skipped: readonly SkippedSource[];
        readonly perspectives: readonly Perspective[];
        /** Names the wording and schema of the prompts; absent where nothing is prompted. */
        readonly promptVersion?: string;
      }
    /** A stored run goes on: what was under way when it stopped is queued again. */
    | { readonly type: 'run.resumed' }
    | { readonly type: 'run.split'; readonly chunks: readonly Chunk[] }
    | {
        readonly type: 'run.planned';
        readonly branches: readonly Branch[];
        readonly estimate: Estimate;
        /** Absent: as before, `fast` at first. */
        readonly mode?: Mode;
        /** Told when the run asked for a plan by a model: whose plan this is, why, and what it was billed. */
        readonly partition?: {
          readonly by: 'static' | 'planned';
          readonly note?: string;
          readonly usage?: Usage;
          readonly costUsd?: number;
          readonly calls?: number;
        };
      }
    /** The user chose another mode than was planned, when asked for consent; what it will take. */
    | { readonly type: 'mode.chosen'; readonly mode: Mode; readonly estimate: Estimate }
    /** A batch is about to be sent: whatever happens now, it is looked for before it is sent again. */
    | {
        readonly type: 'batch.prepared';
        readonly batchId: string;
        readonly branchIds: readonly string[];
      }
    /** The provider took it. `uncertain`: found again by its time and size alone. */
    | {
        readonly type: 'batch.submitted';
        readonly batchId: string;
        readonly providerId: string;
        readonly uncertain?: boolean;
      }
    | {
        readonly type: 'batch.progressed';
        readonly batchId: string;
        readonly done: number;
        readonly total: number;
      }
    | { readonly type: 'batch.cancelling'; readonly batchId: string }
    /**
     * `collected`: its answers are here. `rejected`: it was not run, or was another's. `gone`: the provider
     * knows nothing of it any more.
     */
    | {
        readonly type: 'batch.ended';
        readonly batchId: string;
        readonly how: 'collected' | 'rejected' | 'gone';
        readonly failure?: Failure;
      }
    /** A batch has no usable answer for a branch: it is asked by itself; what that was billed all the same. */
    | ({
        readonly type: 'branch.missed';
        readonly branchId: string;
        readonly failure: Failure;
      } & Billed)
    | {
        readonly type: 'run.paused';
        readonly reason: string;
        readonly until?: number;
        readonly on?: PauseReason;
      }
    | { readonly type: 'run.unpaused' }
    | { readonly type: 'branch.started'; readonly branchId: string; readonly attempt: number }
    | {
        readonly type: 'branch.waiting';
        readonly branchId: string;
        readonly on: WaitReason;
        /** Wall clock, where known. */
        readonly until?: number;
      }
    | {
        readonly type: 'branch.retrying';
        readonly branchId: string;
        /** The attempt that comes next, from 2. */
        readonly attempt: number;
        readonly failure: Failure;
        readonly until: number;
      }
    | {
        readonly type: 'branch.split';
        readonly branchId: string;
        readonly chunks: readonly Chunk[];
        readonly branches: readonly Branch[];
        /** What the calls before it were billed: an answer that was cut is paid for. */
        readonly usage?: Usage;
        readonly costUsd?: number;
        readonly calls?: number;
      }
    | { readonly type: 'branch.ended'; readonly branchId: string; readonly outcome: Outcome }
    /** A branch that had ended goes back to the queue: a retry the user asked for, or a late pass. */
    | { readonly type: 'branch.requeued'; readonly branchId: string }
    | { readonly type: 'findings.merged'; readonly findings: readonly Finding[] }
    /** What distant chunks say of the same thing was compared, before the findings were merged. */
    | {
        readonly type: 'consistency.checked';
        /** Facts whose quote is in the text. */
        readonly facts: number;
        /** Groups of facts that may contradict each other, and those a model was asked about. */
        readonly candidates: number;
        readonly asked: number;
        /** Conflicts whose quotes are in the text. */
        readonly shown: number;
        /** Conflicts that were said and did not hold: a quote that is not there, or only one place. */
        readonly dropped: number;
        readonly usage: Usage;
        readonly costUsd?: number;
        readonly calls: number;
        /** Why some groups were not compared. */
        readonly failure?: Failure;
      }
    /** A model was asked which remarks on the same words are one problem, before they were merged. */
    | {
        readonly type: 'findings.judged';
        /** Sets of remarks that it was asked about, and those that it answered. */
        readonly candidates: number;
        readonly judged: number;
        readonly usage: Usage;
        readonly costUsd?: number;
        readonly calls: number;
        /** Why some sets were only put in groups. */
        readonly failure?: Failure;
      }
    /** An independent call looked at a merged finding; what it was billed. */
    | {
        readonly type: 'finding.verified';
        readonly findingId: string;
        readonly verification: Verification;
        readonly usage: Usage;
        readonly costUsd?: number;
        readonly calls: number;
      }
    /** Decided before anything is joined: the tree in which what the chunks say is summed up. */
    | { readonly type: 'digest.planned'; readonly nodes: readonly DigestNode[] }
    /** The call of a node is made as soon as it may. */
    | { readonly type: 'node.started'; readonly nodeId: string }
    | { readonly type: 'node.joined'; readonly nodeId: string; readonly joined: Joined }
    /** What the chunks list, joined by key. */
    | {
        readonly type: 'rows.joined';
        readonly columns: readonly Column[];
        readonly rows: readonly ExtractedRow[];
      }
    /**
     * A user dismissed, accepted or reopened findings. Stored per finding fingerprint, not with the run;
     * listeners that show the run receive it.
     */
    | {
        readonly type: 'findings.decided';
        readonly decisions: readonly {
          readonly findingId: string;
          /** Absent: undecided (again). */
          readonly decision?: FindingDecision;
        }[];
      }
    /** Suggestions were put into the text, or taken out of it again. */
    | {
        readonly type: 'suggestions.applied';
        readonly findingIds: readonly string[];
        readonly applied: boolean;
      }
    /** A person gave a record other labels than the model; without labels: the model's count again. */
    | {
        readonly type: 'label.corrected';
        readonly sourceId: string;
        /** Position in its source, from 0. */
        readonly record: number;
        readonly labels: readonly string[] | null;
      }
    /** Records whose label is in doubt are asked of a second model; those that it was asked before included. */
    | { readonly type: 'labels.doubted'; readonly by: string; readonly records: number }
    /** What the second model said of some of them; none where the call failed. */
    | {
        readonly type: 'labels.checked';
        readonly sourceId: string;
        readonly by: string;
        readonly labels: readonly SecondLabel[];
        readonly usage: Usage;
        readonly costUsd?: number;
        readonly calls: number;
        readonly failure?: Failure;
      }
    | { readonly type: 'synthesis.started' }
    | { readonly type: 'synthesis.ended'; readonly synthesis: Synthesis }
    | {
        readonly type: 'run.ended';
        /** `interrupted` is never stored: it is how a stored run is shown that has no such event. */
        readonly status: 'succeeded' | 'partial' | 'failed' | 'cancelled' | 'interrupted';
        readonly failure?: Failure;
      }
  );

/** An event before it has its time: what the stages fire. */
export type UnstampedEvent = RunEvent extends infer E
  ? E extends RunEvent
    ? Omit<E, 'at'>
    : never
  : never;
