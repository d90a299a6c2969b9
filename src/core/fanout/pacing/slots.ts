/**
 * How many calls of a lane may be in flight. An unused lane opens with one call, so that a wrong
 * key or model costs one call, and doubles from there while no bad news comes. Then additive growth while
 * clean, halved once per window when the provider pushes back.
 */
export interface Slots {
  /** Calls allowed at once now: an integer from 1 to `cap`. */
  size: number;
  cap: number;
  /** When the opening goes on by itself, ms; undefined once it is over. */
  opensAt: number | undefined;
  clean: number;
  windowEnds: number;
  answers: number;
  pushbacks: number;
}

const FIRST = 1;
const SECOND = 16;
/** A refusal is quick: silence for this long is as good as an accept. */
const OPEN_STEP_MS = 40;
const CLEAN_PER_SLOT = 8;
const WINDOW_MS = 10_000;
/** Pushback on fewer answers than this share is chance, not overload. */
const SHARE = 0.1;
const MIN_SAMPLES = 20;

export const createSlots = (cap: number): Slots => ({
  size: Math.min(FIRST, cap),
  cap,
  opensAt: cap > FIRST ? Infinity : undefined,
  clean: 0,
  windowEnds: 0,
  answers: 0,
  pushbacks: 0,
});

/** A call was sent: the opening's time runs from the first one. */
export function sent(slots: Slots, now: number): void {
  if (slots.opensAt === Infinity) slots.opensAt = now + OPEN_STEP_MS;
}

/** Goes on with the opening when it is time. */
export function open(slots: Slots, now: number): void {
  while (slots.opensAt !== undefined && now >= slots.opensAt) {
    slots.size = Math.min(slots.cap, slots.size === FIRST ? SECOND : slots.size * 2);
    slots.opensAt = slots.size < slots.cap ? slots.opensAt + OPEN_STEP_MS : undefined;
  }
}

/** A call was answered well. */
export function answered(slots: Slots, now: number): void {
  count(slots, now);
  if (slots.opensAt !== undefined) {
    slots.opensAt = Math.min(slots.opensAt, now);
    open(slots, now);
    return;
  }
  slots.clean += 1;
  if (slots.clean < CLEAN_PER_SLOT || slots.size >= slots.cap) return;
  slots.clean = 0;
  slots.size += 1;
}

/**
 * The provider pushed back: fewer at once, once per window. Ends the opening. A rate limit (429) that is
 * met later on is the rate's business, not the slots': fewer at once would only leave the rate unused.
 */
export function backOff(slots: Slots, by: 'rate' | 'load', now: number): void {
  count(slots, now);
  if (by === 'load') slots.pushbacks += 1;
  slots.clean = 0;
  const believed =
    by === 'rate'
      ? slots.opensAt !== undefined
      : slots.pushbacks > Math.max(slots.answers, MIN_SAMPLES) * SHARE;
  if (!believed) return;
  slots.opensAt = undefined;
  slots.size = Math.max(1, Math.floor(slots.size / 2));
  slots.pushbacks = -Infinity;
}

/** Takes effect for calls that start later. */
export function setCap(slots: Slots, cap: number): void {
  slots.cap = Math.max(1, Math.floor(cap) || 1);
  slots.size = Math.min(slots.size, slots.cap);
}

function count(slots: Slots, now: number): void {
  if (now >= slots.windowEnds) {
    slots.windowEnds = now + WINDOW_MS;
    slots.answers = 0;
    slots.pushbacks = 0;
  }
  slots.answers += 1;
}
