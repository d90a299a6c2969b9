import type { Spread } from '../domain/billing.ts';
import type { JobSpec } from '../domain/jobSpec.ts';
import type { Label } from '../domain/records/labels.ts';
import type { Answer } from '../domain/branch.ts';
import type { Chunk } from '../domain/chunk.ts';
import type { Perspective } from '../domain/review/perspective.ts';
import type { Source, SourceKind } from '../domain/source.ts';
import type { Column } from '../domain/results/statements.ts';
import type { ModelRequest, PromptOptions } from './model.ts';
import type { BranchTask } from './ports.ts';

/** How the branches' answers become one report. A stage asks what there is to join, never which job it is. */
export type FanIn =
  /** Findings are merged, verified and summed up. */
  | { readonly kind: 'findings' }
  /** Statements are joined in a tree, with a call for every node of it. */
  | { readonly kind: 'digest'; readonly join: Join }
  /** Rows with the same key are joined by code. */
  | { readonly kind: 'rows'; readonly columns: readonly Column[] }
  /** Labels are counted, and compared with those of a gold column. */
  | {
      readonly kind: 'labels';
      readonly labels: readonly Label[];
      readonly multi: boolean;
      /** Those a model is less sure of than this (0..1) are asked of a second model; absent: none. */
      readonly doubtfulBelow?: number;
    };

/** One node of the tree, as its prompt needs it. */
export interface JoinTask {
  /** What it is about, in the user's words. */
  readonly title: string;
  /** Nothing is above it: this is what the reader asked for. */
  readonly isRoot: boolean;
  /** What its members say, in reading order; ids are valid in this prompt only. */
  readonly lines: readonly JoinLine[];
  /** The same for the same lines. */
  readonly seed: string;
}

export interface JoinLine {
  readonly id: string;
  /** The part it was said of, on the first line that was. */
  readonly of?: string;
  readonly text: string;
  /** The same on lines that contradict each other. */
  readonly conflict?: string;
}

export interface JoinedAnswer {
  readonly statements: readonly {
    readonly text: string;
    /** Known, and at least one. */
    readonly ids: readonly string[];
    readonly conflict: string | undefined;
  }[];
  /** Those that rested on nothing that is known or had another form. */
  readonly dropped: number;
}

/** How statements are joined. */
export interface Join {
  /** Most tokens that what a chunk or a node says takes in the prompt above it: decides the tree. */
  readonly mostTokens: number;
  /** Tokens that it usually takes. */
  readonly typicalTokens: number;
  /** Most tokens of what the root says. */
  readonly rootTokens: number;
  /** Words of what the root says, from which on it is asked for again, shorter. */
  readonly maxRootWords: number;
  /** Shares (0..1) of the nodes that make a call: others have one member with something to say, or none. */
  readonly calls: Spread;
  /** Of a node below the root. */
  readonly answerTokens: Spread;
  readonly request: (task: JoinTask, options: PromptOptions) => ModelRequest;
  /** What is wrong with an answer is said in words for the model. */
  readonly read: (text: string, ids: ReadonlySet<string>) => JoinedAnswer | (() => string);
}

/** What differs between review, summarize, classify and ask, as data and small functions. */
export interface Job {
  readonly spec: JobSpec;
  /** Changes whenever the wording or the schema does: part of the cache key. */
  readonly promptVersion: string;
  /** Of the kinds of source, the one perspective that also lists a chunk's facts; absent: none does. */
  readonly factsFrom?: (kind: SourceKind) => string;
  readonly perspectivesFor: (kind: SourceKind) => readonly Perspective[];
  /** Whether users choose other perspectives instead; a question or a list of labels is its own. */
  readonly perspectivesAreChosen: boolean;
  readonly request: (task: BranchTask, options: PromptOptions) => ModelRequest;
  /** What a chunk's prompt depends on apart from its text and perspective, as JSON: part of the cache key. */
  readonly variant?: (source: Source, chunk: Chunk) => unknown;
  /**
   * Reads the model's text, all of what the task asked for. Throws a FanoutError with failure
   * `badAnswer` (its message tells the model what to do better) or `emptyAnswer`.
   */
  readonly check: (text: string, task: BranchTask) => Answer;
  /** Tokens that an answer on a chunk takes; absent: what is usual for a review. */
  readonly answerTokens?: (chunk: Chunk, source: Source) => Spread;
  /** How records are packed to chunks, where the sources are record sets; the window may lower the tokens. */
  readonly packing?: { readonly maxTokens: number; readonly maxRecords: number };
  /**
   * Answers on parts of a chunk are as good as one on the whole: an answer that stays unusable, or is
   * refused, is looked for in its halves, so that one part fails and not all.
   */
  readonly divisible?: true;
  readonly fanIn: FanIn;
}
