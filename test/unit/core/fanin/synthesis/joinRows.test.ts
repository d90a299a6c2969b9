import assert from 'node:assert/strict';
import { joinRows } from '../../../../../src/core/fanin/synthesis/joinRows.ts';
import type { Column, Statement } from '../../../../../src/core/domain/results/statements.ts';

const columns: readonly Column[] = [
  { name: 'party', description: '', type: 'text', key: true },
  { name: 'cap', description: '', type: 'number', key: false },
];

const row = (id: string, values: (string | null)[], placed = true): Statement => ({
  id,
  text: id,
  citations: placed
    ? [{ sourceId: 's', chunkId: id, range: { start: 0, end: 1 }, quote: 'x', match: 'exact' }]
    : [],
  lostQuotes: placed ? [] : ['x'],
  values,
});

const told = (rows: readonly Statement[]) =>
  joinRows(columns, rows).map(({ id, cells }) => [id, ...cells.map(c => c.map(v => v.value))]);

describe('joinRows', () => {
  it('joins rows of one key and sets what contradicts side by side', () => {
    assert.deepEqual(
      told([
        row('a', ['Acme Ltd.', '1,000']),
        row('b', ['Bolt', null]),
        row('c', ['ACME  ltd', '1000']),
        row('d', ['acme ltd.', '2000']),
      ]),
      [
        ['R1', ['Acme Ltd.'], ['1,000', '2000']],
        ['R2', ['Bolt'], []],
      ],
    );
    assert.deepEqual(
      joinRows(columns, [row('a', ['A', '1']), row('b', ['A', '2'])])[0]?.cells[1]?.map(
        v => v.statementIds,
      ),
      [['a'], ['b']],
    );
  });

  it('does not join rows without a key, and makes none of what has no place', () => {
    assert.deepEqual(
      told([row('a', [null, '1']), row('b', [null, '1']), row('c', ['C', '3'], false)]),
      [
        ['R1', [], ['1']],
        ['R2', [], ['1']],
      ],
    );
  });
});
