import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Report } from '../../../src/core/report/report.ts';
import { type Chaos, ok, startChaos } from '../../support/chaosServer.ts';
import { promptOf, quotesOfChange } from '../../support/changeReader.ts';
import { type Ended, startCommandLine } from '../../support/commandLine.ts';

const ENV = {
  ...process.env,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  GIT_AUTHOR_NAME: 'a',
  GIT_AUTHOR_EMAIL: 'a@example.com',
  GIT_COMMITTER_NAME: 'a',
  GIT_COMMITTER_EMAIL: 'a@example.com',
};

/** Functions whose lines are each there once. */
const code = (name: string, functions: number, eol = '\n'): string =>
  Array.from({ length: functions }, (_, i) =>
    [
      `export function ${name}${i}(input) {`,
      ...Array.from({ length: 5 }, (_x, n) => `  const ${name}${i}v${n} = input[${n}] * ${i + n};`),
      `  return ${name}${i}v0;`,
      '}',
      '',
      '',
    ].join(eol),
  ).join('');

describe('command line over changes', function () {
  this.timeout(120_000);
  let root = '';
  let chaos: Chaos;
  const git = (...args: string[]): string =>
    execFileSync('git', ['-C', root, ...args], { env: ENV, stdio: 'pipe' }).toString();
  const write = (name: string, text: string | Uint8Array): void => {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), text);
  };
  const edit = (name: string, change: (text: string) => string): void =>
    write(name, change(readFileSync(path.join(root, name), 'utf8')));
  const fanout = (...args: string[]): Promise<Ended> =>
    startCommandLine([...args, '--store', path.join(root, '.git', 'runs')], root, {
      FANOUT_API_KEY: 'key',
    }).ended;
  const withModel = (): string[] => [
    ...['--model', 'compatible:test', '--base-url', `${chaos.url}/v1`],
    ...['--perspectives', 'correctness', '--no-synthesis', '--format', 'json'],
  ];

  beforeEach(async () => {
    root = mkdtempSync(path.join(tmpdir(), 'fanout-cli-changes-'));
    git('init', '-q', '-b', 'main');
    chaos = await startChaos(request => {
      const { changed, unchanged } = quotesOfChange(request);
      const finding = (quote: string, title: string) => ({
        quote,
        title,
        message: `${title}: ${quote}`,
        suggestion: null,
        severity: 'minor',
        confidence: 0.8,
      });
      return ok({
        findings: [
          ...changed.map(quote => finding(quote, 'changed')),
          ...unchanged.slice(0, 1).map(quote => finding(quote, 'unchanged')),
        ],
        assessment: 'Read.',
      });
    });
  });
  afterEach(async () => {
    await chaos.close();
    rmSync(root, { recursive: true, force: true });
  });

  it('every finding is on the right changed line of the right file, and every changed line is read', async () => {
    write('many.js', code('many', 400));
    write('crlf.js', code('crlf', 20, '\r\n'));
    write('open.js', code('open', 3).trimEnd());
    write('dir/ünï “côde”.js', code('unicode', 3));
    write('moved.js', code('moved', 12));
    write('old name.js', code('renamed', 8));
    write('script.js', code('script', 2));
    write('gone.js', code('gone', 2));
    write('picture.bin', 'text');
    git('add', '-A');
    git('commit', '-qm', 'before');
    for (let i = 0; i < 400; i += 36)
      edit('many.js', text => text.replace(`input[2] * ${i + 2};`, `input[2] / ${i};`));
    edit('crlf.js', text => text.replace('  return crlf7v0;\r\n', '').replace('crlf9v1 =', 'C9 ='));
    edit('open.js', text => `${text}\nopen0(undefined);`);
    edit('dir/ünï “côde”.js', text => text.replace('unicode1v3', 'ünïcode'));
    edit(
      'moved.js',
      text => text.replace(/export function moved2[\s\S]*?\n\n/, '') + code('moved', 3).slice(-180),
    );
    renameSync(path.join(root, 'old name.js'), path.join(root, 'new name.js'));
    edit('new name.js', text => text.replace('renamed4v4 = input[4]', 'renamed4v4 = input[5]'));
    chmodSync(path.join(root, 'script.js'), 0o755);
    rmSync(path.join(root, 'gone.js'));
    write('picture.bin', Uint8Array.of(0, 1, 2, 0));
    write('new.js', code('fresh', 2));
    git('add', '-A');

    const { stdout, stderr } = await fanout('review', '--changes', ...withModel());
    const report = JSON.parse(stdout) as Report;
    const expected = changedLines(git('diff', '-U0', '-M', 'HEAD'));
    const found = new Map<string, Set<number>>();
    for (const finding of report.findings) {
      const lines = readFileSync(path.join(root, finding.path), 'utf8').split(/\r?\n/);
      assert.ok(finding.placed && finding.line !== null, finding.quote);
      assert.ok(lines[finding.line - 1]?.includes(finding.quote));
      assert.equal(finding.title, 'changed', `${finding.path}:${finding.line}`);
      const own = expected.get(finding.path);
      assert.ok(own?.has(finding.line), `${finding.path}:${finding.line} did not change`);
      found.set(finding.path, (found.get(finding.path) ?? new Set()).add(finding.line));
    }
    for (const [file, lines] of expected) {
      const text = readFileSync(path.join(root, file), 'utf8').split(/\r?\n/);
      for (const line of lines)
        if (/[\p{L}\p{N}]{3}/u.test(text[line - 1] ?? '') && !besideOnly.has(`${file}:${line}`))
          assert.ok(found.get(file)?.has(line), `${file}:${line} was not read: ${text[line - 1]}`);
    }
    assert.ok(report.outsideChange.length > 0);
    assert.ok(report.outsideChange.every(({ title, placed }) => title === 'unchanged' && placed));
    const { reviewedFraction, unit, gaps } = report.coverage;
    assert.deepEqual(
      { reviewedFraction, unit, gaps },
      { reviewedFraction: 1, unit: 'changedLines', gaps: [] },
    );
    assert.deepEqual(Object.fromEntries(report.skipped.map(s => [s.path, s.reason])), {
      'gone.js': 'deleted',
      'picture.bin': 'binary',
      'script.js': 'its text is the same',
    });
    assert.equal(report.title, 'Changes not committed');
    // A file with 12 changed lines among thousands is not paid for whole.
    const many = report.chunks.filter(({ source }) => source === 'many.js');
    const read = many.reduce((sum, { start, end }) => sum + end - start, 0);
    assert.ok(read < code('many', 400).length / 2, `${read} characters; ${stderr}`);
    // What stood there before is told, and never taken for the text.
    assert.ok(chaos.requests.some(r => promptOf(r).includes('  return crlf7v0;')));
  });

  it('reviews what a branch changed since it left another, and names the run after it', async () => {
    write('a.js', code('first', 2));
    git('add', '-A');
    git('commit', '-qm', 'one');
    git('checkout', '-qb', 'topic');
    edit('a.js', text => text.replace('first1v1 = input[1]', 'first1v1 = input[7]'));
    git('commit', '-qam', 'two');
    edit('a.js', text => text.replace('first0v2 = input[2]', 'first0v2 = input[8]'));
    const { stdout, stderr } = await fanout('review', '--changes', 'main', ...withModel());
    assert.ok(stdout !== '', stderr);
    const { findings, title } = JSON.parse(stdout) as Report;
    const quotes = findings.map(({ quote }) => /input\[\d\]/.exec(quote)?.[0] ?? quote);
    assert.deepEqual([title, quotes], ['Changes since main', ['input[7]']]);
  });

  it('T62 generated files that a change adds are a gap, which only --exclude of the command line takes away', async () => {
    write('a.js', code('first', 2));
    git('add', '-A');
    git('commit', '-qm', 'one');
    git('checkout', '-qb', 'topic');
    edit('a.js', text => text.replace('first1v1 = input[1]', 'first1v1 = input[7]'));
    write('client/api.js', `// Code generated by a tool. DO NOT EDIT.\n${code('api', 2)}`);
    write('client/types.js', code('types', 1));
    // The change has no say in it.
    write('.fanoutignore', 'client/\n');
    git('add', '-A');
    git('commit', '-qm', 'two');
    const review = ['review', '--changes', 'main', '--format', 'json'];
    const gapped = await fanout(...review);
    assert.equal(gapped.code, 3, gapped.stderr);
    const said = (text: string): Report => JSON.parse(text) as Report;
    const unread = (of: Report) => of.skipped.filter(({ gap }) => gap !== false);
    assert.deepEqual(
      unread(said(gapped.stdout)).map(file => file.path),
      ['client/api.js'],
    );
    const { code: exit, stdout, stderr } = await fanout(...review, '--exclude', 'client/');
    assert.equal(exit, 0, stderr);
    assert.match(stderr, /Left out: client\/types\.js: excluded with --exclude/);
    const report = said(stdout);
    assert.deepEqual(unread(report), []);
    assert.deepEqual(
      report.skipped.filter(file => file.reason.includes('--exclude')).map(file => file.path),
      ['client/types.js', 'client/api.js'],
    );
    assert.ok(report.sources.every(file => !file.path.startsWith('client/')));
    const nothing = await fanout(...review, '--exclude', '*');
    assert.equal(nothing.code, 2);
    assert.match(nothing.stderr, /a\.js: excluded with --exclude/);
  });

  it('applies rules of files that are named, and never those that lie there', async () => {
    write('AGENTS.md', '- Never divide.\n');
    write('a.js', code('first', 1));
    git('add', '-A');
    git('commit', '-qm', 'one');
    edit('a.js', text => text.replace('first0v1 = input[1] *', 'first0v1 = input[1] /'));
    await fanout('review', '--changes', ...withModel());
    assert.ok(chaos.requests.every(request => !promptOf(request).includes('Never divide.')));
    const before = chaos.requests.length;
    const named = ['--instructions', 'AGENTS.md'];
    const { stdout } = await fanout('review', '--changes', ...named, ...withModel());
    // Rules are part of what was asked: the answer from before does not count.
    assert.equal(chaos.requests.length, before + 1);
    assert.match(promptOf(chaos.requests.at(-1)!), /\[1\] Never divide\./);
    const { run } = JSON.parse(stdout) as Report;
    assert.deepEqual(run.houseRules, [{ file: 'AGENTS.md', rules: 1 }]);
    const none = await fanout('review', 'a.js', '--instructions', 'none.md', ...withModel());
    assert.equal(none.code, 2);
    assert.match(none.stderr, /no file with rules/);
  });

  it('T62 a change does not pass its own gate: only decisions of its base side count', async () => {
    const store = path.join(root, '.git', 'runs');
    write('a.js', code('first', 2));
    git('add', '-A');
    git('commit', '-qm', 'base');
    git('checkout', '-qb', 'topic');
    edit('a.js', text => text.replace('first0v1 = input[1]', 'first0v1 = input[7]'));
    git('commit', '-qam', 'topic');
    const review = ['review', '--changes', 'main', ...withModel(), '--fail-on', 'note'];
    const first = await fanout(...review);
    assert.equal(first.code, 1);
    const { run, findings } = JSON.parse(first.stdout) as Report;
    const team = path.join(root, '.fanout', 'decisions.json');
    for (const { id } of findings)
      await fanout('dismiss', run.id, id, '--reason', 'no', '--decisions', team);
    git('add', '-A');
    git('commit', '-qm', 'decided by the change itself');
    const own = await fanout(...review);
    assert.equal(own.code, 1, own.stderr);
    assert.deepEqual((JSON.parse(own.stdout) as Report).run.silencedBy, []);
    assert.match(own.stderr, /1 decision in .* is not on the base side of the change/);
    const shown = await fanout('show', run.id, '--fail-on', 'note');
    assert.equal(shown.code, 1, 'also when it is shown again');
    const stated = await fanout(...review, '--decisions', '.fanout/decisions.json');
    const silenced = { from: '.fanout/decisions.json', findings: 1 };
    assert.deepEqual((JSON.parse(stated.stdout) as Report).run.silencedBy, [silenced]);
    assert.match(stated.stderr, /^(?!.*base side)/s);

    git('checkout', '-q', 'main');
    git('checkout', 'topic', '--', '.fanout');
    git('commit', '-qm', 'agreed');
    git('checkout', '-q', 'topic');
    git('-c', 'core.editor=true', 'merge', '-q', 'main');
    const agreed = await fanout(...review);
    assert.equal(agreed.code, 0, agreed.stderr);
    assert.match(
      agreed.stderr,
      /--fail-on note is met only for decisions: 1 finding dismissed: 1 by/,
    );
    const base = git('rev-parse', 'main').slice(0, 12);
    const from = `.fanout/decisions.json at ${base}`;
    const report = JSON.parse(agreed.stdout) as Report;
    assert.deepEqual(report.run.silencedBy, [{ from, findings: 1 }]);
    assert.equal(report.findings[0]?.decision?.from, from);
    const none = await fanout(...review, '--decisions', 'none');
    assert.equal(none.code, 1, none.stderr);
    const marked = await fanout('dismiss', run.id, 'F1', '--decisions', 'none', '--store', store);
    assert.equal(marked.code, 2);
  });

  it('T62 rules that a change brings do not judge it, though their file is named', async () => {
    write('AGENTS.md', '- Never divide.\n');
    write('a.js', code('first', 1));
    git('add', '-A');
    git('commit', '-qm', 'one');
    edit('a.js', text => text.replace('first0v1 = input[1] *', 'first0v1 = input[1] /'));
    write('AGENTS.md', '- Division is always right.\n');
    const { stderr } = await fanout(
      ...['review', '--changes', '--instructions', 'AGENTS.md', ...withModel()],
    );
    assert.match(stderr, /only the rules that it had before count/);
    const judged = chaos.requests.map(promptOf);
    assert.ok(judged.every(prompt => /\[1\] Never divide\./.test(prompt)));
    assert.ok(judged.every(prompt => !/\[1\] Division/.test(prompt)));
  });

  it('says why there is nothing to review, and sends nothing', async () => {
    write('a.js', code('first', 1));
    const none = await fanout('review', '--changes', ...withModel());
    assert.deepEqual([none.code, none.stdout], [2, '']);
    assert.match(none.stderr, /no commits yet/);
    git('add', '-A');
    git('commit', '-qm', 'one');
    rmSync(path.join(root, 'a.js'));
    const gone = await fanout('review', '--changes', ...withModel());
    assert.equal(gone.code, 2);
    assert.match(gone.stderr, /can be read as text: a\.js: deleted/);
    assert.equal(chaos.requests.length, 0);
  });
});

/** Lines beside a place where others were only taken away: one of the two is enough. */
const besideOnly = new Set<string>();

/** The changed lines of every file by Git's own patch, and the two lines beside what was taken away. */
function changedLines(patch: string): Map<string, Set<number>> {
  const files = new Map<string, Set<number>>();
  let file = '';
  for (const line of patch.split('\n')) {
    const named = /^\+\+\+ (?:b\/(.*?)\t?|"b\/(.*)"\t?)$/.exec(line);
    if (named) {
      file = named[1] ?? unquoted(named[2] ?? '');
      files.set(file, new Set());
    }
    const hunk = /^@@ -\S+ \+(\d+)(?:,(\d+))? @@/.exec(line);
    if (!hunk) continue;
    const [first, count] = [Number(hunk[1]), Number(hunk[2] ?? 1)];
    for (let i = 0; i < count; i++) files.get(file)?.add(first + i);
    if (count > 0) continue;
    for (const beside of [first, first + 1]) {
      files.get(file)?.add(beside);
      besideOnly.add(`${file}:${beside}`);
    }
  }
  return files;
}

/** Git writes bytes that are no ASCII as octal. */
const unquoted = (name: string): string =>
  Buffer.from(
    name.replace(/\\(\d{3})/g, (_, digits: string) =>
      String.fromCharCode(Number.parseInt(digits, 8)),
    ),
    'latin1',
  ).toString('utf8');
