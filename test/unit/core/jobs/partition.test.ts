import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  partitionRequest,
  readPartition,
  type PartitionSource,
  type PartitionUnit,
} from '../../../../src/core/jobs/partition.ts';
import { perspectivesFor } from '../../../../src/core/jobs/review/perspectives.ts';

const prose: PartitionSource = { id: 'a', path: 'a.md', perspectives: perspectivesFor('prose') };
const code: PartitionSource = { id: 'b', path: 'b.ts', perspectives: perspectivesFor('code') };
const unitsOf = (...counts: readonly number[]): PartitionUnit[] =>
  counts.flatMap((count, i) =>
    Array.from({ length: count }, (_, n) => ({
      sourceId: i === 0 ? 'a' : 'b',
      title: `Unit ${n}`,
      headings: ['Chapter', `Unit ${n}`],
      tokens: 100,
    })),
  );
const group = (first: unknown, last: unknown, perspectives: unknown = ['accuracy']) => ({
  first,
  last,
  perspectives,
  reason: 'because',
});
const read = (groups: readonly unknown[], units = unitsOf(6), sources = [prose]) =>
  readPartition(JSON.stringify({ groups }), sources, units);

describe('plan of a run by a model', () => {
  it('shows every unit once, numbered, with tokens and place, framed as data', () => {
    const { shared, task, schema } = partitionRequest([prose, code], unitsOf(3, 2), {
      seed: 'abc',
      maxTokens: 3000,
    });
    for (let n = 1; n <= 5; n++)
      assert.equal(shared.match(new RegExp(`^${n} \\| 100 \\| Chapter > Unit`, 'gm'))?.length, 1);
    assert.match(shared, /^<<<part-abc begin/);
    assert.match(shared, /Source "b\.ts"/);
    assert.match(task, /- security:/);
    assert.match(JSON.stringify(schema), /"accuracy"/);
  });

  it('tells nobody where a file is kept', () => {
    const { shared } = partitionRequest([{ ...prose, path: '/home/me/secret/a.md' }], unitsOf(1), {
      seed: 's',
      maxTokens: 9,
    });
    assert.doesNotMatch(shared, /secret/);
  });

  it('is read into groups of the source’s own perspectives, in their order', () => {
    const groups = read([group(1, 2, ['completeness', 'accuracy']), group(3, 6, [])]);
    assert.deepEqual(
      groups.map(g => [g.first, g.last, g.perspectiveIds]),
      [
        [0, 1, ['accuracy', 'completeness']],
        [2, 5, []],
      ],
    );
  });

  it('is cut where a source ends, and asks of a source what is its own', () => {
    const groups = read([group(1, 5, ['accuracy', 'security'])], unitsOf(3, 2), [prose, code]);
    assert.deepEqual(
      groups.map(g => [g.sourceId, g.first, g.last, g.perspectiveIds]),
      [
        ['a', 0, 2, ['accuracy']],
        ['b', 3, 4, ['security']],
      ],
    );
  });

  const bad: Readonly<Record<string, readonly unknown[]>> = {
    'a unit left out': [group(1, 2), group(4, 6)],
    'a unit twice': [group(1, 3), group(3, 6)],
    'units out of order': [group(4, 6), group(1, 3)],
    'units left over': [group(1, 5)],
    'units that do not exist': [group(1, 7)],
    'a group that ends before it begins': [group(1, 0)],
    'numbers that are none': [group('1', 6)],
    'a fraction of a unit': [group(1, 5.5)],
    'an unknown perspective': [group(1, 6, ['beauty'])],
    'perspectives that are no list': [group(1, 6, 'accuracy')],
    'groups that are no objects': [3],
    'no groups': [],
  };
  for (const [name, groups] of Object.entries(bad))
    it(`is refused with ${name}`, () => {
      assert.throws(() => read(groups), { name: 'JsonProblem' });
    });

  it('has every unit exactly once, or is refused, whatever the model says', () => {
    const sources = [prose, code];
    const ids = [...prose.perspectives, ...code.perspectives].map(p => p.id);
    fc.assert(
      fc.property(
        fc.nat(6),
        fc.nat(6),
        fc.array(fc.tuple(fc.integer({ min: -1, max: 5 }), fc.subarray([...ids, 'x']))),
        fc.boolean(),
        (a, b, steps, sound) => {
          const units = unitsOf(a, b);
          let next = 1;
          const groups = steps.map(([size, perspectives]) => {
            const last = next + (sound ? Math.abs(size) : size);
            const made = group(next, sound ? Math.min(last, a + b) : last, perspectives);
            next = (made.last as number) + 1;
            return made;
          });
          let found;
          try {
            found = read(groups, units, sources);
          } catch (error) {
            assert.equal((error as Error).name, 'JsonProblem');
            return;
          }
          const seen = found.flatMap(g => units.slice(g.first, g.last + 1));
          assert.deepEqual(seen, units);
          for (const g of found) {
            const own = sources.find(s => s.id === g.sourceId)!.perspectives.map(p => p.id);
            assert.ok(units.slice(g.first, g.last + 1).every(u => u.sourceId === g.sourceId));
            assert.ok(g.perspectiveIds.every(id => own.includes(id)));
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
