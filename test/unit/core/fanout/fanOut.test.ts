import assert from 'node:assert/strict';
import { branches, fails, reply, simulate, statuses } from './simulate.ts';

describe('fanOut', () => {
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
});
