import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  MAX_MESSAGE,
  MAX_TITLE,
  plainLine,
  plainText,
} from '../../../../../media/report/shared/plainText.ts';

describe('plainText', () => {
  it('T28 control characters go, direction marks are shown, tabs and lines stay', () => {
    assert.equal(plainText('a\u0000b\u001b[31mc\u0085d\te\r\nf', 100), 'ab[31mcd\te\nf');
    assert.equal(plainText('user\u202eexe.txt', 100), 'user[U+202E]exe.txt');
  });

  it('T28 a title has at most 120 characters on one line', () => {
    const words = fc.string({
      unit: fc.constantFrom(
        'a',
        'b',
        ' ',
        '\n',
        '\u0007',
        '\u009b',
        '\u202e',
        '\u2069',
        '😀',
        '\ud800',
      ),
      maxLength: 400,
    });
    fc.assert(
      fc.property(words, text => {
        const line = plainLine(text, MAX_TITLE);
        assert.ok(line.length <= MAX_TITLE);
        assert.doesNotMatch(line, /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
      }),
    );
  });

  it('T28 a long message is cut and says how much is left out', () => {
    assert.equal(
      plainText('x'.repeat(MAX_MESSAGE + 7), MAX_MESSAGE),
      `${'x'.repeat(MAX_MESSAGE)}… (7 more characters)`,
    );
  });

  it('never cuts between the halves of a character', () => {
    assert.equal(plainLine('ab😀cd', 4), 'ab…');
    assert.equal(plainText('a😀', 2), 'a… (2 more characters)');
  });
});
