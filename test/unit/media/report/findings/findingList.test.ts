import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  GROUPINGS,
  SORTINGS,
  STANDINGS,
  filterFindings,
  groupFindings,
  hasStanding,
  inReadingOrder,
  isFiltering,
  listRows,
  noFilters,
  SURE,
  sortFindings,
  tally,
  type Filters,
} from '../../../../../media/report/findings/findingList.ts';
import { runIndex } from '../../../../../media/report/shared/runIndex.ts';
import {
  HIDDEN_REASONS,
  hiddenReason,
  isActive,
  type Aside,
} from '../../../../../src/core/state/findingStatus.ts';
import { SEVERITIES } from '../../../../../src/core/domain/results/findings.ts';
import { generatedState } from '../../../../support/runStates.ts';

const state = generatedState({ end: 'succeeded', findings: 60, sources: 2 });
const index = runIndex(state);
const ids = (findings: readonly { readonly id: string }[]): string[] => findings.map(f => f.id);

const anyFilters: fc.Arbitrary<Filters> = fc.record({
  severities: fc.subarray([...SEVERITIES]),
  perspectives: fc.subarray(state.perspectives.map(p => p.id)),
  standings: fc.subarray([...STANDINGS]),
  aside: fc.subarray([...HIDDEN_REASONS]),
  sure: fc.boolean(),
  query: fc.constantFrom('', 'pile', 'KN pile', 'nowhere to be found', 'b9', '  '),
});

describe('findingList', () => {
  it('no filter shows everything and does not count as filtering', () => {
    assert.equal(isFiltering(noFilters), false);
    assert.deepEqual(filterFindings(state.findings, noFilters, state, index), state.findings);
  });

  it('what was applied stays among those that can be, and is not counted as one of them', () => {
    const [first, ...rest] = state.findings.filter(f => hasStanding(f, 'fixable', index));
    assert.ok(first && rest.length > 0);
    const applied = { ...first, applied: true as const };
    const filters = { ...noFilters, standings: ['fixable' as const] };
    assert.deepEqual(filterFindings([applied, ...rest], filters, state, index), [applied, ...rest]);
    assert.equal(tally([applied, ...rest], [], index).get('standing:fixable'), rest.length);
  });

  it('what is set aside is hidden, counted, and shown when asked for; the rest is the same', () => {
    const judged = generatedState({ end: 'succeeded', findings: 60, judged: true });
    const all = judged.findings;
    const shown = (aside: readonly Aside[]) =>
      filterFindings(all, { ...noFilters, aside }, judged, runIndex(judged));
    const dismissed = all.filter(f => hiddenReason(f) === 'dismissed');
    const refuted = all.filter(f => hiddenReason(f) === 'refuted');
    assert.ok(dismissed.length > 0 && refuted.length > 0);
    assert.deepEqual(shown([]), all.filter(isActive));
    assert.deepEqual(
      shown(['dismissed']),
      all.filter(f => hiddenReason(f) !== 'refuted'),
    );
    assert.deepEqual(shown([...HIDDEN_REASONS]), all);
    const counts = tally(all, [], runIndex(judged));
    assert.equal(counts.get('aside:dismissed'), dismissed.length);
    assert.equal(counts.get('aside:refuted'), refuted.length);
    const ofSeverity = (from: ReadonlyMap<string, number>): number =>
      SEVERITIES.reduce((n, s) => n + (from.get(`severity:${s}`) ?? 0), 0);
    assert.equal(ofSeverity(counts), all.length - dismissed.length - refuted.length);
    assert.equal(ofSeverity(tally(all, HIDDEN_REASONS, runIndex(judged))), all.length);
    assert.equal(isFiltering({ ...noFilters, aside: ['refuted'] }), false, 'it leaves nothing out');
  });

  it('every word of a search must occur, in any case, in any field', () => {
    const search = (query: string): number =>
      filterFindings(state.findings, { ...noFilters, query }, state, index).length;
    assert.ok(search('PILE kn') > 0);
    assert.equal(search('pile'), search('PILE'));
    assert.equal(search('pile nowhere'), 0);
    assert.equal(search('f12'), 1);
    assert.ok(search('annex-1.md') > 0);
  });

  it('the chip of confidence leaves out what is less sure, and nothing that a person accepted', () => {
    const [first, second, ...rest] = state.findings;
    assert.ok(first && second);
    const accepted = { kind: 'accepted', reason: '' } as const;
    const all = [
      { ...first, confidence: SURE - 0.01 },
      { ...second, confidence: 0.1, decision: accepted },
      ...rest.map(f => ({ ...f, confidence: SURE })),
    ];
    const shown = filterFindings(all, { ...noFilters, sure: true }, state, index);
    assert.ok(!shown.some(({ id }) => id === first.id));
    assert.ok(shown.some(({ id }) => id === second.id));
    assert.equal(tally(all, noFilters.aside, index).get('sure'), shown.length);
    assert.ok(isFiltering({ ...noFilters, sure: true }));
  });

  it('a cell of the map shows the findings of its chunks from its perspective', () => {
    const finding = state.findings[0];
    assert.ok(finding);
    const cell = { chunkIds: [finding.chunkId], perspectiveId: finding.perspectiveId };
    const shown = filterFindings(state.findings, { ...noFilters, cell }, state, index);
    assert.ok(shown.includes(finding));
    assert.ok(shown.every(f => f.chunkId === finding.chunkId));
  });

  it('filters only ever leave out, and keep the order', () => {
    fc.assert(
      fc.property(anyFilters, filters => {
        const shown = filterFindings(state.findings, filters, state, index);
        const kept = new Set(shown);
        assert.deepEqual(
          shown,
          state.findings.filter(f => kept.has(f)),
        );
        for (const f of shown)
          assert.ok(filters.severities.length === 0 || filters.severities.includes(f.severity));
      }),
    );
  });

  it('every grouping holds every finding exactly once, those without a place at the end', () => {
    for (const by of GROUPINGS) {
      const groups = groupFindings(state.findings, by, state, index);
      assert.deepEqual(ids(groups.flatMap(g => g.findings)).sort(), ids(state.findings).sort());
      assert.equal(new Set(groups.map(g => g.key)).size, groups.length);
      assert.equal(groups.at(-1)?.key, 'unplaced');
      for (const group of groups)
        assert.ok(
          group.findings.every(f => (f.range === undefined) === (group.key === 'unplaced')),
        );
    }
  });

  it('groups by severity come worst first', () => {
    const titles = groupFindings(state.findings, 'severity', state, index).map(g => g.title);
    assert.deepEqual(titles, ['Critical', 'Major', 'Minor', 'Note', 'No exact place']);
  });

  it('a collapsed group keeps its head and hides its rows', () => {
    const groups = groupFindings(state.findings, 'severity', state, index);
    const rows = listRows(groups, new Set(['severity:critical']));
    assert.deepEqual(rows[0]?.key, 'severity:critical');
    assert.deepEqual(rows[1]?.key, 'severity:major');
    assert.equal(listRows(groups, new Set()).length, state.findings.length + groups.length);
  });

  it('reading order is by source, chunk and offset whatever order findings arrive in', () => {
    const expected = ids(inReadingOrder(state.findings, state, index));
    fc.assert(
      fc.property(fc.shuffledSubarray([...state.findings], { minLength: 60 }), shuffled => {
        assert.deepEqual(ids(inReadingOrder(shuffled, state, index)), expected);
      }),
      { numRuns: 30 },
    );
  });

  it('sorting loses nothing and keeps reading order among equals', () => {
    for (const by of SORTINGS) {
      const sorted = sortFindings(state.findings, by);
      assert.deepEqual(ids(sorted).sort(), ids(state.findings).sort());
      const worst = sorted.filter(f => f.severity === 'critical' && f.branchIds.length === 1);
      if (by !== 'confidence')
        assert.deepEqual(
          worst,
          state.findings.filter(f => worst.includes(f)),
        );
    }
    assert.equal(sortFindings(state.findings, 'severity')[0]?.severity, 'critical');
    assert.equal(sortFindings(state.findings, 'agreement')[0]?.branchIds.length, 3);
  });

  it('the numbers on the severity chips add up to all findings', () => {
    const counts = tally(state.findings, [], index);
    const sum = SEVERITIES.reduce((n, s) => n + (counts.get(`severity:${s}`) ?? 0), 0);
    assert.equal(sum, state.findings.length);
  });
});
