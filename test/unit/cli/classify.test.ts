import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Report } from '../../../src/core/report/report.ts';
import { type Chaos, ok, startChaos } from '../../support/chaosServer.ts';
import { labelFor, labelScript, recordsOf } from '../../support/labelScript.ts';
import { question, questionsCsv } from '../../support/labelRun.ts';
import { type Started, startCommandLine } from '../../support/commandLine.ts';

const NAMES = ['billing', 'delivery', 'refund'];

describe('command line: classify', function () {
  this.timeout(60_000);
  let folder: string;
  let chaos: Chaos;

  before(async () => {
    chaos = await startChaos(labelScript(NAMES, { latencyMs: 20 }));
  });
  after(() => chaos.close());
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'fanout-classify-'));
    writeFileSync(
      join(folder, 'q.csv'),
      questionsCsv(600, text => labelFor(text, NAMES)),
    );
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const start = (...args: string[]): Started =>
    startCommandLine([...args, '--store', 'store'], folder);
  const model = () => ['--model', 'compatible:m', '--base-url', `${chaos.url}/v1`];
  const classify = (...more: string[]) =>
    start(
      'classify',
      'q.csv',
      '--column',
      'text',
      '--labels',
      NAMES.join(','),
      ...model(),
      ...more,
    );
  const expected = Array.from(
    { length: 600 },
    (_, i) =>
      `"${question(i)}","${labelFor(question(i), NAMES)}","${labelFor(question(i), NAMES)}"`,
  );

  it('killed on the way, the file holds the beginning of the result; resumed, all of it in order', async () => {
    const { child, ended } = classify(
      '--gold',
      'gold',
      '--concurrency',
      '2',
      '--format',
      'csv',
      '--out',
      'o.csv',
    );
    const file = join(folder, 'o.csv');
    const lines = () =>
      existsSync(file) ? readFileSync(file, 'utf8').split('\r\n').slice(1, -1) : [];
    while (lines().length < 100 && child.exitCode === null)
      await new Promise(r => setTimeout(r, 5));
    child.kill('SIGKILL');
    await ended;
    const begun = lines();
    assert.ok(begun.length >= 100 && begun.length < 600, String(begun.length));
    for (const [i, line] of begun.slice(0, -1).entries())
      assert.ok(line.startsWith(expected[i]!), line);
    const { stdout } = await start('runs').ended;
    const sentBefore = chaos.requests.length;
    const run = /^\w+/.exec(stdout)![0];
    const resumed = await start('resume', run, '--format', 'csv', '--out', 'o.csv').ended;
    assert.equal(resumed.code, 0, resumed.stderr);
    assert.deepEqual(
      lines().map((line, i) => line.startsWith(expected[i]!)),
      expected.map(() => true),
    );
    assert.ok(chaos.requests.length - sentBefore < 600 / 20);
    const json = JSON.parse((await start('show', run, '--format', 'json').ended).stdout) as Report;
    assert.equal(json.records?.scores?.right, 600);
  });

  it('labels in doubt are asked of the second model, and killed in the middle of that none is paid for twice', async () => {
    const asked: string[] = [];
    const two = await startChaos(({ body }) => {
      const isSecond = body?.['model'] === 'strong';
      const records = recordsOf(body);
      if (isSecond) asked.push(...records.map(({ text }) => text));
      const results = records.map(({ id, text }) => {
        const sure = isSecond || !/^Question \d*[37],/.test(text);
        return { id, reason: '', label: labelFor(text, NAMES), confidence: sure ? 0.9 : 0.3 };
      });
      return ok({ results }, { latencyMs: isSecond ? 40 : 5 });
    });
    try {
      const { child, ended } = start(
        ...['classify', 'q.csv', '--column', 'text', '--labels', NAMES.join(',')],
        ...['--model', 'compatible:m', '--base-url', `${two.url}/v1`],
        ...['--second-model', 'compatible:strong', '--records-per-call', '10'],
        ...['--concurrency', '1', '--format', 'json', '--out', 'o.json'],
      );
      while (asked.length < 50 && child.exitCode === null) await new Promise(r => setTimeout(r, 5));
      child.kill('SIGKILL');
      await ended;
      const run = /^\w+/.exec((await start('runs').ended).stdout)![0];
      const resumed = await start('resume', run, '--format', 'json', '--out', 'o.json').ended;
      assert.equal(resumed.code, 0, resumed.stderr);
      assert.match(
        resumed.stderr,
        /second look: 120 labels in doubt, checked by compatible:strong/,
      );
      const { records } = JSON.parse(readFileSync(join(folder, 'o.json'), 'utf8')) as Report;
      assert.deepEqual(records?.secondLook, {
        by: 'compatible:strong',
        records: 120,
        answered: 120,
      });
      assert.equal(records.rows.filter(({ first }) => first?.confidence === 0.3).length, 120);
      assert.equal(new Set(asked).size, 120);
      assert.ok(asked.length - 120 <= 10, 'only the call that was in flight is paid for again');
    } finally {
      await two.close();
    }
  });

  it('says what is wrong before anything is sent', async () => {
    const before = chaos.requests.length;
    const refused = async (pattern: RegExp, ...args: string[]) => {
      const { code, stderr } = await start(...args).ended;
      assert.equal(code, 2);
      assert.match(stderr, pattern);
    };
    await refused(
      /no column "body".*text, gold/,
      'classify',
      'q.csv',
      '--column',
      'body',
      '--labels',
      'a,b',
      ...model(),
    );
    await refused(/needs --labels/, 'classify', 'q.csv', '--column', 'text', ...model());
    await refused(
      /holds no label/,
      'classify',
      'q.csv',
      '--column',
      'text',
      '--labels',
      ' , ',
      ...model(),
    );
    await refused(
      /no file labls\.txt/,
      ...['classify', 'q.csv', '--column', 'text', '--labels', 'labls.txt'],
      ...model(),
    );
    await refused(
      /label "a" twice/,
      'classify',
      'q.csv',
      '--column',
      'text',
      '--labels',
      'a,a',
      ...model(),
    );
    await refused(
      /classify needs a model/,
      'classify',
      'q.csv',
      '--column',
      'text',
      '--labels',
      'a,b',
    );
    assert.equal(chaos.requests.length, before);
  });

  it('a model proposes labels as JSON that --labels takes back', async () => {
    const proposing = await startChaos(() =>
      ok({
        labels: [
          { name: 'billing', description: 'Money.' },
          { name: 'delivery', description: '' },
        ],
      }),
    );
    try {
      const { code, stderr } = await start(
        'labels',
        'q.csv',
        '--column',
        'text',
        '--out',
        'l.json',
        '--model',
        'compatible:m',
        '--base-url',
        `${proposing.url}/v1`,
      ).ended;
      assert.equal(code, 0, stderr);
    } finally {
      await proposing.close();
    }
    const { code, stdout } = await start(
      'classify',
      'q.csv',
      '--column',
      'text',
      '--labels',
      'l.json',
      '--plan',
      ...model(),
    ).ended;
    assert.equal(code, 0);
    assert.match(stdout, /1\d calls|calls/);
  });
});
