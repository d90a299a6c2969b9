import assert from 'node:assert/strict';
import { addressAfter, movedSources } from '../../../../src/host/runs/movedSources.ts';

const source = (id: string, uri?: string) => ({
  id,
  path: id,
  kind: 'markdown' as const,
  languageId: 'markdown',
  text: 'Text.',
  ...(uri === undefined ? {} : { uri }),
});

describe('movedSources', () => {
  it('follows a file, a folder, and one move after another', () => {
    const moves = [
      { from: 'file:///w/a', to: 'file:///w/b' },
      { from: 'file:///w/b/x.md', to: 'file:///w/y.md' },
    ];
    assert.equal(addressAfter(moves, 'file:///w/a/x.md'), 'file:///w/y.md');
    assert.equal(addressAfter(moves, 'file:///w/a/deep/z.md'), 'file:///w/b/deep/z.md');
    assert.equal(addressAfter(moves, 'file:///w/ab.md'), 'file:///w/ab.md');
    assert.equal(addressAfter(moves, 'file:///w/ab/x.md'), 'file:///w/ab/x.md');
  });

  it('leaves sources alone that were not moved, and those without an address', () => {
    const sources = new Map([
      ['a', source('a', 'file:///w/a.md')],
      ['b', source('b', 'file:///w/b.md')],
      ['c', source('c')],
    ]);
    assert.equal(movedSources(sources, [{ from: 'file:///x', to: 'file:///y' }]), undefined);
    const moved = movedSources(sources, [{ from: 'file:///w/a.md', to: 'file:///v/a.md' }]);
    assert.deepEqual(
      [...(moved ?? [])].map(([id, { uri }]) => [id, uri]),
      [
        ['a', 'file:///v/a.md'],
        ['b', 'file:///w/b.md'],
        ['c', undefined],
      ],
    );
    assert.equal(moved?.get('b'), sources.get('b'));
  });
});
