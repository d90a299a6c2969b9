import assert from 'node:assert/strict';
import { ok, startChaos } from '../support/chaosServer.ts';
import type { Chaos } from '../support/chaosServer.ts';
import { longDocument } from '../support/longDocument.ts';
import { modelSettings, openFanout, pictureFailures } from './support/fanoutWindow.ts';
import type { FanoutWindow } from './support/fanoutWindow.ts';

const { text, planted } = longDocument(12);

describe('a review with a model, as its user sees it', () => {
  let chaos: Chaos;
  let window: FanoutWindow;
  const seenAtWork = Promise.withResolvers<void>();
  let asked = 0;
  pictureFailures(() => window);

  before(async () => {
    chaos = await startChaos(async request => {
      // The first few answers come at once, the others when the tree has shown those.
      if (request.api === 'chat' && ++asked > 4) await seenAtWork.promise;

      const shown = JSON.stringify(request.body);
      const findings = planted
        .filter(sentence => shown.includes(sentence))
        .map((quote, i) => ({
          quote,
          title: 'Not settled',
          message: 'This is left open.',
          suggestion: null,
          severity: i % 2 === 0 ? 'major' : 'note',
          confidence: 0.9,
        }));
      return ok({ findings, assessment: 'Read.' });
    });
    window = await openFanout({
      files: { 'agreement.md': text },
      settings: {
        ...modelSettings(`${chaos.url}/v1`),
        'fanout.concurrency': 2,
        'fanout.chunkTokens': 1000,
        'fanout.perspectives': { markdown: ['accuracy', 'tone'] },
      },
    });
  });
  after(async () => {
    await window.close();
    await chaos.close();
  });

  it('starts from the palette and shows the branches as they go', async () => {
    await window.open('agreement.md');
    await window.activity('Fanout Review').click();
    await window.command('Fanout: Review Document');
    const row = window.runRow('agreement.md').locator('.label-description');
    await row.waitFor();
    await row.getByText(/^[1-9]\d* of \d+/).waitFor();
    seenAtWork.resolve();
    await row.getByText(/12 findings, 100 %/).waitFor();
  });

  it('lists chunks and branches below the run, with how each ended', async () => {
    await window.expand(window.runRow('agreement.md'));
    await window.expand(window.page.locator('.sidebar [aria-level="2"]').first());
    await window.treeRow('Accuracy').waitFor();
    await window.treeRow('Tone').waitFor();
  });

  it('shows a report whose findings are those of the model', async () => {
    await openReport(window);
    const report = await window.report();
    await report.locator('.report[data-status="succeeded"]').waitFor();
    await report.locator('h1', { hasText: 'agreement.md' }).waitFor();
    assert.equal(await report.locator('li.finding').count(), planted.length);
  });

  it('selects exactly the quote in the editor when a finding is clicked', async () => {
    const report = await window.report();
    for (const n of [0, 5]) {
      const finding = report.locator('li.finding').nth(n);
      await finding.locator('.row-main .t').click();
      const quote = await finding.locator('blockquote').first().innerText();
      await window.status(`(${quote.length} selected)`).waitFor();
      await window.page.locator('.monaco-editor.focused').waitFor();
      assert.equal(await window.copied(), quote);
      assert.ok(planted.includes(quote));
    }
  });

  it('filters the findings by severity and by words', async () => {
    const report = await window.report();
    const rows = report.locator('li.finding');
    const all = await rows.count();
    await report.locator('#search').fill('TBD');
    await report
      .getByRole('status')
      .filter({ hasText: /of \d+ findings shown/ })
      .waitFor();
    const shown = await rows.count();
    assert.ok(shown > 0 && shown < all, `${shown} of ${all}`);
    await report.locator('#search').press('Escape');
    await report
      .locator('li.finding')
      .nth(all - 1)
      .waitFor();
  });

  it('is read with the keyboard alone', async () => {
    const report = await window.report();
    const first = report.locator('li.finding .row-main').first();
    await first.focus();
    await first.press('ArrowDown');
    const second = report.locator('li.finding .row-main:focus');
    await second.waitFor();
    await second.press('ArrowRight');
    const quote = await report
      .locator('li.finding:has(.row-main:focus) blockquote')
      .first()
      .innerText();
    await second.press('Enter');
    await window.page.locator('.monaco-editor.focused').waitFor();
    await window.status(`(${quote.length} selected)`).waitFor();
    assert.equal(await window.copied(), quote);
  });

  it('brings the report back after the window was reloaded', async () => {
    await window.reload();
    const report = await window.report();
    await report.locator('.report[data-status="succeeded"]').waitFor({ timeout: 30_000 });
    assert.equal(await report.locator('li.finding').count(), planted.length);
  });
});

async function openReport(window: FanoutWindow): Promise<void> {
  await window.command('Fanout: Open Report');
  await window.tab('Review of').waitFor();
}
