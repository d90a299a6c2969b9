import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { AxeResults } from 'axe-core';
import type { Browser } from 'playwright-core';
import type { Source } from '../../src/core/domain/source.ts';
import type { RunState } from '../../src/core/state/runState.ts';
import { renderHtml } from '../../src/core/report/html/html.ts';
import { buildReport } from '../../src/core/report/report.ts';
import { buildReport as buildPage, openBrowser, openReport } from '../support/reportPage.ts';
import { LOOKS } from '../support/reportStates.ts';

const THEMES = ['dark', 'light', 'hc-dark', 'hc-light'] as const;

/** `rule: words of the element, why`, one a line. */
const told = ({ violations }: AxeResults): string[] =>
  violations.flatMap(({ id, nodes }) =>
    nodes.map(
      ({ html, failureSummary = '' }) =>
        `${id}: ${html.slice(0, 160)}\n    ${failureSummary.replace(/\s+/g, ' ').slice(0, 240)}`,
    ),
  );

/** Texts in which the findings of a run stand where it says. */
const textsOf = (state: RunState): Source[] =>
  state.sources.map(source => {
    let text = 'word\n'.repeat(source.length / 5);
    for (const { sourceId, range, quote } of state.findings)
      if (range && sourceId === source.id)
        text = text.slice(0, range.start) + quote + text.slice(range.start + quote.length);
    return { ...source, text };
  });

describe('the report, for those who do not see it or use no mouse', () => {
  let built: string;
  let browser: Browser;
  let axe: string;
  before(async () => {
    built = await mkdtemp(path.join(tmpdir(), 'fanout-report-'));
    axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    [browser] = await Promise.all([openBrowser(), buildPage(built)]);
  });
  after(async () => {
    await browser.close();
    await rm(built, { recursive: true, force: true });
  });

  for (const [name, make] of Object.entries(LOOKS))
    it(`axe finds nothing wrong with ${name}, in any theme`, async () => {
      const look = await make();
      for (const theme of THEMES) {
        const page = await openReport(browser, { built, theme, width: 1200, ...look });
        await page.evaluate(axe);
        // Only colours differ by theme.
        const rules =
          theme === 'dark' ? '{}' : `{ runOnly: ['color-contrast', 'link-in-text-block'] }`;
        const results = await page.evaluate<AxeResults>(`axe.run(document, ${rules})`);
        assert.deepEqual(told(results), [], `${name} in ${theme}`);
        assert.ok(results.passes.length > 0, 'it looked at something');
        await page.close();
      }
    });

  for (const [name, make] of Object.entries(LOOKS))
    it(`axe finds nothing wrong with the exported page of ${name}, light, dark, narrow or in forced colours`, async () => {
      const { state } = await make();
      const html = renderHtml(buildReport(state, textsOf(state)));
      for (const [width, media] of [
        [1200, { colorScheme: 'light' }],
        [400, { colorScheme: 'dark' }],
        [1200, { colorScheme: 'dark', forcedColors: 'active' }],
      ] as const) {
        const page = await browser.newPage({ viewport: { width, height: 900 } });
        await page.emulateMedia(media);
        await page.setContent(html);
        const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
        assert.ok(wide <= width, `${wide} of ${width}`);
        await page.evaluate(axe);
        const results = await page.evaluate<AxeResults>('axe.run(document, {})');
        assert.deepEqual(told(results), [], `${name} in ${JSON.stringify(media)}`);
        assert.ok(results.passes.length > 0, 'it looked at something');
        await page.close();
      }
    });

  for (const [name, make] of Object.entries(LOOKS))
    it(`all that can be done in ${name} is reached with the keyboard, and the focus is seen`, async () => {
      const page = await openReport(browser, { built, width: 700, ...(await make()) });
      const stops = await page.evaluate<number>(`(${watchFocus.toString()})()`);
      assert.ok(stops > 3);
      // Sections out of sight are laid out as the focus comes near them.
      for (let i = 0; i < 3 * stops; i++) await page.keyboard.press('Tab');
      assert.deepEqual(await page.evaluate('walked()'), { missed: [], unseen: [] });
      await page.close();
    });

  it('where one stop stands for many, arrow keys reach the others', async () => {
    const { state } = (await LOOKS['partial']?.()) ?? {};
    assert.ok(state);
    const page = await openReport(browser, { built, state, width: 1200 });
    for (const [group, key] of [
      ['[data-row]', 'ArrowDown'],
      ['[data-cell]', 'ArrowRight'],
      ['[data-bar]', 'ArrowRight'],
    ] as const) {
      await page.locator(`${group}[tabindex="0"]`).first().focus();
      const at = (): Promise<unknown> =>
        page.evaluate('JSON.stringify(document.activeElement.dataset)');
      const seen = new Set<unknown>([await at()]);
      for (let i = 0; i < 4; i++) {
        await page.keyboard.press(key);
        seen.add(await at());
      }
      assert.equal(seen.size, 5, `${group} with ${key}`);
    }
    await page.close();
  });
});

/** Runs in the page: notes what gets the focus, and whether that shows. Gives the number of tab stops. */
function watchFocus(): number {
  /* eslint-disable */
  const page = globalThis as any;
  const { document } = page;
  const seen = new Set<any>();
  const unseen = new Set<string>();
  const nameOf = (e: any): string =>
    `${e.tagName} ${e.className} ${(e.ariaLabel ?? e.textContent ?? '').slice(0, 60)}`;
  const looks = (e: any): string => {
    const { outlineStyle, outlineWidth, boxShadow, borderColor } = page.getComputedStyle(e);
    return outlineStyle === 'none'
      ? `${boxShadow} ${borderColor}`
      : `${outlineStyle} ${outlineWidth}`;
  };
  document.addEventListener('focusin', ({ target }: any) => {
    seen.add(target);
    const focused = looks(target);
    // The mark may be on what holds the field.
    const around = target.parentElement && looks(target.parentElement);
    page.setTimeout(() => {
      if (document.activeElement === target) return;
      const changed =
        looks(target) !== focused ||
        (target.parentElement && looks(target.parentElement) !== around);
      if (!changed && target.isConnected) unseen.add(nameOf(target));
    }, 400);
  });
  const all = (): any[] => [
    ...document.querySelectorAll('button, a[href], input, select, summary, [tabindex]'),
  ];
  /** What a group of elements with one tab stop has in common. */
  const kindOf = (e: any): string | undefined =>
    Object.keys(e.dataset).find(key => ['row', 'cell', 'bar'].includes(key));
  page.walked = () => {
    const kinds = new Set([...seen].map(kindOf).filter(Boolean));
    const missed = all()
      .filter(e => !e.disabled && e.checkVisibility() && !seen.has(e))
      .filter(e => !(e.tabIndex === -1 && kinds.has(kindOf(e))))
      .map(nameOf);
    return { missed: [...new Set(missed)].slice(0, 20), unseen: [...unseen].slice(0, 20) };
  };
  return all().filter(e => e.tabIndex >= 0).length;
  /* eslint-enable */
}
