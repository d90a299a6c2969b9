import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Place, shiftedRange } from '../../../src/views/shiftedRange.ts';

const placeOf = (text: string, offset: number): Place => {
  const lines = text.slice(0, offset).split('\n');
  return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
};
const offsetOf = (text: string, { line, character }: Place): number =>
  text
    .split('\n')
    .slice(0, line)
    .reduce((sum, l) => sum + l.length + 1, character);
const spanOf = (text: string, [start, end]: readonly [number, number]) => ({
  start: placeOf(text, start),
  end: placeOf(text, end),
});

const texts = fc
  .array(fc.constantFrom('a', 'b', ' ', '\n'), { minLength: 1, maxLength: 40 })
  .map(signs => signs.join(''));
const twoIn = (text: string) =>
  fc
    .tuple(fc.nat(text.length), fc.nat(text.length))
    .map(([a, b]): readonly [number, number] => [Math.min(a, b), Math.max(a, b)]);

describe('shiftedRange', () => {
  it('words that were not edited are the same words after any edit', () => {
    fc.assert(
      fc.property(
        texts.chain(text => fc.tuple(fc.constant(text), twoIn(text), twoIn(text), texts)),
        ([text, words, gone, put]) => {
          const after = text.slice(0, gone[0]) + put + text.slice(gone[1]);
          const range = spanOf(text, words);
          const now = shiftedRange(range, { range: spanOf(text, gone), text: put });
          const [start, end] = [offsetOf(after, now.start), offsetOf(after, now.end)];
          assert.ok(start >= 0 && start <= end && end <= after.length);
          if (words[0] < words[1] && (gone[1] <= words[0] || gone[0] >= words[1]))
            assert.equal(after.slice(start, end), text.slice(...words));
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('an edit below leaves the range as it is', () => {
    const range = { start: { line: 1, character: 2 }, end: { line: 1, character: 5 } };
    const below = { start: { line: 1, character: 5 }, end: { line: 3, character: 0 } };
    assert.equal(shiftedRange(range, { range: below, text: 'x' }), range);
  });
});
