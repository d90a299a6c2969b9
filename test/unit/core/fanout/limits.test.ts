import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createPacer } from '../../../../src/core/fanout/pacing/pacer.ts';
import { waitMs } from '../../../../src/core/fanout/retry/retry.ts';
import type { LimitReport } from '../../../../src/core/ports/model.ts';
import { branches, failure, fails, reply, simulate, statuses, type Sent } from './simulate.ts';

const gap = (sent: readonly Sent[], after: number): number =>
  Math.min(...sent.map(s => s.at).filter(at => at > after)) - after;

describe('rate limits', () => {
  it('F10 a rate limit without a header: all wait together, and fewer go at once', async () => {
    const run = await simulate({
      branches: branches(60),
      latency: 100,
      script: (b, n) => (b.id === 'b3' && n === 1 ? fails('rateLimited') : reply()),
    });
    const at = run.events.find(e => e.type === 'branch.waiting')?.at ?? 0;
    assert.ok(gap(run.sent, at) >= 250);
    const before = run.sent.filter(s => s.at <= at).length;
    const first = run.sent.filter(s => s.at > at && s.at < at + gap(run.sent, at) + 50).length;
    assert.ok(first <= Math.ceil(before / 2), `${first} after ${before}`);
    assert.deepEqual(statuses(run), { succeeded: 60 });
  });

  it('F11 retry-after 7 s: nothing is sent for 7 s, and the row says until when', async () => {
    const run = await simulate({
      branches: branches(40),
      latency: 100,
      script: (_b, _n, _call, clock) =>
        clock.now() > 1_000 && clock.now() < 1_200
          ? fails('rateLimited', { retryAfterMs: 7_000 })
          : reply(),
      policy: { concurrency: 3 },
    });
    const waits = run.events.filter(e => e.type === 'branch.waiting');
    const last = waits.at(-1);
    assert.ok(last?.type === 'branch.waiting' && last.on === 'rateLimit' && last.until);
    assert.ok(gap(run.sent, waits[0]?.at ?? 0) >= 7_000);
    assert.deepEqual(statuses(run), { succeeded: 40 });
  });

  it('F12 retry-after-ms 350 is waited for, and not much more', async () => {
    const run = await simulate({
      branches: branches(1),
      script: (_b, n) => (n === 1 ? fails('rateLimited', { retryAfterMs: 350 }) : reply()),
    });
    const wait = gap(run.sent, 1_000);
    assert.ok(wait >= 350 && wait <= 350 + 250 + 1_000, `${wait}`);
  });

  for (const retryAfterMs of [1e9 * 1_000, 1e20])
    it(`F14 retry-after ${retryAfterMs / 1_000} s is longer than a run waits: it stops, keeps what there is, and says so`, async () => {
      const run = await simulate({
        branches: branches(5),
        script: (b, n) =>
          b.id === 'b0' || n > 1 ? reply() : fails('rateLimited', { retryAfterMs }),
      });
      assert.ok(run.end.kind === 'stopped');
      assert.match(run.end.failure.message, /it was rateLimited.*stopped waiting.*kept/);
      assert.equal(run.sent.length, 5);
      assert.deepEqual(run.ends.get('b0'), ['succeeded']);
    });

  for (const retryAfterMs of [3_600_000, 86_400_000])
    it(`F14 retry-after ${retryAfterMs / 1_000} s pauses the run where everybody sees it`, async () => {
      const run = await simulate({
        branches: branches(5),
        script: (_b, n) => (n === 1 ? fails('rateLimited', { retryAfterMs }) : reply()),
        during: ({ clock, abort }) => clock.after(10_000, abort),
      });
      const paused = run.events.find(e => e.type === 'run.paused');
      assert.ok(paused?.type === 'run.paused' && (paused.until ?? 0) > 0);
      assert.equal(run.end.kind, 'cancelled');
      assert.ok(run.clock.now() < 11_000);
    });

  it('F15 G8 T51 whatever the provider asks, a wait is from 0.25 s to 120 s', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.double(), fc.constantFrom(-5, Number.NaN, 0, 1e300, -Infinity, Infinity)),
        fc.integer({ min: 1, max: 12 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (retryAfterMs, outages, dice) => {
          const ms = waitMs(failure('rateLimited', { retryAfterMs }), outages, () => dice);
          return ms >= 250 && ms <= 120_000;
        },
      ),
      { numRuns: 10_000 },
    );
  });

  it('F16 rate limits for half an hour: the run pauses, probes twice a minute, and goes on', async () => {
    const run = await simulate({
      branches: branches(50),
      latency: 50,
      script: (_b, _n, _call, clock) => (clock.now() < 1_800_000 ? fails('rateLimited') : reply()),
    });
    assert.deepEqual(statuses(run), { succeeded: 50 });
    const paused = run.events.find(e => e.type === 'run.paused');
    assert.ok(paused);
    const probes = run.sent.filter(s => s.at > paused.at + 1_000 && s.at < 1_800_000);
    assert.ok(probes.length <= 1_800 / 30, `${probes.length} probes`);
    assert.ok(run.events.some(e => e.type === 'run.unpaused'));
  });

  it('F16 a rate limit under which nothing succeeds is told with the provider’s words within a minute', async () => {
    const run = await simulate({
      branches: branches(2),
      latency: 50,
      script: () => fails('rateLimited', { message: 'daily limit of 50 calls' }),
      during: ({ clock, abort }) => clock.after(60_000, abort),
    });
    const paused = run.events.find(e => e.type === 'run.paused');
    assert.ok(paused && paused.at < 60_000);
    assert.match(paused.reason, /daily limit of 50 calls/);
    assert.ok(run.sent.length <= 16, `${run.sent.length} calls`);
  });

  it('F16 rate limits without end: the run stops after an hour', async () => {
    const run = await simulate({
      branches: branches(50),
      latency: 50,
      script: () => fails('rateLimited'),
    });
    assert.equal(run.end.kind, 'stopped');
    assert.ok(run.clock.now() < 75 * 60_000, `${run.clock.now() / 60_000} min`);
    assert.ok(run.sent.length < 300, `${run.sent.length} calls`);
  });

  it('F16 a rate-limited call costs no attempt', async () => {
    const run = await simulate({
      branches: branches(1),
      script: (_b, n) => (n <= 12 ? fails('rateLimited', { retryAfterMs: 500 }) : reply()),
    });
    const started = run.events.filter(e => e.type === 'branch.started');
    assert.equal(started.length, 13);
    assert.ok(started.every(e => e.type === 'branch.started' && e.attempt === 1));
  });

  it('F19 a storm of 529: calls stay within a fifth more than branches, and twenty, and probes', async () => {
    const count = 300;
    const run = await simulate({
      branches: branches(count),
      latency: 200,
      script: (b, n) => {
        const dice = (Number(b.id.slice(1)) * 7 + n * 13) % 10;
        return dice < 9 ? fails('overloaded') : reply();
      },
      during: ({ clock, abort }) => clock.after(3_600_000, abort),
    });
    const probes = run.clock.now() / 30_000;
    assert.ok(run.sent.length <= count * 1.2 + 20 + probes, `${run.sent.length} calls`);
    assert.equal(run.ends.size, count);
  });

  const told = (limits: LimitReport) => () => ({ ...reply(), limits });

  for (const [name, limits] of [
    ['0', { requests: { limit: 0, remaining: 0 }, tokens: { limit: 0, remaining: 0 } }],
    ['1 a minute', { requests: { limit: 1, remaining: 1 } }],
    ['full for ever', { tokens: { limit: 1e15, remaining: 1e15 } }],
    ['more left than there is', { tokens: { limit: 6_000, remaining: 1e12 } }],
    ['nothing left for ever', { tokens: { limit: 60_000, remaining: 0 } }],
    ['no limit, something left', { tokens: { remaining: 5 } }],
  ] as const)
    it(`headers that say ${name}: every branch still ends`, async () => {
      const run = await simulate({ branches: branches(30), script: told(limits) });
      assert.deepEqual(statuses(run), { succeeded: 30 });
      assert.ok(run.clock.now() < 3_600_000);
    });

  for (const concurrency of [0, -3, Number.NaN, 1, 10_000, Infinity])
    it(`concurrency ${concurrency} runs everything`, async () => {
      const run = await simulate({
        branches: branches(30),
        script: reply,
        policy: { concurrency },
      });
      assert.deepEqual(statuses(run), { succeeded: 30 });
    });

  it('limits of 0 in the settings mean not known', async () => {
    const run = await simulate({
      branches: branches(30),
      script: reply,
      pacer: clock =>
        createPacer({ clock, concurrency: 8, limits: { requests: 0, tokens: Number.NaN } }),
    });
    assert.deepEqual(statuses(run), { succeeded: 30 });
    assert.ok(run.clock.now() < 10_000);
  });

  it('a limit of 60 requests a minute is kept to over the run', async () => {
    const run = await simulate({
      branches: branches(180),
      latency: 100,
      script: reply,
      pacer: clock => createPacer({ clock, concurrency: 16, limits: { requests: 60 } }),
    });
    for (const { at } of run.sent) {
      const within = run.sent.filter(s => s.at >= at && s.at < at + 60_000).length;
      assert.ok(within <= 120 + 1);
    }
    const last = Math.max(...run.sent.map(s => s.at));
    assert.ok(last >= 119_000 && last <= 125_000, `${last}`);
  });

  it('F75 fewer at once from now on: what runs goes on, what starts obeys', async () => {
    let pacer: ReturnType<typeof createPacer> | undefined;
    const run = await simulate({
      branches: branches(100),
      script: reply,
      pacer: clock => (pacer = createPacer({ clock, concurrency: 16 })),
      during: ({ clock }) => clock.after(2_500, () => pacer?.setConcurrency(2)),
    });
    assert.deepEqual(statuses(run), { succeeded: 100 });
    const late = run.sent.filter(s => s.at > 4_000).map(s => s.at);
    for (const at of late) assert.ok(late.filter(other => other === at).length <= 2);
  });
});
