import assert from 'node:assert/strict';
import fc from 'fast-check';
import { slowly } from '../../../src/views/slowly.ts';

function bench() {
  const there: string[] = [];
  let next: (() => void) | undefined;
  const own = slowly<string, string>({
    make(document, wanted) {
      there.push(`${document} ${wanted}`);
      return `${document} ${wanted}`;
    },
    remove(made) {
      there.splice(there.indexOf(made), 1);
    },
    later(work) {
      next = work;
      return () => {
        next = undefined;
      };
    },
  });
  const turn = (): boolean => {
    const work = next;
    next = undefined;
    work?.();
    return work !== undefined;
  };
  return { ...own, there, turn };
}

const of = (...keys: readonly string[]) => new Map(keys.map(key => [key, key]));

describe('what the editor takes in slowly', () => {
  it('is made a few at a time, in order', () => {
    const b = bench();
    b.set('a', of('1', '2', '3'), true);
    assert.deepEqual(b.there, []);
    b.turn();
    assert.deepEqual(b.there, ['a 1', 'a 2']);
    b.turn();
    assert.deepEqual(b.there, ['a 1', 'a 2', 'a 3']);
    assert.equal(b.turn(), false);
  });

  it('stays where it is still wanted, and is not made for a document out of sight', () => {
    const b = bench();
    b.set('a', of('1', '2'), true);
    b.turn();
    b.set('a', of('2', '3'), false);
    assert.deepEqual(b.there, ['a 2']);
    assert.equal(b.turn(), false);
    b.set('a', of('2', '3'), true);
    b.turn();
    assert.deepEqual(b.there, ['a 2', 'a 3']);
    b.dispose();
    assert.deepEqual(b.there, []);
  });

  it('in the end each document has what was wanted of it last, and no turn makes more than two', () => {
    const sets = fc.array(
      fc.record({
        document: fc.constantFrom('a', 'b', 'c'),
        keys: fc.uniqueArray(fc.constantFrom('1', '2', '3', '4', '5', '6', '7')),
        turns: fc.nat(4),
      }),
      { maxLength: 20 },
    );
    fc.assert(
      fc.property(sets, steps => {
        const b = bench();
        const last = new Map<string, readonly string[]>();
        const turn = (): boolean => {
          const before = b.there.length;
          const was = b.turn();
          assert.ok(b.there.length - before <= 2);
          return was;
        };
        for (const { document, keys, turns } of steps) {
          b.set(document, of(...keys), true);
          last.set(document, keys);
          for (let i = 0; i < turns; i += 1) turn();
        }
        while (turn());
        const wanted = [...last].flatMap(([document, keys]) => keys.map(k => `${document} ${k}`));
        assert.deepEqual(b.there.toSorted(), wanted.toSorted());
      }),
    );
  });
});
