import assert from 'node:assert/strict';
import fc from 'fast-check';
import { publishPace } from '../../../src/views/publishPace.ts';

function bench(marks: number) {
  let clock = 0;
  let due: { readonly at: number; readonly work: () => void } | undefined;
  const published: number[] = [];
  const pace = publishPace({
    publish() {
      published.push(clock);
      return marks;
    },
    now: () => clock,
    later: (work, ms) => {
      due = { at: clock + ms, work };
      return () => (due = undefined);
    },
  });
  return {
    pace,
    published,
    pass(ms: number) {
      const until = clock + ms;
      while (due && due.at <= until) {
        const { at, work } = due;
        clock = at;
        due = undefined;
        work();
      }
      clock = until;
    },
  };
}

describe('publishPace', () => {
  it('publishes within a second what is wanted while nothing is typed', () => {
    const b = bench(10);
    b.pace.want();
    b.pass(1000);
    assert.deepEqual(b.published, [1000]);
    b.pass(60_000);
    assert.equal(b.published.length, 1);
  });

  it('leaves the editor the more time the more marks it has to draw', () => {
    const often = (marks: number): number => {
      const b = bench(marks);
      for (let ms = 0; ms < 60_000; ms += 100) {
        b.pace.want();
        b.pass(100);
      }
      return b.published.length;
    };
    assert.ok(often(10) > 50);
    assert.ok(often(1000) < often(10) / 4);
  });

  it('publishes nothing between two keys, and all of it after the last', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 20, max: 900 }), { maxLength: 30 }), gaps => {
        const b = bench(1000);
        b.pace.want();
        for (const gap of gaps) {
          b.pace.typed();
          b.pace.want();
          b.pass(gap);
        }
        assert.deepEqual(b.published, []);
        b.pass(2000);
        assert.equal(b.published.length, 1);
      }),
    );
  });

  it('does not wait for ever for a writer who never stops', () => {
    const b = bench(1000);
    for (let ms = 0; ms < 100_000; ms += 100) {
      b.pace.typed();
      b.pace.want();
      b.pass(100);
    }
    assert.ok(b.published.length >= 2 && b.published.length <= 4);
  });

  it('publishes nothing once disposed', () => {
    const b = bench(1);
    b.pace.want();
    b.pace.dispose();
    b.pass(60_000);
    assert.deepEqual(b.published, []);
  });
});
