/** Counts work in characters and tells when to yield. */
export interface Meter {
  /** True when a pause is due. */
  readonly add: (characters: number) => boolean;
  readonly pause: () => Promise<void>;
}

/**
 * Characters handled between two pauses. The slowest step, cold token counting, handles 400 to 1,500 a millisecond, so
 * this is 1 to 5 ms of work there and less elsewhere; `pause` decides whether to yield.
 */
const BETWEEN_PAUSES = 2048;

export function meterOf(pause: (() => Promise<void>) | undefined): Meter {
  let done = 0;
  return {
    add: characters => {
      done += characters;
      return pause !== undefined && done >= BETWEEN_PAUSES;
    },
    pause: async () => {
      done = 0;
      await pause?.();
    },
  };
}
