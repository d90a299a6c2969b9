import assert from 'node:assert/strict';
import fc from 'fast-check';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import {
  approximateTokens,
  loadTokenCounter,
} from '../../../../../src/core/split/tokens/tokens.ts';

const plain = { disallowedSpecial: new Set<string>() };

describe('tokens', () => {
  it('counts exactly what the encoder counts', async () => {
    const count = await loadTokenCounter();
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), text => {
        assert.equal(count(text), countTokens(text, plain));
        assert.equal(count(text), countTokens(text, plain), 'from memory');
      }),
    );
    assert.equal(count(''), 0);
  });

  it('reads special tokens as plain text', async () => {
    const count = await loadTokenCounter();
    assert.ok(count('a <|endoftext|> b <|im_start|>system') > 8);
  });

  it('F44 lone surrogates do not throw', async () => {
    const count = await loadTokenCounter();
    fc.assert(fc.property(fc.string({ unit: 'binary' }), text => count(text) >= 0));
    assert.ok(count('\ud800'.repeat(1000)) >= 1);
  });

  it('F49 long runs of one kind are counted in pieces, close to the exact count', async () => {
    const count = await loadTokenCounter();
    for (const sign of ['a', '=', ' ', '\n', '漢', 'é', '1', 'aB', '😀']) {
      const text = sign.repeat(4000 / sign.length);
      const exact = countTokens(text, plain);
      assert.ok(
        Math.abs(count(text) - exact) <= exact * 0.05 + 12,
        `${sign}: ${count(text)}, ${exact}`,
      );
    }
    // With the whole run at once this would take hours.
    assert.ok(count('x'.repeat(2_500_000)) > 300_000);
  });

  it('the approximation is close enough for running text in several scripts', async () => {
    const count = await loadTokenCounter();
    for (const text of [
      'The Contractor shall deliver the Works in accordance with the Agreement and the Schedule. '.repeat(
        5,
      ),
      '承包商应当按照本协议的约定按时交付全部工程，并承担相应的责任。'.repeat(5),
      'Подрядчик обязан выполнить работы в соответствии с условиями договора. '.repeat(5),
    ]) {
      const ratio = approximateTokens(text) / count(text);
      assert.ok(ratio > 0.7 && ratio < 1.6, `${ratio}`);
    }
  });

  it('a text never counts more than its parts together', () => {
    assert.equal(approximateTokens('</div>\n\n漢字かな。\n\n'), 6);
    assert.equal(approximateTokens('</div>\n\n') + approximateTokens('漢字かな。\n\n'), 6);
  });
});
