import assert from 'node:assert/strict';
import { longDocument } from '../support/longDocument.ts';
import { openFanout, pictureFailures } from './support/fanoutWindow.ts';
import type { FanoutWindow } from './support/fanoutWindow.ts';

declare function getComputedStyle(element: unknown): Record<'color' | 'backgroundColor', string>;

const THEMES = [
  { theme: 'Dark Modern', body: 'vscode-dark' },
  { theme: 'Light Modern', body: 'vscode-light' },
  { theme: 'Dark High Contrast', body: 'vscode-high-contrast' },
  { theme: 'Light High Contrast', body: 'vscode-high-contrast-light' },
];

describe('the report in every theme', () => {
  let window: FanoutWindow;
  pictureFailures(() => window);

  before(async () => {
    window = await openFanout({
      files: { 'agreement.md': longDocument(8).text },
      settings: { 'fanout.model': 'offline:rules' },
    });
    await window.open('agreement.md');
    await window.command('Fanout: Review Document');
    await window.tab('Review of').waitFor();
  });
  after(() => window.close());

  for (const { theme, body } of THEMES) {
    it(`can be read in ${theme}`, async () => {
      await window.command('Preferences: Color Theme');
      await window.type(theme);
      const report = await window.report();
      await report.locator(`body.${body}`).waitFor();
      await report.locator('.report[data-status="succeeded"]').waitFor();
      const page = await report.locator('body').evaluate(e => getComputedStyle(e).backgroundColor);
      for (const part of ['h1', 'li.finding .t', 'dl.facts dd', 'nav a']) {
        const color = await report
          .locator(part)
          .first()
          .evaluate(e => getComputedStyle(e).color);
        const ratio = contrast(color, page);
        assert.ok(ratio >= 4.5, `${part}: ${color} on ${page} is ${ratio.toFixed(1)} to 1`);
      }
    });
  }
});

/** The contrast ratio of WCAG 2 for two CSS colours, 1 to 21; a clear background counts as black. */
function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(color: string): number {
  const [r = 0, g = 0, b = 0] = (color.match(/[\d.]+/g) ?? [])
    .slice(0, 3)
    .map(n => Number(n) / 255)
    .map(c => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
