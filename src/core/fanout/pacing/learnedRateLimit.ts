/**
 * An unpublished limit, learned from what is accepted and what is rejected. At every rejected call
 * the provider's bucket is empty, so what was accepted between two such moments, over the time between
 * them, is the rate: exact whatever the size of the bucket, as long as it never overflows in between.
 * Between rejections the rate is probed upwards, slowly at first and then faster (after CUBIC, RFC 9438),
 * so that a limit that is right costs few rejections and one that has risen is found soon.
 */
export interface LearnedRate {
  /** `open`: nothing was ever rejected. `searching`: one rejection gave only a guess. */
  phase: 'open' | 'searching' | 'tracking';
  /** Units per ms, as last measured. */
  perMs: number;
  level: number;
  at: number;
  startedAt: number | undefined;
  /** Time since the last rejection in which this rate held calls back, ms. */
  boldMs: number;
  /** Moments at which the bucket was empty, newest last. */
  marks: Mark[];
  /** Not before this time, so that what a pause has saved is not sent at once. */
  nextAt: number;
}

interface Mark {
  readonly at: number;
  readonly sent: number;
  readonly calls: number;
  /** When the rejection arrived: calls sent before it belong to the same volley. */
  readonly heardAt: number;
}

const MINUTE_MS = 60_000;
/** Calls between two marks that make a good measure. */
const ENOUGH_CALLS = 24;
const MIN_CALLS = 4;
const MARKS_KEPT = 32;
/** What was saved is sent at no more than this multiple of the rate. */
const CATCH_UP = 2;
const SAVED_MS = 800;
const CUBIC_PER_S3 = 0.0003;
const MAX_GROWTH = 8;
/** However bad the news, a call is tried this often. */
const SLOWEST_MS = 10_000;
const SEARCH_DOUBLES_MS = 1_000;

/** `prior`: the rate somebody believes in, units per ms. */
export const createLearnedRate = (now: number, prior?: number): LearnedRate => ({
  phase: 'open',
  perMs: prior ?? Infinity,
  level: 0,
  at: now,
  startedAt: undefined,
  boldMs: 0,
  marks: [],
  nextAt: 0,
});

/** Ms until `amount` can be sent; 0 for now. */
export function waitFor(found: LearnedRate, amount: number, now: number): number {
  if (found.phase === 'open') return 0;
  refill(found, amount, now);
  const perMs = probing(found);
  return Math.max(0, (amount - found.level) / perMs, found.nextAt - now);
}

/** A call of `amount` units is sent. */
export function charge(found: LearnedRate, amount: number, now: number): void {
  found.startedAt ??= now;
  if (found.phase === 'open') return;
  found.level -= amount;
  found.nextAt = now + amount / (CATCH_UP * probing(found));
}

/** A call, and what had been sent before it. */
export interface RejectedCall {
  readonly at: number;
  readonly amount: number;
  readonly sent: number;
  readonly calls: number;
}

/**
 * The call was rejected, and the provider asks to wait `retryAfterMs`; `sent` is what was sent and not
 * rejected by now, this call left out.
 */
export function rejected(
  found: LearnedRate,
  call: RejectedCall,
  sent: number,
  retryAfterMs: number,
  now: number,
): void {
  const last = found.marks.at(-1);
  if (last && call.at <= last.heardAt) {
    // The rest of a volley tells nothing new.
    found.level += call.amount;
    return;
  }
  const mark = { at: call.at, sent: call.sent, calls: call.calls, heardAt: now };
  measure(found, mark, call.amount, retryAfterMs);
  found.marks.push(mark);
  if (found.marks.length > MARKS_KEPT) found.marks.shift();
  found.boldMs = 0;
  found.level = call.sent - sent;
  found.at = call.at;
}

function measure(found: LearnedRate, mark: Mark, amount: number, retryAfterMs: number): void {
  if (found.phase === 'open' && found.perMs < Infinity) {
    found.phase = 'tracking';
    return;
  }
  if (found.phase === 'open') {
    // A minute's burst is the usual size; the wait we are asked for bounds it from the other side.
    const passed = mark.at - (found.startedAt ?? mark.at);
    const least = amount / Math.max(retryAfterMs, 1_000);
    found.perMs = Math.max(mark.sent / (passed + MINUTE_MS), least);
    found.phase = 'searching';
    return;
  }
  const since =
    found.marks.findLast(m => mark.calls - m.calls >= ENOUGH_CALLS) ?? found.marks[0] ?? mark;
  const passed = mark.at - since.at;
  if (passed <= 0 || mark.calls - since.calls < MIN_CALLS) {
    found.perMs = Math.max(found.perMs / 2, amount / SLOWEST_MS);
    return;
  }
  const seen = (mark.sent - since.sent) / passed;
  if (found.phase === 'searching') {
    // The bucket may have overflowed while the guess was low: the truth lies between.
    found.perMs = Math.sqrt(seen * Math.min(2 * seen, Math.max(seen, probing(found))));
    found.phase = 'tracking';
  } else found.perMs = seen;
}

/** The rate now: the measured one, raised the longer it was held back by it and nothing was rejected. */
function probing(found: LearnedRate): number {
  const growth =
    found.phase === 'searching'
      ? 2 ** (found.boldMs / SEARCH_DOUBLES_MS)
      : 1 + CUBIC_PER_S3 * (found.boldMs / 1_000) ** 3;
  return found.perMs * Math.min(growth, MAX_GROWTH);
}

function refill(found: LearnedRate, amount: number, now: number): void {
  const passed = Math.max(0, now - found.at);
  const perMs = probing(found);
  const most = Math.max(SAVED_MS * perMs, amount);
  // What is saved and not sent says that something else holds the calls back: nothing is learnt.
  if (found.level < most) found.boldMs += passed;
  found.level = Math.min(found.level + passed * perMs, most);
  found.at = now;
}
