/** Tokens of one call or many. `inputTokens` includes the cached ones, whatever the provider's own count does. */
export interface Usage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Read from the provider's prompt cache. */
  readonly cachedTokens: number;
  /** Written to the provider's prompt cache, where that has its own price. */
  readonly cacheWriteTokens: number;
  /** True when the provider did not say and these are our own counts. */
  readonly estimated: boolean;
}

/** What the calls of a branch were billed, failed tries included. */
export interface Billed {
  readonly usage?: Usage;
  /** Undefined when the model's price is unknown. */
  readonly costUsd?: number;
  /** Those that a rate limit refused are left out. */
  readonly calls?: number;
}

/** Low, expected and high. */
export interface Spread {
  readonly low: number;
  readonly expected: number;
  readonly high: number;
}

export interface Estimate {
  readonly calls: number;
  /** Branches whose answers are already stored and cost nothing. */
  readonly cached: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Undefined when the model's price is unknown. */
  readonly costUsd?: Spread;
  readonly seconds: Spread;
  /** Low and high of what `calls`, `inputTokens` and `outputTokens` expect; absent in runs of earlier versions. */
  readonly ranges?: Readonly<Record<'calls' | 'inputTokens' | 'outputTokens', Spread>>;
  /** The same by model, where several are asked; the summary counts to the run's own. */
  readonly byModel?: readonly ModelShare[];
  /**
   * Of a run in batches: what is asked at once all the same, at the full price, for it rests on other answers
   * or its model has no batch engine.
   */
  readonly atOnce?: { readonly calls: number; readonly costUsd?: Spread };
  /** Absent where no chunk rests on another. */
  readonly linked?: Linked;
}

/** What one of several models takes of an estimate. */
export interface ModelShare {
  /** `provider:model`. */
  readonly model: string;
  readonly calls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly costUsd?: Spread;
}

/** US dollars per million tokens. */
export interface Price {
  readonly input: number;
  readonly cachedInput?: number;
  readonly cacheWrite?: number;
  readonly output: number;
  /** Above this many input tokens the whole request is billed at `above`. */
  readonly threshold?: number;
  readonly above?: {
    readonly input: number;
    readonly cachedInput?: number;
    readonly cacheWrite?: number;
    readonly output: number;
  };
}

/** What was billed for the calls of a run, or of one of its models. */
export interface Spent {
  readonly usage: Usage;
  /** US dollars; undefined once the price of any of it is unknown. */
  readonly costUsd: number | undefined;
  readonly calls: number;
}

/** Chunks that use what other chunks of their source define. */
export interface Linked {
  readonly chunks: number;
  /** Whether fan-in compares what the chunks say of the same things. */
  readonly compared: boolean;
}
