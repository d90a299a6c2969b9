import assert from 'node:assert/strict';
import { ZipProblem } from '../../../../src/sources/import/zip.ts';

describe('a problem of an archive', () => {
  it('is recognized in every bundle that holds a copy of the class, so that its words are shown as they are', async () => {
    const file = new URL('../../../../src/sources/import/zip.ts?copy', import.meta.url).href;
    const copy = (await import(file)) as { ZipProblem: typeof ZipProblem };
    assert.notEqual(copy.ZipProblem, ZipProblem);
    assert.ok(new copy.ZipProblem('encrypted') instanceof ZipProblem);
    assert.ok(!(new Error('other') instanceof ZipProblem));
  });
});
