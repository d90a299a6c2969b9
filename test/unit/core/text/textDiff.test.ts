import assert from 'node:assert/strict';
import fc from 'fast-check';
import { shortened, textDiff, type DiffPart } from '../../../../src/core/text/textDiff.ts';

const side = (parts: readonly DiffPart[], without: DiffPart['type']): string =>
  parts
    .filter(p => p.type !== without)
    .map(p => p.text)
    .join('');

describe('textDiff', () => {
  it('shows the words that change', () => {
    assert.deepEqual(
      textDiff('shall not exceed ten per cent.', 'shall not exceed five per cent.'),
      [
        { type: 'same', text: 'shall not exceed ' },
        { type: 'removed', text: 'ten' },
        { type: 'added', text: 'five' },
        { type: 'same', text: ' per cent.' },
      ],
    );
  });

  it('the parts give back both texts exactly', () => {
    const text = fc
      .array(fc.constantFrom('a', 'bb', ' ', ' ', '.', '\n', 'é', '😀'), { maxLength: 24 })
      .map(words => words.join(''));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const parts = textDiff(before, after);
        assert.equal(side(parts, 'added'), before);
        assert.equal(side(parts, 'removed'), after);
      }),
      { numRuns: 500 },
    );
  });

  it('texts that share little are one replacement, also when they are long', () => {
    const before = Array.from({ length: 900 }, (_, i) => `a${i}`).join(' ');
    const after = Array.from({ length: 900 }, (_, i) => `b${i}`).join(' ');
    const parts = textDiff(before, after);
    assert.equal(side(parts, 'added'), before);
    assert.equal(side(parts, 'removed'), after);
  });

  it('long stretches that stay are shortened next to the change', () => {
    const long = 'word '.repeat(60);
    const [first, , , last] = shortened(textDiff(`${long}old ${long}`, `${long}new ${long}`));
    assert.match(first?.text ?? '', /^….{60}$/);
    assert.match(last?.text ?? '', /^.{60}…$/);
  });
});
