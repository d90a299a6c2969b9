import type { Clock } from './ports/ports.ts';

/** Work between two turns of the event loop, in ms: a turn costs one or two, and people notice 50. */
const WORK_MS = 8;

/** Runs work that yields every few milliseconds, with a pause at each of these points. */
export async function stepwise<T>(
  steps: Generator<void, T>,
  pause: () => Promise<void>,
): Promise<T> {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    await pause();
  }
}

/** The same without pauses. */
export function atOnce<T>(steps: Generator<void, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/**
 * What long work awaits between its steps: it lets others run once 8 ms have passed since they last
 * did, and returns at once before.
 */
export function yieldToEventLoop(clock: Clock): () => Promise<void> {
  let since = clock.now();
  return async () => {
    if (clock.now() - since < WORK_MS) return;
    await clock.sleep(0);
    since = clock.now();
  };
}
