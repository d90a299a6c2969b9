import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, promises as fs } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { FanoutError } from '../../../../src/core/errors.ts';
import { harmlessConfig, parseConfig } from '../../../../src/sources/git/gitConfig.ts';
import { readChanges, type ChangesOptions } from '../../../../src/sources/git/gitChanges.ts';
import { branchesOf, commitsOf, repositoryAt } from '../../../../src/sources/git/repository.ts';

/** Values of configuration that name a program; a name, a space, a value whose `#` is replaced by a trap. */
const PROGRAMS = [
  'alias.diff !#',
  'alias.log !#',
  'alias.ls-files !#',
  'alias.rev-parse !#',
  'browser.x.cmd #',
  'core.alternateRefsCommand #',
  'core.askPass #',
  'core.editor #',
  'core.fsmonitor #',
  'core.gitProxy #',
  'core.pager #',
  'core.sshCommand #',
  'credential.helper !#',
  'credential.https://example.com.helper !#',
  'diff.evil.command #',
  'diff.evil.textconv #',
  'diff.external #',
  'difftool.x.cmd #',
  'filter.evil.clean #',
  'filter.evil.process #',
  'filter.evil.smudge #',
  'filter.with=sign.clean #',
  'gpg.program #',
  'gpg.openpgp.program #',
  'gpg.ssh.program #',
  'gpg.ssh.defaultKeyCommand #',
  'gpg.x509.program #',
  'interactive.diffFilter #',
  'lfs.extension.evil.clean #',
  'merge.evil.driver #',
  'mergetool.x.cmd #',
  'pager.diff #',
  'pager.log #',
  'pager.for-each-ref #',
  'remote.origin.receivepack #',
  'remote.origin.uploadpack #',
  'remote.origin.vcs #',
  'remote.origin.url ext::#',
  'remote.backup.url ssh://-oProxyCommand=#/x',
  'sendemail.smtpserver #',
  'sequence.editor #',
  'submodule.sub.update !#',
  'trailer.x.command #',
  'uploadpack.packObjectsHook #',
  'web.browser #',
];

/** Settings under which Git is led to use them. */
const LEADING = [
  'log.showSignature true',
  'gpg.format openpgp',
  'gpg.ssh.allowedSignersFile /dev/null',
  'filter.evil.required true',
  'filter.with=sign.required true',
  'protocol.allow always',
  'protocol.ext.allow always',
  'extensions.partialClone origin',
  'remote.origin.promisor true',
  'remote.origin.partialCloneFilter blob:none',
  'core.untrackedCache true',
  'diff.submodule diff',
  'diff.ignoreSubmodules none',
  'status.submoduleSummary true',
  'submodule.recurse true',
  'fetch.recurseSubmodules true',
];

const HOOKS = [
  ...['fsmonitor-watchman', 'post-checkout', 'post-index-change', 'pre-auto-gc'],
  ...['proc-receive', 'reference-transaction', 'update'],
];

/** Variables that name a program, or lead Git elsewhere. */
const VARIABLES = [
  ...['EDITOR', 'GIT_ASKPASS', 'GIT_EDITOR', 'GIT_EXTERNAL_DIFF', 'GIT_PAGER', 'GIT_PROXY_COMMAND'],
  ...['GIT_SEQUENCE_EDITOR', 'GIT_SSH', 'GIT_SSH_COMMAND', 'PAGER', 'SSH_ASKPASS', 'VISUAL'],
];

const SIGNATURES = ['PGP SIGNATURE', 'SSH SIGNATURE', 'SIGNED MESSAGE'];

const ENV = {
  ...process.env,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  GIT_AUTHOR_NAME: 'a',
  GIT_AUTHOR_EMAIL: 'a@example.com',
  GIT_COMMITTER_NAME: 'a',
  GIT_COMMITTER_EMAIL: 'a@example.com',
};

describe('a hostile repository', () => {
  let folder = '';
  let root = '';
  let canaries: string[] = [];
  let before: Readonly<Record<string, string | undefined>> = {};

  const git = (...args: string[]) =>
    execFileSync('git', ['-C', root, ...args], { env: ENV, stdio: 'pipe' })
      .toString()
      .trim();
  const write = (name: string, text: string, mode?: number) =>
    fs.writeFile(path.join(root, name), text, mode === undefined ? {} : { mode });
  /** A program that leaves a mark when it runs. */
  const trap = async (name: string): Promise<string> => {
    const file = path.join(folder, `${canaries.length}.sh`);
    const mark = path.join(folder, `${canaries.length}.ran`);
    canaries.push(`${name}\0${mark}`);
    await fs.writeFile(file, `#!/bin/sh\n: > '${mark}'\n`, { mode: 0o755 });
    return file;
  };
  const ran = () =>
    canaries.filter(canary => existsSync(canary.split('\0')[1]!)).map(c => c.split('\0')[0]);
  /** A commit on HEAD with a signature that Git would have checked. */
  const signed = (kind: string): void => {
    const lines = git('cat-file', 'commit', 'HEAD').split('\n');
    const at = lines.indexOf('');
    const signature = [`gpgsig -----BEGIN ${kind}-----`, ' ', ' eA==', ` -----END ${kind}-----`];
    const text = [
      lines[0],
      `parent ${git('rev-parse', 'HEAD')}`,
      ...lines.slice(1, at).filter(line => !/^(?:parent|gpgsig| )/.test(line)),
      ...signature,
      '',
      `${kind}\n`,
    ].join('\n');
    const args = ['-C', root, 'hash-object', '-t', 'commit', '-w', '--stdin'];
    const id = execFileSync('git', args, { env: ENV, input: text }).toString().trim();
    git('update-ref', 'HEAD', id);
  };

  /** Files, an edit, three signed commits, a submodule, and a canary wherever a program can be named. */
  async function build(): Promise<void> {
    git('init', '-q', '-b', 'main');
    await write('a.md', 'one\n');
    await write(
      '.gitattributes',
      '*.md filter=evil diff=evil merge=evil\n*.txt filter=with=sign\n',
    );
    await write('.lfsconfig', `[lfs]\n\turl = ext::${await trap('.lfsconfig')}\n`);
    await write(
      '.gitmodules',
      `[submodule "sub"]\n\tpath = sub\n\turl = ext::${await trap('.gitmodules')}\n`,
    );
    git('add', '-A');
    git('commit', '-qm', 'first');
    git('branch', 'base');
    await fs.mkdir(path.join(root, 'sub'));
    const sub = path.join(root, 'sub');
    execFileSync('git', ['-C', sub, 'init', '-q'], { env: ENV });
    execFileSync('git', ['-C', sub, 'commit', '-qm', 'x', '--allow-empty'], { env: ENV });
    git('-c', 'advice.addEmbeddedRepo=false', 'add', 'sub');
    await write('b.md', 'b\n');
    await write('c.txt', 'c\n');
    git('add', '-A');
    git('commit', '-qm', 'second');
    for (const kind of SIGNATURES) signed(kind);
    for (const key of ['core.fsmonitor', 'diff.external'])
      execFileSync('git', ['-C', sub, 'config', key, await trap(`submodule ${key}`)]);
    await write('a.md', 'one\ntwo\n');
    await write('c.txt', 'c\nd\n');
    await write('new.md', 'new\n');
    await fs.mkdir(path.join(root, '.git', 'hooks'), { recursive: true });
    for (const hook of HOOKS)
      await fs.copyFile(await trap(`hook ${hook}`), path.join(root, '.git', 'hooks', hook));
    const included = path.join(folder, 'included');
    const config: string[] = [];
    for (const [i, setting] of [...PROGRAMS, ...LEADING].entries()) {
      const [name = '', value = ''] = setting.split(' ');
      const filled = value.includes('#') ? value.replace('#', await trap(setting)) : value;
      // A third of them through a file that is included, a few by the configuration of the worktree.
      const file = i % 3 === 0 ? included : path.join(root, '.git', 'config');
      execFileSync('git', ['config', '--file', file, '--add', name, filled]);
    }
    config.push(`[include]\n\tpath = ${included}\n`);
    config.push(`[includeIf "gitdir:**"]\n\tpath = ${included}\n`);
    config.push('[extensions]\n\tworktreeConfig = true\n');
    await fs.appendFile(path.join(root, '.git', 'config'), config.join(''));
    await fs.writeFile(
      path.join(root, '.git', 'config.worktree'),
      `[core]\n\tfsmonitor = ${await trap('config.worktree')}\n`,
    );
    for (const name of VARIABLES) process.env[name] = await trap(`environment ${name}`);
    process.env['GIT_CONFIG_COUNT'] = '1';
    process.env['GIT_CONFIG_KEY_0'] = 'diff.external';
    process.env['GIT_CONFIG_VALUE_0'] = await trap('environment GIT_CONFIG_COUNT');
    const parameter = await trap('environment GIT_CONFIG_PARAMETERS');
    process.env['GIT_CONFIG_PARAMETERS'] = `'core.fsmonitor'='${parameter}'`;
    process.env['GIT_DIR'] = '/nowhere';
    process.env['GIT_EXEC_PATH'] = folder;
    process.env['GIT_ALLOW_PROTOCOL'] = 'ext:ssh:file';
  }

  /** Every use that the product makes of Git. */
  async function useAll(): Promise<void> {
    const uses: Partial<ChangesOptions>[] = [
      {},
      { staged: true },
      { commit: 'HEAD' },
      { commit: 'base' },
      { ref: 'base' },
    ];
    for (const use of uses) await readChanges({ cwd: root, ...use });
    const repository = await repositoryAt(root);
    assert.deepEqual(
      (await branchesOf(repository)).map(b => b.name),
      ['base'],
    );
    assert.equal((await commitsOf(repository)).length, 5);
  }

  beforeEach(async () => {
    before = { ...process.env };
    canaries = [];
    folder = await fs.realpath(await fs.mkdtemp(path.join(tmpdir(), 'fanout-hostile-')));
    root = path.join(folder, 'work');
    await fs.mkdir(root);
  });
  afterEach(async () => {
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
    Object.assign(process.env, before);
    await fs.rm(folder, { recursive: true, force: true });
  });

  it('T62 has none of its programs run, whatever of Git is used', async function () {
    this.timeout(60_000);
    await build();
    assert.ok(canaries.length >= 60, `${canaries.length} canaries`);
    await useAll();
    assert.deepEqual(ran(), []);
    // The traps work: Git itself, asked for the same, runs many of them.
    const plain = { ...ENV, GIT_ALLOW_PROTOCOL: undefined };
    const asked: string[][] = [
      ['diff', 'HEAD'],
      ['log', '-n', '9'],
      ['diff', '--no-ext-diff'],
    ];
    asked.push(['-c', 'filter.evil.required=false', 'diff', '--ext-diff', 'HEAD', '--', 'a.md']);
    for (const args of asked)
      spawnSync('git', ['-C', root, ...args], { env: plain, timeout: 5_000 });
    const sprung = ran();
    for (const kind of ['gpg.', 'filter.', 'config.worktree'])
      assert.ok(
        sprung.some(name => name?.startsWith(kind)),
        `${kind} is in ${sprung.join(', ')}`,
      );
  });

  it('T62 does not have what it lacks fetched', async function () {
    this.timeout(60_000);
    await build();
    const blob = git('rev-parse', 'HEAD:b.md');
    await fs.rm(path.join(root, '.git', 'objects', blob.slice(0, 2), blob.slice(2)), {
      force: true,
    });
    await assert.rejects(
      readChanges({ cwd: root, commit: 'HEAD~3' }),
      error => error instanceof FanoutError && error.code === 'usage',
    );
    assert.deepEqual(ran(), []);
    const env = { ...ENV, GIT_ALLOW_PROTOCOL: undefined };
    spawnSync('git', ['-C', root, 'cat-file', 'blob', blob], { env, timeout: 5_000 });
    assert.ok(ran().length > 0, 'Git itself would have run the transport');
  });

  it('leaves nothing behind, in the repository or beside it', async () => {
    git('init', '-q', '-b', 'main');
    await write('a.md', 'one\n');
    git('add', '-A');
    git('commit', '-qm', 'first');
    await write('a.md', 'two\n');
    const shadows = async () =>
      (await fs.readdir(tmpdir())).filter(name => name.startsWith('fanout-git-'));
    const [files, shadowsBefore] = [await fs.readdir(path.join(root, '.git')), await shadows()];
    await readChanges({ cwd: root });
    assert.deepEqual(await fs.readdir(path.join(root, '.git')), files);
    assert.deepEqual(
      (await shadows()).filter(name => !shadowsBefore.includes(name)),
      [],
    );
    assert.ok(git('cat-file', '-t', 'HEAD:a.md') === 'blob');
  });

  it('what a harmless repository says of itself still counts', async function () {
    this.timeout(30_000);
    git('init', '-q', '-b', 'main', '--object-format=sha256');
    await write('a.md', 'one\n');
    git('add', '-A');
    git('commit', '-qm', 'first');
    git('branch', 'up');
    git('config', 'branch.main.remote', '.');
    git('config', 'branch.main.merge', 'refs/heads/up');
    git('config', 'core.autocrlf', 'true');
    await write('a.md', 'one\r\n');
    // Only the ends of lines differ, and this repository stores them without CR.
    assert.deepEqual((await readChanges({ cwd: root })).sources, []);
    await write('a.md', 'one\r\ntwo\r\n');
    git('commit', '-qam', 'second');
    const { sources } = await readChanges({ cwd: root, ref: '@{upstream}' });
    assert.deepEqual(
      sources.map(source => source.changed?.map(({ start, end }) => source.text.slice(start, end))),
      [['two\n']],
    );
    const linked = path.join(folder, 'linked');
    git('worktree', 'add', '-q', linked, '-b', 'side', 'HEAD');
    git('pack-refs', '--all');
    await fs.writeFile(path.join(linked, 'b.md'), 'b\n');
    const there = await readChanges({ cwd: linked });
    assert.deepEqual(
      there.sources.map(({ path: name }) => name),
      ['b.md'],
    );
    assert.deepEqual(
      (await readChanges({ cwd: linked, ref: 'up' })).sources.map(({ path: name }) => name),
      ['a.md'],
    );
  });

  it("a filter of the user's own still reads large files, one of the repository never does", () => {
    const listed = [
      ...['global', 'filter.lfs.clean\ngit-lfs clean -- %f', 'local', 'filter.lfs.clean\nevil'],
      ...['local', 'filter.own.clean\nevil', 'local', 'core.eol\nlf"\n[alias]\nx=!evil'],
      ...['local', 'core.filemode', 'system', 'diff.external\nx', ''],
    ].join('\0');
    assert.equal(
      harmlessConfig(parseConfig(listed)),
      '[filter "lfs"]\n\tclean = "git-lfs clean -- %f"\n[core]\n\tfilemode = "true"\n',
    );
  });
});
