import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const workflows = readdirSync(join(root, '.github/workflows')).map(
  name => `.github/workflows/${name}`,
);
const read = (name: string): string => readFileSync(join(root, name), 'utf8');

describe('workflows and the action', () => {
  it('T55 every action is pinned to a commit, with its version beside it', () => {
    for (const name of [...workflows, 'action.yml'])
      for (const [line, action = ''] of read(name).matchAll(/^\s*-? ?uses: (\S+).*$/gm))
        assert.match(line, /@[0-9a-f]{40} # v\d+\.\d+\.\d+$/, `${name}: ${action}`);
  });

  it('may do no more than they need, and put no input into a script', () => {
    for (const name of workflows) assert.match(read(name), /^permissions:\n {2}contents: read$/m);
    for (const name of [...workflows, 'action.yml'])
      for (const [line] of read(name).matchAll(/^\s*(?:- )?run: .*$/gm))
        assert.ok(!/\$\{\{ *(?:inputs|github\.(?:event|head|base|ref))/.test(line), line);
  });

  it('the review of the action writes SARIF, a summary and its exit code', function () {
    if (process.platform === 'win32') this.skip();
    this.timeout(60_000);
    const folder = mkdtempSync(join(tmpdir(), 'fanout-action-'));
    try {
      const env = {
        PATH: process.env['PATH'],
        HOME: folder,
        GIT_CONFIG_GLOBAL: '/dev/null',
        GIT_AUTHOR_NAME: 'a',
        GIT_AUTHOR_EMAIL: 'a@example.com',
        GIT_COMMITTER_NAME: 'a',
        GIT_COMMITTER_EMAIL: 'a@example.com',
        RUNNER_TEMP: folder,
        GITHUB_OUTPUT: join(folder, 'output'),
        GITHUB_STEP_SUMMARY: join(folder, 'summary.md'),
        CLI: join(root, 'src/cli.ts'),
        BASE: 'main',
        MODEL: 'offline:rules',
        BASE_URL: '',
        PERSPECTIVES: '',
        EXCLUDE: '-made/\nmore made/\n',
        MAX_COST: '1',
        FAIL_ON: 'note',
        MIN_SEVERITY: 'minor',
      };
      const cwd = join(folder, 'repo');
      const git = (...args: string[]) => execFileSync('git', args, { cwd, env, stdio: 'pipe' });
      execFileSync('git', ['init', '-q', '-b', 'main', cwd], { env });
      writeFileSync(join(cwd, 'a.md'), '# A\n\nThe fee is due.\n');
      git('add', '-A');
      git('commit', '-qm', 'one');
      git('update-ref', 'refs/remotes/origin/main', 'HEAD');
      writeFileSync(join(cwd, 'a.md'), '# A\n\nThe fee is due.\n\nThe rate is TBD.\n');
      for (const folder of ['-made', 'more made']) {
        mkdirSync(join(cwd, folder));
        writeFileSync(join(cwd, folder, 'api.js'), '// @generated\nexport const a = 1;\n');
      }
      git('add', '-A');
      git('commit', '-qm', 'two');
      execFileSync('bash', [join(root, 'media/ci/review.sh')], { cwd, env, stdio: 'pipe' });
      const output = readFileSync(env.GITHUB_OUTPUT, 'utf8');
      assert.match(output, /^code=1\nreviewed=true\nsarif=.*fanout\.sarif\n$/);
      assert.match(readFileSync(join(folder, 'fanout.sarif'), 'utf8'), /"version": "2\.1\.0"/);
      const summary = readFileSync(env.GITHUB_STEP_SUMMARY, 'utf8');
      assert.match(summary, /TBD/);
      assert.match(summary, /more made\/api\.js.*excluded with --exclude/);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
