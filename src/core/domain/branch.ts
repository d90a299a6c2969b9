import type { Billed, Usage } from './billing.ts';
import type { Fact, RawFact } from './results/facts.ts';
import type { Failure } from './failure.ts';
import type { Finding, RawFinding } from './results/findings.ts';
import type { RawLabel, RecordLabel } from './records/labels.ts';
import type { RawStatement, Statement } from './results/statements.ts';

/** One chunk seen from one perspective by one model: the unit that runs, fails, is retried, cached, paid. */
export interface Branch {
  readonly id: string;
  readonly chunkId: string;
  readonly perspectiveId: string;
  /** `provider:model`. */
  readonly model: string;
  /** Expected, before the call. */
  readonly inputTokens: number;
  /** Expected, before the call. */
  readonly outputTokens: number;
  /** The branch that was too long for the model and was split into this one. */
  readonly parentId?: string;
}

/** A model's checked answer to one branch: what is cached. */
export interface Answer {
  readonly findings: readonly RawFinding[];
  /** One or two sentences on the chunk, from this perspective. */
  readonly assessment: string;
  /** Items of the answer that did not fit the schema and were left out. */
  readonly dropped: number;
  /** Where facts were asked for. */
  readonly facts?: readonly RawFact[];
  /** Where statements or rows were asked for. */
  readonly statements?: readonly RawStatement[];
  /** Where records were labelled: one for each record shown, in the same order. */
  readonly labels?: readonly RawLabel[];
}

export type Outcome =
  | ({
      readonly status: 'succeeded';
      readonly findings: readonly Finding[];
      readonly assessment: string;
      /** Schema-invalid items left out of the answer. */
      readonly dropped: number;
      /** Facts of the chunk, each with its place; where they were asked for. */
      readonly facts?: readonly Fact[];
      /** Statements or rows of the chunk, each with its places; where they were asked for. */
      readonly statements?: readonly Statement[];
      /** The labels of the chunk's records. */
      readonly labels?: readonly RecordLabel[];
      readonly usage: Usage;
      /** True when the answer came from the store and nothing was sent. */
      readonly cached: boolean;
      readonly attempts: number;
    } & Billed)
  | ({
      readonly status: 'failed';
      readonly failure: Failure;
      readonly attempts: number;
    } & Billed)
  /** Billed all the same, when calls of it were under way or had failed. */
  | ({
      readonly status: 'skipped';
      readonly reason: string;
      /** A plan left it out: resuming does not run it. */
      readonly byPlan?: true;
    } & Billed)
  | ({ readonly status: 'cancelled' } & Billed);
