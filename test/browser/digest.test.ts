import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type Chaos, ok, startChaos } from '../support/chaosServer.ts';
import { digestAnswer } from '../support/digestAnswers.ts';
import { longDocument } from '../support/longDocument.ts';
import { ROOT } from '../support/vscode/paths.ts';
import {
  type FanoutWindow,
  modelSettings,
  openFanout,
  pictureFailures,
} from './support/fanoutWindow.ts';

const { text } = longDocument(40);

describe('a summary and an answer, as their user sees them', () => {
  let chaos: Chaos;
  let window: FanoutWindow;
  pictureFailures(() => window);

  before(async () => {
    chaos = await startChaos(({ body }) => ok(digestAnswer(body), { latencyMs: 300 }));
    window = await openFanout({
      files: {
        'agreement.md': text,
        'docs/guide/start.md': text.slice(0, 9_000),
        'docs/guide/end.md': text.slice(9_000, 15_000),
        'notes.txt': 'The notes say that the bridge opens in May. Nothing else is in them.',
      },
      settings: {
        ...modelSettings(`${chaos.url}/v1`),
        'fanout.concurrency': 6,
        'fanout.chunkTokens': 1500,
      },
    });
  });
  after(async () => {
    await window.close();
    await chaos.close();
  });

  it('asks how long, shows the groups as they are joined, and links every statement to its words', async () => {
    await window.open('agreement.md');
    await window.activity('Fanout Review').click();
    await window.command('Fanout: Summarize Document…');
    await window.pick('Short');
    const row = window.runRow('agreement.md').locator('.label-description');
    await row.filter({ hasText: /summary of \d+ statements, 100 %/ }).waitFor({ timeout: 90_000 });
    await window.command('Fanout: Open Report');
    const report = await window.report();
    await report.locator('.report[data-status="succeeded"]').waitFor();
    const statement = report.locator('.said > li').first();
    const cite = statement.locator('.cite').first();
    const title = (await cite.getAttribute('title')) ?? '';
    const quote = title.slice(title.indexOf('\n') + 1);
    await cite.click();
    await window.page.locator('.monaco-editor.focused').waitFor();
    await window.status(`(${quote.length} selected)`).waitFor();
    assert.equal(await window.copied(), quote);
    const level = report.locator('.levels > .level > .level-head').first();
    await level.click();
    const chunk = report.locator('.level .level .level-head').first();
    await chunk.click();
    await report.locator('.level .level blockquote .quote').first().waitFor();
    await window.screenshot(join(ROOT, 'out/browser/summary.png'));
  });

  it('answers a question that is typed, over files that are ticked, by file and folder', async () => {
    await window.command('Fanout: Ask About Files…');
    await window.type('Who stores the security log?');
    await window.pick('the whole folder');
    await window.page
      .locator('.quick-input-action .monaco-button, .quick-input-ok .monaco-button')
      .first()
      .click();
    const row = window.runRow('4 files').locator('.label-description');
    await row.filter({ hasText: /answer of \d+ statements, 100 %/ }).waitFor({ timeout: 90_000 });
    // Two reports are in sight: this run's opened by itself.
    const report = await window.webview('.asked:has-text("Who stores the security log?")');
    await report.locator('.level-head', { hasText: 'docs/guide' }).waitFor();
    await window.screenshot(join(ROOT, 'out/browser/answer.png'));
  });
});
