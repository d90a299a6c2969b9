import assert from 'node:assert/strict';
import { cleanText } from '../../../../src/core/text/cleanText.ts';

describe('clean text', () => {
  it('T37 selectors that shape nothing are gone, those of emoji and Han characters stay', () => {
    const word = 'pay';
    const smuggled = [...word]
      .map(c => c + String.fromCodePoint(0xe0100 + c.charCodeAt(0)))
      .join('');
    assert.equal(cleanText(smuggled, word), word);
    assert.equal(cleanText('a\ufe0fb\ufe01', 'ab'), 'ab');
    assert.equal(cleanText(`x${'\u{e0121}'.repeat(40)}`, 'x'), 'x');
    for (const shaped of ['❤\ufe0f', '1\ufe0f\u20e3', '葛\u{e0100}', '☂\ufe0e'])
      assert.equal(cleanText(shaped), shaped);
    assert.equal(cleanText('❤\ufe0f\ufe0f\ufe0f'), '❤\ufe0f', 'one a sign');
    for (const filler of ['\u115f', '\u3164', '\uffa0', '\u034f', '\u180b', '\ufff9'])
      assert.equal(cleanText(`a${filler}b`), 'ab', filler.charCodeAt(0).toString(16));
  });

  it('T37 no more of a hidden character are kept than the text has', () => {
    assert.equal(cleanText('\u200fa\u200fb\u200f', 'x\u200f'), '\u200fab');
  });

  it('T37 a suggestion brings no character that a reader cannot see, but for those that the text has', () => {
    for (const code of [
      0x00ad, 0x061c, 0x200b, 0x200e, 0x202e, 0x2066, 0xfeff, 0xe0041, 0x1b, 0x9b,
    ]) {
      const hidden = String.fromCodePoint(code);
      assert.equal(cleanText(`a${hidden}b`, 'ab'), 'ab', code.toString(16));
      assert.equal(cleanText(`a${hidden}b`, `x${hidden}`), `a${hidden}b`, code.toString(16));
    }
  });
});
