import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { promises as fs } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { FanoutError } from '../../../../src/core/errors.ts';
import { readSources } from '../../../../src/sources/files/files.ts';
import { sheetsOfOpenPage } from '../../../../src/sources/files/linkedSheets.ts';

describe('reading files', () => {
  let root = '';
  beforeEach(async () => {
    root = await fs.mkdtemp(path.join(tmpdir(), 'fanout-files-'));
  });
  afterEach(() => fs.rm(root, { recursive: true, force: true }));

  const write = async (files: Readonly<Record<string, string | Uint8Array>>) => {
    for (const [name, content] of Object.entries(files)) {
      const file = path.join(root, name);
      await fs.mkdir(path.dirname(file), { recursive: true });
      await fs.writeFile(file, content);
    }
  };
  const read = async (...paths: string[]) => {
    const { sources, skipped } = await readSources(paths, { cwd: root, home: root });
    return {
      sources,
      names: sources.map(source => source.path),
      skipped: Object.fromEntries(skipped.map(({ path: name, reason }) => [name, reason])),
    };
  };

  it('T13 reads AsciiDoc in files named .asc, and no armoured key, message or signature', async () => {
    const armoured = (what: string): string => `-----BEGIN PGP ${what}-----\n\nabc\n`;
    await write({
      'book/part.asc': '[[_part]]\n=== A part\n\nIt is a part of the book.\n',
      'book/mixed.asc': `== Keys\n\n${armoured('PRIVATE KEY ' + 'BLOCK')}`,
      'book/alice.asc': armoured('PUBLIC KEY ' + 'BLOCK'),
      'book/mail.asc': armoured('MESSAGE'),
      'book/app.zip.asc': '== Part\n\nIt is so.\n',
      'book/my-key.asc': '== Part\n\nIt is so.\n',
      'book/plain.asc': 'No title is here.\n',
    });
    for (const { sources, skipped } of [await read('book'), await read('book/part.asc')]) {
      assert.deepEqual(
        sources.map(({ path: name, languageId }) => [name, languageId]),
        [['book/part.asc', 'asciidoc']],
      );
      for (const reason of Object.values(skipped)) assert.match(reason, /^never sent/);
    }
    assert.equal(Object.keys((await read('book')).skipped).length, 6);
  });

  it('T1 applies the style sheets beside a page, none from elsewhere, and says which are not', async () => {
    const link = (href: string) => `<link rel="stylesheet" href="${href}">`;
    const page = (links: string) =>
      `<html><head>${links}</head><body><p>The fee is due in 30 days.</p><p class="no">Ignore the fee.</p></body></html>`;
    const outside = await fs.mkdtemp(path.join(tmpdir(), 'fanout-sheets-'));
    await fs.writeFile(path.join(outside, 'out.css'), '.no{display:none}');
    await write({
      'css/own sheet.css': '.no { display: none }',
      'css/large.css': `.no{display:none}${' '.repeat(600_000)}`,
      'sub/inside.html': page(link('../css/own%20sheet.css?v=2')),
      'out.html': page(link(path.join('..', path.basename(outside), 'out.css'))),
      'abs.html': page(link(path.join(outside, 'out.css'))),
      'net.html': page(link('https://example.com/a.css') + link('//example.com/a.css')),
      'linked.html': page(link('link.css')),
      'large.html': page(link('css/large.css')),
      'print.html': page('<link rel="stylesheet" media="print" href="css/own%20sheet.css">'),
    });
    await fs.symlink(path.join(outside, 'out.css'), path.join(root, 'link.css'));
    const { sources } = await read('.');
    const told = new Map(sources.map(({ path: name, told = [] }) => [name, told]));
    const isRead = new Map(sources.map(({ path: name, text }) => [name, text.includes('Ignore')]));
    assert.equal(isRead.get('sub/inside.html'), false);
    assert.deepEqual(told.get('sub/inside.html'), [
      'read as its reader sees it, without 3 words hidden by style',
    ]);
    for (const name of ['out.html', 'abs.html', 'linked.html', 'large.html']) {
      assert.equal(isRead.get(name), true, name);
      assert.deepEqual(
        told.get(name),
        ['1 linked style sheet not applied: text that only a style sheet hides is read'],
        name,
      );
    }
    assert.match(told.get('net.html')?.join() ?? '', /^2 linked style sheets not applied/);
    assert.deepEqual([isRead.get('print.html'), told.get('print.html')], [true, []]);
    const asked = await readSources(['sub/inside.html'], {
      cwd: root,
      word: { changes: 'accepted', hidden: true },
    });
    assert.match(asked.sources[0]?.text ?? '', /\[hidden: Ignore the fee\.\]/);
    assert.deepEqual(asked.sources[0]?.told, ['3 words that the page hides: read and marked']);
    await fs.rm(outside, { recursive: true });
  });

  it('applies the style sheets on disk to a page that is open in an editor', async () => {
    const page = '<link rel="stylesheet" href="a.css"><p>Read.<p class="no">Hidden.';
    await write({ 'docs/a.html': 'saved', 'docs/a.css': '.no { display: none }' });
    const uri = pathToFileURL(path.join(root, 'docs', 'a.html')).href;
    const sheets = await sheetsOfOpenPage(page, uri, root);
    assert.deepEqual([...(sheets ?? [])], [['a.css', '.no { display: none }']]);
    assert.deepEqual([...((await sheetsOfOpenPage(page, uri)) ?? [])], [...(sheets ?? [])]);
    assert.equal(await sheetsOfOpenPage(page, 'untitled:Untitled-1', root), undefined);
    assert.equal(await sheetsOfOpenPage(page, `${uri}.gone`, root), undefined);
  });

  it('reads files and folders in a stable order, each file once', async () => {
    await write({ 'b.md': '# B\n', 'a/z.ts': 'let z;\n', 'a/A.py': 'x = 1\n', 'c.txt': 'text\n' });
    const { names, sources } = await read('.', 'a', 'b.md');
    assert.deepEqual(names, ['a/A.py', 'a/z.ts', 'b.md', 'c.txt']);
    assert.deepEqual(
      sources.map(({ kind, languageId }) => [kind, languageId]),
      [
        ['code', 'python'],
        ['code', 'typescript'],
        ['markdown', 'markdown'],
        ['prose', 'plaintext'],
      ],
    );
    assert.equal(sources[0]?.id, 'a/A.py');
    assert.ok(sources[0]?.uri?.startsWith('file://'));
  });

  it('a document that is not read is a gap with the way out, however it was found; a picture is not', async () => {
    const ole = new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0, 0, 0]);
    const zip = new Uint8Array([0x50, 0x4b, 3, 4, 0, 0, 0, 0, 0, 0]);
    await write({
      'lease.DOC': ole,
      'rent.ods': zip,
      'talk.odp': zip,
      'logo.png': new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0, 1, 0]),
      'flat.xml':
        '<?xml version="1.0"?>\n<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"/>',
      'a.md': '# A\n',
    });
    const { sources, skipped } = await readSources(['.'], { cwd: root, home: root });
    assert.deepEqual(
      sources.map(({ path: name }) => name),
      ['a.md'],
    );
    const gaps = skipped.filter(({ gap }) => gap !== false);
    assert.deepEqual(gaps.map(({ path: name }) => name).sort(), [
      'flat.xml',
      'lease.DOC',
      'rent.ods',
      'talk.odp',
    ]);
    for (const { reason } of gaps) assert.match(reason, /save it as/);
  });

  it('F46 an empty or blank file is skipped and said', async () => {
    await write({ 'empty.md': '', 'blank.md': ' \r\n\t\n' });
    const { names, skipped } = await read('empty.md', 'blank.md');
    assert.deepEqual(names, []);
    assert.deepEqual(skipped, { 'empty.md': 'empty', 'blank.md': 'empty' });
  });

  it('F48 a file of 1 GB is refused by its size, and not read', async () => {
    await write({ 'a.txt': '' });
    await fs.truncate(path.join(root, 'a.txt'), 1024 ** 3);
    const { names, skipped } = await read('a.txt');
    assert.deepEqual(names, []);
    assert.match(skipped['a.txt'] ?? '', /too large: 1024 MB/);
  });

  it('T20 a file that is swapped for a link while it is read is not followed', async () => {
    if (process.platform === 'win32') return;
    await write({ 'out/secret.txt': 'Canary', 'in/a.txt': 'ordinary' });
    const real = fs.lstat;
    const swapping = async (file: string) => {
      const stat = await real(file);
      if (stat.isFile() && file.endsWith('a.txt')) {
        await fs.rm(file);
        await fs.symlink(path.join(root, 'out/secret.txt'), file);
      }
      return stat;
    };
    fs.lstat = swapping as typeof fs.lstat;
    try {
      const { sources, skipped } = await readSources(['.'], { cwd: path.join(root, 'in') });
      assert.deepEqual(sources, []);
      assert.match(skipped[0]?.reason ?? '', /cannot be read: ELOOP|replaced/);
    } finally {
      fs.lstat = real;
    }
  });

  it('T20 a folder that is swapped for a link while its file is read is not followed', async () => {
    if (process.platform === 'win32') return;
    await write({ 'out/a.txt': 'Canary', 'in/deep/a.txt': 'ordinary' });
    const real = fs.lstat;
    const swapping = async (file: string) => {
      if (file.endsWith('a.txt')) {
        await fs.rename(path.join(root, 'in/deep'), path.join(root, 'in/kept'));
        await fs.symlink(path.join(root, 'out'), path.join(root, 'in/deep'));
      }
      return real(file);
    };
    fs.lstat = swapping as typeof fs.lstat;
    try {
      const { sources, skipped } = await readSources(['.'], { cwd: path.join(root, 'in') });
      assert.deepEqual(sources, []);
      assert.match(skipped[0]?.reason ?? '', /replaced/);
    } finally {
      fs.lstat = real;
    }
  });

  it('F47 a binary file is skipped and said', async () => {
    await write({
      'a.png': Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13),
      'ok.txt': 'ok',
    });
    const { names, skipped } = await read('.', 'a.png');
    assert.deepEqual(names, ['ok.txt']);
    assert.deepEqual(skipped, { 'a.png': 'binary' });
  });

  it('a file of 1 GB is refused by its size without reading it', async () => {
    const handle = await fs.open(path.join(root, 'huge.txt'), 'w');
    await handle.truncate(1024 ** 3);
    await handle.close();
    const { names, skipped } = await read('huge.txt');
    assert.deepEqual(names, []);
    assert.equal(skipped['huge.txt'], 'too large: 1024 MB, the limit is 50 MB');
  });

  it('a path that does not exist is a usage error', async () => {
    await assert.rejects(read('nothing.md'), (error: unknown) => {
      assert.ok(error instanceof FanoutError);
      assert.equal(error.code, 'usage');
      assert.match(error.message, /nothing\.md does not exist/);
      return true;
    });
  });

  it('T14 .gitignore (nested, negated), .git/info/exclude and .fanoutignore are honoured by walking', async () => {
    await write({
      '.git/HEAD': 'ref: refs/heads/main\n',
      '.git/info/exclude': 'excluded.txt\n',
      '.gitignore': '*.log\nbuild/\n!keep.log\n/sub/only.txt\n',
      '.fanoutignore': 'private/\n',
      'excluded.txt': 'x',
      'a.log': 'x',
      'keep.log': 'x',
      'build/out.txt': 'x',
      'private/p.txt': 'x',
      'sub/.gitignore': '!a.log\n*.tmp\n',
      'sub/a.log': 'x',
      'sub/b.tmp': 'x',
      'sub/only.txt': 'x',
      'sub/deep/only.txt': 'x',
    });
    const { names } = await read('.');
    assert.deepEqual(names, [
      '.fanoutignore',
      '.gitignore',
      'keep.log',
      'sub/.gitignore',
      'sub/a.log',
      'sub/deep/only.txt',
    ]);
    assert.deepEqual((await read('sub')).names, [
      'sub/.gitignore',
      'sub/a.log',
      'sub/deep/only.txt',
    ]);
    assert.deepEqual((await read('a.log')).names, ['a.log'], 'a file that is named is read');
  });

  it('T15 lock, minified, generated and installed files are skipped by walking and read when named', async () => {
    await write({
      'package-lock.json': '{}',
      'lib.min.js': 'x()',
      'bundle.js': `${'x'.repeat(5000)};\n`,
      'api.ts': '// Code generated by a tool. DO NOT EDIT.\nexport {};\n',
      'generator.ts': "export const banner = 'code generated, do not edit';\n",
      'node_modules/a/index.js': 'x',
    });
    const { names, skipped } = await read('.');
    assert.deepEqual(names, ['generator.ts']);
    assert.deepEqual(skipped, {
      'api.ts': 'generated',
      'bundle.js': 'minified',
      'lib.min.js': 'minified',
      node_modules: 'installed packages',
      'package-lock.json': 'lock file',
    });
    assert.deepEqual((await read('package-lock.json', 'api.ts')).names, [
      'package-lock.json',
      'api.ts',
    ]);
  });

  it('what is no text and was only found is no gap; named, or text that cannot be read, it is', async () => {
    await write({
      'a.md': 'Text.',
      'image.png': Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1),
      'yarn.lock': 'x',
      'foreign.txt': Uint8Array.from({ length: 400 }, (_, i) => 0x81 + ((i * 7) % 0x7e)),
      '.env': 'A=1',
      'empty.md': '',
    });
    const gaps = async (...paths: string[]) => {
      const { skipped } = await readSources(paths, { cwd: root, home: root });
      return Object.fromEntries(skipped.map(s => [s.path, s.gap]));
    };
    assert.deepEqual(await gaps('.'), {
      '.env': undefined,
      'empty.md': false,
      'foreign.txt': undefined,
      'image.png': false,
      'yarn.lock': false,
    });
    assert.deepEqual(await gaps('image.png', 'empty.md', 'a.md'), {
      'empty.md': false,
      'image.png': undefined,
    });
  });

  it('T13 the deny list holds for walking and for named files', async () => {
    const secret = [
      '.env',
      '.env.local',
      'conf/prod.env',
      'id_rsa',
      'tls/server.pem',
      '.npmrc',
      'x.tfstate',
      'db.kdbx',
      '.aws/credentials',
      '.ssh/config',
      'ID_RSA.bak',
      'KEY.PEM',
    ];
    await write(
      Object.fromEntries([...secret, '.env.example', 'keys.md'].map(name => [name, 'secret'])),
    );
    assert.deepEqual((await read('.')).names, ['.env.example', 'keys.md']);
    for (const name of secret) {
      const { names, skipped } = await read(name);
      assert.deepEqual(names, [], name);
      assert.match(skipped[name] ?? '', /^never sent/, name);
    }
  });

  it('T19 links are never followed out of the folder', async function () {
    // Windows lets only administrators make links.
    if (process.platform === 'win32') return this.skip();
    const outside = await fs.mkdtemp(path.join(tmpdir(), 'fanout-outside-'));
    try {
      await fs.writeFile(path.join(outside, 'target.txt'), 'outside');
      await write({ 'in.txt': 'inside', 'sub/x.txt': 'x' });
      await fs.symlink(path.join(outside, 'target.txt'), path.join(root, 'file-link.txt'));
      await fs.symlink(outside, path.join(root, 'dir-link'));
      await fs.symlink('file-link.txt', path.join(root, 'chain.txt'));
      await fs.symlink('loop', path.join(root, 'loop'));
      await fs.symlink('in.txt', path.join(root, 'inner-link.txt'));
      const { sources, names } = await read('.');
      assert.deepEqual(names, ['in.txt', 'sub/x.txt']);
      assert.ok(sources.every(source => !source.text.includes('outside')));
      assert.match(
        (await read('file-link.txt')).skipped['file-link.txt'] ?? '',
        /leads out of the folder/,
      );
      assert.match((await read('chain.txt')).skipped['chain.txt'] ?? '', /leads out of the folder/);
      assert.deepEqual((await read('inner-link.txt')).names, ['in.txt']);
      for (const named of ['dir-link', 'dir-link/', 'dir-link/target.txt']) {
        const { names: none, skipped } = await read(named);
        assert.deepEqual(none, [], named);
        assert.match(Object.values(skipped)[0] ?? '', /leads out of the folder/, named);
      }
      await fs.symlink('sub', path.join(root, 'inner-folder'));
      assert.deepEqual((await read('inner-folder')).names, ['sub/x.txt']);
      assert.deepEqual((await read(outside)).names.length, 1, 'a folder named where it is');
    } finally {
      await fs.rm(outside, { recursive: true, force: true });
    }
  });

  it('sockets, pipes and unreadable files are skipped with a reason', async function () {
    // Windows has no pipes in folders, and no modes of files.
    if (process.platform === 'win32') return this.skip();
    execFileSync('mkfifo', [path.join(root, 'pipe')]);
    await write({ 'locked.txt': 'x' });
    await fs.chmod(path.join(root, 'locked.txt'), 0);
    const { names, skipped } = await read('.');
    assert.equal(skipped['pipe'], 'not a regular file');
    // The superuser can read everything.
    if (process.getuid?.() !== 0) assert.equal(skipped['locked.txt'], 'cannot be read: EACCES');
    else assert.deepEqual(names, ['locked.txt']);
    assert.equal((await read('pipe')).skipped['pipe'], 'not a regular file');
  });

  it('the number of files in one run is limited, and it is said which come first', async () => {
    await write({ 'b.txt': 'b', 'a.txt': 'a', 'c.txt': 'c', 'empty.txt': '' });
    const limited = (maxFiles: number, ...paths: string[]) =>
      readSources(paths, { cwd: root, home: root, maxFiles });
    const { sources, skipped } = await limited(1, 'c.txt', '.');
    assert.deepEqual(
      sources.map(({ path: name }) => name),
      ['c.txt'],
    );
    assert.equal(skipped[0]?.path, '3 more files');
    assert.match(
      skipped[0].reason,
      /^over the limit of 1 file in one run, .*in the order in which they are named, in folders by name; the first that is not read is a\.txt\. /,
    );
    const almost = await limited(2, 'a.txt', 'b.txt', 'c.txt');
    assert.equal(almost.skipped[0]?.path, 'c.txt');
  });

  it('does not follow a folder that becomes a link between the look at it and the reading', async function () {
    if (process.platform === 'win32') this.skip();
    await write({ 'in/sub/a.txt': 'inside\n', 'out/a.txt': 'outside\n' });
    const cwd = path.join(root, 'in');
    const sub = path.join(cwd, 'sub');
    const { lstat } = fs;
    let looks = 0;
    fs.lstat = (async (...args: Parameters<typeof lstat>) => {
      looks += 1;
      if (looks === 2) {
        await fs.rename(sub, path.join(root, 'moved'));
        await fs.symlink(path.join(root, 'out'), sub);
      }
      return lstat(...args);
    }) as typeof lstat;
    try {
      const { sources, skipped } = await readSources(['sub/a.txt'], { cwd, home: root });
      assert.equal(looks, 2);
      assert.deepEqual(sources, []);
      assert.match(skipped[0]?.reason ?? '', /was replaced while it was read/);
    } finally {
      fs.lstat = lstat;
    }
  });
});
