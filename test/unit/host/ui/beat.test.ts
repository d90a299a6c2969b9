import assert from 'node:assert/strict';
import fc from 'fast-check';
import { beat, TYPING_PACE_MS } from '../../../../src/host/ui/beat.ts';

/** A beat and a clock that is moved by hand, a millisecond at a time. */
function bench() {
  let now = 0;
  let timers: { readonly at: number; readonly work: () => void }[] = [];
  const own = beat({
    now: () => now,
    later(work, ms) {
      const timer = { at: now + ms, work };
      timers.push(timer);
      return () => {
        timers = timers.filter(other => other !== timer);
      };
    },
  });
  return {
    ...own,
    now: () => now,
    pass(ms: number) {
      for (let i = 0; i < ms; i += 1) {
        now += 1;
        const due = timers.filter(({ at }) => at <= now);
        timers = timers.filter(({ at }) => at > now);
        for (const { work } of due) work();
      }
    },
  };
}

describe('the moment at which surfaces are drawn while someone types', () => {
  it('is their own while no one types', () => {
    const b = bench();
    const drawn: number[] = [];
    for (const ms of [10, 500]) b.later(() => drawn.push(b.now()), ms);
    b.pass(600);
    assert.deepEqual(drawn, [10, 500]);
  });

  it('is one for all of them, right after a key, and no oftener than the pace', () => {
    const b = bench();
    const drawn: { readonly who: string; readonly at: number }[] = [];
    const keys: number[] = [];
    const surface = (who: string, ms: number): void => {
      b.later(() => {
        drawn.push({ who, at: b.now() });
        surface(who, ms);
      }, ms);
    };
    b.typed();
    for (const [who, ms] of [
      ['tree', 500],
      ['report', 250],
      ['status', 500],
    ] as const)
      surface(who, ms);
    while (b.now() < 20_000) {
      b.pass(90);
      b.typed();
      keys.push(b.now());
    }
    const moments = [...new Set(drawn.map(({ at }) => at))];
    assert.equal(drawn.length, 3 * moments.length);
    for (const [i, at] of moments.entries()) {
      const lastKey = keys.findLast(key => key <= at) ?? 0;
      assert.ok(at - lastKey < 45, 'in the first half of the time between two keys');
      if (i > 0) assert.ok(at - (moments[i - 1] ?? 0) >= TYPING_PACE_MS);
    }
    assert.ok(moments.length >= 8);
  });

  it('comes by itself when no further key does', () => {
    const b = bench();
    let drawn = 0;
    b.typed();
    b.later(() => (drawn += 1), 250);
    b.pass(TYPING_PACE_MS + 1000);
    assert.equal(drawn, 1);
  });

  it('nothing waits longer than the pace and a little, and what was taken back never comes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 1500 }), { maxLength: 40 }),
        fc.integer({ min: 0, max: 3000 }),
        fc.boolean(),
        (gaps, at, isTakenBack) => {
          const b = bench();
          let drawnAt: number | undefined;
          let wantedAt = 0;
          for (const gap of [...gaps, 3000, 3000]) {
            b.pass(gap);
            if (wantedAt === 0 && b.now() >= at) {
              wantedAt = b.now();
              const takeBack = b.later(() => (drawnAt = b.now()), 500);
              if (isTakenBack) takeBack();
            }
            if (gap < 3000) b.typed();
          }
          if (isTakenBack) assert.equal(drawnAt, undefined);
          else assert.ok(drawnAt !== undefined && drawnAt - wantedAt <= TYPING_PACE_MS + 600);
        },
      ),
      { numRuns: 100 },
    );
  });
});
