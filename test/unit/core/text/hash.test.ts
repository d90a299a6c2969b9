import assert from 'node:assert/strict';
import fc from 'fast-check';
import { contentHash, localHash } from '../../../../src/core/text/hash.ts';

describe('content hash', () => {
  it('is 128 bits as hex, and the same for the same text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        assert.match(contentHash(text), /^[0-9a-f]{32}$/);
        assert.equal(contentHash(text), contentHash(`${text} `.slice(0, -1)));
      }),
    );
  });

  it('never changes between versions: cached answers are found by it', () => {
    assert.equal(contentHash(''), '00000000000000000000000000000000');
    assert.equal(contentHash('fanout'), 'ec0311eb7163027ba8cfe31ad8da5ed2');
    assert.equal(contentHash('Größe 漢字 👩‍👧 \ud800'), '685a88ee04715a9e19cb52a40adc6cb2');
  });

  it('does not collide on similar texts, not even in a quarter of its bits', () => {
    const whole = new Set<string>();
    const quarters = [new Set<string>(), new Set<string>(), new Set<string>(), new Set<string>()];
    const texts: string[] = [];
    for (let i = 0; i < 5000; i++) texts.push(String(i), ' '.repeat(i), `Section ${i}.`, `${i}\0`);
    for (const text of texts) {
      const hash = contentHash(text);
      whole.add(hash);
      quarters.forEach((set, at) => set.add(hash.slice(at * 8, at * 8 + 8)));
    }
    assert.equal(whole.size, texts.length);
    // Of 20,000 values of 32 bits 0.05 pairs are expected to be equal by chance.
    for (const set of quarters) assert.ok(set.size >= texts.length - 2);
  });

  it('one changed character changes about half of the bits', () => {
    let flipped = 0;
    for (let i = 0; i < 200; i++) {
      const a = BigInt(`0x${contentHash(`text number ${i} with a tail`)}`);
      const b = BigInt(`0x${contentHash(`text number ${i} with a tall`)}`);
      flipped += (a ^ b).toString(2).replaceAll('0', '').length;
    }
    assert.ok(Math.abs(flipped / 200 - 64) < 4, String(flipped / 200));
  });

  it('a local hash looks at the text after an offset only', () => {
    assert.equal(
      localHash('abc the same words here and on', 4),
      localHash('x the same words here and off', 2),
    );
    assert.ok(localHash('abc', 0) >= 0 && localHash('abc', 0) < 1);
  });
});
