import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Report } from '../../../src/core/report/report.ts';
import { type Chaos, ok, startChaos } from '../../support/chaosServer.ts';
import { digestAnswer } from '../../support/digestAnswers.ts';
import { type Ended, startCommandLine } from '../../support/commandLine.ts';

const clause = (n: number): string =>
  `## Clause ${n}\n\nThe Supplier delivers item ${n} on day ${n}. ${`Item ${n} is checked by the Customer. `.repeat(14)}\n\n`;

describe('command line: summarize and ask', function () {
  this.timeout(180_000);
  let folder: string;
  let chaos: Chaos;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'fanout-cli-'));
    const text = Array.from({ length: 16 }, (_, i) => clause(i + 1)).join('');
    writeFileSync(join(folder, 'contract.md'), text);
    chaos = await startChaos(({ body }) => ok(digestAnswer(body)));
  });
  after(async () => {
    await chaos.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const fanout = (...args: string[]): Promise<Ended> =>
    startCommandLine([...args, '--store', join(folder, 'store')], folder, {
      FANOUT_API_KEY: 'sk-canary-7f3e91c2d4b85a60',
    }).ended;

  it('sum up and answer, show the stored run again, and pay for nothing twice', async () => {
    const asked = ['contract.md', '--model', 'compatible:test', '--chunk-tokens', '300'];
    asked.push('--base-url', `${chaos.url}/v1`);
    const first = await fanout('summarize', ...asked, '--format', 'json');
    assert.equal(first.code, 0, first.stderr);
    const { digest, run, estimate } = JSON.parse(first.stdout) as Report;
    const root = digest?.nodes.find(node => node.id === digest.root);
    assert.ok(root && root.statements.length > 0);
    assert.ok(root.statements.every(({ places }) => places.length > 0));
    assert.equal(run.calls, estimate?.calls);
    assert.equal(run.calls, chaos.requests.length);

    const again = await fanout('summarize', ...asked);
    assert.equal(again.code, 0, again.stderr);
    assert.match(again.stdout, /^SUMMARY$[\s\S]*contract\.md:\d+:1/m);
    assert.equal(chaos.requests.length, run.calls, 'everything came from the store');
    const shown = await fanout('show', run.id, '--format', 'json');
    assert.deepEqual((JSON.parse(shown.stdout) as Report).digest, digest);

    const answer = await fanout('ask', 'When is item 3 delivered?', ...asked);
    assert.match(answer.stdout, /^ANSWER$\n\n +When is item 3 delivered\?/m);
  });
});
