import assert from 'node:assert/strict';
import { coverage } from '../../../../src/core/state/coverage.ts';
import type { RunEvent, UnstampedEvent } from '../../../../src/core/state/events.ts';
import { applyEvent } from '../../../../src/core/state/applyEvent.ts';
import { type RunState, emptyState } from '../../../../src/core/state/runState.ts';
import { workedMs } from '../../../../src/core/state/workedTime.ts';
import { noUsage } from '../../../../src/core/domain/cost.ts';
import type { Estimate, Usage } from '../../../../src/core/domain/billing.ts';
import type { Branch } from '../../../../src/core/domain/branch.ts';
import type { Chunk } from '../../../../src/core/domain/chunk.ts';
import { scriptedModel } from '../../../support/scriptedReviewer.ts';

const estimate: Estimate = {
  calls: 2,
  cached: 0,
  inputTokens: 0,
  outputTokens: 0,
  seconds: { low: 0, expected: 0, high: 0 },
};
const chunk = (id: string, start: number): Chunk => ({
  id,
  hash: id,
  sourceId: 's',
  index: 0,
  start,
  end: start + 10,
  startLine: 1,
  endLine: 1,
  headings: [],
  title: id,
  tokens: 3,
});
const branch = (id: string, chunkId: string): Branch => ({
  id,
  chunkId,
  perspectiveId: 'p',
  model: 'm',
  inputTokens: 3,
  outputTokens: 1,
});
const paid: Usage = { ...noUsage, inputTokens: 100, outputTokens: 10 };

const fold = (...events: UnstampedEvent[]): RunState =>
  [
    { type: 'run.split' as const, chunks: [chunk('c1', 0), chunk('c2', 10)] },
    {
      type: 'run.planned' as const,
      branches: [branch('b1', 'c1'), branch('b2', 'c2')],
      estimate,
    },
    ...events,
  ].reduce((state, event) => applyEvent(state, { ...event, at: 1 }), emptyState());

describe('state', () => {
  it('an empty run has read nothing, not everything', () => {
    assert.equal(coverage(emptyState()).reviewedFraction, 0);
  });

  it('an event about a branch it does not hold changes nothing', () => {
    const failure = { code: 'timeout', message: '' } as const;
    const state = fold(
      { type: 'branch.started', branchId: 'none', attempt: 1 },
      { type: 'branch.retrying', branchId: 'none', attempt: 2, failure, until: 9 },
      { type: 'branch.split', branchId: 'none', chunks: [], branches: [], usage: paid },
      { type: 'branch.ended', branchId: 'none', outcome: { status: 'cancelled', usage: paid } },
    );
    assert.deepEqual(state, fold());
  });

  it('calls that gave no answer are billed all the same: split, failed, skipped, cancelled', () => {
    const halves = [chunk('c1a', 0), chunk('c1b', 5)];
    const state = fold(
      {
        type: 'branch.split',
        branchId: 'b1',
        chunks: halves,
        branches: halves.map(({ id }) => branch(id, id)),
        usage: paid,
        costUsd: 0.1,
        calls: 1,
      },
      {
        type: 'branch.ended',
        branchId: 'c1a',
        outcome: {
          status: 'failed',
          failure: { code: 'badAnswer', message: '' },
          attempts: 2,
          usage: paid,
          costUsd: 0.2,
          calls: 2,
        },
      },
      {
        type: 'branch.ended',
        branchId: 'c1b',
        outcome: { status: 'skipped', reason: 'x', usage: paid, costUsd: 0.3, calls: 3 },
      },
      {
        type: 'branch.ended',
        branchId: 'b2',
        outcome: { status: 'cancelled', usage: paid, costUsd: 0.4, calls: 4 },
      },
    );
    assert.equal(state.usage.inputTokens, 400);
    assert.equal(state.costUsd?.toFixed(6), '1.000000');
    assert.equal(state.calls, 10);
  });

  it('after a pause a run is again what it was before', () => {
    const paused = [
      { type: 'run.paused', reason: 'offline' },
      { type: 'run.paused', reason: 'still offline' },
    ] as const;
    assert.equal(fold(...paused).status, 'paused');
    assert.equal(fold(...paused, { type: 'run.unpaused' }).status, 'running');
    assert.equal(
      fold({ type: 'synthesis.started' }, ...paused, { type: 'run.unpaused' }).status,
      'synthesizing',
    );
  });
});

describe('coverage', () => {
  it('what never began is not read yet while the run goes on, and not started when it has ended', () => {
    assert.deepEqual(
      coverage(fold()).gaps.map(gap => gap.reason),
      ['not read yet'],
    );
    assert.deepEqual(
      coverage(fold({ type: 'run.ended', status: 'cancelled' })).gaps.map(gap => gap.reason),
      ['not started'],
    );
  });

  it('T61 every branch is counted once, however it ended', () => {
    const failure = { code: 'network', message: 'x' } as const;
    for (const outcome of [
      { status: 'skipped', reason: 'x' },
      { status: 'cancelled' },
      { status: 'failed', failure, attempts: 1 },
    ] as const) {
      const counts = coverage(fold({ type: 'branch.ended', branchId: 'b1', outcome }));
      const { total, succeeded, failed, skipped, cancelled, open } = counts;
      assert.deepEqual([total, succeeded + failed + skipped + cancelled + open, open], [2, 2, 1]);
      assert.equal(counts[outcome.status], 1);
      assert.ok(counts.gaps.length > 0 && counts.reviewedFraction < 1);
    }
  });

  it('time in which nobody was at work is not time the run took: cut off, ended, out of budget', () => {
    const started: UnstampedEvent = {
      type: 'run.started',
      ...{ runId: 'r', job: 'review', name: 'a.md', model: scriptedModel },
      ...{ sources: [], skipped: [], perspectives: [] },
    };
    const at = (ms: number, event: UnstampedEvent): RunEvent => ({ ...event, at: ms });
    const state = emptyState();
    const steps: (readonly [number, UnstampedEvent, number])[] = [
      [1_000, started, 0],
      [1_500, { type: 'run.split', chunks: [chunk('c1', 0)] }, 500],
      [1_500, { type: 'run.planned', branches: [branch('b1', 'c1')], estimate }, 500],
      [2_000, { type: 'branch.started', branchId: 'b1', attempt: 1 }, 1_000],
      // Killed, and resumed an hour later.
      [3_602_000, { type: 'run.resumed' }, 1_000],
      [3_603_000, { type: 'run.paused', reason: 'rate limit', until: 3_604_000 }, 2_000],
      [3_604_000, { type: 'run.unpaused' }, 3_000],
      [3_605_000, { type: 'run.paused', reason: 'budget' }, 4_000],
      [7_205_000, { type: 'run.unpaused' }, 4_000],
      [7_206_000, { type: 'run.ended', status: 'partial' }, 5_000],
      [9_000_000, { type: 'run.resumed' }, 5_000],
      [9_001_000, { type: 'run.ended', status: 'succeeded' }, 6_000],
    ];
    for (const [ms, event, worked] of steps) {
      applyEvent(state, at(ms, event));
      assert.equal(workedMs(state, ms), worked, `${ms} ${event.type}`);
    }
  });
});
