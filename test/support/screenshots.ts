// Takes the pictures of the README with the real workbench: media/screenshots/*.png.
import { readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { openFanout } from '../browser/support/fanoutWindow.ts';
import type { FanoutWindow } from '../browser/support/fanoutWindow.ts';
import { ROOT } from './vscode/paths.ts';

const FOLDER = join(ROOT, 'media/screenshots');
const SAMPLE = 'contract.md';
const THEMES = [
  { name: 'dark', theme: 'Default Dark Modern' },
  { name: 'light', theme: 'Default Light Modern' },
  { name: 'high-contrast', theme: 'Default High Contrast' },
];

for (const { name, theme } of THEMES) {
  const window = await openFanout({
    files: { [SAMPLE]: readFileSync(join(ROOT, 'media/sample', SAMPLE), 'utf8') },
    theme,
    viewport: { width: 1440, height: 900 },
    settings: {
      'fanout.model': 'offline:rules',
      'editor.minimap.enabled': false,
      'editor.wordWrap': 'on',
      'workbench.layoutControl.enabled': false,
      'window.commandCenter': false,
    },
  });
  try {
    await review(window);
    await shoot(window, `report-${name}.png`);
    if (name !== 'dark') continue;
    await window.command('View: Close Other Groups').catch(() => undefined);
    await problems(window);
    await shoot(window, 'problems-dark.png');
  } finally {
    await window.close();
  }
}

async function review(window: FanoutWindow): Promise<void> {
  await window.open(SAMPLE);
  await window.activity('Fanout Review').click();
  await window.command('Fanout: Review Document');
  const row = window.runRow(SAMPLE).filter({ hasText: 'finding' });
  await row.waitFor({ timeout: 60_000 });
  await row.click();
  await window.page.keyboard.press('ArrowRight');
  await window.command('Fanout: Open Report');
  const report = await window.report();
  await report.locator('.report[data-status="succeeded"]').waitFor();
  await settle(window);
}

async function problems(window: FanoutWindow): Promise<void> {
  const report = await window.report();
  await report.locator('li.finding .row-main .t').first().click();
  await window.page.locator('.monaco-editor.focused').waitFor();
  await window.command('Problems: Focus on Problems View');
  await window.page.locator('.markers-panel .monaco-list-row').first().waitFor();
  await settle(window);
}

/** Fonts, icons and the last redraw. */
async function settle(window: FanoutWindow): Promise<void> {
  await window.command('Notifications: Clear All Notifications').catch(() => undefined);
  await window.page.mouse.move(700, 890);
  await window.page.waitForTimeout(1500);
}

async function shoot(window: FanoutWindow, file: string): Promise<void> {
  const path = join(FOLDER, file);
  await window.screenshot(path);
  console.log(`${relative(ROOT, path)}: ${Math.round(statSync(path).size / 1024)} KB`);
}
