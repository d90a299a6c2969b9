import assert from 'node:assert/strict';
import { join } from 'node:path';
import { folderOfWorkspace } from '../../../../src/host/runs/storeFolder.ts';

describe('the folder of the run store', () => {
  const of = (...names: string[]): string => join('/data/User/workspaceStorage', ...names, 'a.b');
  const all = (): boolean => true;

  it('a second window on the same folder keeps its runs where the first does', () => {
    assert.equal(folderOfWorkspace(of('7f3a'), all), of('7f3a'));
    assert.equal(folderOfWorkspace(of('7f3a-1'), all), of('7f3a'));
    assert.equal(folderOfWorkspace(of('7f3a-12'), all), of('7f3a'));
  });

  it('only beside a first one, and nowhere else', () => {
    assert.equal(
      folderOfWorkspace(of('7f3a-1'), () => false),
      of('7f3a-1'),
    );
    for (const other of ['/data/User/globalStorage/a.b', '/data/project-1/a.b', of('ext-dev')])
      assert.equal(folderOfWorkspace(other, all), other);
  });
});
