import assert from 'node:assert/strict';
import type { FailureCode } from '../../../../src/core/domain/failure.ts';
import type { Branch } from '../../../../src/core/domain/branch.ts';
import type { Chunk } from '../../../../src/core/domain/chunk.ts';
import { branch, branches, fails, reply, simulate, statuses, usage } from './simulate.ts';

const halves = (b: Branch) => {
  const parts = ['1', '2'].map(n => ({
    ...b,
    id: `${b.id}.${n}`,
    chunkId: `${b.chunkId}.${n}`,
    inputTokens: b.inputTokens / 2,
    parentId: b.id,
  }));
  return { chunks: parts.map(p => ({ id: p.chunkId }) as Chunk), branches: parts };
};

describe('fan-out', () => {
  it('runs every branch once, in parallel', async () => {
    const run = await simulate({ branches: branches(40), script: reply });
    assert.deepEqual(run.end, { kind: 'done' });
    assert.deepEqual(statuses(run), { succeeded: 40 });
    assert.equal(run.sent.length, 40);
    assert.equal(run.mostAtOnce, 16);
  });

  it('F77 no branches: it is done at once', async () => {
    const run = await simulate({ branches: [], script: reply });
    assert.deepEqual(run.end, { kind: 'done' });
  });

  it('F01 a wrong key costs one call, and the rest is skipped with the reason', async () => {
    const run = await simulate({
      branches: branches(30),
      latency: 20,
      script: () => fails('auth', { status: 401 }),
    });
    assert.equal(run.sent.length, 1);
    assert.deepEqual(statuses(run), { failed: 1, skipped: 29 });
    assert.equal(run.end.kind, 'stopped');
  });

  it('F02 a key that is revoked mid-run: nothing more is sent, what is finished is kept', async () => {
    let answered = 0;
    let refusedAt = Infinity;
    const run = await simulate({
      branches: branches(100),
      script: (_b, _n, _call, clock) => {
        answered += 1;
        if (answered <= 40) return reply();
        refusedAt = Math.min(refusedAt, clock.now());
        return fails('auth', { status: 401 });
      },
    });
    assert.equal(run.end.kind, 'stopped');
    assert.equal(statuses(run)['succeeded'], 40);
    assert.equal(statuses(run)['failed'], 1);
    assert.ok(run.sent.every(s => s.at <= refusedAt));
    assert.ok(run.sent.length - 40 <= 16);
  });

  for (const code of [
    'unknownModel',
    'noCredit',
    'permission',
    'tls',
    'proxy',
    'redirected',
  ] as const)
    it(`${{ unknownModel: 'F04', noCredit: 'F07', permission: 'F03', tls: 'F23', proxy: 'F24', redirected: 'F26' }[code]} ${code} stops the run without a retry`, async () => {
      const run = await simulate({
        branches: branches(20),
        latency: 10,
        script: () => fails(code),
      });
      assert.equal(run.sent.length, 1);
      assert.deepEqual(run.end, { kind: 'stopped', failure: { code, message: `it was ${code}` } });
    });

  it('F05 a text too long for the model runs as two halves', async () => {
    const run = await simulate({
      branches: [branch('a', { inputTokens: 800 }), branch('b')],
      split: halves,
      script: b => (b.inputTokens > 300 ? fails('contextTooLong') : reply()),
    });
    assert.deepEqual(run.end, { kind: 'done' });
    assert.deepEqual([...run.ends.keys()].toSorted(), ['a.1.1', 'a.1.2', 'a.2.1', 'a.2.2', 'b']);
    assert.deepEqual(statuses(run), { succeeded: 5 });
    assert.equal(run.events.filter(e => e.type === 'branch.split').length, 3);
  });

  it('F05 a text that is known to be too long is split without a call, and the halves are billed alone', async () => {
    let calls = 0;
    const run = await simulate({
      branches: [branch('whole')],
      script: b => (b.id === 'whole' ? fails('contextTooLong', { unsent: true }) : reply()),
      split: b =>
        b.id === 'whole' ? { chunks: [], branches: [branch('left'), branch('right')] } : undefined,
      onSucceed: bill => {
        calls += bill.calls;
      },
    });
    assert.deepEqual(statuses(run), { succeeded: 2 });
    assert.equal(calls, 2);
    const split = run.events.find(e => e.type === 'branch.split');
    assert.ok(split?.type === 'branch.split' && split.calls === 0, 'nothing was sent');
  });

  it('F05 where nothing is known of a window, calls go one at a time until one is answered', async () => {
    let refused = 0;
    const run = await simulate({
      branches: branches(40),
      scouts: 'answer',
      script: b => {
        if (b.id.includes('-') || refused === 3) return reply();
        refused += 1;
        return fails('contextTooLong');
      },
      split: b => ({ chunks: [], branches: [branch(`${b.id}-left`), branch(`${b.id}-right`)] }),
    });
    assert.ok(refused <= 3);
    const at = run.sent.map(sent => sent.at);
    const alone = at.findIndex((time, i) => time === at[i + 1]);
    assert.ok(alone >= 2, `${alone} calls one at a time`);
    assert.ok(run.mostAtOnce > 8);
    assert.equal(statuses(run)['failed'], undefined);
  });

  it('F05 on a far server the first token of an answer is enough', async () => {
    const run = await simulate({
      branches: branches(40),
      scouts: 'firstToken',
      latency: 0,
      script: async (_b, _n, call, clock) => {
        await clock.sleep(100, call.signal);
        call.onFirstToken?.();
        await clock.sleep(900, call.signal);
        return reply();
      },
    });
    assert.deepEqual(
      run.sent.slice(0, 3).map(({ at }) => at),
      [0, 100, 100],
    );
    assert.deepEqual(statuses(run), { succeeded: 40 });
  });

  it('F05 a window that is too small for any branch stops the run', async () => {
    const run = await simulate({
      branches: branches(50),
      policy: { concurrency: 1 },
      script: () => fails('contextTooLong', { hopeless: true }),
      split: () => assert.fail('it was split'),
    });
    assert.equal(run.end.kind, 'stopped');
    assert.equal(run.sent.length, 1);
    assert.deepEqual(statuses(run), { failed: 1, skipped: 49 });
  });

  it('F05 halving ends after six times', async () => {
    const run = await simulate({
      branches: [branch('a', { inputTokens: 2 ** 20 })],
      split: halves,
      script: () => fails('contextTooLong'),
    });
    assert.equal(run.events.filter(e => e.type === 'branch.split').length, 2 ** 6 - 1);
    assert.deepEqual(statuses(run), { failed: 64 });
  });

  it('F05 a text that cannot be halved fails, and only it', async () => {
    const run = await simulate({
      branches: branches(3),
      script: b => (b.id === 'b1' ? fails('contextTooLong') : reply()),
    });
    assert.deepEqual(statuses(run), { succeeded: 2, failed: 1 });
  });

  it('F09 a request the gateway finds too large is split; an answer too large is not', async () => {
    const run = await simulate({
      branches: [branch('request', { inputTokens: 500 }), branch('answer')],
      split: halves,
      script: b => {
        if (b.id === 'request') return fails('tooLarge', { status: 413 });
        return b.id === 'answer' ? fails('tooLarge') : reply();
      },
    });
    assert.deepEqual(statuses(run), { succeeded: 2, failed: 1 });
  });

  it('F32 T50 an answer that was cut off by its length is asked once more with a larger cap, then split', async () => {
    const run = await simulate({
      branches: [branch('a')],
      split: halves,
      script: b => (b.id === 'a' ? fails('truncated') : reply()),
    });
    assert.equal(run.sent.filter(s => s.branchId === 'a').length, 2);
    assert.deepEqual(statuses(run), { succeeded: 2 });
  });

  for (const [id, code] of [
    ['F06', 'badRequest'],
    ['F33', 'refused'],
  ] as const)
    it(`${id} ${code} fails its branch without a retry`, async () => {
      const run = await simulate({
        branches: branches(3),
        script: b => (b.id === 'b1' ? fails(code) : reply()),
      });
      assert.equal(run.sent.length, 3);
      assert.deepEqual(statuses(run), { succeeded: 2, failed: 1 });
    });

  for (const [id, code] of [
    ['F18', 'serverError'],
    ['F20', 'network'],
    ['F21', 'cutOff'],
    ['F27', 'stalled'],
    ['F08', 'timeout'],
    ['F34', 'emptyAnswer'],
    ['F35', 'badAnswer'],
    ['F19', 'overloaded'],
  ] as const)
    it(`${id} ${code} once: sent again, and told why`, async () => {
      let told: FailureCode | undefined;
      const run = await simulate({
        branches: branches(5),
        script: (b, n, call) => {
          if (b.id === 'b2' && n === 2) told = call.previous?.code;
          return b.id === 'b2' && n === 1 ? fails(code) : reply();
        },
      });
      assert.deepEqual(statuses(run), { succeeded: 5 });
      assert.equal(run.sent.length, 6);
      assert.equal(told, code);
    });

  it('F18 four tries and one in the late pass, then the branch fails and its siblings do not', async () => {
    const run = await simulate({
      branches: branches(30),
      script: b => (b.id === 'b7' ? fails('serverError') : reply()),
    });
    assert.equal(run.sent.filter(s => s.branchId === 'b7').length, 5);
    assert.deepEqual(run.ends.get('b7'), ['failed', 'failed']);
    assert.deepEqual(statuses(run), { succeeded: 29, failed: 1 });
    assert.deepEqual(run.end, { kind: 'done' });
  });

  it('F35 a second broken answer fails the branch; the late pass asks once more', async () => {
    const run = await simulate({
      branches: branches(30),
      script: (b, n) => (b.id === 'b7' && n < 3 ? fails('badAnswer') : reply()),
    });
    assert.deepEqual(run.ends.get('b7'), ['failed', 'succeeded']);
    assert.equal(run.events.filter(e => e.type === 'branch.requeued').length, 1);
  });

  it('F84 a bug in one branch fails that branch only', async () => {
    const run = await simulate({
      branches: branches(60),
      script: b => {
        if (b.id === 'b3') throw new TypeError('x is not a function');
        return reply();
      },
    });
    assert.deepEqual(statuses(run), { succeeded: 59, failed: 1 });
  });

  it('policy fail: the first final failure stops the run and keeps what there is', async () => {
    const run = await simulate({
      branches: branches(60),
      policy: { onFailure: 'fail' },
      script: b => (b.id === 'b20' ? fails('refused') : reply()),
    });
    assert.equal(run.end.kind, 'stopped');
    const counts = statuses(run);
    assert.equal(counts['failed'], 1);
    assert.ok((counts['succeeded'] ?? 0) >= 16 && (counts['skipped'] ?? 0) > 0);
  });

  it('policy quorum: stops once the share cannot be reached, not before', async () => {
    const failing = (ids: number) => (b: Branch) =>
      Number(b.id.slice(1)) < ids ? fails('refused') : reply();
    const policy = { onFailure: { quorum: 0.9 } } as const;
    const enough = await simulate({ branches: branches(50), policy, script: failing(5) });
    assert.deepEqual(enough.end, { kind: 'done' });
    const short = await simulate({ branches: branches(50), policy, script: failing(6) });
    assert.ok(short.end.kind === 'stopped');
    assert.match(
      short.end.failure.message,
      /fewer than 90 % of the branches can still succeed.*it was refused/,
    );
  });

  it('policy quorum: what gets one more try at the end is not lost before it', async () => {
    const run = (heals: boolean) =>
      simulate({
        branches: branches(50),
        policy: { onFailure: { quorum: 0.9 }, maxAttempts: 1 },
        script: (b, n) =>
          Number(b.id.slice(1)) < 8 && (n === 1 || !heals) ? fails('serverError') : reply(),
      });
    const healed = await run(true);
    assert.deepEqual(healed.end, { kind: 'done' });
    assert.deepEqual(statuses(healed), { succeeded: 50 });
    assert.equal((await run(false)).end.kind, 'stopped');
  });

  it('F22 a name that is not found: three tries, a pause, and on by itself', async () => {
    const run = await simulate({
      branches: branches(4),
      policy: { concurrency: 1 },
      script: (b, _n, _call, clock) =>
        b.id !== 'b0' && clock.now() < 100_000 ? fails('dns') : reply(),
    });
    assert.deepEqual(statuses(run), { succeeded: 4 });
    const types = run.events.map(e => e.type);
    assert.ok(types.includes('run.paused') && types.includes('run.unpaused'));
    assert.ok(run.sent.filter(s => s.at < 100_000).length <= 1 + 3 + 3);
  });

  it('F22 a name that was never found ends the run within seconds', async () => {
    const run = await simulate({ branches: branches(4), script: () => fails('dns') });
    assert.equal(run.end.kind, 'stopped');
    assert.ok(run.clock.now() < 10_000, `${run.clock.now()} ms`);
    assert.ok(!run.events.some(e => e.type === 'run.paused'));
  });

  it('F29 a limit of a day is told at once, and not asked again and again', async () => {
    const run = await simulate({
      branches: branches(4),
      policy: { concurrency: 1 },
      script: (_b, _n, _call, clock) =>
        clock.now() < 600_000 ? fails('rateLimited', { lasts: true }) : reply(),
    });
    assert.deepEqual(statuses(run), { succeeded: 4 });
    assert.equal(run.events.find(e => e.type === 'run.paused')?.type, 'run.paused');
    assert.equal(run.events.findIndex(e => e.type === 'run.paused') < 3, true);
    assert.ok(run.sent.filter(s => s.at < 600_000).length <= 1 + 600 / 30);
  });

  it('F25 an answer from a captive portal pauses the run until the provider is back', async () => {
    const run = await simulate({
      branches: branches(3),
      script: (_b, n) => (n === 1 ? fails('notProvider') : reply()),
    });
    assert.deepEqual(statuses(run), { succeeded: 3 });
    assert.ok(run.events.some(e => e.type === 'run.paused'));
  });

  it('ten outages in a row pause the run: one probe every 30 s, and no branch pays for it', async () => {
    const run = await simulate({
      branches: branches(100),
      script: (_b, _n, _call, clock) => (clock.now() < 600_000 ? fails('network') : reply()),
    });
    assert.deepEqual(statuses(run), { succeeded: 100 });
    const paused = run.sent.filter(s => s.at > 60_000 && s.at < 600_000);
    assert.ok(paused.length <= 540 / 30 + 1, `${paused.length} probes`);
  });

  for (const code of [
    'network',
    'dns',
    'notProvider',
    'timeout',
    'stalled',
    'cutOff',
    'serverError',
  ] as const)
    it(`a provider that answers once and then ends every call in ${code}: tries and time are bounded, what it answered is kept`, async () => {
      const run = await simulate({
        branches: branches(200),
        script: b => (b.id === 'b0' ? reply() : fails(code)),
      });
      assert.deepEqual(run.ends.get('b0'), ['succeeded']);
      assert.equal(run.ends.size, 200);
      assert.ok(run.sent.length < 300, `${run.sent.length} calls`);
      assert.ok(run.clock.now() < 30 * 60_000, `${run.clock.now() / 60_000} min`);
      if (code !== 'cutOff') {
        assert.ok(run.end.kind === 'stopped');
        assert.match(run.end.failure.message, /stopped waiting/);
      }
    });

  it('calls that begin and then end in outages, every tenth a success: every branch ends', async () => {
    let n = 0;
    const run = await simulate({
      branches: branches(300),
      script: () => (n++ % 10 === 0 ? reply() : fails('network')),
    });
    assert.equal(run.ends.size, 300);
    assert.ok(run.clock.now() < 12 * 60 * 60_000);
  });

  it('a paused run goes on when its probe is answered, whatever the answer is worth', async () => {
    const run = await simulate({
      branches: branches(40),
      script: (_b, _n, _call, clock) =>
        clock.now() < 60_000 ? fails('network') : fails('refused'),
    });
    assert.ok(run.events.some(e => e.type === 'run.unpaused'));
    assert.ok(run.clock.now() < 10 * 60_000, `${run.clock.now()}`);
  });

  for (const code of ['network', 'cutOff', 'stalled'] as const)
    it(`F20 F21 F67 a connection that breaks (${code}) costs a try and no branch`, async () => {
      const run = await simulate({
        branches: branches(30),
        script: (b, n) => (n === 1 && Number(b.id.slice(1)) % 10 === 3 ? fails(code) : reply()),
      });
      assert.equal(run.sent.length, 33);
      assert.deepEqual(statuses(run), { succeeded: 30 });
    });

  it('F66 a machine that slept for eight hours: what was under way is asked again, and the run goes on', async () => {
    const run = await simulate({
      branches: branches(60),
      script: async (b, n, { signal }, clock) => {
        if (n > 1 || Number(b.id.slice(1)) >= 8) return reply();
        // The clock stood still meanwhile; the deadline is past as soon as it goes on.
        await clock.sleep(8 * 3_600_000, signal);
        return fails('timeout');
      },
      policy: { concurrency: 8 },
    });
    assert.equal(run.sent.length, 68);
    assert.deepEqual([...run.ends.values()].flat(), Array<string>(60).fill('succeeded'));
    assert.ok(run.clock.now() < 9 * 3_600_000);
  });

  it('F65 the wall clock jumps by a day and nothing else notices', async () => {
    const run = await simulate({
      branches: branches(40),
      script: (b, n, _call, clock) => {
        clock.jumpDate(Number(b.id.slice(1)) % 2 === 0 ? -86_400_000 : 86_400_000);
        return n === 1 ? fails('serverError') : reply();
      },
      policy: { concurrency: 2 },
      random: () => 0.1,
    });
    assert.ok(run.clock.now() < 600_000);
    assert.equal(run.ends.size, 40);
  });

  it('what a failed try was billed is in the usage of the branch', async () => {
    let total = 0;
    await simulate({
      branches: branches(1),
      script: (_b, n) => (n === 1 ? fails('badAnswer', { usage: usage(70, 5) }) : reply()),
      onSucceed: r => {
        total = r.usage.inputTokens;
      },
    });
    assert.equal(total, 170);
  });
});
