import assert from 'node:assert/strict';
import {
  rowKey,
  shownRows,
  type RecordFilter,
} from '../../../../../media/report/records/recordList.ts';
import type { LabelRow } from '../../../../../src/core/state/labelRows.ts';

const row = (record: number, label: string, confidence: number, gold = label): LabelRow => ({
  sourceId: 's',
  record,
  chunkId: 'c',
  status: 'labelled',
  labels: [label],
  said: { record, id: String(record), labels: [label], confidence, reason: '', gold: [gold] },
});
const failed: LabelRow = { sourceId: 's', record: 3, chunkId: 'c', status: 'failed', labels: [] };
const rows = [row(0, 'b', 0.9), row(1, 'a', 0.4), row(2, 'b', 0.7, 'a'), failed];
const show = (filter: Partial<RecordFilter>): number[] =>
  shownRows(rows, { showing: 'all', order: 'input', label: '', found: undefined, ...filter }).map(
    r => r.record,
  );

describe('records: what the table shows', () => {
  it('filters by what a person looks for', () => {
    assert.deepEqual(show({}), [0, 1, 2, 3]);
    assert.deepEqual(show({ showing: 'doubtful' }), [1]);
    assert.deepEqual(show({ showing: 'wrong' }), [2]);
    assert.deepEqual(show({ showing: 'none' }), [3]);
    assert.deepEqual(show({ label: 'b' }), [0, 2]);
    assert.deepEqual(show({ found: new Set([rowKey(rows[1]!)]) }), [1]);
  });

  it('sorts by confidence and label, equal ones in input order, and leaves the rows alone', () => {
    assert.deepEqual(show({ order: 'confidence' }), [1, 2, 0, 3]);
    assert.deepEqual(show({ order: 'label' }), [3, 1, 0, 2]);
    assert.deepEqual(show({}), [0, 1, 2, 3]);
  });
});
