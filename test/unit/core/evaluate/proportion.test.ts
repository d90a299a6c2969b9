import assert from 'node:assert/strict';
import fc from 'fast-check';
import { proportion } from '../../../../src/core/evaluate/proportion.ts';

describe('interval of a share', () => {
  it('is the one of Wilson: the examples of Newcombe, Statistics in Medicine 17 (1998), table I', () => {
    const known = [
      [81, 263, 0.2553, 0.3662],
      [15, 148, 0.0624, 0.1605],
      [0, 20, 0, 0.1611],
      [1, 29, 0.0061, 0.1718],
    ] as const;
    for (const [hits, of, low, high] of known) {
      const found = proportion(hits, of);
      assert.equal(found.low.toFixed(4), low.toFixed(4));
      assert.equal(found.high.toFixed(4), high.toFixed(4));
    }
  });

  it('holds the share, stays within 0 and 1, and narrows with more cases', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.nat(500), (of, n) => {
        const hits = n % (of + 1);
        const { low, high } = proportion(hits, of);
        assert.ok(low >= 0 && low <= hits / of && high >= hits / of && high <= 1);
        const wider = proportion(hits * 4, of * 4);
        assert.ok(wider.high - wider.low <= high - low + 1e-12);
      }),
    );
  });

  it('of nothing it is unknown', () => {
    assert.deepEqual(proportion(0, 0), { hits: 0, of: 0, low: 0, high: 1 });
  });
});
