import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Chaos, ok, startChaos, status } from '../../support/chaosServer.ts';
import { type Ended, startCommandLine } from '../../support/commandLine.ts';

describe('command line: a run that stopped at its cap', function () {
  this.timeout(60_000);
  let folder: string;
  let chaos: Chaos;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'fanout-cli-'));
    for (const name of ['a', 'b', 'c'])
      writeFileSync(join(folder, `${name}.md`), `# ${name}\n\n${`Text of ${name}. `.repeat(60)}\n`);
    const price = { input: 1000, output: 1000 };
    writeFileSync(join(folder, 'prices.json'), JSON.stringify({ 'compatible:test': price }));
    chaos = await startChaos(({ api }) =>
      api ? ok(undefined, { usage: { input: 1733, output: 67, cached: 0 } }) : status(404),
    );
  });
  after(async () => {
    await chaos.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const fanout = (...args: string[]): Promise<Ended> =>
    startCommandLine([...args, '--store', join(folder, 'store')], folder, {
      FANOUT_API_KEY: 'sk-canary-7f3e91c2d4b85a60',
    }).ended;
  const sent = (): number => chaos.requests.filter(({ api }) => api).length;

  it('says how to go on, and goes on under the cap it began with until another is given', async () => {
    const first = await fanout(
      ...['review', 'a.md', 'b.md', 'c.md', '--model', 'compatible:test'],
      ...['--base-url', `${chaos.url}/v1`, '--prices', 'prices.json', '--no-synthesis'],
      ...['--perspectives', 'tone', '--max-cost', '4', '--concurrency', '1'],
    );
    assert.equal(first.code, 3, first.stderr);
    const [, id = ''] =
      /^Resume with: fanout resume (\w+) and a higher limit \(--max-cost/m.exec(first.stderr) ?? [];
    assert.notEqual(id, '', first.stderr);
    const before = sent();

    const again = await fanout('resume', id);
    assert.equal(again.code, 3, again.stderr);
    assert.match(again.stderr, /The budget is used up/);
    assert.equal(sent(), before, 'nothing more may be sent below the same cap');

    const raised = await fanout('resume', id, '--max-cost', '20');
    assert.equal(raised.code, 0, raised.stderr);
    assert.ok(sent() > before);
    assert.doesNotMatch(raised.stderr, /Resume with/);
  });
});
