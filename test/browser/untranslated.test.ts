import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { readTexts } from '../support/l10n/bundles.ts';
import { buildReport, openBrowser, openReport } from '../support/reportPage.ts';
import { LOOKS } from '../support/reportStates.ts';

/** Names of the runs that are looked at, all of one word. */
const NAMES = /^(?:records|scripted|billing|delivery|other|compatible|anthropic|clause|party)$/;

/** Every message in wide letters, so that a word in plain ones was never translated. Dates of this tag have none. */
const inWideLetters = (): { readonly tag: string; readonly texts: Record<string, string> } => ({
  tag: 'zh-cn',
  texts: Object.fromEntries(
    Object.entries(readTexts('l10n/bundle.l10n.json')).map(([key, text]) => [key, wide(text)]),
  ),
});

const wide = (text: string): string =>
  text.replace(/[A-Za-z]/g, letter => String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0xfee0));

/** What people and models wrote, and names; a single word in small letters is a name in code. */
function written(value: unknown): string[] {
  if (typeof value === 'string') return /^[a-z]+$/.test(value) ? [] : [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(written) : [];
}

describe('the report in another language', () => {
  let built: string;
  let browser: Browser;
  before(async () => {
    built = await mkdtemp(path.join(tmpdir(), 'fanout-report-'));
    [browser] = await Promise.all([openBrowser(), buildReport(built)]);
  });
  after(async () => {
    await browser.close();
    await rm(built, { recursive: true, force: true });
  });

  for (const [name, make] of Object.entries(LOOKS))
    it(`${name}: no word of ours is left in English, shown or read aloud`, async () => {
      const look = await make();
      const saved = {
        runId: look.state.runId,
        ...look.saved,
        open: look.state.findings.map(({ id }) => id),
        tables: ['map', 'timeline'],
      };
      const language = inWideLetters();
      const page = await openReport(browser, { built, width: 1200, language, ...look, saved });
      const texts = await page.evaluate<string[]>(`(${textsOfPage.toString()})()`);
      assert.ok(
        texts.some(text => text.includes(wide('Status'))),
        'it looked at something',
      );
      const known = written(look).join('\n');
      const left = texts.flatMap(text =>
        (text.match(/[A-Za-z]{3,}/g) ?? [])
          .filter(word => !known.includes(word) && !NAMES.test(word))
          .map(word => `${word}: ${text}`),
      );
      assert.deepEqual([...new Set(left)], []);
      await page.close();
    });

  for (const tag of ['de', 'zh-cn'])
    it(`${tag}: its longer or wider words fit a group of any width`, async () => {
      const language = { tag, texts: readTexts(`l10n/bundle.l10n.${tag}.json`) };
      for (const [name, make] of Object.entries(LOOKS)) {
        const look = await make();
        const page = await openReport(browser, { built, language, ...look });
        for (const width of [300, 560, 700, 1600]) {
          await page.setViewportSize({ width, height: 900 });
          const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
          assert.equal(wide, width, name);
        }
        await page.close();
      }
    });
});

/** Runs in the page: every text, and what is read aloud or shown on pointing. */
function textsOfPage(): string[] {
  /* eslint-disable */
  const { document, NodeFilter } = globalThis as any;
  const texts: string[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode())
    if (!walker.currentNode.parentElement.closest('script, style'))
      texts.push(walker.currentNode.textContent);
  for (const element of document.querySelectorAll('*'))
    for (const name of ['title', 'aria-label', 'placeholder', 'aria-description', 'aria-valuetext'])
      texts.push(element.getAttribute(name) ?? '');
  return texts;
  /* eslint-enable */
}
