/** Knows how long calls take, and so which take too long. */
export interface Stragglers {
  readonly firstToken: (ms: number) => void;
  readonly succeeded: (ms: number) => void;
  /** Ms after which a second call is worth its price; undefined while too little is known. */
  readonly hedgeAfter: () => number | undefined;
  /** Ms of silence after which a call has stalled; undefined while too little is known. */
  readonly stalledAfter: () => number | undefined;
}

const KEPT = 200;
const FEWEST = 20;
const PERCENTILE = 0.95;
/** Dean and Barroso, "The Tail at Scale", hedge at the 95th percentile; half as much again is cheaper. */
const HEDGE_FACTOR = 1.5;
const STALL_FACTOR = 8;
/** Models that think are silent for long: no call is given up sooner than this. */
const STALL_LEAST_MS = 20_000;

export function createStragglers(): Stragglers {
  const first = createPercentile();
  const whole = createPercentile();
  return {
    firstToken: first.add,
    succeeded: whole.add,
    hedgeAfter: () => {
      const ms = whole.value();
      return ms === undefined ? undefined : ms * HEDGE_FACTOR;
    },
    stalledAfter: () => {
      // Without streams nothing is heard before the whole answer.
      const ms = first.value() ?? whole.value();
      return ms === undefined ? undefined : Math.max(STALL_LEAST_MS, ms * STALL_FACTOR);
    },
  };
}

/** The 95th percentile of the last 200 values, sorted anew only when a tenth of them has changed. */
function createPercentile() {
  const values: number[] = [];
  let count = 0;
  let sortedAt = -Infinity;
  let value = 0;
  return {
    add: (ms: number): void => {
      values[count % KEPT] = ms;
      count += 1;
    },
    value: (): number | undefined => {
      if (values.length < FEWEST) return undefined;
      if (count - sortedAt >= KEPT / 10) {
        const sorted = values.toSorted((a, b) => a - b);
        value = sorted[Math.floor(sorted.length * PERCENTILE)] as number;
        sortedAt = count;
      }
      return value;
    },
  };
}
