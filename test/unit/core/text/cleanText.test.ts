import assert from 'node:assert/strict';
import { cleanText } from '../../../../src/core/text/cleanText.ts';

describe('clean text', () => {
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
