import type { Usage } from './billing.ts';

/**
 * Every way a call can end badly, named for what the user or the scheduler can do about it.
 * The table that turns a code into a decision is `fanout/retry.ts`.
 */
export type FailureCode =
  | 'auth'
  | 'permission'
  | 'unknownModel'
  | 'noCredit'
  | 'rateLimited'
  | 'overloaded'
  | 'serverError'
  | 'network'
  | 'dns'
  | 'tls'
  | 'proxy'
  | 'redirected'
  | 'notProvider'
  | 'timeout'
  | 'stalled'
  | 'cutOff'
  | 'contextTooLong'
  | 'truncated'
  | 'refused'
  | 'emptyAnswer'
  | 'badAnswer'
  | 'tooLarge'
  | 'badRequest'
  | 'budget'
  /** The run store refused a write. */
  | 'store'
  | 'bug';

/** An expected failure as data. `message` is safe to show: no key, no header, no document text. */
export interface Failure {
  readonly code: FailureCode;
  readonly message: string;
  /** Of an answer that cannot be used: what is wrong with it, in English for the model; absent: as in `message`. */
  readonly toModel?: string;
  /** HTTP status. */
  readonly status?: number;
  /** Retry-After in ms as the provider sent it, not clamped. */
  readonly retryAfterMs?: number;
  /** Of a rate limit: it is of a day or longer, so that asking again soon is in vain. */
  readonly lasts?: true;
  readonly requestId?: string;
  /** Of a text that is too long: the window that the server names, prompt and answer together, in its tokens. */
  readonly windowTokens?: number;
  /** Of a text that is too long: what the server counted of it. */
  readonly promptTokens?: number;
  /** Nothing was sent: what is known of the model was enough. */
  readonly unsent?: true;
  /** Earlier requests of the same call that the server refused because of a field; none of them was run. */
  readonly refusedRequests?: number;
  /** No other branch would fare better: the run stops. */
  readonly hopeless?: true;
  /** Paid for all the same: an answer that was cut, refused or unusable. */
  readonly usage?: Usage;
  /** One part of the chunk may be to blame: when trying again does not help, its halves are tried. */
  readonly divisible?: true;
}
