import type { Price } from './billing.ts';

/** How much a model is to think before it answers; what it thinks is billed as output. */
export const EFFORTS = ['low', 'medium', 'high'] as const;
export type Effort = (typeof EFFORTS)[number];

/** What is known of the model a run uses. */
export interface ModelInfo {
  /** The id of who serves it; `vscode` for models of the editor, `offline` for the built-in rules. */
  readonly provider: string;
  /** `provider:id`. */
  readonly ref: string;
  readonly id: string;
  /** What the user sees: the model's id, or `rules, not a model`. */
  readonly label: string;
  /** Scheme, host and port that text is sent to; absent when nothing is sent. */
  readonly origin?: string;
  /** Where it is, when that is not the provider's own address: another server may call another model the same. */
  readonly address?: string;
  /** Largest input in tokens, where known. */
  readonly contextTokens?: number;
  /** Largest output in tokens, where known. */
  readonly maxOutputTokens?: number;
  /** It keeps the beginning of prompts that others begin with, too. */
  readonly promptCache?: true;
  /** Tokens it counts per token of ours (o200k), where the provider is known for it; 1: our count is exact. */
  readonly tokensPerO200k?: number;
  readonly price?: Price;
  /** What it is asked for; absent: what it does by itself. */
  readonly effort?: Effort;
}
