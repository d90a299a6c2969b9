import type { Clock } from '../../ports/ports.ts';
import { createHeap } from '../heap.ts';

/** Many waits on one timer, so that ten thousand waiting branches are not ten thousand timers. */
export interface Alarm {
  /** Calls `ring` once the clock's `now()` has reached `at`; never before `set` has returned. */
  readonly set: (at: number, ring: () => void) => void;
  /** Forgets everything that was set. */
  readonly clear: () => void;
}

/** Timers take no more than this many milliseconds; longer waits are slept in parts. */
const MAX_SLEEP_MS = 2 ** 31 - 1;

export function createAlarm(clock: Clock): Alarm {
  let waits = createWaits();
  let armedFor = Infinity;
  let sleeping: AbortController | undefined;

  const disarm = (): void => {
    sleeping?.abort();
    sleeping = undefined;
    armedFor = Infinity;
  };

  const arm = (): void => {
    const next = waits.peek();
    if (!next || next.at >= armedFor) return;
    disarm();
    armedFor = next.at;
    const mine = new AbortController();
    sleeping = mine;
    const ms = Math.min(Math.max(0, next.at - clock.now()), MAX_SLEEP_MS);
    clock.sleep(ms, mine.signal).then(
      () => {
        if (sleeping === mine) ringDue();
      },
      () => undefined,
    );
  };

  const ringDue = (): void => {
    sleeping = undefined;
    armedFor = Infinity;
    // A timer may fire a little early: half a millisecond is due.
    const due = clock.now() + 0.5;
    const mine = waits;
    for (let next = mine.peek(); next && next.at <= due; next = mine.peek()) {
      mine.pop();
      next.ring();
      if (waits !== mine) return;
    }
    arm();
  };

  return {
    set: (at, ring) => {
      waits.push({ at, ring });
      arm();
    },
    clear: () => {
      waits = createWaits();
      disarm();
    },
  };
}

interface Wait {
  readonly at: number;
  readonly ring: () => void;
}

const createWaits = () => createHeap<Wait>((a, b) => a.at < b.at);
