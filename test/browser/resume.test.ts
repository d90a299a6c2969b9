import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { ok, startChaos, status } from '../support/chaosServer.ts';
import type { Chaos, ChaosRequest, Script } from '../support/chaosServer.ts';
import { longDocument } from '../support/longDocument.ts';
import { modelSettings, openFanout, pictureFailures } from './support/fanoutWindow.ts';
import type { FanoutWindow } from './support/fanoutWindow.ts';

const { text } = longDocument(8);
const HELD_FROM = 4;

describe('a run that is cut off', () => {
  let chaos: Chaos;
  let script: Script;
  let window: FanoutWindow | undefined;
  pictureFailures(() => window);

  before(async () => {
    // What is asked about the server itself is no review.
    chaos = await startChaos((request, n) =>
      request.api === 'chat' ? script(request, n) : status(404),
    );
  });
  afterEach(async () => {
    await window?.close();
    window = undefined;
  });
  after(() => chaos.close());

  const open = (resume: string): Promise<FanoutWindow> =>
    openFanout({
      files: { 'agreement.md': text },
      settings: {
        ...modelSettings(`${chaos.url}/v1`),
        'fanout.concurrency': 2,
        'fanout.reuseAnswers': false,
        'fanout.chunkTokens': 1000,
        'fanout.perspectives': { markdown: ['accuracy'] },
        'fanout.resume': resume,
      },
    });

  const reviews = (): readonly ChaosRequest[] => chaos.requests.filter(r => r.api === 'chat');

  /** Starts a run whose first calls are answered and whose next ones hang. */
  const startAndHang = async (opened: FanoutWindow): Promise<readonly ChaosRequest[]> => {
    const since = reviews().length;
    let calls = 0;
    script = () => (++calls <= HELD_FROM ? ok() : { kind: 'stall' });
    await opened.open('agreement.md');
    await opened.command('Fanout: Review Document');
    await opened.activity('Fanout Review').click();
    const answered = new RegExp(`${HELD_FROM} of \\d+`);
    await opened.runRow('agreement.md').filter({ hasText: answered }).waitFor();
    return reviews().slice(since, since + HELD_FROM);
  };

  /** What a call was about: no two branches of the run are asked the same. */
  const asked = (request: ChaosRequest): string => JSON.stringify(request.body?.['messages']);

  const assertNothingTwice = (answered: readonly ChaosRequest[], since: number): void => {
    const again = reviews().slice(since).map(asked);
    assert.ok(again.length > 0, 'nothing was asked after the cut');
    assert.equal(new Set(again).size, again.length, 'a branch was sent twice');
    for (const request of answered) assert.ok(!again.includes(asked(request)), 'paid for twice');
  };

  it('goes on by itself after a window reload, and asks for the rest alone', async () => {
    window = await open('always');
    const answered = await startAndHang(window);
    const since = reviews().length;
    script = () => ok();
    await window.reload();
    const row = window.runRow('agreement.md').filter({ hasText: 'no findings, 100 %' });
    await row.waitFor({ timeout: 60_000 });
    assertNothingTwice(answered, since);
  });

  it('is offered after a window reload, and nothing is sent before the answer', async () => {
    window = await open('ask');
    const answered = await startAndHang(window);
    const since = reviews().length;
    script = () => ok();
    await window.reload();
    const offer = window.toast('was cut off');
    await offer.waitFor({ timeout: 60_000 });
    assert.equal(reviews().length, since);
    await offer.getByRole('button', { name: 'Not Now' }).click();
    await window.runRow('agreement.md').filter({ hasText: 'cut off at' }).click();
    const report = await window.report();
    const finish = report.getByRole('button', { name: 'Finish Run' }).first();
    await finish.waitFor();
    const shown = await report.locator('body').innerText();
    assert.match(shown, /Cut off, can be finished/);
    assert.match(shown, /The run was cut off; what was read is kept\./);
    assert.doesNotMatch(shown, /cancelled|Retry \d/i);
    // The offer stays where it does not hide by itself.
    // A late entry beside it moves it, and a click in that moment would hit the other one.
    await window.page.locator('.statusbar-item[aria-label*="Ports"]').first().waitFor();
    await window.status('1 run cut off').click();
    const row = window.runRow('agreement.md').filter({ hasText: 'no findings, 100 %' });
    await row.waitFor({ timeout: 60_000 });
    assertNothingTwice(answered, since);
  });

  it('is offered at once when the extension host was killed', async function () {
    // Only Linux tells which process is whose.
    if (process.platform !== 'linux') this.skip();
    window = await open('ask');
    const answered = await startAndHang(window);
    const since = reviews().length;
    script = () => ok();
    const hosts = extensionHosts(window.server.dataDir);
    assert.equal(hosts.length, 1, `extension hosts: ${hosts.join(', ')}`);
    for (const pid of hosts) process.kill(pid, 'SIGKILL');
    const offer = window.toast('was cut off');
    await offer.waitFor({ timeout: 60_000 });
    assert.equal(reviews().length, since);
    await offer.getByRole('button', { name: 'Finish It' }).click();
    const row = window.runRow('agreement.md').filter({ hasText: 'no findings, 100 %' });
    await row.waitFor({ timeout: 60_000 });
    assertNothingTwice(answered, since);
  });
});

/** The extension host processes of the server whose sockets are below `dataDir`. */
function extensionHosts(dataDir: string): number[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .filter(pid => {
      try {
        const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
        if (!line.includes('--type=extensionHost')) return false;
        return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(dataDir);
      } catch {
        // It has ended meanwhile.
        return false;
      }
    })
    .map(Number);
}
