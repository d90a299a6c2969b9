import assert from 'node:assert/strict';
import fc from 'fast-check';
import { takeTurns } from '../../../../../src/core/fanin/synthesis/takeTurns.ts';

const members = (counts: readonly number[], size = 1) =>
  counts.map((count, m) => Array.from({ length: count }, (_, i) => ({ id: `${m}.${i}`, size })));

describe('taking turns', () => {
  it('takes everything where there is room', () => {
    assert.equal(takeTurns(members([3, 0, 5]), 8).size, 8);
  });

  it('takes something of every member before it takes a second thing of any', () => {
    const chosen = takeTurns(members(Array.from({ length: 20 }, () => 30)), 20);
    assert.deepEqual(
      [...chosen].map(id => id.split('.')[0]).sort(),
      Array.from({ length: 20 }, (_, i) => `${i}`).sort(),
    );
  });

  it('leaves no end out: where not every member has room, those that have it lie evenly apart', () => {
    const chosen = [...takeTurns(members(Array.from({ length: 32 }, () => 1)), 8)];
    const at = chosen.map(id => Number(id.split('.')[0])).sort((a, b) => a - b);
    assert.deepEqual(at, [0, 4, 8, 12, 16, 20, 24, 28]);
  });

  it('keeps to the room, but for a first item that is larger, and takes at least one', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 8 }), { maxLength: 8 }),
        fc.integer({ min: 0, max: 200 }),
        (sizes, room) => {
          const all = sizes.map((list, m) => list.map((size, i) => ({ id: `${m}.${i}`, size })));
          const chosen = takeTurns(all, room);
          const taken = all.flat().filter(({ id }) => chosen.has(id));
          const sum = taken.reduce((total, { size }) => total + size, 0);
          assert.ok(sum <= room || chosen.size === 1);
          assert.equal(chosen.size > 0, all.flat().length > 0);
        },
      ),
    );
  });
});
