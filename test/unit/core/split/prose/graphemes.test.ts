import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  isSafeCut,
  lastSafeCut,
  MAX_CLUSTER,
  nextSafeCut,
} from '../../../../../src/core/split/prose/graphemes.ts';

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

describe('graphemes', () => {
  it('a cut is safe exactly where a grapheme begins', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), text => {
        const starts = new Set([...segmenter.segment(text)].map(({ index }) => index));
        for (let at = 0; at < text.length; at++)
          assert.equal(isSafeCut(text, at), starts.has(at), `${JSON.stringify(text)} at ${at}`);
      }),
    );
  });

  it('flags, families, marks and CRLF stay whole', () => {
    for (const whole of ['🇩🇪', '👨‍👩‍👧‍👦', 'e\u0301', '\r\n', '👍🏽', '한']) {
      const text = `x${whole}${whole}y`;
      for (let at = 1; at <= whole.length * 2 + 1; at++)
        assert.equal(isSafeCut(text, at), (at - 1) % whole.length === 0, `${whole} at ${at}`);
    }
  });

  it('T19 a cluster without end is cut within the bound, never inside a pair', () => {
    for (const mark of [
      '\u0301',
      '\u200d',
      '\u1100',
      '\u{1d165}',
      '\u{e0061}',
      '\ufe0f',
      '\u0600',
    ]) {
      const text = `a${mark.repeat(5000)}`;
      for (const from of [1, 700, 4097]) {
        const next = nextSafeCut(text, from);
        assert.ok(next - from <= MAX_CLUSTER + 1, mark);
        assert.ok(from - lastSafeCut(text, from) <= MAX_CLUSTER + 1, mark);
        assert.ok(text.slice(0, next).isWellFormed(), mark);
      }
    }
  });
});
