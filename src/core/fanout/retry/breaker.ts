import type { Failure } from '../../domain/failure.ts';
import { isOutage } from './retry.ts';

/** Between two probes of a paused run, ms. */
export const PROBE_MS = 30_000;

const STRAIGHT = 10;
const WINDOW_MS = 60_000;
const MIN_SAMPLES = 20;
const MIN_ACCEPTED = 0.1;
const BINS = 6;

/** Notices that the provider, or the way to it, is down. */
export interface Breaker {
  readonly succeeded: (now: number) => void;
  /** True when the run should pause: ten outages in a row, or less than a tenth accepted in a minute. */
  readonly failed: (failure: Failure, now: number) => boolean;
  readonly reset: () => void;
}

export function createBreaker(): Breaker {
  let straight = 0;
  let bins: { slot: number; ok: number; all: number }[] = [];

  const bin = (now: number): { ok: number; all: number } => {
    const slot = Math.floor((now * BINS) / WINDOW_MS);
    let last = bins.at(-1);
    if (last?.slot !== slot) {
      last = { slot, ok: 0, all: 0 };
      bins = [...bins.filter(b => b.slot > slot - BINS), last];
    }
    return last;
  };

  return {
    succeeded: now => {
      straight = 0;
      const current = bin(now);
      current.ok += 1;
      current.all += 1;
    },
    failed: (failure, now) => {
      const outage = isOutage(failure);
      if (!outage && failure.code !== 'rateLimited') return false;
      bin(now).all += 1;
      // Rejected calls come in volleys when a limit is found; only outages count in a row.
      if (outage) straight += 1;
      const ok = bins.reduce((sum, b) => sum + b.ok, 0);
      const all = bins.reduce((sum, b) => sum + b.all, 0);
      const trips = straight >= STRAIGHT || (all >= MIN_SAMPLES && ok < all * MIN_ACCEPTED);
      if (trips) {
        straight = 0;
        bins = [];
      }
      return trips;
    },
    reset: () => {
      straight = 0;
      bins = [];
    },
  };
}
