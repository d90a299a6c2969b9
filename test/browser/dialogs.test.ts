import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { promptOf } from '../support/changeReader.ts';
import { ok, startChaos } from '../support/chaosServer.ts';
import type { Chaos } from '../support/chaosServer.ts';
import { modelSettings, openFanout, pictureFailures } from './support/fanoutWindow.ts';
import type { FanoutWindow } from './support/fanoutWindow.ts';

const section = (n: number): string =>
  `## Section ${n}\n\n${`Clause ${n} says that party ${n} pays ${n} thousand. `.repeat(120)}\n\n`;
const contract = Array.from({ length: 24 }, (_, i) => section(i + 1)).join('');

const ALL = ['accuracy', 'tone', 'completeness'];

describe('what is read and what is asked, as its user chooses it', () => {
  let chaos: Chaos;
  let window: FanoutWindow;
  pictureFailures(() => window);

  before(async () => {
    chaos = await startChaos(request => {
      const units = Number(/Plan the (\d+) units/.exec(promptOf(request))?.[1] ?? 0);
      if (units === 0) return ok({ findings: [], assessment: 'Read.' });
      const half = Math.floor(units / 2);
      return ok({
        groups: [
          { first: 1, last: half, perspectives: ALL.slice(0, 2), reason: 'what is paid' },
          { first: half + 1, last: units, perspectives: ALL, reason: 'the rest' },
        ],
      });
    });
    window = await openFanout({
      files: { 'contract.md': contract, 'other.md': 'Not to be read.\n', 'seal.png': 'a\0b' },
      settings: {
        ...modelSettings(`${chaos.url}/v1`),
        'fanout.partition': 'planned',
        'fanout.perspectives': { markdown: ALL },
      },
    });
  });
  after(async () => {
    await window.close();
    await chaos.close();
  });

  it('the list names files, sizes, tokens and what is left out, and reads what stays ticked', async () => {
    await window.activity('Fanout Review').click();
    await window.command('Fanout: Review Files…');
    const list = window.page.locator('.quick-input-widget');
    await list.getByText('the whole folder').click();
    await list.getByText(/^markdown, \d+ KB, (?:about )?[\d,]+ tokens$/).waitFor();
    await list.getByText('left out: binary').waitFor();
    await list.getByText(/Review 2 files, \d+ KB, (?:about )?[\d,]+ tokens/).waitFor();
    await list.getByText('other.md').click();
    await list.getByText(/Review 1 file, \d+ KB, (?:about )?[\d,]+ tokens/).waitFor();
    await list.getByRole('button', { name: 'OK' }).click();
  });

  it('the plan is shown before it is paid for, and what is unticked is not asked', async () => {
    const list = window.page.locator('.quick-input-widget');
    const title = list.locator('.quick-input-title');
    await title.getByText('Fanout: Plan of').waitFor();
    await list.getByText('what is paid').first().waitFor();
    await list.getByText('left out by the plan').first().waitFor();
    assert.equal(chaos.requests.length, 1);
    const callsIn = async (): Promise<number> =>
      Number(/(\d+) of \d+ calls/.exec(await title.innerText())?.[1]);
    const before = await callsIn();
    await list.getByText('Tone').first().click();
    await title.getByText(`${before - 1} of `).waitFor();
    await list.getByRole('button', { name: 'OK' }).click();
    const report = await window.report();
    await report
      .locator('.report[data-status="partial"], .report[data-status="succeeded"]')
      .waitFor();
    await report.getByText('by plan: left out by you').first().waitFor();
    assert.equal(chaos.requests.length, before);
  });
});

describe('a text that holds a key', () => {
  const key = `ghp_${randomBytes(18).toString('hex')}`;
  let window: FanoutWindow;
  pictureFailures(() => window);

  before(async () => {
    window = await openFanout({
      files: { 'notes.md': `# Notes\n\nThe deploy token is ${key} for now.\n` },
      settings: modelSettings('https://model.invalid/v1'),
    });
  });
  after(() => window.close());

  it('is asked about before it leaves the machine, without the key in the question', async () => {
    await window.open('notes.md');
    await window.activity('Fanout Review').click();
    await window.command('Fanout: Review Document');
    const dialog = window.dialog();
    await dialog.getByText('The text contains secrets. Send it?').waitFor();
    const words = await dialog.innerText();
    assert.match(words, /notes\.md.*3/);
    assert.ok(!words.includes(key) && !words.includes(key.slice(4, 16)), words);
    await dialog.locator('.monaco-button', { hasText: 'Cancel' }).click();
    await dialog.waitFor({ state: 'detached' });
    assert.equal(await window.runRow('notes.md').count(), 0);
    await window.command('Fanout: Review Document');
    await dialog.locator('.monaco-button', { hasText: 'Mask Them' }).click();
    // No key is saved for that address, so this is as far as it goes.
    await window.toast('There is no API key').waitFor();
  });
});
