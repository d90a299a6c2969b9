import assert from 'node:assert/strict';
import { createProgress } from '../../../../src/cli/output/progress.ts';
import type { RunEvent } from '../../../../src/core/state/events.ts';
import { applyEvent } from '../../../../src/core/state/applyEvent.ts';
import { count, grouped } from '../../../../src/core/format/format.ts';
import { emptyState } from '../../../../src/core/state/runState.ts';
import { noUsage } from '../../../../src/core/domain/cost.ts';
import type { Estimate } from '../../../../src/core/domain/billing.ts';
import type { Branch } from '../../../../src/core/domain/branch.ts';

const estimate: Estimate = {
  calls: 0,
  cached: 0,
  inputTokens: 0,
  outputTokens: 0,
  seconds: { low: 0, expected: 0, high: 0 },
};
const branch = (n: number): Branch => ({
  id: `b${n}`,
  chunkId: 'c',
  perspectiveId: 'p',
  model: 'm',
  inputTokens: 1,
  outputTokens: 1,
});
const ended = (branchId: string): RunEvent => ({
  type: 'branch.ended',
  at: 1,
  branchId,
  outcome: {
    status: 'succeeded',
    findings: [],
    assessment: '',
    dropped: 0,
    usage: noUsage,
    cached: false,
    attempts: 1,
  },
});

/** What a run of `n` branches writes, a chunk of output each. */
function lines(n: number, out: { isTTY?: boolean; columns?: number }, stepMs: number): string[] {
  const written: string[] = [];
  let now = 0;
  const progress = createProgress(
    { ...out, write: text => written.push(text) },
    { now: () => (now += stepMs) },
  );
  const state = emptyState();
  const tell = (event: RunEvent): void => progress.onEvent(event, applyEvent(state, event));
  const branches = Array.from({ length: n }, (_, i) => branch(i));
  tell({ type: 'run.planned', at: 1, branches, estimate });
  for (const { id } of branches) tell(ended(id));
  progress.close();
  return written;
}

describe('command line progress', () => {
  for (const n of [1, 3, 10, 101, 2_345])
    it(`writes at most a line for each tenth of ${n} branches, and the last one`, () => {
      const told = lines(n, {}, 1).slice(1);
      assert.ok(told.length <= 10);
      const all = count(n, 'branch', 'branches');
      assert.equal(told.at(-1), `${grouped(n)} of ${all}, 0 findings\n`);
    });

  it('after Ctrl+C the last line says what was answered, not what ended', () => {
    for (const isTTY of [false, true]) {
      const written: string[] = [];
      const progress = createProgress(
        { isTTY, write: text => written.push(text) },
        { now: () => 1e6 * written.length },
      );
      const state = emptyState();
      const tell = (event: RunEvent): void => progress.onEvent(event, applyEvent(state, event));
      const branches = Array.from({ length: 20 }, (_, i) => branch(i));
      tell({ type: 'run.planned', at: 1, branches, estimate });
      for (const { id } of branches.slice(0, 5)) tell(ended(id));
      for (const { id } of branches.slice(5))
        tell({
          type: 'branch.ended',
          at: 2,
          branchId: id,
          outcome: { status: 'cancelled' },
        });
      tell({ type: 'run.ended', at: 3, status: 'cancelled' });
      assert.equal(written.at(-1), 'cancelled: 5 of 20 branches answered\n');
      assert.ok(!written.some(text => /(?:[6-9]|1\d|20) of 20/.test(text)), written.join('|'));
    }
  });

  it('on a terminal redraws one line, no longer than the terminal is wide, and clears it', () => {
    const drawn = lines(50, { isTTY: true, columns: 50 }, 100).slice(1);
    assert.ok(drawn.some(text => text.startsWith('[####')));
    for (const text of drawn) assert.ok(text.length < 50 && !text.includes('\n'), text);
    assert.equal(drawn.at(-1), '\r\u001b[K');
  });

  it('says once that more was spent than the estimate allows for', () => {
    const written: string[] = [];
    const progress = createProgress({ write: text => written.push(text) }, { now: () => 0 });
    const state = emptyState();
    const tell = (event: RunEvent): void => progress.onEvent(event, applyEvent(state, event));
    const model = { provider: 'openai', ref: 'm', id: 'm', label: 'm' } as const;
    tell({
      type: 'run.started',
      at: 1,
      runId: 'r',
      job: 'review',
      name: 'a.md',
      model,
      sources: [],
      skipped: [],
      perspectives: [],
    });
    const costUsd = { low: 0.1, expected: 0.2, high: 0.3 };
    const branches = [branch(1), branch(2), branch(3)];
    tell({ type: 'run.planned', at: 1, branches, estimate: { ...estimate, costUsd } });
    for (const { id } of branches) {
      const event = ended(id);
      if (event.type === 'branch.ended' && event.outcome.status === 'succeeded')
        tell({ ...event, outcome: { ...event.outcome, costUsd: 0.25 } });
    }
    assert.deepEqual(
      written.filter(text => text.startsWith('spent')),
      ['spent $0.50, over the estimate of $0.20 (0.10–0.30)\n'],
    );
  });
});
