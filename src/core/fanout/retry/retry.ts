import type { Failure, FailureCode } from '../../domain/failure.ts';

/**
 * What a failed call means for its branch and its run.
 * `wait`: pushed back by a rate limit, costs no attempt. `pause`: the run waits and probes.
 */
export type Decision = 'retry' | 'wait' | 'pause' | 'split' | 'stopRun' | 'failBranch';

/** Largest wait a provider may ask of a branch; a longer one pauses the run where everybody sees it. */
export const MAX_WAIT_MS = 120_000;
/** Never sooner than this after a failure, whatever the provider says: no hot loops. */
export const MIN_WAIT_MS = 250;

const BASE_MS = 1_000;
const PUSHBACK_BASE_MS = 2_000;
const BACKOFF_CAP_MS = 60_000;
const DNS_TRIES = 3;
const DNS_MS = 2_000;
const ANSWER_TRIES = 2;

const TABLE: Readonly<Record<FailureCode, Decision>> = {
  auth: 'stopRun',
  permission: 'stopRun',
  unknownModel: 'stopRun',
  noCredit: 'stopRun',
  tls: 'stopRun',
  proxy: 'stopRun',
  redirected: 'stopRun',
  budget: 'stopRun',
  store: 'stopRun',
  rateLimited: 'wait',
  notProvider: 'pause',
  overloaded: 'retry',
  serverError: 'retry',
  network: 'retry',
  dns: 'retry',
  timeout: 'retry',
  stalled: 'retry',
  cutOff: 'retry',
  emptyAnswer: 'retry',
  badAnswer: 'retry',
  contextTooLong: 'split',
  truncated: 'split',
  tooLarge: 'failBranch',
  refused: 'failBranch',
  badRequest: 'failBranch',
  bug: 'failBranch',
};

/** What has gone wrong with a branch so far, this failure included. */
export interface Tries {
  /** Of the try that failed, from 1. */
  readonly attempt: number;
  readonly maxAttempts: number;
  /** Answers that could not be used. */
  readonly broken: number;
  /** Calls of the run in a row that did not find the provider's name. */
  readonly dns: number;
  /** Since the first of them, in ms. */
  readonly dnsMs: number;
  /** A call of the run has found its provider: the name is right, and the network may come back. */
  readonly hasReached: boolean;
}

/** The decision for a branch whose last try ended in `failure`. */
export function decide(failure: Failure, tries: Tries): Decision {
  if (failure.hopeless) return 'stopRun';
  if (longWait(failure) !== undefined || failure.lasts) return 'pause';
  // 413: the request was too large, not the answer.
  if (failure.code === 'tooLarge' && failure.status === 413) return 'split';
  // Once more whole, with a larger cap on the answer: halves cost more than that.
  if (failure.code === 'truncated' && tries.attempt === 1 && tries.maxAttempts > 1) return 'retry';
  const decision = TABLE[failure.code];
  if (failure.code === 'refused' && failure.divisible) return 'split';
  if (decision !== 'retry') return decision;
  if (failure.code === 'dns' && tries.dns >= DNS_TRIES && tries.hasReached) return 'pause';
  // Never found: the name is wrong or there is no network, and a few seconds show it.
  if (failure.code === 'dns' && !tries.hasReached && tries.dnsMs >= DNS_MS) return 'stopRun';
  if (isBroken(failure) && tries.broken >= ANSWER_TRIES)
    return failure.divisible ? 'split' : 'failBranch';
  return tries.attempt < tries.maxAttempts ? 'retry' : 'failBranch';
}

/** An answer came, and could not be used. */
export const isBroken = (failure: Failure): boolean =>
  failure.code === 'emptyAnswer' || failure.code === 'badAnswer';

/** Whether the same call may well succeed later: such branches get one more round at the end of a run. */
export const mayHeal = (failure: Failure): boolean =>
  TABLE[failure.code] === 'retry' || TABLE[failure.code] === 'wait';

/** The provider pushes back: less at once is wanted, not only later. */
export const isPushback = (failure: Failure): boolean =>
  failure.code === 'rateLimited' || failure.code === 'overloaded' || failure.status === 503;

/** Says something about the way to the provider rather than about one branch. */
export const isOutage = (failure: Failure): boolean =>
  failure.code === 'network' ||
  failure.code === 'dns' ||
  failure.code === 'serverError' ||
  failure.code === 'overloaded' ||
  failure.code === 'timeout' ||
  failure.code === 'stalled' ||
  failure.code === 'notProvider';

/** Ms the provider asks to wait when that is too long to wait silently. */
export function longWait(failure: Failure): number | undefined {
  const asked = failure.retryAfterMs;
  return asked !== undefined && asked > MAX_WAIT_MS ? asked : undefined;
}

/**
 * Ms to wait before the next try: what the provider asks (0.25 s to 120 s), else full jitter over an
 * exponential back-off (AWS Architecture Blog, "Exponential Backoff And Jitter") that grows with the
 * `outages` the branch has met. A broken answer is no reason to wait.
 */
export function waitMs(failure: Failure, outages: number, random: () => number): number {
  const asked = failure.retryAfterMs;
  if (asked !== undefined && Number.isFinite(asked) && asked >= 0)
    return Math.min(Math.max(asked, MIN_WAIT_MS), MAX_WAIT_MS);
  if (!isOutage(failure) && !isPushback(failure)) return MIN_WAIT_MS;
  const base = isPushback(failure) ? PUSHBACK_BASE_MS : BASE_MS;
  const ceiling = Math.min(BACKOFF_CAP_MS, base * 2 ** Math.max(0, outages - 1));
  return Math.max(MIN_WAIT_MS, random() * ceiling);
}
