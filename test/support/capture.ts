/**
 * Films the README's animation in the real workbench: media/screenshots/review.gif. Each frame is taken when
 * the window shows what it is to show, whatever the machine needs for it: a scripted model on this machine
 * answers as many branches as the next frame wants.
 */
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import sharp from 'sharp';
import type { FanoutWindow } from '../browser/support/fanoutWindow.ts';
import { modelSettings, openFanout } from '../browser/support/fanoutWindow.ts';
import { ok, startChaos, status } from './chaosServer.ts';
import { ROOT } from './vscode/paths.ts';

const FILE = join(ROOT, 'media/screenshots/review.gif');
const SAMPLE = 'contract.md';
/** More than this and a reader waits for the page. */
const MAX_BYTES = 1_500_000;
const SIZE = { width: 1200, height: 720 };

const REMARKS = [
  {
    quote: 'thirty (20) days',
    title: 'Words and digits disagree',
    message: 'The words say thirty days, the digits 20: which one binds is left open.',
    suggestion: 'thirty (30) days',
    severity: 'critical',
  },
  {
    quote: 'fifteen percent (12%) of the Contract Price',
    title: 'Cap of damages is stated twice',
    message: 'Fifteen percent is £9.5 m, 12 % is £7.6 m. The parties will not agree later.',
    suggestion: 'fifteen percent (15%) of the Contract Price',
    severity: 'critical',
  },
  {
    quote: 'eight pumps at £17,000 each, £145,000 in all',
    title: 'Price does not add up',
    message: 'Eight pumps at £17,000 are £136,000.',
    suggestion: 'eight pumps at £17,000 each, £136,000 in all',
    severity: 'major',
  },
  {
    quote: 'as required by Clause 6.19',
    title: 'Clause 6.19 does not exist',
    message: 'Article 6 ends at 6.8, so nothing says what the particulars are.',
    suggestion: null,
    severity: 'major',
  },
  {
    quote: 'The auditor is named by [●].',
    title: 'Who names the auditor is open',
    message: 'A placeholder was left in the text.',
    suggestion: null,
    severity: 'major',
  },
  {
    quote: 'The policies are placed with [insert name of insurer].',
    title: 'The insurer is not named',
    message: 'A placeholder was left in the text.',
    suggestion: null,
    severity: 'minor',
  },
  {
    quote: 'The survey of hidden parts takes place on 31 June 2031.',
    title: 'The date does not exist',
    message: 'June has 30 days.',
    suggestion: 'The survey of hidden parts takes place on 30 June 2031.',
    severity: 'major',
  },
];

/** A model that answers when it is allowed to. */
async function startModel() {
  let allowed = 0;
  let asked = 0;
  let waiting: (() => void)[] = [];
  const chaos = await startChaos(async request => {
    if (request.api !== 'chat') return status(404);
    const turn = asked++;
    while (turn >= allowed) await new Promise<void>(go => waiting.push(go));
    const shown = JSON.stringify(request.body);
    const isFirst = /accura/i.test(shown.slice(-4000));
    const findings = REMARKS.filter(({ quote }) => isFirst && shown.includes(quote)).map(
      remark => ({ ...remark, confidence: 0.9 }),
    );
    return ok({ findings, assessment: 'Read.' });
  });
  return {
    url: `${chaos.url}/v1`,
    close: () => chaos.close(),
    answer(more: number) {
      allowed += more;
      const go = waiting;
      waiting = [];
      for (const each of go) each();
    },
  };
}

interface Frame {
  readonly png: Buffer;
  readonly ms: number;
}

async function film(window: FanoutWindow, model: { answer: (more: number) => void }) {
  const frames: Frame[] = [];
  const { page } = window;
  const take = async (ms: number): Promise<void> => {
    await page.mouse.move(SIZE.width / 2, SIZE.height - 4);
    await page.waitForTimeout(400);
    frames.push({ png: await page.screenshot(), ms });
  };

  await window.open(SAMPLE);
  await window.activity('Fanout').click();
  await take(1400);
  await page.keyboard.press('F1');
  const palette = page.locator('.quick-input-widget input:visible').first();
  await palette.fill('>Fanout: Review Document');
  await page.locator('.quick-input-widget .monaco-list-row').first().waitFor();
  await take(1200);
  await page.keyboard.press('Enter');

  const report = await window.report();
  const done = report.locator('.pleg b').first();
  await report.locator('.pleg').waitFor({ timeout: 60_000 });
  await window.command('Notifications: Clear All Notifications').catch(() => undefined);
  await take(700);
  const total = Number(
    /of (\d+) branches/.exec(await report.locator('#coverage').innerText())?.[1],
  );
  const step = Math.ceil(total / 10);
  for (let n = step; n < total; n += step) {
    model.answer(step);
    await done.getByText(String(n), { exact: true }).waitFor({ timeout: 60_000 });
    await take(300);
  }
  model.answer(Number.MAX_SAFE_INTEGER);
  await report.locator('.report[data-status="succeeded"]').waitFor({ timeout: 60_000 });
  await window.command('Notifications: Clear All Notifications').catch(() => undefined);
  await take(2200);

  await report.locator('nav a[href="#findings"]').click();
  const finding = report.locator('li.finding').first();
  await finding.locator('.row-main .t').click();
  await page.locator('.monaco-editor.focused').waitFor();
  await take(1800);
  await finding.locator('.acts button', { hasText: 'Apply' }).first().click();
  await report.locator('.shown', { hasText: /1 applied/ }).waitFor();
  await take(2800);
  return frames;
}

const model = await startModel();
const window = await openFanout({
  files: { [SAMPLE]: readFileSync(join(ROOT, 'media/sample', SAMPLE), 'utf8') },
  theme: 'Default Dark Modern',
  viewport: SIZE,
  settings: {
    ...modelSettings(model.url),
    'fanout.model': 'compatible:your-model',
    'fanout.concurrency': 8,
    'editor.minimap.enabled': false,
    'editor.wordWrap': 'on',
    'workbench.layoutControl.enabled': false,
    'workbench.statusBar.visible': true,
    'window.commandCenter': false,
  },
});
try {
  const frames = await film(window, model);
  mkdirSync(join(ROOT, 'media/screenshots'), { recursive: true });
  await sharp(
    frames.map(({ png }) => png),
    { join: { animated: true } },
  )
    .gif({
      delay: frames.map(({ ms }) => ms),
      loop: 0,
      effort: 7,
      dither: 0,
      interFrameMaxError: 4,
    })
    .toFile(FILE);
  const { size } = statSync(FILE);
  console.log(`${relative(ROOT, FILE)}: ${frames.length} frames, ${Math.round(size / 1024)} KB`);
  if (size > MAX_BYTES) throw new Error(`More than ${MAX_BYTES / 1000} KB.`);
} finally {
  await window.close();
  await model.close();
}
