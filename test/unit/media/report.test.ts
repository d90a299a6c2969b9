import assert from 'node:assert/strict';
import fc from 'fast-check';
import { carryOver, newFindings } from '../../../media/report/shared/arrivals.ts';
import { namedGaps } from '../../../media/report/map/gaps.ts';
import { heatCells, heatColumns, heatParts } from '../../../media/report/map/heatGrid.ts';
import { rowOffsets, rowsBetween } from '../../../media/report/shared/rowWindow.ts';
import { emptyFeed, receive } from '../../../media/report/shared/runFeed.ts';
import {
  branchLabel,
  partOf,
  perspectiveIcon,
  placeOf,
  runIndex,
} from '../../../media/report/shared/runIndex.ts';
import { newViewState, readViewState, toggled } from '../../../media/report/shared/viewState.ts';
import { coverage } from '../../../src/core/state/coverage.ts';
import { applyEvent } from '../../../src/core/state/applyEvent.ts';
import { emptyState } from '../../../src/core/state/runState.ts';
import { generatedEvents, generatedState } from '../../support/runStates.ts';

describe('report', () => {
  describe('runFeed', () => {
    const events = generatedEvents({ end: 'succeeded' });

    it('F83 a snapshot and the messages after it give the state the host has', () => {
      fc.assert(
        fc.property(fc.nat(events.length), fc.integer({ min: 1, max: 40 }), (cut, size) => {
          const state = events.slice(0, cut).reduce(applyEvent, emptyState());
          let { feed } = receive(emptyFeed, { type: 'snapshot', seq: 7, now: 100, state }, 40);
          for (let at = cut, seq = 8; at < events.length; at += size, seq += 1) {
            const batch = events.slice(at, at + size);
            const received = receive(feed, { type: 'events', seq, events: batch }, 0);
            assert.equal(received.stale, false);
            feed = received.feed;
          }
          assert.deepEqual(feed.state, events.reduce(applyEvent, emptyState()));
          assert.equal(feed.skew, 60);
        }),
        { numRuns: 15 },
      );
    });

    it('F83 a lost message is noticed, one that came twice changes nothing', () => {
      const state = emptyState();
      const { feed } = receive(emptyFeed, { type: 'snapshot', seq: 3, now: 0, state }, 0);
      const lost = receive(feed, { type: 'events', seq: 5, events }, 0);
      assert.equal(lost.stale, true);
      assert.equal(lost.feed.state?.runId, '');
      const twice = receive(feed, { type: 'events', seq: 3, events }, 0);
      assert.equal(twice.stale, false);
      assert.equal(twice.feed, feed);
    });
  });

  describe('viewState', () => {
    it('is what was saved for this run', () => {
      const view = { ...newViewState('r'), open: ['F1'], scroll: 12, grouping: 'place' as const };
      assert.deepEqual(readViewState(JSON.parse(JSON.stringify(view)), 'r'), view);
      assert.deepEqual(readViewState(view, 'another run'), newViewState('another run'));
    });

    it('anything else that was saved is read as far as it makes sense', () => {
      fc.assert(
        fc.property(fc.anything(), fc.anything(), (filters, open) => {
          const view = readViewState({ runId: 'r', filters, open, scroll: open }, 'r');
          assert.ok(view.open.every(id => typeof id === 'string'));
          assert.equal(typeof view.filters.query, 'string');
          assert.ok(view.scroll >= 0);
        }),
      );
    });

    it('toggled adds and takes away', () => {
      assert.deepEqual(toggled(toggled(['a'], 'b'), 'a'), ['b']);
    });
  });

  describe('arrivals', () => {
    it('counts what is not on screen, and keeps open rows open over the merge', () => {
      const before = generatedState({ done: 126 }).findings;
      const after = generatedState({ end: 'succeeded' }).findings;
      assert.equal(newFindings(before.slice(3), before), 3);
      const open = before.slice(0, 4).map(f => f.id);
      const kept = carryOver(open, before, after);
      assert.deepEqual(
        kept.map(id => after.find(f => f.id === id)?.fingerprint),
        before.slice(0, 4).map(f => f.fingerprint),
      );
      assert.deepEqual(carryOver(['gone'], before, after), []);
    });
  });

  describe('rowWindow', () => {
    it('finds exactly the rows that touch the window', () => {
      const heights = fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 60 });
      fc.assert(
        fc.property(heights, fc.integer({ min: -500, max: 4000 }), fc.nat(900), (list, top, h) => {
          const keys = list.map((_, i) => String(i));
          const offsets = rowOffsets(keys, new Map(keys.map((k, i) => [k, list[i] ?? 0])), 22);
          const { first, last } = rowsBetween(offsets, top, top + h);
          keys.forEach((_, i) => {
            const [begin = 0, end = 0] = [offsets[i], offsets[i + 1]];
            if (begin < top + h && end > top) assert.ok(first <= i && i < last, `row ${i}`);
          });
          assert.ok(0 <= first && first <= last && last <= keys.length);
        }),
      );
    });
  });

  describe('heatGrid', () => {
    it('has a cell for every chunk and perspective, with the worst severity in it', () => {
      const state = generatedState({ end: 'partial', failing: [4] });
      const index = runIndex(state);
      const columns = heatColumns(state, state.chunkIds, index);
      const cells = heatCells(state, state.findings, columns, index);
      assert.equal(cells.flat().length, 126);
      assert.equal(cells[1]?.[1]?.status, 'failed');
      assert.equal(
        cells.flat().filter(c => c.worst === 'critical').length > 0,
        state.findings.some(f => f.severity === 'critical'),
      );
      assert.deepEqual(
        heatParts(state, columns, index).map(p => p.columns),
        [9, 8, 9, 8, 8],
      );
    });

    it('too many chunks are binned in order, none lost, none across two sources', () => {
      const state = generatedState({ chunks: 700, sources: 3, findings: 5, end: 'succeeded' });
      const index = runIndex(state);
      const columns = heatColumns(state, state.chunkIds, index);
      assert.ok(columns.length <= 123);
      assert.deepEqual(
        columns.flatMap(c => c.chunkIds),
        state.chunkIds,
      );
      for (const { chunkIds } of columns)
        assert.equal(new Set(chunkIds.map(id => state.chunks[id]?.sourceId)).size, 1);
    });
  });

  describe('names', () => {
    it('a branch is its chunk number and the letter of its perspective', () => {
      const state = generatedState();
      const index = runIndex(state);
      assert.equal(branchLabel(state, index, 'h13.accuracy'), '14 A');
      assert.equal(branchLabel(state, index, 'no such branch'), '?');
    });

    it('findings in files of one name are told apart by the folders', () => {
      const state = generatedState({ sources: 2, end: 'succeeded' });
      const [one, two] = state.sources;
      assert.ok(one && two);
      state.sources = [
        { ...one, path: 'app/docs/a.md' },
        { ...two, path: 'lib/docs/a.md' },
      ];
      const index = runIndex(state);
      for (const finding of state.findings)
        assert.match(
          placeOf(state, index, finding),
          finding.sourceId === one.id ? /^app\/docs\/a\.md/ : /^lib\/docs\/a\.md/,
        );
    });

    it('parts are one level below a title that stands above the whole document', () => {
      const state = generatedState();
      assert.equal(partOf(state, runIndex(state), 'c0'), 'A Agreement');
    });

    it('an icon that is no codicon id is not put into a class name', () => {
      const state = generatedState();
      const odd = { ...state.perspectives[0], icon: 'x" onload="' } as never;
      assert.equal(perspectiveIcon(runIndex({ ...state, perspectives: [odd] }), 'accuracy'), 'eye');
    });

    it('a gap is named by its section, lines, perspective and reason', () => {
      const state = generatedState({ end: 'partial', failing: [51] });
      const [gap] = namedGaps(coverage(state).gaps, state, runIndex(state));
      assert.equal(gap?.place, 'C18 Risk and insurance');
      assert.equal(gap?.lines, 'lines 3571–3780');
      assert.deepEqual(gap?.perspectives, ['Accuracy']);
      assert.match(gap?.reason ?? '', /No answer within 45 s/);
    });
  });

  describe('gaps', () => {
    it('a part that several perspectives miss alike is one line', () => {
      const state = generatedState({ end: 'partial', failing: [0, 1, 2, 7] });
      const gaps = namedGaps(coverage(state).gaps, state, runIndex(state));
      assert.deepEqual(
        gaps.map(g => g.perspectives),
        [['Accuracy', 'Tone', 'Completeness'], ['Tone']],
      );
    });
  });
});
