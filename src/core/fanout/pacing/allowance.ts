/** One limit whose size is known: a bucket that refills continuously, as the providers' do. */
export interface Allowance {
  /** Units per ms. */
  perMs: number;
  capacity: number;
  /** What is left at `at`; below 0 when more was sent than there was. */
  level: number;
  at: number;
  /** What the provider charges per unit that we expect, learnt from its own counts. */
  scale: number;
  /** The provider's last word, and the call it belongs to. */
  told?: { readonly seq: number; readonly at: number; sent: number; readonly remaining: number };
}

const MINUTE_MS = 60_000;
const SAVED_MS = 2_000;
const SCALE_GAIN = 0.1;
/** Calls do not arrive exactly as they were sent: so much of the refill is left in the bucket. */
const MARGIN_MS = 100;
/** A bucket this full counts as full. */
const FULL = 0.98;

/** Starts full: a limit per minute lets a minute's worth through at once, or the provider says otherwise. */
export const createAllowance = (perMinute: number, now: number): Allowance => ({
  perMs: perMinute / MINUTE_MS,
  capacity: perMinute,
  level: perMinute,
  at: now,
  scale: 1,
});

/** Ms until `amount` can be sent; 0 for now. An amount larger than the bucket waits for a full one. */
export function waitFor(allowance: Allowance, amount: number, now: number): number {
  refill(allowance, now);
  const margin = allowance.perMs * MARGIN_MS;
  const needed = Math.min(amount * allowance.scale + margin, allowance.capacity * FULL);
  return Math.max(0, (needed - allowance.level) / allowance.perMs);
}

/** Ms of its rate that a limit has saved up; negative when it is overdrawn. */
export function savedMs(allowance: Allowance, now: number): number {
  refill(allowance, now);
  return allowance.level / allowance.perMs;
}

/** What can be sent at once, in units that we expect. */
export function leftOf(allowance: Allowance, now: number): number {
  refill(allowance, now);
  return allowance.level / allowance.scale;
}

/** A call expected to take `amount` is sent. */
export function charge(allowance: Allowance, amount: number): void {
  allowance.level -= amount * allowance.scale;
}

/** Takes back what was not used (negative: adds what was used beyond it). */
export function giveBack(allowance: Allowance, amount: number): void {
  allowance.level = Math.min(allowance.capacity, allowance.level + amount * allowance.scale);
}

/**
 * The `seq`-th call was rejected. Where the provider does not say what is left, the bucket is emptier than
 * we believed: it starts again from empty, and saves no more than two seconds' worth.
 */
export function rejected(allowance: Allowance, seq: number, amount: number): void {
  giveBack(allowance, amount);
  if (allowance.told) {
    if (seq < allowance.told.seq) allowance.told.sent -= amount;
    return;
  }
  allowance.capacity = Math.min(allowance.capacity, Math.max(1, allowance.perMs * SAVED_MS));
  allowance.level = Math.min(allowance.level, 0);
}

/**
 * The call a provider's word belongs to: the `seq`-th that was sent; `sent` is the sum of all amounts sent
 * until then and not rejected, its own included.
 */
export interface ToldOf {
  readonly seq: number;
  readonly at: number;
  readonly amount: number;
  readonly sent: number;
}

/**
 * The provider's own count of what was left when `call` had been charged; `sent` is the sum of all
 * amounts sent by now. Words about calls older than the last one heard of are ignored.
 */
export function tell(
  allowance: Allowance,
  remaining: number,
  call: ToldOf,
  sent: number,
  now: number,
): void {
  const before = allowance.told;
  if (before && before.seq >= call.seq) return;
  if (before) learnScale(allowance, before, remaining, call);
  // A bucket never holds more than it was seen to hold: tells a burst of a second from one of a minute.
  const held = remaining + call.amount * allowance.scale;
  allowance.capacity = Math.max(held, before ? allowance.capacity : allowance.perMs * 1_000);
  allowance.told = { seq: call.seq, at: call.at, sent: call.sent, remaining };
  const level =
    remaining + allowance.perMs * (now - call.at) - (sent - call.sent) * allowance.scale;
  allowance.level = Math.min(allowance.capacity, level);
  allowance.at = now;
}

function learnScale(
  allowance: Allowance,
  before: NonNullable<Allowance['told']>,
  remaining: number,
  call: ToldOf,
): void {
  const expected = call.sent - before.sent;
  const refilled = before.remaining + allowance.perMs * (call.at - before.at);
  // Near a full bucket some of the refill was lost, so nothing can be learnt from it.
  if (expected <= 0 || refilled >= allowance.capacity) return;
  const seen = (refilled - remaining) / expected;
  if (seen > 0.25 && seen < 4) allowance.scale += SCALE_GAIN * (seen - allowance.scale);
}

function refill(allowance: Allowance, now: number): void {
  const passed = Math.max(0, now - allowance.at);
  allowance.level = Math.min(allowance.capacity, allowance.level + passed * allowance.perMs);
  allowance.at = now;
}
