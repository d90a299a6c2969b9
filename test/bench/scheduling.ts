import { virtualClock } from '../support/virtualClock.ts';
import type { Driver } from './drivers.ts';
import type { Job } from './jobs.ts';
import { createProvider, type ProviderStats } from './provider.ts';
import { patchTime } from './virtualTime.ts';
import { changeAt, lowerBound, type Workload } from './workloads.ts';

export interface Result {
  /** Makespan over lower bound; undefined when not all was done in twelve calls of the tool. */
  readonly ratio: number | undefined;
  readonly seconds: number;
  /** Branches lost after one call of the tool, as a share. */
  readonly lost: number;
  /** Rejected calls over branches. */
  readonly rejected: number;
  readonly tokens: number;
  readonly warm: number;
}

const MAX_RUNS = 12;

/** Runs a driver on a workload until everything is done, as a user would. */
export async function measure(workload: Workload, driver: Driver, seed: number): Promise<Result> {
  const clock = virtualClock();
  const jobs = workload.jobs(seed);
  const at = changeAt(workload, jobs, seed);
  const provider = createProvider({
    clock,
    seed,
    latency: workload.latency,
    headers: workload.told.headers,
    ...(workload.limits && { limits: workload.limits }),
    ...(workload.rejectedCosts && { rejectedCosts: true }),
    ...(workload.faults && { faults: workload.faults }),
    ...(at !== undefined && { change: { atMs: at, factor: workload.changeFactor ?? 1 } }),
  });
  const { limits } = workload;
  const world = {
    clock,
    seed,
    cap: workload.cap,
    known: workload.told.settings ? limits : undefined,
    needed:
      limits && !workload.told.settings && workload.told.headers === 'none'
        ? {
            ...limits,
            requestsPerMinute: limits.requestsPerMinute * 2,
            tokensPerMinute: (limits.tokensPerMinute ?? 0) * 2,
          }
        : limits,
    timeoutMs: workload.timeoutMs ?? 120_000,
    cachesPrefix: workload.cachesPrefix ?? false,
  };
  const restore = patchTime(clock, provider.fetch);
  try {
    let left: readonly Job[] = jobs;
    let lost = 0;
    for (let run = 0; run < MAX_RUNS && left.length > 0; run += 1) {
      left = await clock.run(driver(left, world));
      if (run === 0) lost = left.length / jobs.length;
    }
    return resultOf(provider.stats, clock.now(), lowerBound(workload, jobs, seed), {
      done: left.length === 0,
      lost,
      count: jobs.length,
    });
  } finally {
    restore();
  }
}

const resultOf = (
  stats: ProviderStats,
  now: number,
  bound: number,
  { done, lost, count }: { readonly done: boolean; readonly lost: number; readonly count: number },
): Result => ({
  ratio: done ? now / bound : undefined,
  seconds: now / 1_000,
  lost,
  rejected: stats.rejected / count,
  tokens: stats.tokens,
  warm: stats.warm,
});

/** The middle one by ratio; what was not done counts as the worst. */
export function median(results: readonly Result[]): Result {
  const sorted = results.toSorted((a, b) => (a.ratio ?? Infinity) - (b.ratio ?? Infinity));
  const middle = sorted[Math.floor((sorted.length - 1) / 2)] as Result;
  const of = (key: 'lost' | 'rejected' | 'tokens' | 'warm'): number =>
    results.map(r => r[key]).toSorted((a, b) => a - b)[Math.floor((results.length - 1) / 2)] ?? 0;
  return {
    ...middle,
    lost: of('lost'),
    rejected: of('rejected'),
    tokens: of('tokens'),
    warm: of('warm'),
  };
}
