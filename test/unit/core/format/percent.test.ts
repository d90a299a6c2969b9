import assert from 'node:assert/strict';
import fc from 'fast-check';
import { percent } from '../../../../src/core/format/percent.ts';

describe('percent', () => {
  it('shares that are not exact in binary are not a tenth too low', () => {
    for (let tenths = 1; tenths < 1000; tenths += 1)
      assert.equal(percent(tenths / 1000), `${tenths / 10} %`);
  });

  it('is 100 % of all and 0 % of nothing, and of nothing between', () => {
    assert.equal(percent(1), '100 %');
    assert.equal(percent(0), '0 %');
    fc.assert(
      fc.property(fc.double({ min: Number.MIN_VALUE, max: 1, maxExcluded: true }), share => {
        assert.ok(!['100 %', '0 %'].includes(percent(share)));
      }),
    );
  });
});
