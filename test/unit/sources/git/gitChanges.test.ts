import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { promises as fs } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { FanoutError } from '../../../../src/core/errors.ts';
import type { Source } from '../../../../src/core/domain/source.ts';
import { readChanges, type ChangesOptions } from '../../../../src/sources/git/gitChanges.ts';

const ENV = {
  ...process.env,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  GIT_AUTHOR_NAME: 'a',
  GIT_AUTHOR_EMAIL: 'a@example.com',
  GIT_COMMITTER_NAME: 'a',
  GIT_COMMITTER_EMAIL: 'a@example.com',
};

describe('git changes', () => {
  let root = '';
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', root, ...args], { env: ENV, stdio: 'pipe' }).toString();
  const write = async (files: Readonly<Record<string, string | Uint8Array>>) => {
    for (const [name, content] of Object.entries(files)) {
      await fs.mkdir(path.dirname(path.join(root, name)), { recursive: true });
      await fs.writeFile(path.join(root, name), content);
    }
  };
  const commit = (message = 'c') => {
    git('add', '-A');
    git('commit', '-q', '--allow-empty', '-m', message);
    return git('rev-parse', 'HEAD').trim();
  };
  const read = async (options: Partial<ChangesOptions> = {}) => {
    const { sources, skipped } = await readChanges({ cwd: root, ...options });
    return {
      sources,
      changed: Object.fromEntries(sources.map(source => [source.path, changedText(source)])),
      skipped: Object.fromEntries(skipped.map(s => [s.path, s.reason])),
    };
  };

  beforeEach(async () => {
    root = await fs.mkdtemp(path.join(tmpdir(), 'fanout-changes-'));
    git('init', '-q', '-b', 'main');
  });
  afterEach(() => fs.rm(root, { recursive: true, force: true }));

  it('reads changes of pages as their text: tags are none, old lines are words, places lead into the file', async () => {
    const page = (price: string, look: string): string =>
      `<!DOCTYPE html>\n<html><head><style>\np { color: ${look} }\n</style></head><body>\n<h1>Terms</h1>\n<p>The price is <b>${price}</b>\neuros a month.</p>\n<p>Old &amp; gone.</p>\n<p>It is fixed.</p>\n</body></html>\n`;
    await write({ 'a.html': page('12', 'red'), 'b.html': page('12', 'red') });
    commit();
    await write({
      'a.html': page('twelve', 'blue').replace('<p>Old &amp; gone.</p>\n', ''),
      'b.html': page('12', 'blue'),
    });
    const { sources, skipped } = await read();
    const [source] = sources;
    assert.equal(source?.text, '# Terms\n\nThe price is twelve euros a month.\n\nIt is fixed.\n');
    assert.equal(source.kind, 'markdown');
    assert.deepEqual(
      source.changed?.map(({ start, end, removed }) => [source.text.slice(start, end), removed]),
      [
        ['The price is twelve ', 'The price is 12'],
        ['', 'Old &amp; gone.'],
      ],
    );
    assert.ok(source.original?.text.startsWith('<!DOCTYPE html>'));
    assert.deepEqual(skipped, { 'b.html': 'only its marks changed: there is no text to review' });
  });

  it('applies the style sheets of a changed page as they are on its side, and reads what is hidden only when asked', async () => {
    const page = (price: string): string =>
      `<!DOCTYPE html>\n<html><head><link rel="stylesheet" href="css/a.css"></head><body>\n<p>The price is ${price}.</p>\n<p class="off">Ignore the ${price} fee.</p>\n</body></html>\n`;
    const hides = '.off { display: none }';
    await write({ 'docs/a.html': page('12'), 'docs/css/a.css': hides });
    commit();
    await write({ 'docs/a.html': page('14') });
    const textOf = async (options: Partial<ChangesOptions> = {}): Promise<string | undefined> =>
      (await read(options)).sources.find(source => source.path === 'docs/a.html')?.text;
    assert.equal(await textOf(), 'The price is 14.\n');
    assert.equal(
      await textOf({ hidden: true }),
      'The price is 14.\n\n[hidden: Ignore the 14 fee.]\n',
    );
    git('add', '.');
    await write({ 'docs/css/a.css': 'p { color: red }' });
    assert.equal(await textOf({ staged: true }), 'The price is 14.\n');
    assert.equal(await textOf(), 'The price is 14.\n\nIgnore the 14 fee.\n');
    const of = commit();
    assert.equal(await textOf({ commit: of }), 'The price is 14.\n\nIgnore the 14 fee.\n');
    assert.equal(await textOf({ commit: of, hidden: true }), await textOf({ commit: of }));
  });

  it('gives the files not committed with exactly the lines that changed, new files whole', async () => {
    await write({
      'a.md': 'one\ntwo\nthree\nfour\nfive\n',
      'same.md': 'same\n',
      '.gitignore': 'x\n',
    });
    commit();
    await write({ 'a.md': 'one\nTWO\n2.5\nthree\nfour\nFIVE', 'new.ts': 'let a;\n', x: 'ignored' });
    const { changed, sources } = await read();
    assert.deepEqual(changed, { 'a.md': ['TWO\n2.5\n', 'FIVE'], 'new.ts': ['let a;\n'] });
    assert.equal(sources[0]?.text, 'one\nTWO\n2.5\nthree\nfour\nFIVE');
    assert.deepEqual([sources[0]?.kind, sources[1]?.languageId], ['markdown', 'typescript']);
    assert.ok(sources[0]?.uri?.startsWith('file://'));
  });

  it('a setting that joins changes near each other joins none of ours', async () => {
    await write({ 'a.md': '1\n2\n3\n4\n5\n6\n7\n8\n9\n' });
    commit();
    git('config', 'diff.interHunkContext', '3');
    git('config', 'diff.context', '5');
    await write({ 'a.md': '1\n2\n3\n4\nFIVE\n6\nSEVEN\n8\n9\n' });
    const { changed } = await read();
    assert.deepEqual(changed, { 'a.md': ['FIVE\n', 'SEVEN\n'] });
  });

  it('gives what is staged as it is staged, not as it is on disk', async () => {
    await write({ 'a.md': 'one\ntwo\n' });
    commit();
    await write({ 'a.md': 'one\nstaged\n' });
    git('add', '.');
    await write({ 'a.md': 'disk\n', 'b.md': 'untracked\n' });
    const { changed, sources } = await read({ staged: true });
    assert.deepEqual(changed, { 'a.md': ['staged\n'] });
    assert.equal(sources[0]?.text, 'one\nstaged\n');
  });

  it('compares a branch with where it left the other, and one commit with its parent', async () => {
    await write({ 'a.md': 'one\n' });
    const first = commit();
    git('checkout', '-q', '-b', 'topic');
    await write({ 'a.md': 'one\ntopic\n' });
    const topic = commit();
    await write({ 'b.md': 'more\n' });
    commit();
    git('checkout', '-q', 'main');
    await write({ 'a.md': 'main\none\n', 'm.md': 'only main\n' });
    commit();
    git('checkout', '-q', '--detach', 'topic');
    assert.deepEqual((await read({ ref: 'main' })).changed, {
      'a.md': ['topic\n'],
      'b.md': ['more\n'],
    });
    assert.deepEqual((await read({ commit: topic })).changed, { 'a.md': ['topic\n'] });
    assert.deepEqual((await read({ commit: first })).changed, { 'a.md': ['one\n'] });
  });

  it('says why deleted, renamed, binary, linked, generated and secret files are left out', async () => {
    const long = 'line\n'.repeat(40);
    await write({ 'gone.md': 'gone\n', 'old.md': long, 'moved.md': `${long}m`, 'b.bin': 'text' });
    await write({ 'package-lock.json': '{}', '.env': 'A=1' });
    commit();
    await fs.rm(path.join(root, 'gone.md'));
    git('mv', 'old.md', 'new.md');
    git('mv', 'moved.md', 'dir.md');
    await write({ 'dir.md': `${long}m\nadded\n`, 'b.bin': Uint8Array.of(0, 1, 2, 3, 0) });
    await write({ 'package-lock.json': '{"a":1}', '.env': 'A=2', 'c.pdf': '%PDF-1.7' });
    await fs.symlink('/etc/passwd', path.join(root, 'link.md'));
    git('add', '-A');
    const { changed, skipped } = await read();
    assert.deepEqual(changed, { 'dir.md': ['m\nadded\n'] });
    assert.deepEqual(skipped, {
      '.env': 'never sent: may hold secrets (environment file)',
      'b.bin': 'binary',
      'c.pdf': 'not compared line by line: review the file itself',
      'gone.md': 'deleted',
      'link.md': 'a link: not followed',
      'new.md': 'renamed, its text is the same',
      'package-lock.json': 'lock file',
    });
  });

  it('translations and subtitles are compared line by line, as they are stored', async () => {
    await write({ 'de.po': 'msgid "a"\nmsgstr "b"\n' });
    commit();
    await write({ 'de.po': 'msgid "a"\nmsgstr "c"\n' });
    assert.deepEqual((await read()).changed, { 'de.po': ['msgstr "c"\n'] });
  });

  it('does not look into submodules and repositories inside', async () => {
    await write({ 'a.md': 'a\n' });
    commit();
    await write({ 'inner/x.md': 'x\n' });
    execFileSync('git', ['-C', path.join(root, 'inner'), 'init', '-q'], { env: ENV });
    execFileSync('git', ['-C', path.join(root, 'inner'), 'add', '.'], { env: ENV });
    execFileSync('git', ['-C', path.join(root, 'inner'), 'commit', '-qm', 'x'], { env: ENV });
    const reason = 'a repository in this one: not followed';
    assert.deepEqual(Object.values((await read()).skipped), [reason]);
    git('-c', 'advice.addEmbeddedRepo=false', 'add', 'inner');
    assert.deepEqual((await read({ staged: true })).skipped, { inner: reason });
  });

  it('reads names that need quoting, and shows paths relative to the folder it is in', async () => {
    const names = ['dir/ä “quoted".md', 'dir/new\nline.md', 'dir/--output=x.md', ':(top)odd.md'];
    await write(Object.fromEntries(names.map(name => [name, 'a\n'])));
    commit();
    await write(Object.fromEntries(names.map(name => [name, 'a\nb\n'])));
    const { changed } = await read({ cwd: path.join(root, 'dir') });
    assert.deepEqual(
      Object.keys(changed).sort(),
      [...names.slice(0, 3).map(name => name.slice(4)), '../:(top)odd.md'].sort(),
    );
    for (const ranges of Object.values(changed)) assert.deepEqual(ranges, ['b\n']);
  });

  it('a file in conflict is left out and said', async () => {
    await write({ 'a.md': 'one\n', 'b.md': 'b\n' });
    commit();
    git('checkout', '-q', '-b', 'topic');
    await write({ 'a.md': 'topic\n' });
    commit();
    git('checkout', '-q', 'main');
    await write({ 'a.md': 'main\n' });
    commit();
    assert.throws(() => git('merge', 'topic'));
    await write({ 'b.md': 'b\nmore\n' });
    const { changed, skipped } = await read();
    assert.deepEqual(changed, { 'b.md': ['more\n'] });
    assert.deepEqual(skipped, { 'a.md': 'in conflict: resolve it first' });
  });

  it('I24 nothing that a repository names is run', async () => {
    const trap = path.join(root, 'trap.sh');
    const sprung = path.join(root, '..', `${path.basename(root)}.sprung`);
    await write({ 'a.md': 'one\n', '.gitattributes': '* filter=evil diff=evil\n' });
    commit();
    await fs.writeFile(trap, `#!/bin/sh\necho sprung >> "${sprung}"\ncat\n`, { mode: 0o755 });
    for (const key of [
      'filter.evil.clean',
      'filter.evil.smudge',
      'filter.evil.process',
      'diff.evil.command',
      'diff.evil.textconv',
      'diff.external',
      'core.fsmonitor',
      'core.pager',
      'core.sshCommand',
      'core.editor',
    ])
      git('config', key, trap);
    git('config', 'filter.evil.required', 'true');
    await fs.mkdir(path.join(root, '.git', 'hooks'), { recursive: true });
    await fs.copyFile(trap, path.join(root, '.git', 'hooks', 'post-index-change'));
    await write({ 'a.md': 'one\ntwo\n' });
    const { changed } = await read();
    await read({ staged: true });
    await read({ commit: 'HEAD' });
    assert.deepEqual(changed['a.md'], ['two\n']);
    await assert.rejects(fs.stat(sprung), { code: 'ENOENT' });
  });

  it('a repository that claims a folder elsewhere is refused', async () => {
    await write({ 'a.md': 'one\n' });
    commit();
    git('config', 'core.worktree', path.dirname(root));
    await assert.rejects(read(), usage(/keeps its files elsewhere/));
  });

  it('no repository, no commits, no such name: each is said', async () => {
    await assert.rejects(read(), usage(/no commits yet/));
    await write({ 'a.md': 'one\n' });
    commit();
    for (const name of ['nowhere', '--output=/tmp/x', '', 'HEAD:a.md'])
      await assert.rejects(read({ ref: name }), usage(/is no branch or commit/));
    await assert.rejects(read({ ref: 'main', staged: true }), usage(/Choose one/));
    const outside = await fs.mkdtemp(path.join(tmpdir(), 'fanout-norepo-'));
    await assert.rejects(read({ cwd: outside }), usage(/not in a Git repository/));
    await fs.rm(outside, { recursive: true });
    assert.deepEqual(await read(), { sources: [], changed: {}, skipped: {} });
  });

  it('Git that is not installed is said', async () => {
    await write({ 'a.md': 'one\n' });
    commit();
    const before = process.env['PATH'];
    process.env['PATH'] = root;
    try {
      await assert.rejects(read(), usage(/Git was not found/));
    } finally {
      process.env['PATH'] = before;
    }
  });

  it('tells what stood where a change is, and nothing of what is too long', async () => {
    await write({
      'a.md': 'one\r\n-- two\r\nthree\r\nfour\r\n',
      'end.md': 'a\nold end',
      'long.md': `${'x'.repeat(3000)}\n`,
    });
    commit();
    await write({ 'a.md': 'one\r\nTWO\r\nfour\r\n', 'end.md': 'a\nnew end', 'long.md': 'short\n' });
    const { sources } = await read();
    const removed = Object.fromEntries(
      sources.map(({ path: name, changed }) => [name, changed?.map(range => range.removed)]),
    );
    assert.deepEqual(removed, {
      'a.md': ['-- two\nthree'],
      'end.md': ['old end'],
      'long.md': [undefined],
    });
  });

  it('T16 a key that a change takes away is masked in what is told of it', async () => {
    const key = `gh${'p_'}${'aB3dE5fG7hJ9kL1mN2oP4qR6sT8uV0wX1yZ2'}`;
    await write({ 'a.js': `const token = '${key}';\n` });
    commit();
    await write({ 'a.js': "const token = fromEnvironment('TOKEN');\n" });
    const { sources } = await read();
    assert.equal(sources[0]?.changed?.[0]?.removed, `const token = '${'*'.repeat(key.length)}';`);
  });

  it('what has no text to review is no gap, what was text and cannot be read is', async () => {
    await write({ 'gone.md': 'gone\n', 'old.md': 'line\n'.repeat(40), 'b.bin': 'text' });
    commit();
    await fs.rm(path.join(root, 'gone.md'));
    git('mv', 'old.md', 'new.md');
    await write({
      'b.bin': Uint8Array.of(0, 1, 2, 3, 0),
      'empty.md': '',
      'package-lock.json': '{}',
      'api.ts': '// Code generated by a tool. DO NOT EDIT.\nexport {};\n',
      'foreign.txt': Uint8Array.from({ length: 400 }, (_, i) => 0x81 + ((i * 7) % 0x7e)),
      '.env': 'A=1\n',
    });
    git('add', '-A', '--force');
    const { skipped } = await readChanges({ cwd: root });
    assert.deepEqual(Object.fromEntries(skipped.map(s => [s.path, s.gap])), {
      '.env': undefined,
      'api.ts': undefined,
      'b.bin': false,
      'empty.md': false,
      'foreign.txt': undefined,
      'gone.md': false,
      'new.md': false,
      'package-lock.json': false,
    });
  });

  it('E3 a change does not take a file out of its own review by a header that it adds', async () => {
    const code = Array.from({ length: 60 }, (_, i) => `export const n${i} = ${i};\n`).join('');
    await write({
      'a.ts': code,
      'was.ts': `// @generated\n${code}`,
      'packed.js': code.replaceAll('export ', ''),
    });
    commit();
    await write({
      'a.ts': `// Code generated by a tool. DO NOT EDIT.\n${code.replace('= 30', '= leak()')}`,
      'was.ts': `// @generated\n${code.replace('= 30', '= 31')}`,
      'packed.js': code.replaceAll('export ', '').replaceAll('\n', ' ').repeat(9),
    });
    const { sources, skipped } = await readChanges({ cwd: root });
    assert.deepEqual(
      sources.map(source => source.path),
      ['a.ts'],
    );
    assert.deepEqual(
      skipped.map(({ path, reason, gap }) => [path, reason, gap]),
      [
        ['packed.js', 'minified by this change: review the file itself', undefined],
        ['was.ts', 'generated', false],
      ],
    );
  });

  it('E3 T62 a file that a change brings is a gap, whatever its name or header says; one that was so before is not', async () => {
    const code = 'export const leak = () => fetch("https://evil.test");\n';
    await write({ 'old.g.cs': code, 'lib/old.min.js': code, 'was.ts': `// @generated\n${code}` });
    commit();
    await write({
      'old.g.cs': `${code}//\n`,
      'lib/old.min.js': `${code}//\n`,
      'was.ts': `// @generated\n${code}//\n`,
      'header.ts': `// @generated\n${code}`,
      'name.g.cs': code,
      'lib/name.min.js': code,
      'venv/x.py': code,
      'package-lock.json': '{}',
    });
    git('add', '-A', '--force');
    const { skipped } = await readChanges({ cwd: root, staged: true });
    assert.deepEqual(
      skipped.map(({ path, gap }) => [path, gap]),
      [
        ['header.ts', undefined],
        ['lib/name.min.js', undefined],
        ['lib/old.min.js', false],
        ['name.g.cs', undefined],
        ['old.g.cs', false],
        ['package-lock.json', false],
        ['venv/x.py', undefined],
        ['was.ts', false],
      ],
    );
    assert.match(skipped[0]?.reason ?? '', /generated, and new in this change: review the file/);
  });

  it('a clone that lacks the history says so instead of taking everything for new', async () => {
    await write({ 'a.md': 'one\n' });
    commit();
    git('branch', 'other');
    await write({ 'a.md': 'one\ntwo\n' });
    commit();
    git('checkout', '-q', 'other');
    await write({ 'b.md': 'b\n' });
    commit();
    const clone = path.join(root, '.git', 'clone');
    const from = pathToFileURL(root).href;
    execFileSync('git', ['clone', '-q', '--depth', '1', '--no-single-branch', from, clone], {
      env: ENV,
      stdio: 'pipe',
    });
    const shallow = usage(/shallow.*git fetch --unshallow/);
    await assert.rejects(readChanges({ cwd: clone, commit: 'HEAD' }), shallow);
    await assert.rejects(readChanges({ cwd: clone, ref: 'origin/main' }), shallow);
    assert.deepEqual((await readChanges({ cwd: clone })).sources, []);
  });

  it('any edit: what is outside the ranges stands in the old text in the same order', async () => {
    const lines = fc.array(
      fc.constantFrom('a', 'b', 'c', 'é', '', '@@ -1 +1 @@', 'diff --git a b', '--- a/x'),
      { maxLength: 12 },
    );
    const edits = fc.array(fc.tuple(lines, lines, fc.boolean()), { minLength: 80, maxLength: 100 });
    const text = (of: string[], tail: boolean) => `x${of.join('\n')}${tail ? '\n' : ''}`;
    await fc.assert(
      fc.asyncProperty(edits, async files => {
        const named = files.map((edit, i) => [`${i}.md`, edit] as const);
        await write(Object.fromEntries(named.map(([name, [old]]) => [name, text(old, true)])));
        commit();
        await write(
          Object.fromEntries(named.map(([name, [, now, end]]) => [name, text(now, end)])),
        );
        const { sources } = await readChanges({ cwd: root });
        for (const source of sources) {
          const [old = []] = files[Number.parseInt(source.path, 10)] ?? [];
          const before = text(old, true).split('\n');
          let at = 0;
          for (const line of without(source).split('\n').filter(Boolean)) {
            at = before.indexOf(line, at) + 1;
            assert.ok(at > 0, `${line} is not old`);
          }
        }
      }),
      // Many files in one repository: what takes long is to start Git.
      { numRuns: 1 },
    );
  }).timeout(60_000);
});

const usage = (pattern: RegExp) => (error: unknown) =>
  error instanceof FanoutError && error.code === 'usage' && pattern.test(error.message);

const changedText = ({ text, changed = [] }: Source): string[] =>
  changed.map(({ start, end }) => text.slice(start, end));

function without({ text, changed = [] }: Source): string {
  let kept = '';
  let at = 0;
  for (const { start, end } of changed) {
    kept += text.slice(at, start);
    at = end;
  }
  return kept + text.slice(at);
}
