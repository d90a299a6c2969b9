import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ticks, timelineLanes } from '../../../../../media/report/timeline/timelineLanes.ts';
import { type RunState, emptyState } from '../../../../../src/core/state/runState.ts';
import { generatedState } from '../../../../support/runStates.ts';

function stateOf(spans: readonly (readonly [number, number])[]): RunState {
  const state = emptyState();
  state.status = 'succeeded';
  spans.forEach(([start, took], i) => {
    const id = `b${i}`;
    state.branchIds.push(id);
    state.branches[id] = {
      branch: {
        id,
        chunkId: 'c',
        perspectiveId: 'p',
        model: 'm',
        inputTokens: 1,
        outputTokens: 1,
      },
      status: 'failed',
      attempt: 1,
      startedAt: start,
      endedAt: start + took,
    };
  });
  state.endedAt = 2000;
  return state;
}

describe('timelineLanes', () => {
  it('bars of a lane never overlap, and there are as many lanes as ever ran at once', () => {
    const span = fc.tuple(fc.nat(1000), fc.integer({ min: 1, max: 300 }));
    fc.assert(
      fc.property(fc.array(span, { maxLength: 40 }), spans => {
        const { lanes } = timelineLanes(stateOf(spans), 2000);
        assert.equal(lanes.flat().length, spans.length);
        for (const lane of lanes)
          lane.forEach((bar, i) => assert.ok(bar.start >= (lane[i - 1]?.end ?? 0)));
        const most = Math.max(
          0,
          ...spans.map(([at]) => spans.filter(([s, took]) => s <= at && at < s + took).length),
        );
        assert.equal(lanes.length, most);
      }),
    );
  });

  it('cached answers take no slot, and open branches reach to now', () => {
    const state = generatedState({ done: 10, slots: 4 });
    const now = state.startedAt + 500_000;
    const timeline = timelineLanes(state, now);
    assert.equal(timeline.cached.length, 3);
    const open = timeline.lanes
      .flat()
      .filter(b => b.status === 'running' || b.status === 'waiting');
    assert.equal(open.length, 4);
    assert.ok(open.every(b => b.end === 500_000));
  });

  it('in a run that ended nothing is under way', () => {
    const state = generatedState({ done: 10 });
    state.status = 'cancelled';
    state.endedAt = state.startedAt + 400_000;
    const statuses = timelineLanes(state, 0)
      .lanes.flat()
      .map(b => b.status);
    assert.ok(!statuses.includes('running') && !statuses.includes('waiting'));
  });

  it('the axis has few round marks for any length', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), length => {
        const marks = ticks(length);
        assert.ok(marks.length <= 10 && marks[0] === 0);
        assert.ok((marks.at(-1) ?? 0) >= length);
      }),
    );
  });
});
