/** A branch of a planned run, before it is paid for. */
export interface ProposedBranch {
  readonly id: string;
  /** Of its perspective. */
  readonly title: string;
  /** False: the plan leaves it out. */
  readonly keep: boolean;
  readonly inputTokens: number;
  /** Undefined where the model's price is not known. */
  readonly costUsd?: number;
}

/** A chunk of the plan and what may be asked of it. */
export interface ProposedPart {
  readonly path: string;
  readonly title: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly tokens: number;
  /** Why these perspectives, in the model's words: one clean line, or empty. */
  readonly reason: string;
  readonly branches: readonly ProposedBranch[];
}

export interface ProposedPlan {
  readonly parts: readonly ProposedPart[];
  /** What was wrong with the answer before, in words; absent when asked for the first time. */
  readonly problem?: string;
}

/**
 * Asked for the branches to make, as their ids; undefined: none, and the run ends as cancelled. Calls `onQuestion`
 * if the run is paused meanwhile.
 */
export type ReviewPlan = (
  plan: ProposedPlan,
  onQuestion: () => void,
) => Promise<ReadonlySet<string> | undefined>;
