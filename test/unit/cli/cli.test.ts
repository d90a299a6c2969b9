import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunEvent } from '../../../src/core/state/events.ts';
import type { Report } from '../../../src/core/report/report.ts';
import { openStore } from '../../../src/store/openStore.ts';
import {
  type Chaos,
  NO_FINDINGS,
  ok,
  type Script,
  startChaos,
  status,
} from '../../support/chaosServer.ts';
import { type Ended, type Started, startCommandLine } from '../../support/commandLine.ts';

const CANARY = 'sk-canary-7f3e91c2d4b85a60';

const clause = (n: number): string =>
  `## Clause ${n}\n\nThe Supplier delivers item ${n} on day ${n}. ${`Item ${n} is checked by the Customer. `.repeat(14)}\n\n`;
const text = Array.from({ length: 16 }, (_, i) => clause(i + 1)).join('');

describe('command line', function () {
  this.timeout(60_000);
  let folder: string;
  let chaos: Chaos | undefined;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'fanout-cli-'));
    writeFileSync(join(folder, 'contract.md'), text);
  });
  afterEach(async () => {
    await chaos?.close();
    chaos = undefined;
    rmSync(folder, { recursive: true, force: true });
  });

  const start = (...args: string[]): Started =>
    startCommandLine([...args, '--store', join(folder, 'store')], folder, {
      FANOUT_API_KEY: CANARY,
    });
  const fanout = (...args: string[]): Promise<Ended> => start(...args).ended;

  const serve = async (script: Script): Promise<string[]> => {
    chaos = await startChaos(script);
    return ['--model', 'compatible:test', '--base-url', `${chaos.url}/v1`, '--chunk-tokens', '300'];
  };
  const report = (json: string): Report => JSON.parse(json) as Report;

  /** The clause a request is about. */
  const clauseOf = (body: unknown): string =>
    /The Supplier delivers item (\d+) on day \d+\./.exec(JSON.stringify(body))?.[0] ?? '';
  const honest: Script = ({ body }) =>
    ok({
      findings: [
        {
          quote: clauseOf(body),
          title: 'No hour is given',
          message: 'The day has no hour.',
          suggestion: null,
          severity: 'major',
          confidence: 0.8,
        },
      ],
      assessment: 'Clear.',
    });

  it('reviews a file: every placed finding is the text at its offsets, line and column', async () => {
    const { code, stdout, stderr } = await fanout(
      'review',
      'contract.md',
      '--format',
      'json',
      '--no-synthesis',
      ...(await serve(honest)),
    );
    assert.equal(code, 0, stderr);
    const { findings, coverage, run } = report(stdout);
    assert.ok(findings.length >= 4);
    for (const f of findings) {
      assert.equal(text.slice(f.start ?? -1, f.end ?? -1), f.quote);
      assert.equal(
        text
          .split('\n')
          [(f.line ?? 0) - 1]?.slice((f.column ?? 0) - 1)
          .startsWith(f.quote),
        true,
      );
    }
    assert.equal(coverage.reviewedFraction, 1);
    assert.equal(run.calls, chaos?.requests.length);
  });

  it('T07 T12 T63 the key is in the request header and nowhere else', async () => {
    const args = await serve(({ headers }, n) =>
      n % 3 === 0 ? status(400, { error: { message: `bad: ${JSON.stringify(headers)}` } }) : ok(),
    );
    const out = join(folder, 'r.json');
    const events = join(folder, 'e.jsonl');
    const { stdout, stderr } = await fanout(
      'review',
      'contract.md',
      '--format',
      'json',
      '--out',
      out,
      '--events',
      events,
      ...args,
    );
    assert.equal(chaos?.requests[0]?.headers['authorization'], `Bearer ${CANARY}`);
    const stored = readdirSync(join(folder, 'store')).map(f =>
      readFileSync(join(folder, 'store', f), 'latin1'),
    );
    const sinks = [
      stdout,
      stderr,
      readFileSync(out, 'utf8'),
      readFileSync(events, 'utf8'),
      ...stored,
    ];
    const forms = [
      CANARY,
      Buffer.from(CANARY).toString('base64'),
      Buffer.from(CANARY).toString('hex'),
      CANARY.slice(0, 20),
      CANARY.slice(-20),
    ];
    for (const sink of sinks) for (const form of forms) assert.equal(sink.includes(form), false);
    for (const { body } of chaos?.requests ?? [])
      assert.equal(JSON.stringify(body).includes(CANARY), false);
  });

  it('T09 a key that the server echoes in every form is in no store, export or output', async () => {
    const forms = [
      CANARY,
      Buffer.from(CANARY).toString('base64'),
      Buffer.from(CANARY).toString('hex'),
      encodeURIComponent(CANARY),
      CANARY.slice(0, 20),
      CANARY.slice(-20),
    ];
    const args = await serve(({ body }) =>
      ok({
        findings: [
          {
            quote: clauseOf(body),
            title: `The key is ${CANARY}`,
            message: forms.join(' or '),
            suggestion: CANARY,
            severity: 'major',
            confidence: 0.8,
          },
        ],
        assessment: forms.join(', '),
      }),
    );
    const first = await fanout('review', 'contract.md', '--format', 'json', ...args);
    const { id } = report(first.stdout).run;
    const sinks = [first.stdout, first.stderr];
    for (const format of ['text', 'markdown', 'html', 'sarif', 'csv']) {
      const { stdout, stderr } = await fanout('show', id, '--format', format);
      sinks.push(stdout, stderr);
    }
    for (const file of readdirSync(join(folder, 'store')))
      sinks.push(readFileSync(join(folder, 'store', file), 'latin1'));
    for (const sink of sinks) for (const form of forms) assert.ok(!sink.includes(form), form);
  });

  it('F51 a file that is deleted while it is read from costs nothing, now or when it is shown again', async () => {
    let left = true;
    const args = await serve((request, n) => {
      if (left) rmSync(join(folder, 'contract.md'));
      left = false;
      return honest(request, n);
    });
    const first = await fanout('review', 'contract.md', '--format', 'json', ...args);
    assert.equal(first.code, 0, first.stderr);
    assert.equal(report(first.stdout).coverage.reviewedFraction, 1);
    const again = await fanout('show', report(first.stdout).run.id, '--format', 'json');
    assert.equal(again.stdout, first.stdout);
    assert.doesNotMatch(again.stderr, /damaged/);
  });

  it('F74 a stored run goes on with its own model: another is refused', async () => {
    for (const other of [
      ['--model', 'openai:x'],
      ['--base-url', 'https://x.example'],
    ]) {
      const { code, stderr } = await fanout('resume', 'abcd', ...other);
      assert.equal(code, 2);
      assert.match(stderr, new RegExp(other[0] ?? ''));
    }
  });

  it('exits 1 when a finding is at or above --fail-on, 0 when all are below', async () => {
    const args = await serve(honest);
    assert.equal((await fanout('review', 'contract.md', '--fail-on', 'major', ...args)).code, 1);
    assert.equal((await fanout('review', 'contract.md', '--fail-on', 'critical', ...args)).code, 0);
  });

  it('exits 3 when branches failed, and lists the gaps', async () => {
    const args = await serve(({ body }) =>
      clauseOf(body).includes('item 1 ') ? status(400, { error: { message: 'no' } }) : ok(),
    );
    const { code, stdout } = await fanout('review', 'contract.md', '--format', 'json', ...args);
    assert.equal(code, 3);
    const { coverage } = report(stdout);
    assert.equal(coverage.branches.failed, 3);
    assert.equal(coverage.gaps.length, 3);
  });

  it('F01 exits 4 on a refused key, says what to do, and sends next to nothing', async () => {
    const args = await serve(() => status(401, { error: { message: 'Incorrect API key' } }));
    const { code, stderr } = await fanout('review', 'contract.md', ...args);
    assert.equal(code, 4);
    assert.match(stderr, /key/i);
    assert.ok((chaos?.requests.length ?? 99) <= 16);
  });

  it('F07 says credit, not rate, when there is none', async () => {
    const args = await serve(() =>
      status(429, {
        error: { code: 'insufficient_quota', message: 'You exceeded your current quota' },
      }),
    );
    const { code, stderr } = await fanout('review', 'contract.md', ...args);
    assert.equal(code, 4);
    assert.match(stderr, /credit/i);
  });

  it('F86 Ctrl+C keeps what was answered, reports it and exits 130', async () => {
    const args = await serve((_request, n) => ok(NO_FINDINGS, { latencyMs: n < 6 ? 0 : 30_000 }));
    const { child, ended } = start('review', 'contract.md', '--format', 'json', ...args);
    while ((chaos?.requests.length ?? 0) < 9) await new Promise(r => setTimeout(r, 20));
    child.kill('SIGINT');
    const { code, stdout, stderr } = await ended;
    assert.equal(code, 130, stderr);
    const { branches } = report(stdout).coverage;
    assert.ok(branches.succeeded >= 1 && branches.cancelled >= 1);
    assert.equal(branches.succeeded + branches.cancelled, branches.total);
  });

  it('P1 P2 F55 killed at any moment, it resumes without sending what was answered', async () => {
    const steady: Script = (request, n) => {
      const answer = honest(request, n) as ReturnType<typeof ok>;
      return { ...answer, latencyMs: 15 };
    };
    const args = await serve(steady);
    const whole = await fanout(
      'review',
      'contract.md',
      '--format',
      'json',
      '--no-synthesis',
      '--no-cache',
      ...args,
    );
    for (const after of [3, 11, 24]) {
      rmSync(join(folder, 'store'), { recursive: true, force: true });
      const before = chaos?.requests.length ?? 0;
      const { child, ended } = start(
        'review',
        'contract.md',
        '--no-synthesis',
        '--no-cache',
        '--concurrency',
        '2',
        ...args,
      );
      while ((chaos?.requests.length ?? 0) < before + after)
        await new Promise(r => setTimeout(r, 2));
      child.kill('SIGKILL');
      await ended;
      const { DatabaseSync } = await import('node:sqlite');
      const db = new DatabaseSync(join(folder, 'store', 'runs.db'));
      db.exec('UPDATE runs SET owned_until = 0');
      const rows = db.prepare('SELECT event FROM events').all() as { event: string }[];
      db.close();
      const done = rows
        .map(r => JSON.parse(r.event) as RunEvent)
        .filter(e => e.type === 'branch.ended');
      const listed = JSON.parse((await fanout('runs', '--format', 'json')).stdout) as {
        runs: { id: string; status: string }[];
      };
      assert.equal(listed.runs[0]?.status, 'interrupted');
      const sentBefore = chaos?.requests.length ?? 0;
      const resumed = await fanout('resume', listed.runs[0]?.id ?? '', '--format', 'json');
      assert.equal(resumed.code, 0, resumed.stderr);
      const { total } = report(whole.stdout).coverage.branches;
      assert.equal((chaos?.requests.length ?? 0) - sentBefore, total - done.length);
      assert.deepEqual(report(resumed.stdout).findings, report(whole.stdout).findings);
      assert.deepEqual(report(resumed.stdout).coverage, report(whole.stdout).coverage);
    }
  });

  it('shows a stored run again, byte for byte', async () => {
    const first = await fanout(
      'review',
      'contract.md',
      '--format',
      'json',
      ...(await serve(honest)),
    );
    const { id } = report(first.stdout).run;
    const again = await fanout('show', id.slice(0, 10), '--format', 'json');
    assert.equal(again.stdout, first.stdout);
  });

  it('asks for what was answered before from the store, not from the provider', async () => {
    const args = await serve(honest);
    await fanout('review', 'contract.md', '--no-synthesis', ...args);
    const sent = chaos?.requests.length;
    const { stderr } = await fanout('review', 'contract.md', '--no-synthesis', ...args);
    assert.equal(chaos?.requests.length, sent);
    assert.match(stderr, /answered from the store/);
  });

  it('plans without a key and without sending anything', async () => {
    const args = await serve(honest);
    const { code, stdout } = await fanout('plan', 'contract.md', '--format', 'json', ...args);
    assert.equal(code, 0);
    const plan = JSON.parse(stdout) as {
      chunks: { start: number; end: number }[];
      branches: unknown[];
    };
    assert.equal(plan.branches.length, plan.chunks.length * 3);
    assert.equal(plan.chunks[0]?.start, 0);
    assert.equal(plan.chunks.at(-1)?.end, text.length);
    assert.equal(chaos?.requests.length, 0);
  });

  it('takes the offline rules when no model is named, and says so', async () => {
    const { code, stdout, stderr } = await fanout('review', 'contract.md');
    assert.equal(code, 0, stderr);
    assert.match(stderr, /rules, not a model/);
    assert.match(stdout, /rules, not a model/);
  });

  it('F55 the report of a run that was cut off says what is missing and exits 3', async () => {
    const args = await serve((_request, n) => ok(NO_FINDINGS, { latencyMs: n < 6 ? 0 : 30_000 }));
    const { child, ended } = start('review', 'contract.md', ...args);
    while ((chaos?.requests.length ?? 0) < 9) await new Promise(r => setTimeout(r, 20));
    child.kill('SIGKILL');
    await ended;
    const { runs } = JSON.parse((await fanout('runs', '--format', 'json')).stdout) as {
      runs: { id: string }[];
    };
    const { code, stdout } = await fanout('show', runs[0]?.id ?? '', '--format', 'json');
    assert.equal(code, 3);
    const { coverage } = report(stdout);
    assert.ok(coverage.reviewedFraction < 1 && coverage.gaps.length > 0);
  });

  it('a reader that closes the pipe, or progress nobody reads, changes nothing', async () => {
    const { child, ended } = start('review', 'contract.md');
    child.stdout?.destroy();
    child.stderr?.destroy();
    assert.equal((await ended).code, 0);
    const { runs } = JSON.parse((await fanout('runs', '--format', 'json')).stdout) as {
      runs: { status: string }[];
    };
    assert.deepEqual(
      runs.map(run => run.status),
      ['succeeded'],
    );
  });

  it('exits 2 for a file that is not there, and for a run that is not', async () => {
    for (const [args, message] of [
      [['review', 'nowhere.md'], /nowhere\.md/],
      [['show', 'ffff'], /no stored run/],
    ] as const) {
      const { code, stderr, stdout } = await fanout(...args);
      assert.equal(code, 2, stderr);
      assert.match(stderr, message);
      assert.equal(stdout, '');
    }
  });

  it('exits 2 for a provider without its key, and leaves no run behind', async () => {
    const { code, stderr } = await fanout('review', 'contract.md', '--model', 'openai:m');
    assert.equal(code, 2, stderr);
    assert.match(stderr, /OPENAI_API_KEY/);
    assert.equal((await fanout('runs')).stdout, 'No stored runs.\n');
  });

  it('two models at two addresses read every perspective; the report says who said what', async () => {
    const own = await serve(honest);
    const second = await startChaos(honest);
    try {
      const ended = await fanout(
        ...['review', 'contract.md', ...own, '--models', 'compatible:test,compatible:second'],
        ...['--base-url', `compatible:second=${second.url}/v1`, '--perspectives', 'accuracy'],
        ...['--no-synthesis', '--no-consistency', '--format', 'json'],
      );
      assert.equal(ended.code, 0, ended.stderr);
      const { run, branches, findings } = report(ended.stdout);
      assert.deepEqual(run.models, ['compatible:test', 'compatible:second']);
      assert.equal(chaos?.requests.length, branches.length / 2);
      assert.equal(second.requests.length, branches.length / 2);
      assert.ok(findings.length > 0);
      for (const { models, confidence } of findings) {
        assert.equal(models.length, 2);
        assert.ok(Math.abs(confidence - 0.9) < 1e-9);
      }
    } finally {
      await second.close();
    }
  });

  it('exits 2 for a second model without its key, before anything is sent', async () => {
    const own = await serve(honest);
    const more = ['--models', 'compatible:test,anthropic:m'];
    const { code, stderr } = await fanout('review', 'contract.md', ...own, ...more);
    assert.equal(code, 2, stderr);
    assert.match(stderr, /ANTHROPIC_API_KEY/);
    assert.equal(chaos?.requests.length, 0);
  });

  it('a dismissed finding stays dismissed in later runs, counts no more, and comes back on request', async () => {
    writeFileSync(join(folder, 'note.md'), 'The budget for all this is still TODO.\n');
    const review = () =>
      fanout('review', 'note.md', '--format', 'json', '--fail-on', 'note', '--out', 'r.json');
    assert.equal((await review()).code, 1);
    const read = (): Report => report(readFileSync(join(folder, 'r.json'), 'utf8'));
    const { run, findings } = read();
    assert.ok(findings.length > 0);
    const why = ['--reason', 'it is a template'];
    assert.equal((await fanout('dismiss', run.id, 'F1')).code, 2, 'a reason is needed');
    assert.equal((await fanout('dismiss', run.id, 'F99', ...why)).code, 2);
    for (const { id } of findings)
      assert.equal((await fanout('dismiss', run.id, id, ...why)).code, 0);
    assert.equal((await review()).code, 0);
    assert.deepEqual(read().findings[0]?.decision, {
      kind: 'dismissed',
      reason: 'it is a template',
      from: 'your own decisions',
    });
    const shown = await fanout('show', run.id);
    assert.match(shown.stdout, /DISMISSED/);
    assert.equal((await fanout('reopen', run.id, 'F1')).code, 0);
    assert.equal((await review()).code, 1);
    assert.equal(read().findings[0]?.decision, null);
  });

  it('T42 deletes a run: it is listed no more, and its words are in no file; one under way stays', async () => {
    writeFileSync(join(folder, 'note.md'), 'The Canary budget for all this is still TODO.\n');
    const { run } = report((await fanout('review', 'note.md', '--format', 'json')).stdout);
    const has = (): boolean =>
      readdirSync(join(folder, 'store')).some(file =>
        readFileSync(join(folder, 'store', file)).includes('Canary budget'),
      );
    assert.ok(has());
    assert.equal((await fanout('delete', 'ffff')).code, 2);
    const { code, stderr } = await fanout('delete', run.id.slice(0, 8));
    assert.equal(code, 0, stderr);
    assert.match(stderr, /Deleted run .* over note\.md/);
    assert.equal((await fanout('runs')).stdout, 'No stored runs.\n');
    assert.ok(!has());
    const store = await openStore(join(folder, 'store'));
    store.begin({ id: 'aaaa', job: 'review', name: 'a.md', startedAt: Date.now() }, [], null);
    const busy = await fanout('delete', 'aaaa');
    assert.equal(busy.code, 4);
    assert.match(busy.stderr, /running in another window or process\. Nothing was deleted/);
    store.close();
  });

  it('compares two runs: what is new, what is fixed, and fails on new ones only when asked', async () => {
    const file = join(folder, 'note.md');
    const review = async (text: string): Promise<string> => {
      writeFileSync(file, text);
      return report((await fanout('review', 'note.md', '--format', 'json')).stdout).run.id;
    };
    const before = await review(
      'The budget for all this is still TODO.\n\nIt ends at [●] sharp.\n',
    );
    const after = await review(
      'The budget for it is 5 EUR.\n\nIt ends at [●] sharp.\n\nDate: TBD\n',
    );
    const { code, stdout } = await fanout('compare', before, after, '--format', 'json');
    assert.equal(code, 0);
    const compared = JSON.parse(stdout) as Record<string, { quote: string }[]>;
    assert.ok(compared['fixed']?.some(f => f.quote.includes('TODO')));
    assert.ok(compared['added']?.some(f => f.quote.includes('TBD')));
    assert.ok(compared['unchanged']?.some(f => f.quote.includes('[●]')));
    assert.equal((await fanout('compare', before, after, '--fail-on', 'note')).code, 1);
    assert.equal((await fanout('compare', after, after, '--fail-on', 'note')).code, 0);
    assert.equal((await fanout('compare', after, '--format', 'json')).code, 2);
  });
});
