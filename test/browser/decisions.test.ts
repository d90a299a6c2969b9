import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { openFanout, pictureFailures } from './support/fanoutWindow.ts';
import type { FanoutWindow } from './support/fanoutWindow.ts';

const TEXT = [
  '# Agreement',
  '',
  'The Supplier shall deliver by [insert date] to the Buyer.',
  '',
  'The Buyer shall pay the price within thirty (20) days.',
  '',
].join('\n');

describe('deciding on findings', () => {
  let window: FanoutWindow;
  pictureFailures(() => window);

  before(async () => {
    window = await openFanout({
      files: { 'agreement.md': TEXT },
      settings: { 'fanout.model': 'offline:rules' },
    });
  });
  after(() => window.close());

  const review = async (): Promise<Frame> => {
    // Each run opens a report of its own.
    await window.command('View: Close All Editors');
    await window.open('agreement.md');
    await window.activity('Fanout Review').click();
    await window.command('Fanout: Review Document');
    const report = await window.report();
    await report.locator('.report[data-status="succeeded"]').waitFor();
    return report;
  };
  const standing = (report: Frame): Promise<number> => report.locator('li.finding').count();

  let all = 0;
  let title = '';

  it('a finding is dismissed with one key, then with a reason, for the team', async () => {
    const report = await review();
    all = await standing(report);
    assert.ok(all >= 2, `${all} findings`);
    const row = report.locator('li.finding .row-main').first();
    title = (await row.locator('.t').getAttribute('title')) ?? '';
    await row.focus();
    await row.press('d');
    // At once, for the usual reason; reason and place are changed from the notice.
    await report.locator('.shown', { hasText: '1 dismissed is hidden' }).waitFor();
    const notice = window.toast(/Dismissed F\d+: not a problem\. Kept for you/);
    await notice.getByRole('button', { name: 'Change…' }).click();
    const picker = window.page.locator('.quick-input-widget');
    await picker.locator('input').fill('settled by phone');
    await picker.locator('input').press('Enter');
    await picker.locator('.monaco-list-row', { hasText: 'For the Team' }).click();
    await report.locator('.shown', { hasText: '1 dismissed is hidden' }).waitFor();
    for (const end = Date.now() + 10_000; !existsSync(join(window.folder, '.fanout'));) {
      assert.ok(Date.now() < end, 'nothing is kept for the team');
      await window.page.waitForTimeout(100);
    }
    assert.equal(await standing(report), all - 1);
    const kept = readFileSync(join(window.folder, '.fanout/decisions.json'), 'utf8');
    assert.match(kept, /"reason": "settled by phone"/);
    assert.match(kept, /"document": "agreement.md"/);
  });

  it('is hidden, counted and one click away; its reason is told', async () => {
    const report = await window.report();
    await report.locator('.shown .link', { hasText: 'Show' }).click();
    const row = report.locator('li.finding.aside');
    await row.waitFor();
    assert.equal(await standing(report), all);
    await row.locator('.row-main').focus();
    await row.locator('.row-main').press('ArrowRight');
    await row.locator('.judged', { hasText: 'Dismissed: settled by phone' }).waitFor();
    await report.locator('.shown .link', { hasText: 'Hide' }).click();
    await report.locator('.shown', { hasText: '1 dismissed is hidden' }).waitFor();
  });

  it('stays dismissed in the next run', async () => {
    const report = await review();
    await report.locator('.shown', { hasText: '1 dismissed is hidden' }).waitFor();
    assert.equal(await standing(report), all - 1);
  });

  it('after a reload the problems are there again, without what was dismissed', async () => {
    await window.reload();
    await window.command('Problems: Focus on Problems View');
    const rows = window.page.locator('.markers-panel .monaco-list-row .marker-icon');
    await rows.first().waitFor({ timeout: 30_000 });
    assert.equal(await rows.count(), all - 1);
  });

  it('comes back when the passage is changed', async () => {
    const file = join(window.folder, 'agreement.md');
    writeFileSync(file, TEXT.replaceAll('deliver', 'send').replaceAll('pay', 'wire'));
    await window.page.waitForTimeout(1000);
    const report = await review();
    assert.equal(await standing(report), all, title);
  });

  it('the report says what is new and fixed since the run before, and since any other', async () => {
    const report = await window.report();
    const since = report.locator('#since');
    await since.getByText(/\d+ new/).waitFor();
    await since.getByRole('button', { name: 'Compare With…' }).click();
    const picker = window.page.locator('.quick-input-widget');
    await picker.locator('.quick-input-title', { hasText: 'Compare agreement.md' }).waitFor();
    // Each run is told apart by what it found.
    await picker
      .getByText(/earlier, .*\d+ findings?, 100 % read, free/)
      .first()
      .waitFor();
    await window.page.keyboard.press('ArrowDown');
    await window.page.keyboard.press('Enter');
    await since.getByText(/\d+ new/).waitFor();
  });
});
