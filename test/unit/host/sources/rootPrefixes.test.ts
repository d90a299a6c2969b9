import assert from 'node:assert/strict';
import fc from 'fast-check';
import { rootHints, rootPrefixes } from '../../../../src/host/sources/rootPrefixes.ts';

const prefixes = (...roots: string[]): string[] => [...rootPrefixes(roots).values()];

describe('rootPrefixes', () => {
  it('a single root needs none', () => {
    assert.deepEqual(prefixes('/home/me/app'), ['']);
  });

  it('several have the names of their folders', () => {
    assert.deepEqual(prefixes('/home/me/app', '/home/me/docs'), ['app/', 'docs/']);
    assert.deepEqual(prefixes('C:\\work\\app', 'C:\\work\\docs'), ['app/', 'docs/']);
  });

  it('folders of one name are told apart by those around them', () => {
    assert.deepEqual(prefixes('/one/app', '/two/app'), ['one/app/', 'two/app/']);
    assert.deepEqual(prefixes('/app', '/two/app'), ['app/', 'two/app/']);
  });

  it('no two roots ever share one', () => {
    const root = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.uniqueArray(root.map(names => `/${names.join('/')}`)), roots => {
        assert.equal(new Set(rootPrefixes(roots).values()).size, roots.length);
      }),
    );
  });
});

describe('rootHints', () => {
  it('roots of one name are told apart in a list, the others stand by their name', () => {
    const root = (path: string) => ({ name: path.replace(/.*\//, ''), path });
    assert.deepEqual(rootHints(['/one/docs', '/two/docs', '/app'].map(root)), [
      'one/docs',
      'two/docs',
      '',
    ]);
    assert.deepEqual(rootHints([root('/one/docs')]), ['']);
  });
});
