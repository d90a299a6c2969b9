import assert from 'node:assert/strict';
import { ok, startChaos, type Chaos } from '../support/chaosServer.ts';
import { longDocument } from '../support/longDocument.ts';
import { modelSettings, openFanout, pictureFailures } from './support/fanoutWindow.ts';
import type { FanoutWindow } from './support/fanoutWindow.ts';

const { text } = longDocument(3);

describe('notifications of several runs', () => {
  let chaos: Chaos;
  let window: FanoutWindow;
  const isFree = Promise.withResolvers<void>();
  pictureFailures(() => window);

  before(async () => {
    let refused = false;
    chaos = await startChaos(async ({ api }) => {
      if (api !== 'chat') return ok();
      await isFree.promise;
      if (refused) return ok();
      refused = true;
      return ok('No.', { stop: 'refusal' });
    });
    window = await openFanout({
      files: { 'one.md': text, 'two.md': `${text}\nAnd no more.\n` },
      settings: {
        ...modelSettings(`${chaos.url}/v1`),
        'fanout.chunkTokens': 1000,
        'fanout.perspectives': { markdown: ['accuracy'] },
      },
    });
  });
  after(async () => {
    await window.close();
    await chaos.close();
  });

  it('two runs that end together are one notification, which lists both', async () => {
    await window.activity('Fanout Review').click();
    for (const file of ['one.md', 'two.md']) {
      await window.open(file);
      await window.command('Fanout: Review Document');
      await window
        .runRow(file)
        .filter({ hasText: /0 of \d/ })
        .waitFor();
    }
    isFree.resolve();
    for (const file of ['one.md', 'two.md'])
      await window
        .runRow(file)
        .filter({ hasText: /no findings/ })
        .waitFor();
    const toast = window.toast('1 more run ended');
    await toast.waitFor();
    const all = window.page.locator('.notifications-toasts .notification-list-item');
    assert.equal(await all.count(), 1);
    await toast.hover();
    await toast.locator('.monaco-button', { hasText: 'Show All…' }).click();
    const rows = window.page.locator('.quick-input-widget .monaco-list-row');
    await rows.filter({ hasText: 'one.md' }).waitFor();
    assert.equal(await rows.count(), 2);
    await window.pick('one.md');
    await window.tab('Review of one.md').waitFor();
  });
});
