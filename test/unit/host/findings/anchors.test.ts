import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  type EditMap,
  locateQuote,
  mapBetween,
  mapRange,
  unchanged,
  withChange,
} from '../../../../src/host/findings/anchors.ts';

interface Change {
  start: number;
  end: number;
  text: string;
}
const apply = (text: string, c: Change): string =>
  text.slice(0, c.start) + c.text + text.slice(c.end);

const changesOf = (raw: readonly (readonly [number, number, string])[], text: string) => {
  let now = text;
  let map: EditMap = unchanged;
  const kept: Change[] = [];
  for (const [a, b, insert] of raw) {
    const start = a % (now.length + 1);
    const end = Math.min(now.length, start + (b % 6));
    kept.push({ start, end, text: insert });
    map = withChange(map, { start, end, length: insert.length });
    now = apply(now, { start, end, text: insert });
  }
  return { now, map, kept };
};

describe('anchors', () => {
  it('shifts a range by what was inserted before it', () => {
    const map = withChange(unchanged, { start: 0, end: 0, length: 5 });
    assert.deepEqual(mapRange(map, { start: 3, end: 8 }), { start: 8, end: 13, touched: false });
  });

  it('a text whose secrets were masked before it was sent is the same text', () => {
    const after = 'a key "abcd" and a key "efgh", and more';
    const before = after.replace('abcd', '****').replace('efgh', '****');
    assert.deepEqual(mapBetween(before, after), unchanged);
    assert.notDeepEqual(mapBetween(before, after.replace('more', 'less')), unchanged);
  });

  it('leaves a range alone when the change is behind it', () => {
    const map = withChange(unchanged, { start: 8, end: 9, length: 0 });
    assert.deepEqual(mapRange(map, { start: 3, end: 8 }), { start: 3, end: 8, touched: false });
  });

  it('says that a range was touched when the change is inside it', () => {
    const map = withChange(unchanged, { start: 4, end: 6, length: 1 });
    assert.deepEqual(mapRange(map, { start: 3, end: 8 }), { start: 3, end: 7, touched: true });
  });

  it('joins changes that overlap', () => {
    let map = withChange(unchanged, { start: 2, end: 4, length: 6 });
    map = withChange(map, { start: 6, end: 9, length: 0 });
    assert.equal(map.length, 1);
    assert.deepEqual(map[0], { start: 2, end: 5, at: 2, length: 4 });
  });

  it('T34 F50 a range that no change touched still holds its text, whatever was typed elsewhere', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, maxLength: 60 }),
        fc.array(fc.tuple(fc.nat(200), fc.nat(20), fc.string({ maxLength: 4 })), { maxLength: 12 }),
        fc.nat(59),
        fc.nat(20),
        (text, raw, a, b) => {
          const start = a % text.length;
          const end = Math.min(text.length, start + 1 + (b % 20));
          const { now, map } = changesOf(raw, text);
          const mapped = mapRange(map, { start, end });
          assert.ok(mapped.start >= 0 && mapped.end <= now.length && mapped.start <= mapped.end);
          if (!mapped.touched) {
            assert.equal(now.slice(mapped.start, mapped.end), text.slice(start, end));
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it('the map accounts for every unit of both texts', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 40 }),
        fc.array(fc.tuple(fc.nat(200), fc.nat(20), fc.string({ maxLength: 4 })), { maxLength: 12 }),
        (text, raw) => {
          const { now, map } = changesOf(raw, text);
          let from = 0;
          let at = 0;
          for (const edit of map) {
            assert.equal(edit.start - from, edit.at - at);
            assert.equal(text.slice(from, edit.start), now.slice(at, edit.at));
            from = edit.end;
            at = edit.at + edit.length;
          }
          assert.equal(text.slice(from), now.slice(at));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('finds what changed while nobody watched', () => {
    const map = mapBetween('one two three', 'one 2 three');
    assert.deepEqual(mapRange(map, { start: 8, end: 13 }), { start: 6, end: 11, touched: false });
    assert.equal(mapRange(map, { start: 4, end: 7 }).touched, true);
  });

  it('line ends that the editor normalized move ranges and touch nothing else', () => {
    const map = mapBetween('a\nbb\r\nccc\n', 'a\r\nbb\r\nccc\r\n');
    assert.deepEqual(mapRange(map, { start: 6, end: 9 }), { start: 7, end: 10, touched: false });
  });

  it('T36 F50 a quote is located where the map says, else at its only place, else not at all', () => {
    assert.deepEqual(locateQuote('x abc abc', 'abc', { start: 6, end: 9 }), { start: 6, end: 9 });
    assert.deepEqual(locateQuote('x abc', 'abc', { start: 0, end: 3 }), { start: 2, end: 5 });
    assert.equal(locateQuote('abc abc', 'abc', { start: 1, end: 4 }), undefined);
    assert.equal(locateQuote('xyz', 'abc', { start: 0, end: 3 }), undefined);
    assert.equal(locateQuote('xyz', '', { start: 9, end: 9 }), undefined);
  });

  it('a quote with other line ends than the document is the same quote', () => {
    assert.deepEqual(locateQuote('a\r\nb c', 'a\nb', { start: 0, end: 3 }), { start: 0, end: 4 });
  });
});
