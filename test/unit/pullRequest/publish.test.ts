import assert from 'node:assert/strict';
import { commentsOf, mark, type Comments, type Wanted } from '../../../src/pullRequest/comments.ts';
import { createGitHub } from '../../../src/pullRequest/github.ts';
import { publish } from '../../../src/pullRequest/publish.ts';
import type { Finding } from '../../../src/core/domain/results/findings.ts';
import type { Source } from '../../../src/core/domain/source.ts';
import { startGitHub, type HostFault, type HostServer } from '../../support/gitHubServer.ts';
import { findingAt, report, source, text } from '../core/report/fixtures.ts';

const COMMIT = 'a'.repeat(40);
const lcg = (seed: number) => () => (seed = (seed * 1103515245 + 12345) % 2 ** 31) / 2 ** 31;

describe('comments on a pull request', () => {
  let host: HostServer;
  beforeEach(async () => {
    host = await startGitHub();
  });
  afterEach(() => host.close());

  const push = (comments: Comments, over: Partial<Parameters<typeof publish>[1]> = {}) =>
    publish(createGitHub({ api: host.url, repository: 'o/r', number: 7, token: host.token }), {
      report: report(),
      comments,
      commit: COMMIT,
      pathOf: path => path,
      maxComments: 30,
      sleep: () => Promise.resolve(),
      ...over,
    });
  const wanted = (n: number, words = 'Look again'): Wanted => ({
    key: `k${n}`,
    path: 'a.ts',
    line: n,
    body: `${words} at ${n}\n\n${mark(`k${n}`)}`,
  });
  const of = (...all: Wanted[]): Comments => ({
    wanted: all,
    elsewhere: [],
    settled: new Map(),
    standing: new Set(),
  });
  const ours = () => host.lines.filter(one => one.user.login.startsWith('github-actions'));

  it('20 pushes with faults: each finding has one comment that keeps its id, threads stay as people left them', async () => {
    const random = lcg(11);
    const ids = new Map<string, number>();
    let faults = 0;
    host.fault = () => {
      const kinds: HostFault[] = ['before', 'after', 'reset', 'limit'];
      if (random() > 0.12) return undefined;
      faults += 1;
      return kinds[Math.floor(random() * kinds.length)];
    };
    host.lines.push({
      id: 1,
      body: 'A person asks',
      user: { login: 'ann' },
      path: 'a.ts',
      line: 3,
    });
    for (let round = 0; round < 20; round += 1) {
      host.diff = new Set(Array.from({ length: 20 }, (_, i) => `a.ts:${i + 1}`));
      const now = Array.from({ length: 20 }, (_, i) => i + 1).filter(() => random() < 0.5);
      const all = now.map(n => wanted(n, random() < 0.2 ? 'Reworded' : 'Look again'));
      await push(of(...all));
      for (const one of all) {
        const [only, ...more] = ours().filter(({ body }) => body.includes(mark(one.key)));
        assert.ok(only && more.length === 0, `push ${round}: ${one.key}`);
        assert.equal(only.body, one.body);
        assert.equal(only.id, ids.get(one.key) ?? only.id);
        ids.set(one.key, only.id);
      }
      for (const one of ours())
        if (!now.some(n => one.body.includes(mark(`k${n}`))))
          assert.match(one.body, /^Not reported any more as of aaaaaaa\./);
      assert.equal(host.talk.length, 1);
      const some = ours()[Math.floor(random() * ours().length)];
      if (some) some.isResolved = true;
    }
    assert.ok(faults > 20, `${faults} faults`);
    assert.equal(host.lines[0]?.body, 'A person asks');
    assert.ok(ours().some(one => one.isResolved));
    assert.ok(!host.requests.some(request => /resolve|mutation/i.test(request)));
  });

  it('a comment that somebody else wrote with our mark counts for nothing and is left alone', async () => {
    host.diff = new Set(['a.ts:1']);
    const forged = {
      id: 1,
      body: wanted(1).body,
      user: { login: 'mallory' },
      path: 'a.ts',
      line: 1,
    };
    host.lines.push(forged);
    await push(of(wanted(1)));
    assert.equal(ours().length, 1);
    assert.deepEqual(host.lines[0], forged);
  });

  for (const viewer of ['our-app[bot]', 'our-app'])
    it(`the comments of an app are its own (${viewer}), those of a user with that name are not`, async () => {
      host.login = 'our-app[bot]';
      host.viewer = viewer;
      host.diff = new Set(['a.ts:1', 'a.ts:2']);
      await push(of(wanted(1)));
      host.lines.push({
        ...host.lines[0]!,
        id: 5,
        user: { login: 'our-app' },
        body: wanted(2).body,
      });
      await push(of(wanted(1, 'Look once more'), wanted(2)));
      assert.deepEqual(
        host.lines.map(({ id, user, body }) => [id, user.login, body.split('\n')[0]]),
        [
          [101, 'our-app[bot]', 'Look once more at 1'],
          [5, 'our-app', 'Look again at 2'],
          [103, 'our-app[bot]', 'Look again at 2'],
        ],
      );
      assert.equal(host.talk.length, 1);
    });

  it('a host that hangs, or answers without end, is given up after a time for all requests', async () => {
    for (const fault of ['silent', 'endless'] as const) {
      host.fault = () => fault;
      const github = createGitHub({
        api: host.url,
        repository: 'o/r',
        number: 7,
        token: host.token,
        maxMs: 400,
      });
      await assert.rejects(
        publish(github, {
          report: report(),
          comments: of(wanted(1)),
          commit: COMMIT,
          pathOf: path => path,
          maxComments: 30,
          sleep: () => Promise.resolve(),
        }),
        /took longer than 0\.4 s in all|did not answer, 12 times/,
      );
    }
  });

  it('an address that is none is a usage error, and so are certificates that are not checked', () => {
    const to = { repository: 'o/r', number: 7, token: host.token };
    assert.throws(() => createGitHub({ api: 'nonsense', ...to }), /not an address/);
    const api = 'https://git.example.com/api/v3';
    const before = process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    try {
      assert.throws(() => createGitHub({ api, ...to }), /switches certificate checks off/);
    } finally {
      if (before === undefined) delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
      else process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = before;
    }
    createGitHub({ api, ...to });
  });

  it('a line that is not in the diff, and what is above the limit, is counted in the summary', async () => {
    host.diff = new Set(['a.ts:1', 'a.ts:2', 'a.ts:3']);
    const done = await push(of(wanted(9), wanted(1), wanted(2), wanted(3)), { maxComments: 3 });
    assert.deepEqual([done.created, done.left], [2, 2]);
    assert.match(host.talk[0]?.body ?? '', /2 findings more/);
    await push(of(wanted(9), wanted(1), wanted(2), wanted(3)));
    assert.equal(ours().length, 3);
    assert.equal(host.talk.length, 1);
  });

  it('silence about a file that was not read closes nothing', async () => {
    host.diff = new Set(['a.ts:1']);
    await push(of(wanted(1)));
    const gap = report();
    const partial = {
      ...gap,
      coverage: { ...gap.coverage, reviewedFraction: 0.5 },
      skipped: [{ path: 'a.ts', reason: 'too large' }],
    };
    await push(of(), { report: partial });
    assert.match(ours()[0]?.body ?? '', /^Look again/);
    await push(of());
    assert.match(ours()[0]?.body ?? '', /^Not reported any more/);
  });

  it('what a person dismissed is said in its comment, and never posted anew', async () => {
    host.diff = new Set(['a.ts:1', 'a.ts:2']);
    await push(of(wanted(1)));
    const settled = new Map([
      ['k1', 'Dismissed: as agreed'],
      ['k2', 'Dismissed: as agreed'],
    ]);
    await push({ ...of(), settled });
    assert.equal(ours().length, 1);
    assert.match(ours()[0]?.body ?? '', /^Set aside: Dismissed: as agreed/);
  });

  it('refusals name the way out and never the token; a host that stays away is given up', async () => {
    const api = { api: host.url, repository: 'o/r', number: 7, token: 'wrong-token-of-somebody' };
    const publishing = {
      report: report(),
      comments: of(wanted(1)),
      commit: COMMIT,
      pathOf: (path: string) => path,
      maxComments: 30,
      sleep: () => Promise.resolve(),
    };
    await assert.rejects(publish(createGitHub(api), publishing), (error: Error) => {
      assert.match(error.message, /refused the token.*Run fanout comment again/);
      assert.ok(!error.message.includes(api.token));
      return true;
    });
    host.fault = () => 'before';
    await assert.rejects(push(of(wanted(1))), /12 times.*the report is kept/);
    assert.ok(host.requests.length < 40, `${host.requests.length} requests`);
  });

  it('what is still found but has no changed line any more is not said to be gone', async () => {
    host.diff = new Set(['a.ts:1']);
    await push(of(wanted(1)));
    await push({ ...of(), standing: new Set(['k1']) });
    assert.match(ours()[0]?.body ?? '', /^Look again/);
  });

  it('a reason that a person wrote runs nothing and forges no mark', async () => {
    host.diff = new Set(['a.ts:1']);
    await push(of(wanted(1)));
    await push({ ...of(), settled: new Map([['k1', 'no\n\n@all <!-- fanout:k2 -->']]) });
    const body = ours()[0]?.body ?? '';
    assert.ok(body.endsWith(mark('k1')) && !/@all|<!-- fanout:k2/.test(body), body);
  });

  it('asks who it is below the address of the host, as servers of companies need it', async () => {
    host.diff = new Set(['a.ts:1']);
    const github = () =>
      createGitHub({ api: `${host.url}/api/v3`, repository: 'o/r', number: 7, token: host.token });
    await github().create(wanted(1), COMMIT);
    assert.equal((await github().comments()).length, 1);
    assert.ok(host.requests.includes('GET /api/v3/user'), host.requests.join(', '));
  });

  it('a host that answers something else, or refuses a change, is told from a line that it refuses', async () => {
    host.diff = new Set(['a.ts:1']);
    await push(of(wanted(1)));
    const { update, remove } = createGitHub({
      api: host.url,
      repository: 'o/r',
      number: 7,
      token: host.token,
    });
    await assert.rejects(update(4711, 'x'), { name: 'Unsettled' });
    await assert.rejects(remove(4711), { name: 'Unsettled' });
    host.fault = request => (request.startsWith('PATCH') ? 'invalid' : undefined);
    await assert.rejects(push(of(wanted(1, 'Reworded'))), { code: 'notWritten' });
    host.fault = () => 'other';
    await assert.rejects(push(of(wanted(1))), /another form than GitHub.*the report is kept/);
  });

  it('is never sent over an open line, but for this machine', () => {
    assert.throws(
      () =>
        createGitHub({ api: 'http://git.example.com', repository: 'o/r', number: 1, token: 't' }),
      /not encrypted/,
    );
  });
});

describe('findings as comments', () => {
  const start = text.indexOf('Get back');
  const changed: Source = { ...source, changed: [{ start, end: text.length }] };
  const commented = (...findings: Finding[]) =>
    commentsOf(report({ findings }), [changed], path => `sub/${path}`);

  it('only lines that the change touched get one; the rest is listed', () => {
    const { wanted, elsewhere } = commented(
      findingAt('Get back to us whenever, dude.', { severity: 'minor' }),
      findingAt('5 %'),
    );
    assert.deepEqual(
      wanted.map(({ path, line, startLine }) => [path, line, startLine]),
      [['sub/contracts/rev 7.md', 7, undefined]],
    );
    assert.deepEqual(
      elsewhere.map(finding => finding.quote),
      ['5 %'],
    );
  });

  it('text of a model runs nothing: no mention, link, image, tag or mark of ours', () => {
    const payload = '@everyone ![x](https://e.example/?q) <img src=x> <!-- fanout:k1 --> fixes #1';
    const [one] = commented(
      findingAt('dude', { title: payload, message: payload, suggestion: '```\n' + payload }),
    ).wanted;
    const body = one?.body ?? '';
    assert.equal(body.match(/<!-- fanout:/g)?.length, 1);
    assert.ok(!/@everyone|!\[x\]|<img|:\/\/|(?<!\\)#1/.test(body), body);
  });
});

describe('a suggestion in a comment', () => {
  const code = 'first();\nsecond(1);\nthird();\n';
  const of: Source = {
    ...source,
    text: code,
    changed: [{ start: 9, end: 20 }],
  };
  const bodyOf = (quote: string, suggestion: string, path = 'a.ts'): string => {
    const at = code.indexOf(quote);
    const built = report({ findings: [findingAt('dude', { suggestion })] });
    const [finding] = built.findings;
    assert.ok(finding);
    const placed = { ...finding, quote, path, start: at, end: at + quote.length };
    return commentsOf({ ...built, findings: [placed] }, [of], p => p).wanted[0]?.body ?? '';
  };

  it('is a block that replaces whole lines, with what stands around the quote', () => {
    assert.match(bodyOf('1', '2'), /```suggestion\nsecond\(2\);\n```/);
    assert.match(bodyOf('1', '`a` ``` b'), /````suggestion\nsecond\(`a` ``` b\);\n````/);
  });

  it('keeps the lines below where the quote takes in the end of its line', () => {
    assert.match(bodyOf('second(1);\n', 'other();\n'), /```suggestion\nother\(\);\n```/);
    assert.ok(!bodyOf('second(1);\n', 'other();').includes('```suggestion'));
  });

  it('fits a comment, however long the answer of the model is', () => {
    for (const suggestion of ['x'.repeat(100_000), '*'.repeat(100_000)])
      assert.ok(bodyOf('1', suggestion).length < 65_536);
  });

  it('stands at the line that Git counts: a carriage return alone ends none', () => {
    const old = 'a\rb\rc\nsecond(1);\n';
    const at = old.indexOf('second');
    const built = report({ findings: [findingAt('dude')] });
    const [finding] = built.findings;
    assert.ok(finding);
    const placed = { ...finding, quote: 'second', path: 'a.ts', start: at, end: at + 6 };
    const source: Source = { ...of, text: old, changed: [{ start: at, end: old.length }] };
    const { wanted } = commentsOf({ ...built, findings: [placed] }, [source], p => p);
    assert.deepEqual(
      wanted.map(({ line }) => line),
      [2],
    );
  });

  it('is text where a click would change other lines, or a file that steers tools', () => {
    assert.ok(!bodyOf('second(1);\nthird', 'x').includes('```suggestion'));
    assert.ok(!bodyOf('1', '2', '.github/workflows/ci.yml').includes('```suggestion'));
  });
});
