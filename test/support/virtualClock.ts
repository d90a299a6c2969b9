import type { Clock } from '../../src/core/ports/ports.ts';

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly fire: () => void;
  cancelled: boolean;
}

/** A clock whose time passes only when nothing else is left to do: hours take milliseconds, and repeat exactly. */
export interface VirtualClock extends Clock {
  /** Calls `fire` once the clock reads `now() + ms`; returns a function that takes the timer back. */
  after(ms: number, fire: () => void): () => void;
  /** Lets time pass until `promise` settles. Throws when nothing is left that could settle it. */
  run<T>(promise: Promise<T>): Promise<T>;
  /** Lets `ms` pass. */
  advance(ms: number): Promise<void>;
  /** Timers that have neither fired nor been taken back. */
  pending(): number;
  /** Makes the wall clock, and only it, jump. */
  jumpDate(ms: number): void;
}

/** `startDate` is the wall clock's first reading, ms since 1970. */
export function virtualClock(startDate = Date.UTC(2026, 0, 1)): VirtualClock {
  let time = 0;
  let date = startDate;
  let order = 0;
  let live = 0;
  const timers: Timer[] = [];

  const before = (a: Timer, b: Timer): boolean =>
    a.at < b.at || (a.at === b.at && a.order < b.order);

  const push = (timer: Timer): void => {
    let at = timers.push(timer) - 1;
    while (at > 0) {
      const up = (at - 1) >> 1;
      if (before(timers[up]!, timer)) break;
      timers[at] = timers[up]!;
      at = up;
    }
    timers[at] = timer;
  };

  const pop = (): Timer | undefined => {
    const top = timers[0];
    const last = timers.pop();
    if (top === undefined || last === undefined || timers.length === 0) return top;
    let at = 0;
    for (;;) {
      let down = 2 * at + 1;
      if (down >= timers.length) break;
      if (down + 1 < timers.length && before(timers[down + 1]!, timers[down]!)) down += 1;
      if (before(last, timers[down]!)) break;
      timers[at] = timers[down]!;
      at = down;
    }
    timers[at] = last;
    return top;
  };

  const after = (ms: number, fire: () => void): (() => void) => {
    const timer: Timer = { at: time + Math.max(0, ms), order: order++, fire, cancelled: false };
    live += 1;
    push(timer);
    return () => {
      if (!timer.cancelled) live -= 1;
      timer.cancelled = true;
    };
  };

  const step = (): boolean => {
    for (let timer = pop(); timer; timer = pop()) {
      if (timer.cancelled) continue;
      timer.cancelled = true;
      live -= 1;
      date += timer.at - time;
      time = timer.at;
      timer.fire();
      return true;
    }
    return false;
  };

  return {
    now: () => time,
    date: () => date,
    after,
    pending: () => live,
    jumpDate: ms => {
      date += ms;
    },
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (!(ms <= 2 ** 31 - 1)) throw new RangeError(`sleep of ${ms} ms`);
        if (signal?.aborted) {
          reject(signal.reason as Error);
          return;
        }
        const onAbort = (): void => {
          cancel();
          reject(signal?.reason as Error);
        };
        const cancel = after(ms, () => {
          signal?.removeEventListener('abort', onAbort);
          resolve();
        });
        signal?.addEventListener('abort', onAbort, { once: true });
      }),
    advance: async ms => {
      let done = false;
      after(ms, () => {
        done = true;
      });
      while (!done) {
        step();
        await turn();
      }
    },
    run: async promise => {
      let settled = false;
      const done = promise.finally(() => {
        settled = true;
      });
      done.catch(() => undefined);
      for (;;) {
        await turn();
        if (settled) return done;
        if (time > LATEST_MS) throw new Error('A month has passed and nothing has settled');
        if (step()) continue;
        // What reads a body may need more than one turn of the loop.
        for (let turns = 0; turns < 20 && !settled && live === 0; turns += 1) await turn();
        if (!settled && live === 0) throw new Error(`Nothing is left to happen at ${time} ms`);
      }
    },
  };
}

const LATEST_MS = 30 * 86_400_000;

const turn = (): Promise<void> => new Promise(resolve => setImmediate(resolve));
