import assert from 'node:assert/strict';
import { startBatches, type BatchServer } from '../support/batchServer.ts';
import { longDocument } from '../support/longDocument.ts';
import { openFanout, pictureFailures } from './support/fanoutWindow.ts';
import type { FanoutWindow } from './support/fanoutWindow.ts';

const { text } = longDocument(8);

describe('economy mode', () => {
  let server: BatchServer;
  let polls = Infinity;
  let window: FanoutWindow | undefined;
  pictureFailures(() => window);

  before(async () => {
    server = await startBatches({
      item: () => ({ text: JSON.stringify({ findings: [], facts: [], assessment: 'Read.' }) }),
      get polls() {
        return polls;
      },
    });
  });
  after(async () => {
    await window?.close();
    await server.close();
  });

  it('waits for the provider, also over a window reload, and sends nothing twice', async function () {
    this.timeout(240_000);
    window = await openFanout({
      files: { 'agreement.md': text },
      settings: {
        'fanout.model': 'openai:gpt-6-luna',
        'fanout.baseUrl': `${server.url}/v1`,
        'fanout.mode': 'economy',
        'fanout.synthesis': false,
        'fanout.consistency': false,
        'fanout.reuseAnswers': false,
        'fanout.chunkTokens': 1000,
        'fanout.perspectives': { markdown: ['accuracy'] },
      },
    });
    await window.open('agreement.md');
    await window.command('Fanout: Review Document');
    await window.activity('Fanout Review').click();
    const waiting = window.runRow('agreement.md').filter({ hasText: /in batch, \d+ of \d+ done/ });
    await waiting.waitFor({ timeout: 60_000 });
    if (process.env['ECONOMY_PICTURE']) {
      await waiting.click();
      await window.screenshot(process.env['ECONOMY_PICTURE']);
    }
    await window.reload();
    await waiting.waitFor({ timeout: 60_000 });
    polls = 0;
    const done = window.runRow('agreement.md').filter({ hasText: 'no findings, 100 %' });
    await done.waitFor({ timeout: 120_000 });
    assert.equal(server.batches.length, 1);
    assert.equal(server.files.size, 0);
  });
});
