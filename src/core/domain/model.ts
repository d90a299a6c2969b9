import type { Price } from './billing.ts';

/** What is known of the model a run uses. */
export interface ModelInfo {
  readonly provider: 'openai' | 'anthropic' | 'compatible' | 'vscode' | 'offline';
  /** `provider:id`. */
  readonly ref: string;
  readonly id: string;
  /** What the user sees: the model's id, or `rules, not a model`. */
  readonly label: string;
  /** Scheme, host and port that text is sent to; absent when nothing is sent. */
  readonly origin?: string;
  /** Largest input in tokens, where known. */
  readonly contextTokens?: number;
  /** Largest output in tokens, where known. */
  readonly maxOutputTokens?: number;
  readonly price?: Price;
}
