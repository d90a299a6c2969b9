import { callFailed } from '../../../../src/core/errors.ts';
import type { UnstampedEvent } from '../../../../src/core/state/events.ts';
import type { Bill } from '../../../../src/core/fanout/bill.ts';
import { createBudget, type Budget } from '../../../../src/core/fanout/budget.ts';
import {
  fanOut,
  type FanOutControl,
  type FanOutEnd,
  type FanOutOptions,
  type FanOutPolicy,
} from '../../../../src/core/fanout/fanOut.ts';
import { createPacer, type Pacer } from '../../../../src/core/fanout/pacing/pacer.ts';
import type { CallOptions } from '../../../../src/core/ports/model.ts';
import type { Reply } from '../../../../src/core/ports/ports.ts';
import type { Usage } from '../../../../src/core/domain/billing.ts';
import type { Failure, FailureCode } from '../../../../src/core/domain/failure.ts';
import type { Branch } from '../../../../src/core/domain/branch.ts';
import { virtualClock, type VirtualClock } from '../../../support/virtualClock.ts';

export const usage = (inputTokens = 100, outputTokens = 20): Usage => ({
  inputTokens,
  outputTokens,
  cachedTokens: 0,
  cacheWriteTokens: 0,
  estimated: false,
});

export const reply = (): Reply => ({
  answer: { findings: [], assessment: 'read', dropped: 0 },
  usage: usage(),
});

export const branch = (id: string, more: Partial<Branch> = {}): Branch => ({
  id,
  chunkId: `chunk ${id}`,
  perspectiveId: 'tone',
  model: 'openai:test',
  inputTokens: 100,
  outputTokens: 20,
  ...more,
});

export const branches = (count: number): Branch[] =>
  Array.from({ length: count }, (_, i) => branch(`b${i}`));

export const failure = (code: FailureCode, more: Partial<Failure> = {}): Failure => ({
  code,
  message: `it was ${code}`,
  ...more,
});

export const fails = (code: FailureCode, more: Partial<Failure> = {}): never => {
  throw callFailed(failure(code, more));
};

/** One call as a test scripts it: `n` counts the calls of this branch, from 1. */
export type Script = (
  branch: Branch,
  n: number,
  call: CallOptions,
  clock: VirtualClock,
) => Promise<Reply> | Reply;

export interface Sent {
  readonly at: number;
  readonly branchId: string;
}

export interface Simulated {
  readonly end: FanOutEnd;
  readonly events: readonly (UnstampedEvent & { readonly at: number })[];
  readonly sent: readonly Sent[];
  readonly mostAtOnce: number;
  readonly clock: VirtualClock;
  /** How each branch ended, in the order they did, requeued ones again. */
  readonly ends: ReadonlyMap<string, readonly string[]>;
}

export interface Setup {
  readonly branches: readonly Branch[];
  readonly script: Script;
  readonly policy?: Partial<FanOutPolicy>;
  readonly split?: FanOutOptions['split'];
  readonly pacer?: (clock: VirtualClock) => Pacer;
  readonly random?: () => number;
  readonly scouts?: NonNullable<FanOutOptions['scouts']>;
  /** Ms a call takes unless the script waits by itself. */
  readonly latency?: number;
  readonly onSucceed?: (bill: Bill) => void;
  readonly priceOf?: FanOutOptions['priceOf'];
  readonly budget?: Budget;
  readonly during?: (world: {
    readonly clock: VirtualClock;
    readonly control: FanOutControl;
    readonly abort: () => void;
  }) => void;
}

export const policy = (more: Partial<FanOutPolicy> = {}): FanOutPolicy => ({
  concurrency: 16,
  onFailure: 'partial',
  maxAttempts: 4,
  optimize: 'speed',
  hedge: false,
  budget: {},
  ...more,
});

/** Runs a fan-out against a script on a virtual clock, and keeps everything that can be seen of it. */
export async function simulate(setup: Setup): Promise<Simulated> {
  const clock = virtualClock();
  const events: (UnstampedEvent & { at: number })[] = [];
  const sent: Sent[] = [];
  const ends = new Map<string, string[]>();
  const counts = new Map<string, number>();
  const abort = new AbortController();
  const random = setup.random ?? (() => 0.5);
  const rules = policy(setup.policy);
  const pacer =
    setup.pacer?.(clock) ?? createPacer({ clock, concurrency: rules.concurrency, random });
  let active = 0;
  let mostAtOnce = 0;
  const end = await clock.run(
    fanOut({
      branches: setup.branches,
      attempt: async (b, call) => {
        sent.push({ at: clock.now(), branchId: b.id });
        const n = (counts.get(b.id) ?? 0) + 1;
        counts.set(b.id, n);
        active += 1;
        mostAtOnce = Math.max(mostAtOnce, active);
        try {
          if (setup.latency !== 0) await clock.sleep(setup.latency ?? 1_000, call.signal);
          return await setup.script(b, n, call, clock);
        } finally {
          active -= 1;
        }
      },
      succeed: (_, r, bill) => {
        setup.onSucceed?.(bill);
        return {
          status: 'succeeded',
          findings: [],
          assessment: r.answer.assessment,
          dropped: 0,
          ...bill,
          cached: false,
        };
      },
      split: setup.split ?? (() => undefined),
      pacerOf: () => pacer,
      ...(setup.scouts && { scouts: setup.scouts }),
      policy: rules,
      budget: setup.budget ?? createBudget(rules.budget),
      ...(setup.priceOf ? { priceOf: setup.priceOf } : {}),
      clock,
      signal: abort.signal,
      random,
      emit: event => {
        events.push({ ...event, at: clock.now() });
        if (event.type === 'branch.ended')
          ends.set(event.branchId, [...(ends.get(event.branchId) ?? []), event.outcome.status]);
      },
      onControl: control => setup.during?.({ clock, control, abort: () => abort.abort() }),
    }),
  );
  return { end, events, sent, mostAtOnce, clock, ends };
}

export const statuses = (run: Simulated): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const list of run.ends.values()) {
    const last = list.at(-1) ?? 'none';
    counts[last] = (counts[last] ?? 0) + 1;
  }
  return counts;
};
