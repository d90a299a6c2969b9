const KEPT = 200;
const FEWEST = 10;
const PERCENTILE = 0.9;
const FACTOR = 1.2;

/** Tells when a call takes so much longer than the others that a second one is worth its price. */
export interface Hedger {
  readonly succeeded: (latencyMs: number) => void;
  /** Ms after which a call is a straggler; undefined while too little is known. */
  readonly threshold: () => number | undefined;
}

/** A straggler takes longer than 1.2 times what nine of ten calls of this run took. */
export function createHedger(): Hedger {
  const latencies: number[] = [];
  let count = 0;
  let known: { readonly at: number; readonly ms: number } | undefined;
  return {
    succeeded: latencyMs => {
      latencies[count % KEPT] = latencyMs;
      count += 1;
    },
    threshold: () => {
      if (latencies.length < FEWEST) return undefined;
      if (known?.at !== count) {
        const sorted = latencies.toSorted((a, b) => a - b);
        const rank = Math.min(sorted.length - 1, Math.floor(sorted.length * PERCENTILE));
        known = { at: count, ms: (sorted[rank] as number) * FACTOR };
      }
      return known.ms;
    },
  };
}
