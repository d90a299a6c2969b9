import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Ended, startCommandLine } from '../../support/commandLine.ts';
import { BOT, startGitHub, type HostServer } from '../../support/gitHubServer.ts';

const ENV = {
  ...process.env,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  GIT_AUTHOR_NAME: 'a',
  GIT_AUTHOR_EMAIL: 'a@example.com',
  GIT_COMMITTER_NAME: 'a',
  GIT_COMMITTER_EMAIL: 'a@example.com',
};

describe('fanout comment', function () {
  this.timeout(120_000);
  let root = '';
  let host: HostServer;
  const git = (...args: string[]): string =>
    execFileSync('git', ['-C', root, ...args], { env: ENV, stdio: 'pipe' })
      .toString()
      .trim();
  const commit = (text: string): string => {
    writeFileSync(path.join(root, 'terms.md'), text);
    git('add', '-A');
    git('commit', '-qm', 'text');
    return git('rev-parse', 'HEAD');
  };
  const fanout = (...args: string[]): Promise<Ended> => {
    const event = path.join(root, '.git', 'event.json');
    return startCommandLine([...args, '--store', path.join(root, '.git', 'runs')], root, {
      GITHUB_API_URL: host.url,
      GITHUB_REPOSITORY: 'o/r',
      GITHUB_TOKEN: host.token,
      GITHUB_EVENT_PATH: event,
    }).ended;
  };
  const pushed = (head: string): void =>
    writeFileSync(
      path.join(root, '.git', 'event.json'),
      JSON.stringify({ pull_request: { number: 7, head: { sha: head } } }),
    );

  beforeEach(async () => {
    root = mkdtempSync(path.join(tmpdir(), 'fanout-cli-comment-'));
    host = await startGitHub();
    git('init', '-q', '-b', 'main');
    commit('# Terms\n\n1. The fee is due monthly.\n');
    git('checkout', '-qb', 'topic');
  });
  afterEach(async () => {
    await host.close();
    rmSync(root, { recursive: true, force: true });
  });

  it('says what a push brought at its line, updates it with the next, and is silent about the rest', async () => {
    host.diff = new Set(['terms.md:5', 'terms.md:6']);
    const head = commit(
      '# Terms\n\n1. The fee is due monthly.\n\nThe rate is TBD and [see below](#nowhere).\n',
    );
    pushed(head);
    assert.equal((await fanout('review', '--changes', 'main')).code, 0);
    const first = await fanout('comment');
    assert.equal(first.code, 0, first.stderr);
    assert.match(first.stderr, /o\/r#7: [1-9]\d* comments? posted/);
    assert.ok(host.lines.length > 0);
    assert.ok(host.lines.every(one => one.line === 5 && one.user.login === BOT));
    assert.match(host.talk[0]?.body ?? '', /Fanout Review of [0-9a-f]{7}/);
    const ids = host.lines.map(one => one.id);

    const again = await fanout('comment');
    assert.match(again.stderr, /0 comments posted, 0 updated/);
    const next = commit('# Terms\n\n1. The fee is due monthly.\n\nThe rate is 5 %.\n');
    const late = await fanout('comment');
    assert.equal(late.code, 2);
    assert.match(late.stderr, /not the head of the pull request/);
    pushed(next);
    const stale = await fanout('comment');
    assert.equal(stale.code, 2);
    assert.match(stale.stderr, /is not what commit [0-9a-f]{7} has.*Nothing was posted/);
    await fanout('review', '--changes', 'main');
    assert.equal((await fanout('comment')).code, 0);
    assert.deepEqual(
      host.lines.map(one => one.id),
      ids,
    );
    assert.ok(host.lines.every(one => one.body.startsWith('Not reported any more')));
    assert.equal(host.talk.length, 1);
  });

  it('the token goes to the server that the event names, and nowhere without certificates', async () => {
    const head = commit('# Terms\n\n1. The fee is due monthly.\n\nThe rate is TBD.\n');
    const at = (api: string): void =>
      writeFileSync(
        path.join(root, '.git', 'event.json'),
        JSON.stringify({
          pull_request: { number: 7, head: { sha: head }, url: `${api}/repos/o/r/pulls/7` },
        }),
      );
    await fanout('review', '--changes', 'main');
    for (const other of ['https://api.github.com', 'https://git.example.com/api/v3']) {
      at(other);
      const { code, stderr } = await fanout('comment');
      assert.equal(code, 2);
      assert.ok(stderr.includes(`GITHUB_API_URL is ${host.url}`) && stderr.includes(other), stderr);
    }
    assert.deepEqual(host.requests, []);
    at(host.url);
    assert.equal((await fanout('comment')).code, 0);
    assert.ok(host.requests.length > 0);
  });

  it('dry run sends nothing; a review of files, and no token, are refused with the way out', async () => {
    pushed(commit('# Terms\n\n1. The fee is due monthly.\n\nThe rate is TBD.\n'));
    await fanout('review', 'terms.md');
    const files = await fanout('comment');
    assert.equal(files.code, 2);
    assert.match(files.stderr, /not the review of a change/);
    await fanout('review', '--changes', 'main');
    const dry = await fanout('comment', '--dry-run');
    assert.equal(dry.code, 0, dry.stderr);
    assert.match(dry.stdout, /terms\.md:5/);
    assert.deepEqual(host.requests, []);
    const { code, stderr } = await startCommandLine(
      ['comment', '--store', path.join(root, '.git', 'runs'), '--pull', '7', '--repo', 'o/r'],
      root,
    ).ended;
    assert.equal(code, 2);
    assert.match(stderr, /token in GITHUB_TOKEN/);
  });
});
