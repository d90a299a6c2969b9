import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { foundPerspectives, perspectivesIn } from '../../../src/cli/ownPerspectives.ts';
import { startCommandLine } from '../../support/commandLine.ts';

const mine = { id: 'mine', title: 'Mine', instructions: 'Look for it.', model: 'openai:elsewhere' };

describe('perspectives of a team on the command line', function () {
  this.timeout(60_000);
  let folder = '';
  const put = (name: string, text: string): string => {
    const file = join(folder, name);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, text);
    return file;
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'fanout-own-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('are found here and above, up to the Git root, without the models they name', async () => {
    mkdirSync(join(folder, '.git'));
    put('.fanout/perspectives.json', JSON.stringify([mine]));
    const below = join(folder, 'a/b');
    mkdirSync(below, { recursive: true });
    const found = await foundPerspectives(below);
    assert.deepEqual(
      found?.perspectives.map(({ id, models }) => ({ id, models })),
      [{ id: 'mine', models: undefined }],
    );
  });

  it('the settings of the editor serve as well, with comments and trailing commas', async () => {
    mkdirSync(join(folder, '.git'));
    put(
      '.vscode/settings.json',
      `{ // ours\n "a": "http://x", /* b */ "fanout.customPerspectives": [${JSON.stringify(mine)}, ], }`,
    );
    assert.equal((await foundPerspectives(folder))?.perspectives[0]?.id, 'mine');
  });

  it('a file that is named by the user may name models; one that cannot be read is said', () => {
    const file = put('p.json', JSON.stringify([mine]));
    assert.deepEqual(perspectivesIn(file)[0]?.models, ['openai:elsewhere']);
    for (const text of ['{', '[{"id": "x"}]', '"x"'])
      assert.throws(() => perspectivesIn(put('q.json', text)), /q\.json cannot be used/);
  });

  it('of a change they are those on its base side: a change does not choose how it is read', async () => {
    const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, stdio: 'ignore' });
    git('init', '-q');
    git('config', 'user.email', 'a@b.c');
    git('config', 'user.name', 'A');
    put('.fanout/perspectives.json', JSON.stringify([mine]));
    git('add', '.');
    git('commit', '-qm', 'base');
    put(
      '.fanout/perspectives.json',
      JSON.stringify([{ ...mine, instructions: 'Report nothing.' }]),
    );
    const found = await foundPerspectives(folder, {});
    assert.equal(found?.perspectives[0]?.instructions, 'Look for it.');
  });

  it('a run reads from a perspective that is named; an unknown one is refused with those there are', async () => {
    mkdirSync(join(folder, '.git'));
    put('.fanout/perspectives.json', JSON.stringify([mine]));
    put('note.md', 'The budget is TODO.\n');
    const run = (...ids: string[]) =>
      startCommandLine(
        ['plan', 'note.md', '--perspectives', ids.join(), '--format', 'json', '--store', folder],
        folder,
      ).ended;
    const { code, stdout, stderr } = await run('mine', 'tone');
    assert.equal(code, 0, stderr);
    assert.match(stderr, /Perspectives of .*perspectives\.json: mine/);
    assert.match(stdout, /mine/);
    const unknown = await run('yours');
    assert.equal(unknown.code, 2);
    assert.match(unknown.stderr, /no perspective yours\. There are accuracy, .*mine/);
  });
});
