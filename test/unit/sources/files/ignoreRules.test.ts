import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { parseRules } from '../../../../src/sources/files/ignoreRules.ts';
import { walk } from '../../../../src/sources/files/walk.ts';
import { wildmatch } from '../../../../src/sources/files/wildmatch.ts';

const hasGit = spawnSync('git', ['--version']).status === 0;
/** The files that Git lists in each of the folders, without the settings of whoever runs the tests. */
function listedByGit(parent: string, folders: readonly string[]): string[][] {
  // One process for all: starting it from here is what takes long.
  const { status, stdout, stderr } = spawnSync(
    'sh',
    [
      '-ec',
      'for d; do git -C "$d" ls-files --others --exclude-standard -z; printf "\\0"; done',
      'sh',
      ...folders,
    ],
    {
      cwd: parent,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], HOME: parent, GIT_CONFIG_NOSYSTEM: '1', LC_ALL: 'C' },
    },
  );
  assert.equal(status, 0, stderr);
  const lists: string[][] = [[]];
  for (const file of stdout.split('\0').slice(0, -1))
    if (file === '') lists.push([]);
    else lists.at(-1)!.push(file);
  return lists.slice(0, -1);
}

const name = fc.constantFrom(
  'a',
  'b',
  'foo',
  'bar',
  'foo.js',
  'a.b',
  'ab',
  'é',
  'x y',
  '#c',
  '!d',
  'a]b',
  'A',
  'foo[1]',
  'd\\e',
);
const folderName = fc.constantFrom('a', 'b', 'foo', 'lib', 'é', 'x y');
const filePath = fc
  .tuple(fc.array(folderName, { maxLength: 3 }), name)
  .map(([folders, file]) => [...folders, file].join('/'));
const patternPart = fc.constantFrom(
  'a',
  'b',
  'foo',
  'lib',
  'é',
  '*',
  '**',
  '?',
  '??',
  '*.js',
  'f*',
  '*o*',
  '[ab]',
  '[!a]',
  '[^b]',
  '[a-f]oo',
  '[[:alpha:]]',
  '[]ab]',
  '[a\\]b]',
  'x\\ y',
  'x y',
  '\\a',
  '**a',
  'a**',
  '***',
  'd\\\\e',
  'foo\\[1\\]',
  '[',
  '[a',
  'a\\',
);
const pattern = fc
  .tuple(
    fc.constantFrom('', '', '', '!', '/', '!/', '\\#', '\\!', '#', '**/', '/**/'),
    fc.array(patternPart, { minLength: 1, maxLength: 3 }),
    fc.constantFrom('', '', '', '/', '/*', '/**', ' ', '  ', '\\ ', '\r'),
  )
  .map(([before, parts, after]) => before + parts.join('/') + after);
const ignoreFile = fc
  .array(pattern, { minLength: 1, maxLength: 6 })
  .map(lines => `${lines.join('\n')}\n`);

interface Tree {
  readonly files: readonly string[];
  readonly ignore: readonly { readonly folder: string; readonly content: string }[];
  readonly exclude: string;
}
const tree: fc.Arbitrary<Tree> = fc.record({
  files: fc.uniqueArray(filePath, { minLength: 3, maxLength: 25 }),
  ignore: fc.uniqueArray(
    fc.record({
      folder: fc.array(folderName, { maxLength: 2 }).map(parts => parts.join('/')),
      content: ignoreFile,
    }),
    { maxLength: 3, selector: file => file.folder },
  ),
  exclude: fc.oneof(fc.constant(''), ignoreFile),
});

/** Writes the tree; a path that is a folder already, or lies below a file, is left out. */
function build(root: string, { files, ignore, exclude }: Tree): void {
  mkdirSync(path.join(root, '.git', 'info'), { recursive: true });
  mkdirSync(path.join(root, '.git', 'objects'));
  mkdirSync(path.join(root, '.git', 'refs'));
  writeFileSync(path.join(root, '.git', 'HEAD'), 'ref: refs/heads/main\n');
  writeFileSync(path.join(root, '.git', 'info', 'exclude'), exclude);
  const put = (file: string, content: string) => {
    try {
      mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
      writeFileSync(path.join(root, file), content);
    } catch {
      return;
    }
  };
  for (const file of files) put(file, 'x\n');
  for (const { folder, content } of ignore) put(path.join(folder, '.gitignore'), content);
}

describe('ignore rules', () => {
  it('T14 the files walked are the files Git lists, on random trees', async function () {
    if (!hasGit) return this.skip();
    const trees = Number(process.env['FANOUT_TREES'] ?? 120);
    this.timeout(2000 * trees);
    await fc.assert(
      fc.asyncProperty(fc.array(tree, { minLength: 10, maxLength: 10 }), async shapes => {
        const parent = mkdtempSync(path.join(tmpdir(), 'fanout-ignore-'));
        try {
          const roots = shapes.map((_, i) => path.join(parent, String(i)));
          shapes.forEach((shape, i) => build(roots[i]!, shape));
          const lists = listedByGit(parent, roots);
          assert.equal(lists.length, shapes.length);
          for (const [i, shape] of shapes.entries()) {
            const root = roots[i]!;
            const { files } = await walk(root, root);
            const own = files.map(file => path.relative(root, file).split(path.sep).join('/'));
            assert.deepEqual(own.toSorted(), lists[i]!.toSorted(), JSON.stringify(shape));
          }
        } finally {
          rmSync(parent, { recursive: true, force: true });
        }
      }),
      { numRuns: Math.ceil(trees / 10) },
    );
  });

  it('a hostile pattern does not take exponential time', () => {
    assert.equal(wildmatch(`${'*a'.repeat(30)}b`, 'a'.repeat(60)), false);
    assert.equal(wildmatch(`${'**/'.repeat(20)}b`, 'a/'.repeat(40)), false);
  });

  it('rules of a setting apply to whole paths', () => {
    const rules = parseRules('dist/\n*.snap\n!keep.snap\n');
    assert.deepEqual(
      ['dist/a.js', 'src/dist/b.js', 'dist', 'a.snap', 'x/keep.snap', 'src/a.ts'].map(
        rules.ignores,
      ),
      [true, true, false, true, false, false],
    );
  });
});
