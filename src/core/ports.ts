import type { BatchEngine } from './batchEngine.ts';
import type { RunEvent } from './events.ts';
import type { JobSpec } from './jobSpec.ts';
import type { Column } from './statements.ts';
import type { Label } from './labels.ts';
import type { Spread, Usage } from './billing.ts';
import type { Failure } from './failure.ts';
import type { Answer, Branch, Chunk, ModelInfo, Perspective, Source, SourceKind } from './types.ts';

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
  /** Keeps an answer that was paid for: on disk with the next outcome, or soon. `value` is JSON. */
  remember(key: string, value: unknown): void;
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
}

export interface CallOptions {
  readonly signal: AbortSignal;
  /** 1 for the first try. */
  readonly attempt: number;
  /** Why the try before this one failed: a broken answer is told to the model. */
  readonly previous?: Failure;
  /** Called once, when the first token of the answer arrives. */
  readonly onFirstToken?: () => void;
}

/** What the response headers say of the provider's limits; each absent where the provider is silent. */
export interface LimitReport {
  readonly requests?: Limit;
  readonly tokens?: Limit;
  readonly inputTokens?: Limit;
  readonly outputTokens?: Limit;
}
export interface Limit {
  /** Per minute. */
  readonly limit?: number;
  readonly remaining?: number;
  /** Until it is full again. */
  readonly resetMs?: number;
}

export interface Reply {
  readonly answer: Answer;
  readonly usage: Usage;
  readonly limits?: LimitReport;
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

/** One prompt. `shared` comes first on the wire so that the perspectives of a chunk share it in the provider's cache. */
export interface ModelRequest {
  /** The same for every call of a run. */
  readonly system: string;
  /** The same for every perspective of a chunk: the document's part, framed as data. */
  readonly shared: string;
  /** How many calls begin with `shared`. From 2 on it is worth its price in a provider's cache; absent: 1. */
  readonly sharedBy?: number;
  /** What is asked of it. */
  readonly task: string;
  readonly schema: JsonSchema;
  /** Names the schema to providers that want a name: letters, digits, `_`. */
  readonly schemaName: string;
  readonly maxOutputTokens: number;
}
/** A JSON Schema in the strict subset: every property required, additionalProperties false. */
export type JsonSchema = Readonly<Record<string, unknown>>;

export interface ModelReply {
  readonly text: string;
  readonly usage: Usage;
  readonly limits?: LimitReport;
  readonly requestId?: string;
}

/** One language model behind one API. Same promise on errors and aborts as `Reviewer`. No retries of its own. */
export interface Model {
  readonly info: ModelInfo;
  /** See `Reviewer.lane`. */
  readonly lane: string;
  /** Absent where the provider has none. */
  readonly batch?: BatchEngine;
  generate(
    request: ModelRequest,
    call: Pick<CallOptions, 'signal' | 'onFirstToken'>,
  ): Promise<ModelReply>;
}

/** What models bill for the tokens we count, learned from run to run. */
export interface Calibrations {
  /** Billed tokens per token counted. */
  factorOf(model: ModelInfo): number;
  learn(model: ModelInfo, counted: number, usage: Usage): void;
}

export interface PromptOptions {
  /** Language of the remarks; absent: the document's own. */
  readonly language?: string;
  /** Cap of one answer, in tokens. */
  readonly maxOutputTokens: number;
}

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
  /** Tokens that it takes as a rule. */
  readonly usualTokens: number;
  /** Most tokens of what the root says. */
  readonly rootTokens: number;
  /** Shares (0..1) of the nodes that make a call: others have one member with something to say, or none. */
  readonly calls: Spread;
  /** Of a node below the root. */
  readonly answerTokens: Spread;
  readonly request: (task: JoinTask, options: PromptOptions) => ModelRequest;
  /** What is wrong with an answer is said in words for the model. */
  readonly read: (text: string, ids: ReadonlySet<string>) => JoinedAnswer | string;
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
  /** What a chunk's prompt depends on besides its text and perspective, as JSON: part of the cache key. */
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
