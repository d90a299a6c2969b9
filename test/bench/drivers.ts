import type { VirtualClock } from '../support/virtualClock.ts';
import type { Job } from './jobs.ts';
import type { Limits } from './provider.ts';

export interface World {
  readonly clock: VirtualClock;
  readonly seed: number;
  /** Most calls at once. */
  readonly cap: number;
  /** What a tool is told of the limits; undefined when nothing. */
  readonly known: Limits | undefined;
  /** Limits for tools that cannot work without: the truth, or twice the truth where it is not disclosed. */
  readonly needed: Limits | undefined;
  readonly timeoutMs: number;
  readonly cachesPrefix: boolean;
}

/** One call of a tool: runs the jobs, and returns those that failed. */
export type Driver = (jobs: readonly Job[], world: World) => Promise<Job[]>;
