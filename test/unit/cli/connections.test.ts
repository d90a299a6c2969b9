import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ok, startChaos, status, type Chaos } from '../../support/chaosServer.ts';
import { startCommandLine } from '../../support/commandLine.ts';

const SECRET = 'secret-of-the-gateway-4711';

describe('command line: headers and tokens of a gateway', () => {
  let dir: string;
  let chaos: Chaos;
  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'fanout-connections-'));
    writeFileSync(join(dir, 'a.md'), '# Lease\n\nThe rent is due monthly.\n');
    chaos = await startChaos(({ headers, api }) =>
      api !== 'chat'
        ? status(404)
        : headers['x-gate'] === SECRET || headers['authorization'] === `Bearer ${SECRET}`
          ? ok()
          : status(401, { error: { message: `not ${headers['x-gate'] ?? 'signed in'}` } }),
    );
  });
  afterEach(async () => {
    await chaos.close();
    rmSync(dir, { recursive: true, force: true });
  });

  const review = (more: readonly string[], env: Record<string, string> = {}) =>
    startCommandLine(
      [
        'review',
        'a.md',
        '--model',
        'compatible:m',
        '--base-url',
        `${chaos.url}/v1`,
        '--perspectives',
        'tone',
        '--no-synthesis',
        '--format',
        'json',
        '--events',
        'events.jsonl',
        '--store',
        join(dir, 'store'),
        ...more,
      ],
      dir,
      env,
    ).ended;
  /** All that was written and printed. */
  const traces = (printed: string): string =>
    readdirSync(dir, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile() && entry.name !== 'connections.json')
      .map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'latin1'))
      .join('\n') + printed;

  it('T05 a header from the environment is sent, and is in no store, event, report or message', async () => {
    const { code, stdout, stderr } = await review(['--header', 'X-Gate: ${env:GATE}'], {
      GATE: SECRET,
    });
    assert.equal(code, 0, stderr);
    assert.ok(!traces(stdout + stderr).includes(SECRET));
    const wrong = await review(['--header', 'X-Gate: ${env:GATE}', '--no-cache'], {
      GATE: `${SECRET}-wrong`,
    });
    assert.equal(wrong.code, 4);
    assert.ok(!traces(wrong.stdout + wrong.stderr).includes(SECRET));
  });

  it('a token that a command prints is the key of its address', async () => {
    const file = join(dir, 'connections.json');
    const keyCommand = [process.execPath, '-p', JSON.stringify(SECRET)];
    writeFileSync(file, JSON.stringify({ [chaos.url]: { keyCommand } }));
    const { code, stdout, stderr } = await review(['--connections', file]);
    assert.equal(code, 0, stderr);
    assert.ok(!traces(stdout + stderr).includes(SECRET));
  });

  it('what is missing or wrong is told before anything is sent', async () => {
    for (const [more, words] of [
      [['--header', 'X-Gate: ${env:NOT_THERE}'], /NOT_THERE, which is not set/],
      [['--header', 'X-Gate'], /--header takes "Name: value"/],
      [['--header', 'Host: a'], /Host.*cannot be set/],
      [['--connections', 'a.md'], /--connections takes a JSON file/],
    ] as const) {
      const { code, stderr } = await review(more);
      assert.equal(code, 2, stderr);
      assert.match(stderr, words);
    }
    assert.equal(chaos.requests.length, 0);
  });
});
