import assert from 'node:assert/strict';
import fc from 'fast-check';
import { shortInMiddle, shortPaths } from '../../../../src/core/text/shortPaths.ts';

describe('shortPaths', () => {
  const short = (...paths: string[]) => [...shortPaths(paths).values()].sort();

  it('files of one name are told apart by the folders before them, the others stand by their name', () => {
    assert.deepEqual(short('app/docs/a.md', 'lib/docs/a.md', 'lib/docs/b.md'), [
      'app/docs/a.md',
      'b.md',
      'lib/docs/a.md',
    ]);
    assert.deepEqual(short('a.md', 'docs/a.md'), ['a.md', 'docs/a.md']);
  });

  it('no two paths ever have one short form, and each is an end of its path', () => {
    const path = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.uniqueArray(path.map(names => names.join('/'))), paths => {
        const found = shortPaths(paths);
        assert.equal(new Set(found.values()).size, paths.length);
        for (const [whole, end] of found) assert.ok(`/${whole}`.endsWith(`/${end}`));
      }),
    );
  });
});

describe('shortInMiddle', () => {
  it('keeps both ends, never more than asked and never half a character', () => {
    assert.equal(shortInMiddle('Limitation of Liability', 40), 'Limitation of Liability');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 4, max: 30 }), (line, max) => {
        const found = shortInMiddle(line, max);
        assert.ok(found.length <= max);
        assert.ok(found.isWellFormed());
        if (line.length > max) assert.ok(found.includes('…'));
      }),
    );
  });
});
