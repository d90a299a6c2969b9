import assert from 'node:assert/strict';
import { ok, startChaos } from '../support/chaosServer.ts';
import type { Chaos } from '../support/chaosServer.ts';
import { modelSettings, openFanout, pictureFailures } from './support/fanoutWindow.ts';
import type { FanoutWindow } from './support/fanoutWindow.ts';

const KEY = 'sk-test-0123456789abcdef';

describe('an API key', () => {
  let chaos: Chaos;
  let window: FanoutWindow;
  pictureFailures(() => window);

  before(async () => {
    chaos = await startChaos(request =>
      request.api === 'models' ? { kind: 'models', ids: ['test-model'] } : ok(),
    );
    window = await openFanout({
      files: { 'note.md': '# Note\n\nThe date is agreed.\n' },
      settings: { ...modelSettings(`${chaos.url}/v1`), 'fanout.reuseAnswers': false },
    });
  });
  after(async () => {
    await window.close();
    await chaos.close();
  });

  /** What the calls of one review were authorized with. */
  const review = async (): Promise<readonly (string | undefined)[]> => {
    const before = chaos.requests.length;
    const said = window.status(/note\.md: no findings/);
    // What the status bar says of the review before.
    await said.waitFor({ state: 'hidden' });
    await window.open('note.md');
    await window.command('Fanout: Review Document');
    await said.waitFor();
    return chaos.requests.slice(before).map(request => request.headers['authorization']);
  };

  it('is asked for, hidden as it is typed, tried, and then sent to its server', async () => {
    await window.command('Fanout: Set API Key…');
    const box = window.page.locator('.quick-input-widget input:visible').first();
    await box.waitFor();
    assert.equal(await box.getAttribute('type'), 'password');
    await window.type(KEY);
    await window.toast(/key for http:\/\/127\.0\.0\.1:\d+ is saved/).waitFor();
    assert.equal(chaos.requests.at(-1)?.api, 'models');
    const sent = await review();
    assert.ok(sent.length > 0 && sent.every(header => header === `Bearer ${KEY}`), String(sent));
  });

  it('is still there after a reload of the window', async () => {
    await window.reload();
    const sent = await review();
    assert.ok(sent.length > 0 && sent.every(header => header === `Bearer ${KEY}`), String(sent));
  });

  it('is gone once it is removed', async () => {
    await window.command('Fanout: Remove API Key');
    await window.pick('127.0.0.1');
    await window.toast(/key for .* was removed/).waitFor();
    const sent = await review();
    assert.ok(sent.length > 0 && sent.every(header => !header?.includes(KEY)), String(sent));
  });
});
