import assert from 'node:assert/strict';
import { ok, startChaos } from '../support/chaosServer.ts';
import type { Chaos } from '../support/chaosServer.ts';
import { modelSettings, openFanout, pictureFailures } from './support/fanoutWindow.ts';
import type { FanoutWindow } from './support/fanoutWindow.ts';

describe('a workspace that is not trusted', () => {
  let chaos: Chaos;
  let window: FanoutWindow;
  pictureFailures(() => window);

  before(async () => {
    chaos = await startChaos(() => ok());
    window = await openFanout({
      files: { 'note.md': '# Note\n\nThe price is TBD.\n' },
      trust: true,
      settings: {
        ...modelSettings(`${chaos.url}/v1`),
        'security.workspace.trust.startupPrompt': 'never',
        'security.workspace.trust.untrustedFiles': 'open',
      },
    });
  });
  after(async () => {
    await window.close();
    await chaos.close();
  });

  it('has its open document read by rules, and nothing is sent', async () => {
    await window.status('Restricted Mode').waitFor();
    await window.open('note.md');
    await window.activity('Fanout Review').click();
    await window.command('Fanout: Review Document');
    await window.runRow('note.md').filter({ hasText: 'rules, not a model' }).waitFor();
    assert.deepEqual(chaos.requests, []);
  });

  it('is not offered to have its files read', async () => {
    assert.equal(await window.offers('Fanout: Review Files…'), false);
  });
});
