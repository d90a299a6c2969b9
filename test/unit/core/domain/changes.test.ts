import assert from 'node:assert/strict';
import fc from 'fast-check';
import { changedLinesIn, changesIn, touchesChange } from '../../../../src/core/domain/changes.ts';

describe('touchesChange', () => {
  const changed = [
    { start: 10, end: 20 },
    { start: 30, end: 30 },
  ];
  it('is true on changed lines and where lines were taken away', () => {
    const at = (start: number, end: number) => touchesChange({ changed }, { start, end });
    assert.deepEqual(
      [at(0, 10), at(0, 11), at(19, 25), at(20, 25), at(25, 30), at(30, 35), at(31, 35)],
      [false, true, true, false, true, true, false],
    );
    assert.equal(at(12, 12), true);
  });
  it('is true everywhere in a source that is no change', () => {
    assert.equal(touchesChange({}, { start: 0, end: 1 }), true);
  });
});

describe('changesIn', () => {
  it('parts that join to a text hold every change once, and what was there before with its beginning', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(60), { maxLength: 8 }),
        fc.array(fc.nat(60), { maxLength: 6 }),
        (edges, cuts) => {
          const text = 'ab\n'.repeat(20);
          const sorted = [...edges].sort((a, b) => a - b);
          const changed = sorted.flatMap((start, i) =>
            i % 2 === 0 ? [{ start, end: sorted[i + 1] ?? start, removed: `old ${i}` }] : [],
          );
          const ends = [...new Set([...cuts, 60])].filter(n => n > 0).sort((a, b) => a - b);
          let at = 0;
          const found = ends.flatMap(end => {
            const part = { start: at, end };
            at = end;
            return changesIn({ text, changed }, part);
          });
          const length = (all: readonly { start: number; end: number }[]): number =>
            all.reduce((sum, { start, end }) => sum + end - start, 0);
          assert.equal(length(found), length(changed));
          assert.deepEqual(
            found.flatMap(({ removed }) => removed ?? []),
            changed.map(({ removed }) => removed),
          );
        },
      ),
    );
  });

  it('counts lines, and one where lines were only taken away', () => {
    const text = 'one\ntwo\nthree';
    const all = { start: 0, end: text.length };
    const lines = (start: number, end: number) =>
      changedLinesIn({ text, changed: [{ start, end }] }, all);
    assert.deepEqual([lines(0, 8), lines(4, 13), lines(4, 4), lines(13, 13)], [2, 2, 1, 1]);
    assert.equal(changedLinesIn({ text }, all), 0);
  });
});
