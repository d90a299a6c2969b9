import assert from 'node:assert/strict';
import { createPacer } from '../../../../src/core/fanout/pacing/pacer.ts';
import { branch, reply, simulate, statuses, usage } from './simulate.ts';

const chunks = (count: number) =>
  Array.from({ length: count }, (_, c) =>
    ['a', 'b', 'c'].map(p =>
      branch(`${c}.${p}`, { chunkId: `c${c}`, perspectiveId: p, inputTokens: 1_000 + c }),
    ),
  ).flat();

const sequence = (sent: readonly { readonly branchId: string }[]): string[] =>
  sent.map(s => s.branchId);

describe('order of work', () => {
  it('what is far longer than the rest first; the others in reading order', async () => {
    const run = await simulate({
      branches: [
        branch('short', { inputTokens: 10 }),
        branch('one', { inputTokens: 500 }),
        branch('two', { inputTokens: 500 }),
        branch('long', { inputTokens: 9_000 }),
      ],
      script: reply,
      policy: { concurrency: 1 },
    });
    assert.deepEqual(sequence(run.sent), ['long', 'short', 'one', 'two']);
  });

  it('where input and output are limited apart, neither waits while the other lies idle', async () => {
    const of = (kind: string, inputTokens: number, outputTokens: number) =>
      Array.from({ length: 40 }, (_, i) => branch(`${kind}${i}`, { inputTokens, outputTokens }));
    const run = await simulate({
      branches: [...of('in', 10_000, 100), ...of('out', 100, 10_000)],
      script: b => ({ ...reply(), usage: usage(b.inputTokens, b.outputTokens) }),
      pacer: clock =>
        createPacer({
          clock,
          concurrency: 64,
          limits: { inputTokens: 60_000, outputTokens: 60_000 },
          random: () => 0.5,
        }),
      policy: { concurrency: 64 },
    });
    assert.deepEqual(statuses(run), { succeeded: 80 });
    // 404,000 tokens of each kind, 60,000 of them saved up, at 1,000 a second; one kind after the other: 680 s.
    assert.ok(run.clock.now() < 1.05 * 344_000, `${run.clock.now() / 1_000} s`);
  });

  it('one branch per chunk goes first, so that the others find its prefix cached', async () => {
    const run = await simulate({
      branches: chunks(4),
      script: reply,
      policy: { concurrency: 4, cachesPrefixOf: () => true },
    });
    assert.deepEqual(sequence(run.sent).slice(0, 4), ['0.a', '1.a', '0.b', '0.c']);
  });

  it('the text is read in order by all perspectives, with warm prefixes and no slot idle', async () => {
    const count = 84;
    const firstToken = new Map<string, number>();
    const cold: string[] = [];
    const ended: string[] = [];
    let work = 0;
    const run = await simulate({
      branches: chunks(count),
      latency: 0,
      script: async (b, _n, call, clock) => {
        if (!b.id.endsWith('.a') && !firstToken.has(b.chunkId)) cold.push(b.id);
        const ms =
          4_000 + 1_000 * (Number(b.id.split('.')[0]) % 5) + (b.id.endsWith('c') ? 900 : 0);
        work += ms + 800;
        await clock.sleep(800);
        firstToken.set(b.chunkId, clock.now());
        call.onFirstToken?.();
        await clock.sleep(ms);
        ended.push(b.chunkId);
        return reply();
      },
      policy: { concurrency: 16, cachesPrefixOf: b => b.perspectiveId !== '' },
    });
    assert.deepEqual(statuses(run), { succeeded: 3 * count });
    // The largest of a chunk leads: here the first, for all are alike.
    assert.deepEqual(cold, []);
    assert.ok(run.clock.now() < 1.08 * (work / 16), `${run.clock.now()} of ${work / 16} ms`);
    const times = new Map<string, number>();
    ended.forEach((chunk, i) => {
      times.set(chunk, (times.get(chunk) ?? 0) + 1);
      if (i < ended.length / 4) return;
      const byAll = [...times.values()].filter(n => n === 3).length;
      assert.ok(byAll >= 0.8 * times.size, `${byAll} of ${times.size} after ${i + 1} answers`);
    });
  });

  it('cost: siblings wait for the first token of their leader, and say so', async () => {
    const run = await simulate({
      branches: chunks(1),
      latency: 0,
      script: async (_b, _n, call, clock) => {
        await clock.sleep(600);
        call.onFirstToken?.();
        await clock.sleep(1_400);
        return reply();
      },
      policy: { optimize: 'cost', cachesPrefixOf: () => true },
    });
    assert.deepEqual(
      run.sent.map(s => s.at),
      [0, 600, 600],
    );
    const waits = run.events.filter(e => e.type === 'branch.waiting' && e.on === 'promptCache');
    assert.equal(waits.length, 2);
    assert.deepEqual(statuses(run), { succeeded: 3 });
  });

  it('cost: a leader that says nothing holds its siblings no longer than 20 s', async () => {
    const run = await simulate({
      branches: chunks(1),
      latency: 60_000,
      script: reply,
      policy: { optimize: 'cost', cachesPrefixOf: () => true },
    });
    assert.equal(run.sent[1]?.at, 20_000);
  });

  it('speed: no slot stays idle for the sake of the cache', async () => {
    const run = await simulate({
      branches: chunks(3),
      script: reply,
      policy: { optimize: 'speed', cachesPrefixOf: () => true },
    });
    assert.ok(run.sent.every(s => s.at < 100));
  });
});

describe('stragglers', () => {
  const straggler = (id: string, ms: number) => ({
    branches: Array.from({ length: 60 }, (_, i) => branch(`b${i}`)),
    latency: 0,
    script: async (
      b: { readonly id: string },
      n: number,
      call: { readonly signal: AbortSignal },
      clock: { readonly sleep: (ms: number, signal: AbortSignal) => Promise<void> },
    ) => {
      await clock.sleep(b.id === id && n === 1 ? ms : 1_000, call.signal);
      return reply();
    },
  });

  it('hedging sends a straggler a second time, and takes the first answer', async () => {
    const run = await simulate({ ...straggler('b59', 15_000), policy: { hedge: true } });
    assert.deepEqual(statuses(run), { succeeded: 60 });
    assert.equal(run.sent.length, 61);
    assert.ok(run.clock.now() < 8_000);
    assert.equal(run.events.filter(e => e.type === 'branch.started').length, 60);
  });

  it('without hedging nothing is sent twice', async () => {
    const run = await simulate(straggler('b59', 15_000));
    assert.equal(run.sent.length, 60);
  });

  it('F27 a call that is silent far longer than all others is given up and sent again', async () => {
    const run = await simulate(straggler('b59', 3_600_000));
    assert.deepEqual(statuses(run), { succeeded: 60 });
    assert.equal(run.sent.length, 61);
    assert.ok(run.clock.now() < 30_000);
  });
});
