import assert from 'node:assert/strict';
import { openFanout, pictureFailures } from './support/fanoutWindow.ts';
import type { FanoutWindow } from './support/fanoutWindow.ts';

const TEXT = [
  '# Vertrag',
  '',
  'The Supplier shall deliver by [insert date] to the Buyer.',
  '',
  'The Buyer shall pay the price within thirty (20) days.',
  '',
].join('\n');

describe('a window in German', () => {
  let window: FanoutWindow;
  pictureFailures(() => window);

  before(async () => {
    window = await openFanout({
      files: { 'vertrag.md': TEXT },
      settings: { 'fanout.model': 'offline:rules' },
      language: 'de',
    });
  });
  after(() => window.close());

  it('has German commands, a German report and German rows', async () => {
    await window.open('vertrag.md');
    await window.command('Fanout: Dokument prüfen');
    const report = await window.report();
    await report.locator('.report[data-status="succeeded"]').waitFor();
    const text = await report.locator('.report').innerText();
    const said = [
      'BEFUNDE',
      '3/3 Zweige, 100 % des Textes. Keine Lücken.',
      'Regeln, kein Modell',
      'Genauigkeit',
    ];
    for (const word of said)
      assert.ok(text.includes(word), `${word} is not in: ${text.slice(0, 1500)}`);
    assert.doesNotMatch(text, /\b(?:Findings|Summary|Map|Export Report|Said|Place)\b/);
    assert.equal(await report.locator('html').getAttribute('lang'), 'de');
    await window.activity('Fanout').click();
    const row = window.treeRow('vertrag.md');
    await row.waitFor();
    assert.match(await row.innerText(), /\d+ Befunde/);
    if (process.env['PICTURES']) await window.screenshot(`${process.env['PICTURES']}/german.png`);
  });
});
