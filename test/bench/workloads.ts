import { uniform } from './draws.ts';
import {
  chargedTokens,
  chunkJobs,
  inputTokens,
  latencyOf,
  plainJobs,
  promptOf,
  SYSTEM,
  type Job,
  type Latency,
} from './jobs.ts';
import type { OursOptions } from './ours.ts';
import type { Faults, Limits, ProviderOptions } from './provider.ts';

export interface Workload {
  readonly id: string;
  readonly jobs: (seed: number) => Job[];
  readonly latency: Latency;
  /** Most calls at once. */
  readonly cap: number;
  readonly limits?: Limits;
  /** Whether the limits are told in settings and in headers. */
  readonly told: { readonly settings: boolean; readonly headers: ProviderOptions['headers'] };
  readonly rejectedCosts?: boolean;
  readonly faults?: Faults;
  /** The limits change by this factor at 40 % of the unchanged lower bound. */
  readonly changeFactor?: number;
  readonly timeoutMs?: number;
  readonly cachesPrefix?: boolean;
  readonly ours?: OursOptions;
  /** Only ours can be asked for it: no column of the peers. */
  readonly oursOnly?: boolean;
  readonly bar: Bar;
}

export interface Bar {
  readonly ratio: number;
  /** Share of the branches. */
  readonly rejected?: number;
  readonly warm?: number;
  /** More tokens than the workload of this id, as a share. */
  readonly tokensOver?: { readonly id: string; readonly share: number };
  readonly seconds?: readonly [number, number];
}

const LATENCY: Latency = { median: 2_000, sigma: 0.5 };
const MINUTE: Limits = { requestsPerMinute: 500, tokensPerMinute: 200_000, burstSeconds: 60 };
const SECOND: Limits = { ...MINUTE, burstSeconds: 1 };
const DEFAULT_CAP = 64;
const NO_CAP = 1_000;
const W4: Faults = { serverError: 0.05, reset: 0.02, stall: 0.01 };
const W4B: Faults = { ...W4, overloaded: 0.02, malformed: 0.02, cut: 0.01, unusable: 0.02 };
const ANTHROPIC: Limits = {
  requestsPerMinute: 500,
  inputTokensPerMinute: 120_000,
  outputTokensPerMinute: 100_000,
  burstSeconds: 60,
};

const known = { settings: true, headers: 'openai' } as const;
const fromHeaders = { settings: false, headers: 'openai' } as const;
const fromAnthropicHeaders = { settings: false, headers: 'anthropic' } as const;
const hidden = { settings: false, headers: 'none' } as const;

const thousand = (seed: number): Job[] => plainJobs(seed, 1_000);
const base = { jobs: thousand, latency: LATENCY, cap: DEFAULT_CAP };

export const WORKLOADS: readonly Workload[] = [
  {
    id: 'seed',
    jobs: seed => plainJobs(seed, 10),
    latency: { median: 5_000, sigma: 0 },
    cap: 16,
    told: hidden,
    bar: { ratio: 1.02, seconds: [5, 5.1] },
  },
  {
    id: 'W1 cap 16',
    jobs: seed => chunkJobs(seed, 42, 3),
    latency: LATENCY,
    cap: 16,
    told: hidden,
    cachesPrefix: true,
    bar: { ratio: 1.18, warm: 84 },
  },
  {
    id: 'W1 no cap',
    jobs: seed => chunkJobs(seed, 42, 3),
    latency: LATENCY,
    cap: NO_CAP,
    told: hidden,
    cachesPrefix: true,
    bar: { ratio: 1.02 },
  },
  { ...base, id: 'W2', limits: MINUTE, told: known, bar: { ratio: 1.045, rejected: 0 } },
  {
    ...base,
    id: 'W2 headers',
    limits: MINUTE,
    told: fromHeaders,
    oursOnly: true,
    bar: { ratio: 1.045, rejected: 0 },
  },
  {
    ...base,
    id: 'W2 settings',
    limits: MINUTE,
    told: { settings: true, headers: 'none' },
    oursOnly: true,
    bar: { ratio: 1.045, rejected: 0 },
  },
  { ...base, id: 'W2b', limits: SECOND, told: known, bar: { ratio: 1.05, rejected: 0.02 } },
  {
    ...base,
    id: 'W2b headers',
    limits: SECOND,
    told: fromHeaders,
    oursOnly: true,
    bar: { ratio: 1.05, rejected: 0.02 },
  },
  {
    ...base,
    id: 'W2b settings',
    limits: SECOND,
    told: { settings: true, headers: 'none' },
    oursOnly: true,
    bar: { ratio: 1.05, rejected: 0.02 },
  },
  { ...base, id: 'W3', limits: MINUTE, told: hidden, bar: { ratio: 1.06, rejected: 0.07 } },
  { ...base, id: 'W3b', limits: SECOND, told: hidden, bar: { ratio: 1.08, rejected: 0.04 } },
  {
    ...base,
    id: 'W3r',
    limits: MINUTE,
    told: hidden,
    rejectedCosts: true,
    bar: { ratio: 1.06, rejected: 0.04 },
  },
  {
    ...base,
    id: 'W3 halved',
    limits: MINUTE,
    told: hidden,
    changeFactor: 0.5,
    oursOnly: true,
    bar: { ratio: 1.06 },
  },
  {
    ...base,
    id: 'W3 doubled',
    limits: MINUTE,
    told: hidden,
    changeFactor: 2,
    oursOnly: true,
    bar: { ratio: 1.1 },
  },
  {
    ...base,
    id: 'W2 estimates',
    limits: MINUTE,
    told: known,
    oursOnly: true,
    ours: { wrong: job => 2 ** (2 * uniform('wrong', job.id) - 1) },
    bar: { ratio: 1.06 },
  },
  {
    ...base,
    id: 'W2 anthropic',
    limits: ANTHROPIC,
    told: fromAnthropicHeaders,
    oursOnly: true,
    bar: { ratio: 1.045, rejected: 0 },
  },
  {
    ...base,
    id: 'W2b anthropic',
    limits: { ...ANTHROPIC, burstSeconds: 1 },
    told: fromAnthropicHeaders,
    oursOnly: true,
    bar: { ratio: 1.05, rejected: 0.02 },
  },
  {
    ...base,
    id: 'W4',
    told: hidden,
    faults: W4,
    timeoutMs: 30_000,
    bar: { ratio: 1.9 },
  },
  {
    ...base,
    id: 'W4 hedged',
    told: hidden,
    faults: W4,
    timeoutMs: 30_000,
    oursOnly: true,
    ours: { hedge: true },
    bar: { ratio: 1.25, tokensOver: { id: 'W4', share: 0.02 } },
  },
  {
    ...base,
    id: 'W4b',
    told: hidden,
    faults: W4B,
    timeoutMs: 30_000,
    bar: { ratio: 1.95 },
  },
  {
    ...base,
    id: 'W4b hedged',
    told: hidden,
    faults: W4B,
    timeoutMs: 30_000,
    oursOnly: true,
    ours: { hedge: true },
    bar: { ratio: 1.35 },
  },
];

/** No driver can end before this, ms. */
export function lowerBound(workload: Workload, jobs: readonly Job[], seed: number): number {
  const latencies = jobs.map(job => latencyOf(workload.latency, seed, SYSTEM + promptOf(job), 1));
  const sum = latencies.reduce((a, b) => a + b, 0);
  let bound = Math.max(...latencies);
  if (!workload.limits || workload.faults) bound = Math.max(bound, sum / workload.cap);
  const { limits } = workload;
  if (!limits) return bound;
  const total = (of: (job: Job) => number): number => jobs.reduce((a, job) => a + of(job), 0);
  const needs: readonly (readonly [number | undefined, number])[] = [
    [limits.requestsPerMinute, jobs.length],
    [limits.tokensPerMinute, total(chargedTokens)],
    [limits.inputTokensPerMinute, total(inputTokens)],
    [limits.outputTokensPerMinute, total(job => job.maxTokens)],
  ];
  const unchanged = (factorAt: number): number =>
    Math.max(
      bound,
      ...needs.map(([perMinute, amount]) =>
        perMinute === undefined
          ? 0
          : timeFor(
              amount,
              perMinute / 60_000,
              limits.burstSeconds,
              factorAt,
              workload.changeFactor,
            ),
      ),
    );
  return unchanged(changeAt(workload, jobs, seed) ?? Infinity);
}

/** When the limits change, ms. */
export function changeAt(
  workload: Workload,
  jobs: readonly Job[],
  seed: number,
): number | undefined {
  if (workload.changeFactor === undefined) return undefined;
  const { changeFactor: _, ...plain } = workload;
  return 0.4 * lowerBound(plain, jobs, seed);
}

function timeFor(
  amount: number,
  perMs: number,
  burstSeconds: number,
  changesAt: number,
  factor = 1,
): number {
  const rest = amount - perMs * 1_000 * burstSeconds;
  const before = rest / perMs;
  return before <= changesAt ? before : changesAt + (rest - perMs * changesAt) / (perMs * factor);
}
