import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { openFanout, pictureFailures } from './support/fanoutWindow.ts';
import type { FanoutWindow } from './support/fanoutWindow.ts';

/** From the first start to a suggestion that is in the text. */
const MAX_CLICKS = 6;

describe('the first five minutes, without a key', () => {
  let window: FanoutWindow;
  pictureFailures(() => window);

  before(async () => {
    window = await openFanout({ files: { 'notes.txt': 'Nothing.\n' } });
  });
  after(() => window.close());

  it(`the sample has a suggestion applied after at most ${MAX_CLICKS} clicks`, async () => {
    let clicks = 0;
    const click = async (what: Locator): Promise<void> => {
      await what.click();
      clicks += 1;
    };
    await click(window.activity('Fanout Review'));
    await click(window.page.getByRole('button', { name: 'Try It on a Sample Contract' }));
    const report = await window.report();
    await report.locator('.report[data-status="succeeded"]').waitFor();
    assert.equal(await report.locator('h1').innerText(), 'Sample contract');
    await click(report.locator('.chip', { hasText: 'Fixable' }));
    const row = report.locator('li.finding').first();
    await click(row.locator('.row-main'));
    await window.page.locator('.monaco-editor.focused').waitFor();
    assert.match(await window.copied(), /^#[a-z-]+$/);
    await click(row.locator('.acts').getByRole('button', { name: 'Apply' }));
    await report.locator('li.finding.aside').waitFor();
    await row.locator('.acts').getByRole('button', { name: 'Undo' }).waitFor();
    assert.ok(clicks <= MAX_CLICKS, `${clicks} clicks`);
  });

  it('every button of the walkthrough leads somewhere', async () => {
    await window.command('Fanout: Get Started');
    const page = window.page.locator('.gettingStartedContainer');
    for (const step of ['Watch every branch', 'Review your own document']) {
      await page.getByRole('button', { name: step }).first().click();
      await window.page.waitForTimeout(500);
    }
    await page.locator('button, a').getByText('Review Document').last().click();
    // No text editor is open beside it: a file is asked for instead of a refusal.
    await window.page.locator('.quick-input-widget, .monaco-dialog-box').first().waitFor();
    assert.equal(await window.toast(/No text document/).count(), 0);
  });
});
