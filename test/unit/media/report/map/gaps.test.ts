import assert from 'node:assert/strict';
import { alikeGaps, type NamedGap } from '../../../../../media/report/map/gaps.ts';

const gap = (place: string, reason: string, perspectives = ['Accuracy']): NamedGap => ({
  chunkIds: [place],
  place,
  lines: 'line 1',
  perspectives,
  reason,
});

describe('gaps in the coverage box', () => {
  it('twelve for the same reason are one row with their number; a few stay rows of their own', () => {
    const twelve = Array.from({ length: 12 }, (_, i) => gap(`Part ${i}`, 'refused by the model'));
    const rows = alikeGaps([gap('First', 'timed out'), ...twelve, gap('Last', 'timed out')]);
    assert.deepEqual(
      rows.map(same => [same[0]?.place, same.length]),
      [
        ['First', 1],
        ['Last', 1],
        ['Part 0', 12],
      ],
    );
  });

  it('gaps of other perspectives are not counted to them', () => {
    const some = Array.from({ length: 8 }, (_, i) =>
      gap(`Part ${i}`, 'refused', i % 2 === 0 ? ['Accuracy'] : ['Tone']),
    );
    assert.deepEqual(
      alikeGaps(some).map(({ length }) => length),
      [4, 4],
    );
  });
});
