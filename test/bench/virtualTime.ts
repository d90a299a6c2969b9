import type { VirtualClock } from '../support/virtualClock.ts';

/**
 * The peers and the SDKs read time from the globals: for one run these are the virtual clock's.
 * Returns a function that puts the real ones back.
 */
export function patchTime(clock: VirtualClock, fetch: typeof globalThis.fetch): () => void {
  const real = {
    setTimeout: globalThis.setTimeout,
    clearTimeout: globalThis.clearTimeout,
    setInterval: globalThis.setInterval,
    clearInterval: globalThis.clearInterval,
    fetch: globalThis.fetch,
  };
  const realNow = Date.now;
  const realPerformance = performance.now.bind(performance);

  class Timer {
    cancel: () => void = () => undefined;
    ref = (): this => this;
    unref = (): this => this;
    hasRef = (): boolean => true;
    [Symbol.toPrimitive] = (): number => 0;
    [Symbol.dispose] = (): void => this.cancel();
    close = (): void => this.cancel();
    refresh = (): this => this;
  }
  type Callback = (...args: unknown[]) => void;
  const later = (callback: Callback, ms = 0, ...args: unknown[]): Timer => {
    const timer = new Timer();
    // As in Node: what is not a time between 1 and 2^31-1 is 1.
    const wait = ms >= 1 && ms <= 2 ** 31 - 1 ? ms : 1;
    timer.cancel = clock.after(wait, () => callback(...args));
    return timer;
  };
  const often = (callback: Callback, ms = 0, ...args: unknown[]): Timer => {
    const timer = new Timer();
    const again = (): void => {
      timer.cancel = clock.after(Math.max(1, ms), () => {
        again();
        callback(...args);
      });
    };
    again();
    return timer;
  };
  const clear = (timer: unknown): void => {
    if (timer instanceof Timer) timer.cancel();
    else real.clearTimeout(timer as NodeJS.Timeout);
  };
  Object.assign(globalThis, {
    setTimeout: later,
    clearTimeout: clear,
    setInterval: often,
    clearInterval: clear,
    fetch,
  });
  Date.now = () => clock.date();
  performance.now = () => clock.now();
  return () => {
    Object.assign(globalThis, real);
    Date.now = realNow;
    performance.now = realPerformance;
  };
}
