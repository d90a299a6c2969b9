import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { RunState } from '../../src/core/state/runState.ts';
import { labelFor, labelScript, POISON } from '../support/labelScript.ts';
import { labelModel, labelRun, recordSource } from '../support/labelRun.ts';
import { buildReport, openBrowser, openReport } from '../support/reportPage.ts';

const NAMES = ['billing', 'card', 'delivery', 'exchange', 'refund', 'other'];
const RECORDS = 13_083;

const texts = Array.from({ length: RECORDS }, (_, i) =>
  i === 900
    ? `${POISON}, which no answer gets right`
    : `Where is thing ${i} that I ordered on day ${i % 31}?`,
);

/** A run over 13,083 records with a gold column that is now and then another. */
async function labelledState(): Promise<RunState> {
  const gold = (i: number): string =>
    i % 19 === 0 ? NAMES[i % NAMES.length]! : labelFor(texts[i]!, NAMES);
  const csv = `text,gold\n${texts.map((t, i) => `"${t}",${gold(i)}\n`).join('')}`;
  const source = await recordSource('questions.csv', csv, { gold: 'gold' });
  const spec = { kind: 'classify', labels: NAMES.map(name => ({ name })), multi: false } as const;
  return (await labelRun([source], spec, labelModel(labelScript(NAMES)))).state;
}

describe('report page: records', function () {
  this.timeout(180_000);
  let folder: string;
  let browser: Browser;
  let page: Page;
  let state: RunState;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'fanout-records-'));
    state = await labelledState();
    await buildReport(folder);
    browser = await openBrowser();
    page = await openReport(browser, { built: folder, state, texts });
  });
  after(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('13,083 records: only those in view are in the page, and only their texts are asked for', async () => {
    await page.getByText(texts[3]!).waitFor();
    assert.ok((await page.locator('.rrow').count()) < 80);
    await page.locator('.rlist').focus();
    await page.keyboard.press('End');
    await page.locator('.rrow', { hasText: texts[RECORDS - 1]! }).waitFor();
    const asked = await page.evaluate(
      () =>
        (
          globalThis as unknown as { posted: { type: string; indexes?: number[] }[] }
        ).posted.flatMap(message => (message.type === 'recordTexts' ? (message.indexes ?? []) : []))
          .length,
    );
    assert.ok(asked < 400, `${asked} texts`);
  });

  it('bars, accuracy and confusions add up to what the state holds', async () => {
    const labels = page.locator('#labels');
    assert.match(await labels.innerText(), /13,082 of 13,083 records labelled, 6 of 6 labels used/);
    assert.equal(await labels.locator('.lbar').count(), NAMES.length);
    const counts = await labels.locator('.lmatrix td.r, .lmatrix td.w').allInnerTexts();
    const sum = counts.reduce((all, n) => all + Number(n.replaceAll(',', '')), 0);
    assert.equal(sum, RECORDS - 1);
  });

  it('finds, filters, shows and corrects by the keyboard', async () => {
    await page.getByLabel('Records', { exact: true }).first().selectOption('none');
    await page.getByText('1 shown').waitFor();
    await page.locator('.rlist').focus();
    await page.keyboard.press('ArrowDown');
    await page
      .locator('.rdetail')
      .getByText(/records without a result/)
      .waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Correct Label…' }).click();
    await page.getByLabel('Records', { exact: true }).first().selectOption('all');
    await page.getByLabel('Find records').fill('thing 4711 ');
    await page.getByText('1 shown').waitFor();
    const posted = await page.evaluate(
      () => (globalThis as unknown as { posted: { type: string; record?: number }[] }).posted,
    );
    assert.ok(posted.some(m => m.type === 'revealRecord' && m.record === 900));
    assert.ok(posted.some(m => m.type === 'correctRecord' && m.record === 900));
  });
});
