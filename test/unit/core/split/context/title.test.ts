import assert from 'node:assert/strict';
import fc from 'fast-check';
import { shorten } from '../../../../../src/core/split/context/title.ts';

describe('titles of chunks', () => {
  it('a text of any length on one line of at most 80 characters, cut at a word', () => {
    assert.equal(shorten(`${' \n'.repeat(400_000)}first words`), 'first words');
    assert.equal(shorten('word '.repeat(300_000)), `${'word '.repeat(15).trim()}…`);
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 4_000 }), text => {
        const short = shorten(text);
        assert.ok(short.length <= 80 && !/[\n\r]/.test(short));
        const flat = text.replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ').trim();
        assert.equal(short.endsWith('…') && flat.length > 80, flat.length > 80);
        assert.ok(flat.toWellFormed().startsWith(short.replace(/…$/, '')));
      }),
    );
  });
});
