import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  clock,
  count,
  day,
  dateAndTime,
  duration,
  fileSize,
  grouped,
  joinList,
  money,
  moneySpread,
  percent,
  timeOfDay,
  timeSpread,
} from '../../../../src/core/format/format.ts';

describe('format', () => {
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

  it('counts are grouped in threes and agree with their noun', () => {
    assert.equal(count(1, 'branch', 'branches'), '1 branch');
    assert.equal(count(12_000, 'branch', 'branches'), '12,000 branches');
    assert.equal(count(0, 'finding'), '0 findings');
    assert.equal(grouped(6254), '6,254');
    assert.equal(grouped(1_234_567), '1,234,567');
  });

  it('money keeps the digits that a small sum needs, and what costs is never $0.00', () => {
    assert.equal(money(4.5), '$4.50');
    assert.equal(money(1.806), '$1.81');
    assert.equal(money(0.015), '$0.015');
    assert.equal(money(0.02), '$0.02');
    assert.equal(money(0.004), '$0.004');
    assert.equal(money(0.0004), 'under $0.001');
    assert.equal(money(0), '$0.00');
    assert.equal(money(12_345.6), '$12,345.60');
    assert.equal(money(undefined), 'price unknown');
    assert.equal(moneySpread({ low: 0.9, expected: 1.1, high: 1.35 }), '$1.10 (0.90–1.35)');
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1e6, noNaN: true }), usd => {
        assert.notEqual(money(usd), '$0.00');
        assert.notEqual(money(usd), '$0.000');
      }),
    );
  });

  it('a duration never says sixty of a unit, nor none of one', () => {
    assert.equal(duration(1400), '1.4 s');
    assert.equal(duration(9_960), '10 s');
    assert.equal(duration(46_000), '46 s');
    assert.equal(duration(59_700), '1 min');
    assert.equal(duration(60_000), '1 min');
    assert.equal(duration(473_000), '7 min 53 s');
    assert.equal(duration(7_199_000), '2 h');
    assert.equal(duration(7_500_000), '2 h 5 min');
    assert.equal(duration(-1), '0.0 s');
    assert.equal(timeSpread({ low: 360, expected: 480, high: 720 }), '8 min (6–12)');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e8 }), ms => {
        assert.doesNotMatch(duration(ms), /\b60 (s|min)\b| 0 (s|min)$/);
      }),
    );
  });

  it('clocks and times of day have two digits after the first', () => {
    assert.equal(clock(14_999), '0:14');
    assert.equal(clock(166_000), '2:46');
    assert.equal(clock(3_723_000), '1:02:03');
    assert.equal(clock(-5), '0:00');
    assert.match(timeOfDay(0), /^\d\d:\d\d:\d\d$/);
    assert.match(day(0, 10), /^\d\d:\d\d$/);
    assert.match(dateAndTime(0), /^(1 Jan 1970|31 Dec 1969), \d\d:\d\d$/);
  });

  it('sizes go from bytes to megabytes without 1000 of the smaller one', () => {
    assert.equal(fileSize(1), '1 byte');
    assert.equal(fileSize(840), '840 bytes');
    assert.equal(fileSize(12_400), '12 KB');
    assert.equal(fileSize(999_700), '1.0 MB');
    assert.equal(fileSize(24_300_000), '24 MB');
  });

  it('lists read as a sentence does', () => {
    assert.equal(joinList([]), '');
    assert.equal(joinList(['a']), 'a');
    assert.equal(joinList(['a', 'b']), 'a and b');
    assert.equal(joinList(['a', 'b', 'c']), 'a, b and c');
  });
});
