import { usageError } from '../../core/errors.ts';

/** Calls of agents that may read, ask or send at one time, and that may wait for their turn. */
export const MAX_AT_ONCE = 4;
export const MAX_WAITING = 100;

export interface Turns {
  /**
   * Does the work when it is its turn, in the order of the calls.
   * @throws FanoutError `usage` when too many wait, or the call was cancelled while it waited; nothing was done then.
   */
  readonly take: <T>(signal: AbortSignal, work: () => Promise<T>) => Promise<T>;
}

/** An agent may call as often as it likes: each call reads files, and each run has connections and texts of its own. */
export function createTurns(atOnce = MAX_AT_ONCE, maxWaiting = MAX_WAITING): Turns {
  const waiting = new Set<() => void>();
  let active = 0;

  const turn = (signal: AbortSignal): Promise<void> => {
    if (active < atOnce) {
      active += 1;
      return Promise.resolve();
    }
    if (waiting.size >= maxWaiting)
      throw usageError(
        `${active} calls are under way and ${waiting.size} wait. Nothing was read or sent. Wait for their results, then call again.`,
      );
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        waiting.delete(begin);
        reject(cancelled());
      };
      // The turn of the call that ended is handed on.
      const begin = (): void => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      waiting.add(begin);
      signal.addEventListener('abort', leave, { once: true });
    });
  };

  return {
    async take(signal, work) {
      if (signal.aborted) throw cancelled();
      await turn(signal);
      try {
        return await work();
      } finally {
        const [next] = waiting;
        if (next) {
          waiting.delete(next);
          next();
        } else active -= 1;
      }
    },
  };
}

const cancelled = () =>
  usageError('The call was cancelled before its turn. Nothing was read or sent.');
