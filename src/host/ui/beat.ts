/** While someone types, what no one waits for is drawn no faster than this, in ms. */
export const TYPING_PACE_MS = 2000;
/** So long after the last key a person may still be typing, in ms. */
const PAUSE_MS = 1000;
/** The editor has painted a key by then, and the next is rarely there yet, in ms. */
const AFTER_KEY_MS = 25;
/** No key came when it was time: no longer waited for, in ms. */
const PATIENCE_MS = 500;

export interface BeatPorts {
  /** Any clock, in ms. */
  readonly now: () => number;
  /** Calls `work` after `ms`; the result takes that back. */
  readonly later: (work: () => void, ms: number) => () => void;
}

export interface Beat {
  /** Something was typed. */
  typed(): void;
  /** Whether something was typed a moment ago. */
  isOn(): boolean;
  /** Calls `work` after `ms`, or on the next beat while someone types; the result takes that back. */
  readonly later: (work: () => void, ms: number) => () => void;
  dispose(): void;
}

/**
 * One moment for all that is drawn anew while someone types: right after a key, so that the next one finds the
 * window free. Surfaces with paces of their own would hold up three keys where one drawing holds up none.
 */
export function beat({ now, later }: BeatPorts): Beat {
  const waiting = new Set<() => void>();
  let typedAt = -Infinity;
  let beatAt = -Infinity;
  let cancelNext: (() => void) | undefined;
  let cancelLatest: (() => void) | undefined;
  const strike = (): void => {
    cancelNext?.();
    cancelLatest?.();
    cancelNext = cancelLatest = undefined;
    beatAt = now();
    const due = [...waiting];
    waiting.clear();
    for (const work of due) work();
  };
  const isOn = (): boolean => now() - typedAt < PAUSE_MS;
  return {
    isOn,
    typed() {
      typedAt = now();
      if (waiting.size > 0 && now() >= beatAt + TYPING_PACE_MS)
        cancelNext ??= later(strike, AFTER_KEY_MS);
    },
    later(work, ms) {
      if (!isOn()) return later(work, ms);
      // Its own, so that the same work may wait twice.
      const mine = (): void => {
        work();
      };
      waiting.add(mine);
      cancelLatest ??= later(strike, Math.max(0, beatAt + TYPING_PACE_MS - now()) + PATIENCE_MS);
      return () => void waiting.delete(mine);
    },
    dispose() {
      cancelNext?.();
      cancelLatest?.();
      waiting.clear();
    },
  };
}
