import type { Clock } from './ports/ports.ts';

/** Longest delay a timer takes; beyond it timers fire at once. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/** Real time. Waits are measured on the monotonic clock, so a jump of the wall clock moves none of them. */
export const systemClock: Clock = {
  now: () => performance.now(),
  date: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(reasonOf(signal));
        return;
      }
      // A timer that is due again while timers are run is run among them: what has arrived would wait for all.
      if (ms <= 0) {
        setImmediate(() => (signal?.aborted ? reject(reasonOf(signal)) : resolve()));
        return;
      }
      const onAbort = (): void => {
        clearTimeout(timer);
        reject(reasonOf(signal));
      };
      const timer = setTimeout(
        () => {
          signal?.removeEventListener('abort', onAbort);
          resolve();
        },
        Math.min(MAX_TIMEOUT_MS, Math.max(0, Number.isFinite(ms) ? ms : MAX_TIMEOUT_MS)),
      );
      signal?.addEventListener('abort', onAbort, { once: true });
    }),
};

const reasonOf = (signal: AbortSignal | undefined): Error =>
  signal?.reason instanceof Error ? signal.reason : new DOMException('Cancelled', 'AbortError');
