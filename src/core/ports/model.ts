import type { Usage } from '../domain/billing.ts';
import type { Failure } from '../domain/failure.ts';
import type { ModelInfo } from '../domain/model.ts';

/**
 * A provider's batch engine for one model: the same requests as `Model.generate` takes, many at a time,
 * answered within a day and for less. Same promise on errors and aborts as `Model`.
 */
export interface BatchEngine {
  /** What one batch may hold, in requests and in bytes of JSON. */
  readonly limits: { readonly requests: number; readonly bytes: number };
  /** What is billed of the list price, 0..1. */
  readonly priceShare: number;
  /**
   * Sends a batch; where it may have been sent before, that one is looked for first. Undefined when it was
   * only to be looked for, and is not there.
   */
  submit(order: BatchOrder, signal: AbortSignal): Promise<BatchReceipt | undefined>;
  progress(id: string, signal: AbortSignal): Promise<BatchProgress>;
  /**
   * Tells the results of an ended batch, some at a time and in any order; requests without one are told
   * nothing of. `take` has stored them all when it resolves to true, and knows nothing of them when it
   * resolves to false: then it is another's batch. Our own is deleted at the provider when all of it was told,
   * as far as its API allows.
   */
  results(id: string, take: TakeResults, signal: AbortSignal): Promise<void>;
  /** Asks that nothing more of it is started. It ends some minutes later; what was answered is kept. */
  cancel(id: string, signal: AbortSignal): Promise<void>;
}

export type TakeResults = (results: readonly BatchResult[]) => Promise<boolean>;

export interface BatchOrder {
  /** Names the batch, in every run of every user: letters, digits, `_` and `-`. */
  readonly key: string;
  readonly items: readonly BatchItem[];
  /** It may have been sent since then (wall clock, ms) without its id being stored; `not` are the ids of other batches. */
  readonly sentBefore?: { readonly since: number; readonly not: readonly string[] };
  /** Look for it, and send nothing. */
  readonly findOnly?: boolean;
}

export interface BatchItem {
  /** Without content: `^[a-zA-Z0-9_-]{1,64}$`, beginning with the batch's key. */
  readonly id: string;
  readonly request: ModelRequest;
}

export interface BatchReceipt {
  /** The provider's name for the batch. */
  readonly id: string;
  /** Found by its time and size alone: its results will show whether it is this one. */
  readonly uncertain?: boolean;
}

export interface BatchProgress {
  /** `rejected`: as a whole, nothing was run. `gone`: the provider does not know it, or not any more. */
  readonly state: 'running' | 'ended' | 'rejected' | 'gone';
  /** Requests the provider is done with, and all of them; 0 while it has not counted. */
  readonly done: number;
  readonly total: number;
  /** Why it was rejected. */
  readonly failure?: Failure;
  /** Rejected because the account may not queue so much at once; how many tokens it may, where that is said. */
  readonly queueFull?: { readonly tokens?: number };
}

export type BatchResult = { readonly id: string } & (
  | { readonly kind: 'answered'; readonly reply: ModelReply }
  | { readonly kind: 'failed'; readonly failure: Failure }
  /** Not run: its time was over, or the batch was cancelled. */
  | { readonly kind: 'expired' | 'cancelled' }
);

export interface CallOptions {
  readonly signal: AbortSignal;
  /** 1 for the first try. */
  readonly attempt: number;
  /** Why the try before this one failed: the model is told about a broken answer. */
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
  /** Tokens of this prompt, where `usage` holds further ones that were sent to see how the server counts. */
  readonly promptTokens?: number;
  readonly limits?: LimitReport;
  readonly requestId?: string;
  /** Further requests of the same call: refused because of a field and not run, or sent to see how the server counts. */
  readonly refusedRequests?: number;
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

export interface PromptOptions {
  /** Language of the remarks; absent: the document's own. */
  readonly language?: string;
  /** Cap of one answer, in tokens. */
  readonly maxOutputTokens: number;
}
