import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Report } from '../../../src/core/report/report.ts';
import { openStore } from '../../../src/store/openStore.ts';
import {
  type BatchedItem,
  type BatchScript,
  type BatchServer,
  startBatches,
} from '../../support/batchServer.ts';
import { type Chaos, ok, startChaos } from '../../support/chaosServer.ts';
import { type Ended, type Started, startCommandLine } from '../../support/commandLine.ts';

const CANARY = 'sk-canary-5d1c9a7b3e2f4860';
const clause = (n: number): string =>
  `## Clause ${n}\n\nThe Supplier delivers item ${n} on day ${n}. ${`Item ${n} is checked by the Customer. `.repeat(14)}\n\n`;
const text = Array.from({ length: 8 }, (_, i) => clause(i + 1)).join('');

const answerTo = (body: unknown) => ({
  findings: [
    {
      quote: /The Supplier delivers item \d+ on day \d+\./.exec(JSON.stringify(body))?.[0] ?? '',
      title: 'No hour is given',
      message: 'The day has no hour.',
      suggestion: null,
      severity: 'major',
      confidence: 0.8,
    },
  ],
  facts: [],
  assessment: 'Clear.',
});

for (const [provider, id] of [
  ['openai', 'gpt-6-luna'],
  ['anthropic', 'claude-haiku-5-5'],
] as const)
  describe(`command line: --batch with ${provider}`, function () {
    this.timeout(120_000);
    let folder: string;
    let server: BatchServer | undefined;
    let live: Chaos | undefined;

    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'fanout-batch-'));
      writeFileSync(join(folder, 'contract.md'), text);
    });
    afterEach(async () => {
      await server?.close();
      await live?.close();
      server = live = undefined;
      rmSync(folder, { recursive: true, force: true });
    });

    const start = (...args: string[]): Started =>
      startCommandLine([...args, '--store', join(folder, 'store')], folder, {
        OPENAI_API_KEY: CANARY,
        ANTHROPIC_API_KEY: CANARY,
      });
    const fanout = (...args: string[]): Promise<Ended> => start(...args).ended;
    const until = async (condition: () => boolean): Promise<void> => {
      while (!condition()) await new Promise(resolve => setTimeout(resolve, 5));
    };

    const serve = async (script: Partial<BatchScript>): Promise<string[]> => {
      live = await startChaos(({ body }) => ok(answerTo(body), { usage: USAGE }));
      const item = ({ body }: BatchedItem) => ({
        text: JSON.stringify(answerTo(body)),
        usage: USAGE,
      });
      server = await startBatches({ item, live: live.url, ...script });
      const url = provider === 'openai' ? `${server.url}/v1` : server.url;
      return [
        'review',
        'contract.md',
        '--model',
        `${provider}:${id}`,
        '--base-url',
        url,
        '--chunk-tokens',
        '300',
        '--no-synthesis',
        '--no-consistency',
        '--no-cache',
        '--format',
        'json',
      ];
    };
    const USAGE = { input: 900, output: 80 };
    const report = (json: string): Report => JSON.parse(json) as Report;
    const listed = async (): Promise<{ id: string; status: string }> => {
      const store = await openStore(join(folder, 'store'));
      const [run] = store.list();
      store.close();
      return run ?? assert.fail('no run is stored');
    };
    const runId = async (): Promise<string> => (await listed()).id;
    const polls = (): number =>
      server?.requests.filter(line => /^GET .*batches\/batch_/.test(line)).length ?? 0;
    const sent = (): number => server?.batches.length ?? 0;

    it('gives the findings of live mode for half the price, and says so before', async () => {
      const args = await serve({ polls: 0 });
      const whole = report((await fanout(...args)).stdout);
      const { code, stdout, stderr } = await fanout(...args, '--batch');
      assert.equal(code, 0, stderr);
      const half = report(stdout);
      assert.deepEqual(half.findings, whole.findings);
      assert.equal(sent(), 1);
      const share = (half.run.costUsd ?? 1) / (whole.run.costUsd ?? 1);
      assert.ok(Math.abs(share - 0.5) < 1e-6, `${share}`);
      const estimates = [half, whole].map(r => r.estimate?.costUsd?.expected ?? 0);
      assert.ok((estimates[0] ?? 1) / (estimates[1] ?? 1) <= 0.55, `${estimates.join(' of ')}`);
    });

    it('killed after the provider accepted a batch and before it said so: it is not sent again', async () => {
      const args = await serve({ polls: 0, hold: n => n === 0 });
      const { child, ended } = start(...args, '--batch');
      await until(() => sent() === 1);
      child.kill('SIGKILL');
      await ended;
      const { code, stdout, stderr } = await fanout('resume', await runId(), '--format', 'json');
      assert.equal(code, 0, stderr);
      assert.equal(sent(), 1);
      assert.equal(report(stdout).coverage.reviewedFraction, 1);
      assert.equal(live?.requests.length, 0);
    });

    it('what expired, failed or was not told of in the batch is asked by itself, the rest is not', async () => {
      const args = await serve({
        polls: 0,
        item: ({ body, index }) =>
          (
            [
              'expired',
              'missing',
              { status: 500, error: { code: 'x', message: 'Broken.' } },
            ] as const
          )[index] ?? { text: JSON.stringify(answerTo(body)), usage: USAGE },
      });
      const { code, stdout, stderr } = await fanout(...args, '--batch');
      assert.equal(code, 0, stderr);
      const { coverage, run } = report(stdout);
      assert.equal(coverage.reviewedFraction, 1);
      assert.equal(live?.requests.length, 3);
      assert.equal(run.calls, coverage.branches.total, 'only what was answered is billed');
      assert.equal(sent(), 1);
    });

    // What follows is the same code for both.
    if (provider === 'anthropic') return;

    it('killed while the provider works, it goes on with the same batch', async () => {
      const args = await serve({ polls: 3 });
      const { child, ended } = start(...args, '--batch');
      await until(() => polls() >= 1);
      child.kill('SIGKILL');
      await ended;
      assert.equal((await listed()).status, 'batched');
      const { code, stdout, stderr } = await fanout('resume', await runId(), '--format', 'json');
      assert.equal(code, 0, stderr);
      assert.equal(sent(), 1);
      assert.equal(live?.requests.length, 0);
      assert.equal(report(stdout).coverage.reviewedFraction, 1);
      const files = readdirSync(join(folder, 'store'));
      for (const file of files)
        assert.ok(!readFileSync(join(folder, 'store', file), 'latin1').includes(CANARY));
    });

    it('Ctrl+C leaves the batch at the provider; fanout cancel takes it back and keeps what was answered', async () => {
      const args = await serve({ polls: 3 });
      const { child, ended } = start(...args, '--batch');
      await until(() => polls() >= 1);
      child.kill('SIGINT');
      const { code, stderr } = await ended;
      assert.equal(code, 130, stderr);
      assert.match(stderr, /continues at the provider.*fanout resume/);
      assert.equal(server?.batches[0]?.cancelledAfter, undefined);
      assert.equal((await listed()).status, 'batched');
      const taken = await fanout('cancel', await runId(), '--format', 'json');
      assert.equal(taken.code, 0, taken.stderr);
      const { succeeded, cancelled, total } = report(taken.stdout).coverage.branches;
      assert.ok(succeeded > 0 && cancelled > 0, `${succeeded} ${cancelled}`);
      assert.equal(succeeded + cancelled, total);
      assert.equal(live?.requests.length, 0);
    });

    it('a batch the provider does not take is told, and nothing is asked at the full price', async () => {
      const args = await serve({
        refuse: () => ({
          status: 400,
          body: { error: { message: 'This model is not for batches.', type: 'x' } },
        }),
      });
      const { code, stderr } = await fanout(...args, '--batch');
      assert.equal(code, 4, stderr);
      assert.match(stderr, /This model is not for batches/);
      assert.equal(live?.requests.length, 0);
    });

    it('a batch that is rejected after it was accepted is told, and sent anew when resumed', async () => {
      let rejected = 0;
      const args = await serve({
        polls: 0,
        reject: n =>
          n === 0 && rejected++ === 0
            ? { code: 'invalid_request', message: 'A line is broken.' }
            : undefined,
      });
      const { code, stderr } = await fanout(...args, '--batch');
      assert.equal(code, 4, stderr);
      assert.match(stderr, /A line is broken/);
      assert.equal(live?.requests.length, 0);
      const again = await fanout('resume', await runId(), '--format', 'json');
      assert.equal(again.code, 0, again.stderr);
      assert.equal(report(again.stdout).coverage.reviewedFraction, 1);
      assert.equal(sent(), 2);
      assert.equal(live?.requests.length, 0);
    });
  });

describe('command line: --batch', () => {
  it('is refused where the model has no batch engine', async () => {
    const url = ['--base-url', 'http://127.0.0.1:9/v1'];
    const args = ['plan', import.meta.filename, '--batch', '--model', 'compatible:x', ...url];
    const { code, stderr } = await startCommandLine(args, tmpdir()).ended;
    assert.equal(code, 2);
    assert.match(stderr, /has no batch engine/);
  }).timeout(60_000);
});
