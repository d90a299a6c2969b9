import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createBudget } from '../../../../src/core/fanout/budget.ts';
import { fanOut, type FanOutEnd } from '../../../../src/core/fanout/fanOut.ts';
import { createPacer } from '../../../../src/core/fanout/pacing/pacer.ts';
import { costOf } from '../../../../src/core/domain/cost.ts';
import type { Price } from '../../../../src/core/domain/billing.ts';
import { virtualClock } from '../../../support/virtualClock.ts';
import { branch, fails, policy, reply, simulate, usage } from './simulate.ts';

describe('one budget for a run', () => {
  /** Fan-outs that go on at the same time; every call uses this share of what was expected. */
  async function together(
    sizes: readonly (readonly number[])[],
    maxTokens: number,
    share: number,
  ): Promise<{ readonly spent: number; readonly ends: FanOutEnd[]; readonly done: number }> {
    const clock = virtualClock();
    const budget = createBudget({ maxTokens });
    const pacer = createPacer({ clock, concurrency: 8, random: () => 0.5 });
    let spent = 0;
    let done = 0;
    const ends = await clock.run(
      Promise.all(
        sizes.map((tokens, lane) =>
          fanOut({
            branches: tokens.map((n, i) =>
              branch(`${lane}.${i}`, { inputTokens: n, outputTokens: 0 }),
            ),
            attempt: async (b, { signal }) => {
              await clock.sleep(b.inputTokens, signal);
              spent += Math.floor(b.inputTokens * share);
              return { ...reply(), usage: usage(Math.floor(b.inputTokens * share), 0) };
            },
            succeed: (_b, { answer }, bill) => {
              done += 1;
              return {
                status: 'succeeded',
                findings: [],
                assessment: answer.assessment,
                dropped: 0,
                ...bill,
                cached: false,
              };
            },
            split: () => undefined,
            pacerOf: () => pacer,
            policy: policy({ concurrency: 8 }),
            budget,
            clock,
            signal: new AbortController().signal,
            emit: () => undefined,
          }),
        ),
      ),
    );
    return { spent, ends, done };
  }

  it('P7 holds over fan-outs that go on at the same time, and none ends while another may leave it room', async () => {
    const sizes = fc.array(fc.array(fc.integer({ min: 1, max: 500 }), { maxLength: 12 }), {
      minLength: 1,
      maxLength: 5,
    });
    await fc.assert(
      fc.asyncProperty(
        sizes,
        fc.integer({ min: 0, max: 6_000 }),
        fc.constantFrom(0.25, 0.5, 1),
        async (lanes, cap, share) => {
          const { spent, ends, done } = await together(lanes, cap, share);
          assert.ok(spent <= cap, `${spent} of ${cap}`);
          const all = lanes.flat();
          const largest = Math.max(0, ...all);
          if (ends.every(({ kind }) => kind === 'done')) assert.equal(done, all.length);
          // Somebody stopped: what was left had no room for the largest call, with nothing under way.
          else assert.ok(spent + largest > cap, `stopped at ${spent} of ${cap}`);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('what is left over by one fan-out is used by the other', async () => {
    const { ends, done } = await together([[400, 400], [400]], 1_000, 0.5);
    assert.deepEqual(
      ends.map(({ kind }) => kind),
      ['done', 'done'],
    );
    assert.equal(done, 3);
  });

  it('what earlier parts of a run were billed counts', () => {
    const budget = createBudget({ maxCostUsd: 1, maxTokens: 1_000 }, { usd: 0.5, tokens: 990 });
    assert.ok(budget.affords({ usd: 0.5, tokens: 10 }));
    assert.ok(!budget.affords({ usd: 0.5, tokens: 11 }));
    assert.ok(!budget.affords({ usd: 0.51, tokens: 10 }));
  });
});

describe('bills', () => {
  const price: Price = {
    input: 1,
    output: 10,
    threshold: 150,
    above: { input: 2, output: 20 },
  };

  it('every call is priced by itself: two short ones are no long one', async () => {
    const bills: (number | undefined)[] = [];
    await simulate({
      branches: [branch('a')],
      script: (_b, n) => (n === 1 ? fails('badAnswer', { usage: usage(100, 5) }) : reply()),
      priceOf: (_b, used) => costOf(used, price),
      onSucceed: bill => bills.push(bill.costUsd),
    });
    assert.equal(bills[0]?.toFixed(9), ((100 + 100 + 10 * (5 + 20)) / 1e6).toFixed(9));
  });

  it('calls that were run count, whatever came of them; those that a rate limit refused do not', async () => {
    const bills: number[] = [];
    await simulate({
      branches: [branch('a')],
      script: (_b, n) => {
        if (n === 1 || n === 3) fails('rateLimited', { retryAfterMs: 500 });
        return n === 2 ? fails('serverError') : reply();
      },
      onSucceed: bill => bills.push(bill.calls),
    });
    assert.deepEqual(bills, [2]);
  });

  it('a call that does not settle after a cancel is taken to be billed as expected', async () => {
    const run = await simulate({
      branches: [branch('a')],
      latency: 0,
      script: () => new Promise(() => undefined),
      during: ({ clock, abort }) => clock.after(1_000, abort),
    });
    const ended = run.events.find(e => e.type === 'branch.ended');
    assert.ok(ended?.type === 'branch.ended' && ended.outcome.status === 'cancelled');
    assert.equal(ended.outcome.usage?.inputTokens, 100);
    assert.equal(ended.outcome.calls, 1);
  });
});
