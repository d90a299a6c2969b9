import assert from 'node:assert/strict';
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

describe('findings where the text is', () => {
  let window: FanoutWindow;
  pictureFailures(() => window);

  before(async () => {
    window = await openFanout({
      files: { 'agreement.md': TEXT },
      settings: {
        'fanout.model': 'offline:rules',
        'fanout.show': ['problems', 'codeLens', 'comments', 'gutter'],
      },
    });
  });
  after(() => window.close());

  it('a line above the part tells their number; comments and marks stand at their lines', async () => {
    await window.open('agreement.md');
    await window.command('Fanout: Review Document');
    const report = await window.report();
    await report.locator('.report[data-status="succeeded"]').waitFor();
    await window.open('agreement.md');
    const editor = window.page.locator('.editor-instance').filter({ hasText: 'Agreement' }).first();
    const lens = editor.locator('.codelens-decoration', { hasText: /Fanout: \d+ / });
    await lens.first().waitFor();
    const glyphs = editor.locator('.comment-range-glyph.comment-thread');
    await glyphs.first().waitFor();
    assert.ok((await glyphs.count()) >= 2, `${await glyphs.count()} comments`);
    await glyphs.first().click();
    const thread = window.page.locator('.review-widget').filter({ hasText: 'Fanout Review' });
    await thread.first().waitFor();
    await thread.getByRole('link', { name: 'Show in Report' }).first().waitFor();
    if (process.env['PICTURES']) await window.screenshot(`${process.env['PICTURES']}/marks.png`);
  });
});
