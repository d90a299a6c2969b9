import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Chaos, ok, startChaos, status } from '../../support/chaosServer.ts';
import { type Ended, startCommandLine } from '../../support/commandLine.ts';

describe('command line: monthly budget', function () {
  this.timeout(60_000);
  let folder: string;
  let chaos: Chaos;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'fanout-cli-'));
    for (const name of ['a', 'b'])
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

  const review = (file: string, budget: string): Promise<Ended> =>
    startCommandLine(
      [
        ...['review', file, '--model', 'compatible:test', '--base-url', `${chaos.url}/v1`],
        ...['--prices', 'prices.json', '--no-synthesis', '--perspectives', 'tone'],
        ...['--monthly-budget', budget, '--store', join(folder, 'store')],
      ],
      folder,
      { FANOUT_API_KEY: 'sk-canary-7f3e91c2d4b85a60' },
    ).ended;

  it('is one sum over all runs: the first warns, the next is refused and says how to go on', async () => {
    const first = await review('a.md', '3');
    assert.equal(first.code, 0, first.stderr);
    assert.match(first.stderr, /50 % of this month's budget is used: \$1\.80 of \$3\.00/);

    const asked = chaos.requests.filter(({ api }) => api).length;
    const second = await review('b.md', '1');
    assert.equal(second.code, 2, second.stderr);
    assert.match(second.stderr, /This month's budget of \$1\.00 .* is used up.*Nothing was sent/);
    assert.equal(chaos.requests.filter(({ api }) => api).length, asked);

    const third = await review('b.md', '5');
    assert.equal(third.code, 0, third.stderr);
  });

  it('counts the call that proposes labels, and refuses it when the month is used up', async () => {
    writeFileSync(
      join(folder, 'tickets.csv'),
      `id,text\n${Array.from({ length: 20 }, (_, i) => `${i},Ticket number ${i} about delivery`).join('\n')}\n`,
    );
    const labels = await startChaos(({ api }) =>
      api
        ? ok(
            {
              labels: [
                { name: 'delivery', description: 'late' },
                { name: 'other', description: 'rest' },
              ],
            },
            { usage: { input: 1733, output: 67, cached: 0 } },
          )
        : status(404),
    );
    const propose = (budget: string): Promise<Ended> =>
      startCommandLine(
        [
          ...[
            'labels',
            'tickets.csv',
            '--model',
            'compatible:test',
            '--base-url',
            `${labels.url}/v1`,
          ],
          ...[
            '--prices',
            'prices.json',
            '--monthly-budget',
            budget,
            '--store',
            join(folder, 'own'),
          ],
        ],
        folder,
        { FANOUT_API_KEY: 'sk-canary-7f3e91c2d4b85a60' },
      ).ended;
    const first = await propose('3');
    assert.equal(first.code, 0, first.stderr);
    assert.match(first.stderr, /50 % of this month's budget is used: \$1\.80 of \$3\.00/);
    const second = await propose('1');
    assert.equal(second.code, 2, second.stderr);
    assert.match(second.stderr, /used up.*Nothing was sent/);
    await labels.close();
  });
});
