import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { folderOf, type Folders, playbookPath } from '../../../../src/engine/tools/folders.ts';

const isWindows = process.platform === 'win32';

describe('what an agent may name', () => {
  let root: string;
  let folder: string;
  let folders: Folders;
  beforeEach(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'fanout-agent-')));
    folder = join(root, 'open');
    folders = [folder];
    mkdirSync(join(folder, '.fanout/perspectives'), { recursive: true });
    mkdirSync(join(root, 'openly'));
    for (const [file, text] of Object.entries({
      'secret.md': '# Rule\n\nCanary\n',
      'openly/secret.md': '# Rule\n',
      'open/rules.md': '# Rule\n\nPay in 30 days.\n',
      'open/.fanout/perspectives/nda.md': '# Rule\n\nPay in 30 days.\n',
      'open/.env': '# Database\n\nDB=Canary\n',
      'open/huge.md': '# Rule\n'.repeat(200_000),
    }))
      writeFileSync(join(root, file), text);
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('T21 T46 no path leads out of its folders, however it is written', () => {
    if (!isWindows) {
      symlinkSync(join(root, 'secret.md'), join(folder, 'link.md'));
      symlinkSync(root, join(folder, 'up'));
    }
    const outside = join(root, 'secret.md');
    for (const path of [
      '../secret.md',
      'a/../../secret.md',
      './/..//secret.md',
      outside,
      `${folder}/../secret.md`,
      `${folder}ly/secret.md`,
      pathToFileURL(outside).href,
      `file:${outside}`,
      `//127.0.0.1/share/secret.md`,
      '\\\\127.0.0.1\\share\\secret.md',
      '\\\\?\\C:\\secret.md',
      '..\\secret.md',
      '~/secret.md',
      'rules.md\0.txt',
      '%2e%2e/secret.md',
      '/proc/self/environ',
      '/dev/zero',
      ...(isWindows ? [] : ['link.md', 'up/secret.md', 'up/openly/../secret.md']),
    ]) {
      assert.throws(() => folderOf([path], folders), /outside|does not exist|null character/, path);
      assert.throws(
        () => playbookPath(path, folders),
        /outside|does not exist|null character/,
        path,
      );
    }
    assert.equal(folderOf(['rules.md', '.', folder], folders), folder);
  });

  it('T13 a playbook is an ordinary text: nothing that holds secrets, waits for a writer or never ends', () => {
    assert.equal(playbookPath('nda', folders), join(folder, '.fanout/perspectives/nda.md'));
    assert.equal(playbookPath('rules.md', folders), join(folder, 'rules.md'));
    assert.throws(() => playbookPath('.env', folders), /may hold secrets/);
    assert.throws(() => playbookPath('huge.md', folders), /no playbook/);
    assert.throws(() => playbookPath('.fanout', folders), /no playbook/);
    if (isWindows) return;
    symlinkSync(join(folder, '.env'), join(folder, 'innocent.md'));
    assert.throws(() => playbookPath('innocent.md', folders), /may hold secrets/);
    execFileSync('mkfifo', [join(folder, 'pipe.md')]);
    assert.throws(() => playbookPath('pipe.md', folders), /no playbook/);
  });
});
