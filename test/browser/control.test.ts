import assert from 'node:assert/strict';
import { ok, startChaos } from '../support/chaosServer.ts';
import type { Chaos, Script } from '../support/chaosServer.ts';
import { longDocument } from '../support/longDocument.ts';
import { modelSettings, openFanout, pictureFailures } from './support/fanoutWindow.ts';
import type { FanoutWindow } from './support/fanoutWindow.ts';

const { text } = longDocument(8);

describe('a run under its user’s control', () => {
  let chaos: Chaos;
  let script: Script = () => ok();
  let window: FanoutWindow;
  pictureFailures(() => window);

  before(async () => {
    chaos = await startChaos((request, n) => script(request, n));
    window = await openFanout({
      files: { 'agreement.md': text },
      settings: {
        ...modelSettings(`${chaos.url}/v1`),
        'fanout.concurrency': 2,
        'fanout.reuseAnswers': false,
        'fanout.chunkTokens': 1000,
        'fanout.perspectives': { markdown: ['accuracy'] },
      },
    });
  });
  after(async () => {
    await window.close();
    await chaos.close();
  });

  it('is not offered to cancel or to retry while there is nothing to', async () => {
    // Without an editor it offers a file.
    assert.equal(await window.offers('Fanout: Review Document'), true);
    assert.equal(await window.offers('Fanout: Cancel Run'), false);
    assert.equal(await window.offers('Fanout: Retry Failed Branches'), false);
    assert.equal(await window.offers('Fanout: Show Log'), true);
  });

  it('ends at once when cancelled, and keeps what was answered', async () => {
    let calls = 0;
    script = ({ api }) => (api !== 'chat' || ++calls <= 2 ? ok() : { kind: 'stall' });
    await window.open('agreement.md');
    await window.activity('Fanout Review').click();
    await window.command('Fanout: Review Document');
    const row = window.runRow('agreement.md');
    await row.filter({ hasText: /2 of \d+/ }).waitFor();
    await window.command('Fanout: Cancel Run');
    await row.filter({ hasText: /cancelled at \d/ }).waitFor({ timeout: 5000 });
  });

  it('goes on where it was, and asks for what is missing alone', async () => {
    const before = chaos.requests.length;
    let calls = 0;
    script = ({ api }) => {
      if (api === 'chat') calls += 1;
      return ok();
    };
    await window.command('Fanout: Retry Failed Branches');
    await window.runRow('agreement.md').filter({ hasText: 'no findings, 100 %' }).waitFor();
    const { requests } = chaos;
    assert.equal(requests.length - before, calls);
    assert.ok(calls > 0 && calls < requests.length, `${calls} calls`);
  });

  it('shows a failed branch with its reason, and retries that one from its row', async () => {
    let calls = 0;
    script = ({ api }) => (api === 'chat' && ++calls === 3 ? ok('No.', { stop: 'refusal' }) : ok());
    await window.command('Fanout: Delete Run');
    await window.dialog().locator('.monaco-button', { hasText: 'Delete' }).click();
    await window.command('Fanout: Review Document');
    const run = window.runRow('agreement.md');
    await run.filter({ hasText: '1 gap' }).waitFor();
    await window.expand(run);
    await window.expand(
      window.page.locator('.sidebar [aria-level="2"]').filter({ hasText: '1 gap' }),
    );
    const failed = window.treeRow('failed: refused by the model');
    const before = calls;
    await failed.hover();
    await failed.locator('a.action-label[aria-label^="Retry This Branch"]').click();
    await run.filter({ hasText: 'no findings, 100 %' }).waitFor();
    assert.equal(calls, before + 1);
  });
});
