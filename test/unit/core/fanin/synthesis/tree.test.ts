import assert from 'node:assert/strict';
import fc from 'fast-check';
import { callsOf, emptyDigest, lineageOf } from '../../../../../src/core/domain/results/digest.ts';
import { planTree, type Leaf } from '../../../../../src/core/fanin/synthesis/tree.ts';

const leavesOf = (...files: readonly (readonly [path: string, chunks: number])[]): Leaf[] =>
  files.flatMap(([path, chunks]) =>
    Array.from({ length: chunks }, (_, i) => ({ chunkId: `${path}#${i}`, sourceId: path, path })),
  );

const segments = fc.constantFrom('a', 'b', 'c');
const paths = fc
  .uniqueArray(fc.array(segments, { maxLength: 6 }), {
    minLength: 1,
    maxLength: 40,
    selector: folders => folders.join('/'),
  })
  .chain(folders =>
    fc.tuple(
      ...folders.map(folder =>
        fc
          .array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 5 })
          .map(files =>
            files.map((chunks, i) => [[...folder, `f${i}.md`].join('/'), chunks] as const),
          ),
      ),
    ),
  )
  .map(folders => folders.flat());

describe('planTree', () => {
  it('holds every leaf once, keeps the width, and takes no more rounds than the logarithm of the leaves', () => {
    fc.assert(
      fc.property(paths, fc.integer({ min: 2, max: 16 }), (files, width) => {
        const leaves = leavesOf(...files);
        const nodes = planTree(leaves, width, 'all');
        const root = nodes.at(-1);
        assert.ok(root);
        assert.equal(root.scope, 'all');
        const lineage = lineageOf(emptyDigest(nodes)).get(root.id) ?? [];
        assert.deepEqual([...lineage].sort(), leaves.map(l => l.chunkId).sort());
        assert.ok(nodes.every(n => n.members.length >= 1 && n.members.length <= width));
        assert.ok(root.rounds <= Math.max(1, Math.ceil(Math.log2(leaves.length))));
        assert.ok(callsOf(nodes) < Math.max(2, leaves.length));
        const known = new Set<string>();
        for (const { id, members } of nodes) {
          for (const m of members) if ('nodeId' in m) assert.ok(known.delete(m.nodeId));
          known.add(id);
        }
        assert.deepEqual([...known], [root.id]);
      }),
    );
  });

  it('keeps the order of one document', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 600 }), fc.integer({ min: 2, max: 16 }), (n, width) => {
        const leaves = leavesOf(['a.md', n]);
        const nodes = planTree(leaves, width, 'a.md');
        const root = nodes.at(-1);
        assert.deepEqual(
          lineageOf(emptyDigest(nodes)).get(root?.id ?? ''),
          leaves.map(l => l.chunkId),
        );
      }),
    );
  });

  it('folds files, then folders; a folder with a single entry is no level', () => {
    const nodes = planTree(
      leavesOf(['p/docs/x.md', 1], ['p/docs/y.md', 3], ['p/src/only/z.ts', 2], ['p/r.md', 1]),
      8,
      'four files',
    );
    assert.deepEqual(
      nodes.map(({ scope, title, rounds }) => [scope, title, rounds]),
      [
        ['file', 'p/docs/x.md', 0],
        ['file', 'p/docs/y.md', 1],
        ['folder', 'p/docs', 2],
        ['file', 'p/src/only/z.ts', 1],
        ['file', 'p/r.md', 0],
        ['all', 'four files', 3],
      ],
    );
  });

  it('does without folders where their depth would take more rounds than the chunks do', () => {
    const nested = Array.from({ length: 12 }, (_, i) => {
      const folder = Array.from({ length: i }, (_f, k) => `d${k}/`).join('');
      return [`${folder}f.md`, 1] as const;
    });
    const nodes = planTree(leavesOf(...nested), 4, 'nested');
    assert.ok((nodes.at(-1)?.rounds ?? 9) <= 4);
    assert.ok(nodes.some(n => n.scope === 'folder'));
  });
});
