import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  foundPerspectives,
  ownPerspectives,
  perspectivesIn,
} from '../../../src/cli/ownPerspectives.ts';
import type { Report } from '../../../src/core/report/report.ts';
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

  describe('as files of their own', () => {
    const asFile = (front: string, body = 'Look for it.'): string =>
      `---\n${front}\n---\n${body}\n`;
    const asked = (...ids: string[]) => ({ perspectives: ids, given: {} });

    it('the nearest one of each name is read, without the model it names', async () => {
      mkdirSync(join(folder, '.git'));
      put('.fanout/perspectives/plain.md', asFile('title: Far\nmodel: openai:elsewhere'));
      put('a/.fanout/perspectives/plain.md', asFile('title: Near\nmodel: openai:elsewhere'));
      put('.fanout/perspectives/other.md', asFile('title: Other'));
      put('.fanout/perspectives.json', JSON.stringify([mine]));
      const found = await ownPerspectives(asked('plain', 'other', 'mine'), join(folder, 'a'));
      assert.deepEqual(
        found.map(({ title, models }) => [title, models]),
        [
          ['Near', undefined],
          ['Other', undefined],
          ['Mine', undefined],
        ],
      );
    });

    it('a file that the user names may name its model', async () => {
      const file = put('nda.md', asFile('title: NDA\nmodel: openai:elsewhere'));
      const [own] = await ownPerspectives({ ...asked('nda'), perspectivesFile: file }, folder);
      assert.deepEqual(own?.models, ['openai:elsewhere']);
    });

    it('one with a mistake is refused by file and line', async () => {
      put('.fanout/perspectives/plain.md', asFile('title: Plain\ncolour: red'));
      await assert.rejects(
        ownPerspectives(asked('plain'), folder),
        /perspectives[\\/]plain\.md:3 cannot be used: There is no field colour.*Nothing was sent/,
      );
    });

    it('a name never leads out of the folder of perspectives', async () => {
      mkdirSync(join(folder, '.git'));
      put('secret.md', asFile('title: Secret'));
      for (const id of ['../../secret', '..', '/etc/passwd', 'a/b'])
        await assert.rejects(ownPerspectives(asked(id), folder), /no perspective/);
    });

    it('of a change it is the file on its base side', async () => {
      const git = (...args: string[]) =>
        execFileSync('git', args, { cwd: folder, stdio: 'ignore' });
      git('init', '-q');
      git('config', 'user.email', 'a@b.c');
      git('config', 'user.name', 'A');
      put('.fanout/perspectives/plain.md', asFile('title: Plain'));
      git('add', '.');
      git('commit', '-qm', 'base');
      put('.fanout/perspectives/plain.md', asFile('title: Plain', 'Report nothing.'));
      const spec = { kind: 'review', change: {} } as const;
      const [own] = await ownPerspectives({ ...asked('plain'), spec }, folder);
      assert.equal(own?.instructions, 'Look for it.');
    });

    it('texts that it is not for are left out by name, and never counted as read', async () => {
      mkdirSync(join(folder, '.git'));
      put('.fanout/perspectives/only-code.md', asFile('title: Only code\napplies to: code'));
      put('src/note.md', '# A\n\nThe budget is TODO.\n');
      put('src/a.ts', 'export const a = 1;\n');
      const run = (...paths: string[]) =>
        startCommandLine(
          [
            ...['review', ...paths, '--perspectives', 'only-code'],
            ...['--format', 'json', '--store', join(folder, 'store')],
          ],
          folder,
        ).ended;
      const both = await run('src');
      const report = JSON.parse(both.stdout) as Report;
      assert.deepEqual(
        report.sources.map(({ path }) => path),
        ['src/a.ts'],
      );
      assert.deepEqual(
        report.skipped.map(({ path, gap }) => [path, gap]),
        [['src/note.md', false]],
      );
      assert.match(both.stderr, /Left out: src\/note\.md/);
      const none = await run('src/note.md');
      assert.equal(none.code, 2);
      assert.match(none.stderr, /No chosen perspective is for/);
    });
  });
});
