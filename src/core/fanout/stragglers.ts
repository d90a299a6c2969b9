/** Knows how long calls take, and so which take too long. */
export interface Stragglers {
  readonly firstToken: (ms: number) => void;
  readonly succeeded: (ms: number) => void;
  /**
   * Ms after which a second call is worth its price; undefined while too little is known. `silent`: no
   * token has come yet. `idle`: nothing else could use the slot.
   */
  readonly hedgeAfter: (silent: boolean, idle: boolean) => number | undefined;
  /** Ms of silence after which a call is given up; undefined while too little is known. */
  readonly stalledAfter: () => number | undefined;
}

const KEPT = 200;
const MIN_SAMPLES = 20;
/**
 * Dean and Barroso, "The Tail at Scale", hedge at the 95th percentile. While others wait for the slot, at
 * twice that; at the end of a run, when only stragglers are left, a little sooner.
 */
const BUSY_FACTOR = 2;
const IDLE_FACTOR = 1.5;
const SILENT_FACTOR = 2;
const STALL_FACTOR = 8;
/** Models that think are silent for long: no call is given up sooner than this. */
const MIN_STALL_MS = 20_000;

/** `underWay`: how many calls have not ended; the quick ones end first, so those known must outnumber them. */
export function createStragglers(underWay: () => number): Stragglers {
  const first = createSample(underWay);
  const whole = createSample(underWay);
  return {
    firstToken: first.add,
    succeeded: whole.add,
    hedgeAfter: (silent, idle) => {
      if (!whole.known()) return undefined;
      const late = idle
        ? Math.max(whole.at(0.85), whole.at(0.5) * IDLE_FACTOR)
        : whole.at(0.95) * BUSY_FACTOR;
      return silent && first.known() ? Math.min(late, first.at(0.95) * SILENT_FACTOR) : late;
    },
    stalledAfter: () => {
      // Without streams nothing is heard before the whole answer.
      const sample = first.known() ? first : whole;
      if (!sample.known()) return undefined;
      return Math.max(MIN_STALL_MS, sample.at(0.95) * STALL_FACTOR);
    },
  };
}

/** The last 200 values, sorted again only when a tenth of them has changed. */
function createSample(underWay: () => number) {
  const values: number[] = [];
  let sorted: readonly number[] = [];
  let count = 0;
  let sortedAt = -Infinity;
  return {
    add: (ms: number): void => {
      values[count % KEPT] = ms;
      count += 1;
    },
    known: (): boolean => count >= Math.max(MIN_SAMPLES, 2 * underWay()),
    at: (share: number): number => {
      if (count - sortedAt >= KEPT / 10) {
        sorted = values.toSorted((a, b) => a - b);
        sortedAt = count;
      }
      return sorted[Math.floor(sorted.length * share)] ?? 0;
    },
  };
}
