import assert from 'node:assert/strict';
import fc from 'fast-check';
import { minimalEdit } from '../../../../src/core/text/minimalEdit.ts';

describe('the smallest edit', () => {
  const text = fc
    .array(fc.constantFrom('a', 'b', '\r\n', '\n', '😀', '😁', ' '), { maxLength: 8 })
    .map(parts => parts.join(''));

  it('T34 gives the wanted text, and changes nothing at its edges', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const edit = minimalEdit(before, after);
        assert.equal(before.slice(0, edit.start) + edit.text + before.slice(edit.end), after);
        const old = before.slice(edit.start, edit.end);
        assert.ok(old.isWellFormed() && edit.text.isWellFormed());
        const [first, last] = [[...edit.text][0], [...edit.text].at(-1)];
        // A carriage return may stay for the line feed behind it.
        if (old !== '' && first !== undefined && first !== '\r')
          assert.notEqual([...old][0], first);
        if (old !== '' && last !== undefined && last !== '\n')
          assert.notEqual([...old].at(-1), last);
      }),
    );
  });

  it('counts from where the text stands', () => {
    assert.deepEqual(minimalEdit('if (a = b)', 'if (a === b)', 100), {
      start: 107,
      end: 107,
      text: '==',
    });
  });
});
