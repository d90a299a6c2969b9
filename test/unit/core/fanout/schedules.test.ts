import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { FailureCode } from '../../../../src/core/domain/failure.ts';
import type { Branch } from '../../../../src/core/domain/branch.ts';
import type { Chunk } from '../../../../src/core/domain/chunk.ts';
import { branches, fails, reply, simulate } from './simulate.ts';

const CODES: readonly FailureCode[] = [
  'rateLimited',
  'overloaded',
  'serverError',
  'network',
  'dns',
  'timeout',
  'stalled',
  'cutOff',
  'contextTooLong',
  'truncated',
  'refused',
  'emptyAnswer',
  'badAnswer',
  'badRequest',
  'notProvider',
  'bug',
];

const halves = (b: Branch) => {
  const parts = ['x', 'y'].map(n => ({ ...b, id: `${b.id}${n}`, chunkId: `${b.chunkId}${n}` }));
  return { chunks: parts.map(p => ({ id: p.chunkId }) as Chunk), branches: parts };
};

describe('fan-out under any schedule of faults', () => {
  it('P3 P5 every branch ends exactly once, tries and retries are bounded, no slot leaks', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          count: fc.integer({ min: 1, max: 40 }),
          concurrency: fc.integer({ min: 1, max: 20 }),
          faults: fc.array(fc.option(fc.constantFrom(...CODES), { freq: 1 }), {
            minLength: 1,
            maxLength: 40,
          }),
          latencies: fc.array(fc.integer({ min: 1, max: 5_000 }), { minLength: 1, maxLength: 9 }),
          hedge: fc.boolean(),
          cost: fc.boolean(),
          cancelAt: fc.option(fc.integer({ min: 0, max: 60_000 }), { freq: 3 }),
        }),
        async plan => {
          let n = 0;
          let active = 0;
          let most = 0;
          const run = await simulate({
            branches: branches(plan.count),
            latency: 0,
            split: halves,
            policy: {
              concurrency: plan.concurrency,
              hedge: plan.hedge,
              optimize: plan.cost ? 'cost' : 'speed',
              cachesPrefixOf: () => true,
            },
            script: async (_b, _n, call, clock) => {
              const i = n++;
              active += 1;
              most = Math.max(most, active);
              try {
                await clock.sleep(plan.latencies[i % plan.latencies.length] ?? 1, call.signal);
              } finally {
                active -= 1;
              }
              const code = i < plan.faults.length ? plan.faults[i] : null;
              return code ? fails(code) : reply();
            },
            ...(plan.cancelAt === null
              ? {}
              : {
                  during: ({ clock, abort }) => {
                    clock.after(plan.cancelAt ?? 0, abort);
                  },
                }),
          });
          const split = new Set<string>();
          const requeued = new Map<string, number>();
          const attempts = new Map<string, number>();
          let retried = 0;
          let total = plan.count;
          for (const event of run.events) {
            if (event.type === 'branch.split') {
              split.add(event.branchId);
              total += event.branches.length - 1;
            }
            if (event.type === 'branch.requeued')
              requeued.set(event.branchId, (requeued.get(event.branchId) ?? 0) + 1);
            if (event.type === 'branch.retrying') retried += 1;
            if (event.type === 'branch.started')
              attempts.set(
                event.branchId,
                Math.max(attempts.get(event.branchId) ?? 0, event.attempt),
              );
          }
          assert.equal(run.ends.size, total);
          for (const [id, ends] of run.ends) {
            assert.ok(!split.has(id));
            assert.equal(ends.length, 1 + (requeued.get(id) ?? 0));
          }
          for (const attempt of attempts.values()) assert.ok(attempt <= 4);
          assert.ok(retried <= total * 0.2 + 20);
          assert.ok(most <= plan.concurrency);
          assert.equal(active, 0);
          assert.ok(run.clock.pending() <= (plan.cancelAt === null ? 0 : 1));
        },
      ),
      { numRuns: 300 },
    );
  });
});
