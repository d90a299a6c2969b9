import assert from 'node:assert/strict';
import type { FanOutControl } from '../../../../src/core/fanout/fanOut.ts';
import { branches, fails, reply, simulate, statuses } from './simulate.ts';

describe('cancel, retry, budget', () => {
  it('F68 cancel: nothing new is sent, all ends within half a second, finished results are kept', async () => {
    const run = await simulate({
      branches: branches(100),
      script: reply,
      during: ({ clock, abort }) => clock.after(2_500, abort),
    });
    assert.deepEqual(run.end, { kind: 'cancelled' });
    const { succeeded = 0, cancelled = 0 } = statuses(run);
    assert.equal(succeeded + cancelled, 100);
    assert.ok(succeeded > 0);
    assert.ok(run.sent.every(s => s.at <= 2_500));
    assert.ok(run.clock.now() <= 3_000);
    assert.equal(run.clock.pending(), 0);
  });

  it('F68 cancel while calls do not listen: given up within half a second', async () => {
    const run = await simulate({
      branches: branches(4),
      latency: 0,
      script: (_b, _n, _call, clock) => clock.sleep(60_000).then(reply),
      during: ({ clock, abort }) => clock.after(1_000, abort),
    });
    assert.deepEqual(statuses(run), { cancelled: 4 });
    assert.ok(run.clock.now() <= 1_500);
  });

  it('F69 cancel while a branch waits to be sent again: at once, and no timer is left', async () => {
    const run = await simulate({
      branches: branches(3),
      script: () => fails('overloaded', { retryAfterMs: 90_000 }),
      during: ({ clock, abort }) => clock.after(5_000, abort),
    });
    assert.deepEqual(statuses(run), { cancelled: 3 });
    assert.equal(run.clock.now(), 5_000);
    assert.equal(run.clock.pending(), 0);
  });

  it('F69 cancel while a rate limit lasts: at once', async () => {
    const run = await simulate({
      branches: branches(20),
      script: () => fails('rateLimited', { retryAfterMs: 100_000 }),
      during: ({ clock, abort }) => clock.after(5_000, abort),
    });
    assert.equal(run.clock.now(), 5_000);
    assert.equal(run.clock.pending(), 0);
  });

  it('F71 cancelled at any moment, twenty times: every branch has ended exactly once', async () => {
    for (let ms = 0; ms <= 5_000; ms += 250) {
      const run = await simulate({
        branches: branches(50),
        script: (b, n) => (n === 1 && Number(b.id.slice(1)) % 3 === 0 ? fails('network') : reply()),
        during: ({ clock, abort }) => clock.after(ms, abort),
      });
      assert.equal(run.ends.size, 50);
      for (const list of run.ends.values()) assert.equal(list.length, 1);
      assert.equal(run.clock.pending(), 0);
      assert.ok(run.sent.every(({ at }) => at <= ms));
    }
  });

  it('a run that is cancelled before it starts sends nothing', async () => {
    const run = await simulate({
      branches: branches(5),
      script: reply,
      during: ({ abort }) => abort(),
    });
    assert.equal(run.sent.length, 0);
    assert.deepEqual(statuses(run), { cancelled: 5 });
  });

  it('one branch is cancelled, the others go on', async () => {
    let cancelled = false;
    const run = await simulate({
      branches: branches(20),
      script: reply,
      during: ({ clock, control }) =>
        clock.after(1_100, () => {
          cancelled = control.cancelBranch('b18') && control.cancelBranch('b19');
        }),
    });
    assert.ok(cancelled);
    assert.deepEqual(statuses(run), { succeeded: 18, cancelled: 2 });
  });

  it('a failed branch is run again while the run goes on', async () => {
    let again = false;
    const run = await simulate({
      branches: branches(60),
      policy: { concurrency: 4 },
      script: (b, n) => (b.id === 'b0' && n === 1 ? fails('refused') : reply()),
      during: ({ clock, control }) =>
        clock.after(4_500, () => {
          again = control.retryBranch('b0') && !control.retryBranch('b1');
        }),
    });
    assert.ok(again);
    assert.deepEqual(run.ends.get('b0'), ['failed', 'succeeded']);
    assert.deepEqual(statuses(run), { succeeded: 60 });
  });

  it('F72 the budget stops the run before it is passed, and in-flight calls finish', async () => {
    const run = await simulate({
      branches: branches(50),
      policy: { budget: { maxTokens: 120 * 10 } },
      script: reply,
    });
    assert.ok(run.end.kind === 'stopped' && run.end.failure.code === 'budget');
    assert.deepEqual(statuses(run), { succeeded: 10, skipped: 40 });
    const waits = run.events.filter(e => e.type === 'branch.waiting' && e.on === 'budget');
    assert.ok(waits.length > 0, 'the next branch says that it waits for the budget');
  });

  it('F72 P7 a cap in money counts what is under way', async () => {
    const run = await simulate({
      branches: branches(50),
      policy: { budget: { maxCostUsd: 0.95 } },
      priceOf: () => 0.1,
      script: reply,
    });
    assert.equal(run.sent.length, 9);
  });

  it('F72 a run that may wait pauses at the cap, and goes on when it is raised', async () => {
    let control: FanOutControl | undefined;
    const run = await simulate({
      branches: branches(30),
      policy: { budget: { maxTokens: 1_200, whenReached: 'pause' } },
      script: reply,
      during: world => {
        control = world.control;
        world.clock.after(60_000, () => control?.raiseBudget({ maxTokens: 100_000 }));
      },
    });
    assert.deepEqual(statuses(run), { succeeded: 30 });
    assert.equal(run.sent.filter(s => s.at < 60_000).length, 10);
    assert.deepEqual(
      run.events.filter(e => e.type.startsWith('run.')).map(e => e.type),
      ['run.paused', 'run.unpaused'],
    );
  });

  it('F73 an absurd usage neither frees nor eats the budget', async () => {
    const run = await simulate({
      branches: branches(20),
      policy: { budget: { maxTokens: 5_000 }, concurrency: 1 },
      script: () => ({
        ...reply(),
        usage: { ...reply().usage, inputTokens: Number.NaN, outputTokens: -1e9 },
      }),
    });
    assert.deepEqual(statuses(run), { succeeded: 20 });
  });
});
