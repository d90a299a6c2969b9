import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Chaos, ok, startChaos } from '../support/chaosServer.ts';
import { question, questionsCsv } from '../support/labelRun.ts';
import { labelFor, recordsOf } from '../support/labelScript.ts';
import { ROOT } from '../support/vscode/paths.ts';
import {
  type FanoutWindow,
  modelSettings,
  openFanout,
  pictureFailures,
} from './support/fanoutWindow.ts';

const NAMES = ['billing', 'delivery', 'refund'];
const RECORDS = 60;

/** Labels what it is asked to label with the list it is given; asked for labels, proposes some. */
function answer(body: unknown): object {
  const records = recordsOf(body);
  if (records.length === 0)
    return {
      labels: [
        { name: 'billing', description: 'About money.' },
        { name: 'parcels', description: 'About what is on its way.' },
      ],
    };
  const list = /"enum":(\[[^\]]*\])/.exec(JSON.stringify(body))?.[1] ?? '[]';
  const labels = JSON.parse(list) as string[];
  const results = records.map(({ id, text }) => ({
    id,
    reason: 'By its words.',
    label: labelFor(text, labels),
    confidence: 0.9,
  }));
  return { results };
}

describe('records, as their user labels them', () => {
  let chaos: Chaos;
  let window: FanoutWindow;
  pictureFailures(() => window);

  before(async () => {
    chaos = await startChaos(({ body }) => ok(answer(body), { latencyMs: 50 }));
    window = await openFanout({
      files: {
        'mails.csv': questionsCsv(RECORDS, text => labelFor(text, NAMES)),
        'labels.txt': NAMES.join('\n'),
      },
      settings: { ...modelSettings(`${chaos.url}/v1`), 'fanout.reuseAnswers': false },
    });
  });
  after(async () => {
    await window.close();
    await chaos.close();
  });

  const confirm = () =>
    window.page
      .locator('.quick-input-action .monaco-button, .quick-input-ok .monaco-button')
      .first()
      .click();
  const step = (title: string) =>
    window.page.locator('.quick-input-widget', { hasText: title }).first().waitFor();
  const begin = async () => {
    await window.open('mails.csv');
    await window.command('Fanout: Classify Records…');
    await step('Classify Records (1 of 4)');
    await confirm();
    await step('Labels (2 of 4)');
  };
  /** The `n`-th run, from 1, has ended. */
  const ended = (n: number) =>
    window.page
      .locator('.sidebar .monaco-list-row', { hasText: `${RECORDS} labels, 100 %` })
      .nth(n - 1)
      .waitFor({ timeout: 60_000 });
  const written = (file: string) => readFileSync(join(window.folder, file), 'utf8').split('\r\n');

  it('labels that are typed; the file, the record in its text, and a correction', async () => {
    await window.activity('Fanout Review').click();
    await begin();
    await window.pick('Type Them…');
    await window.type(NAMES.join(', '));
    await window.pick('One label per record');
    await window.pick('gold');
    await window.pick('mails.labelled.csv');
    await ended(1);
    await window.toast('The labelled records are in mails.labelled.csv').waitFor();
    const lines = written('mails.labelled.csv').slice(1, -1);
    assert.deepEqual(
      lines.map(line => line.split('"')[5]),
      lines.map((_, i) => labelFor(question(i), NAMES)),
    );
    const report = await window.report();
    await report.getByText('100 % as in the gold column').waitFor();
    await report.locator('.rrow', { hasText: question(5) }).click();
    await report.getByRole('button', { name: /Correct Label/ }).click();
    const other = NAMES.find(name => name !== labelFor(question(5), NAMES)) ?? '';
    await window.pick(other);
    await report.locator('.rdetail', { hasText: 'corrected by a person' }).waitFor();
    await report.getByRole('button', { name: /Show in File/ }).click();
    await window.page.locator('.monaco-editor.focused').waitFor();
    assert.match(await window.copied(), new RegExp(question(5)));
    await window.screenshot(join(ROOT, 'out/browser/classify.png'));
  });

  it('labels from a file; a file of labels that is there already is not replaced', async () => {
    await begin();
    await window.pick('From a File…');
    await step('labels.txt');
    await window.type(join(window.folder, 'labels.txt'));
    await step('3 labels');
    await confirm();
    await window.pick('One label per record');
    await window.pick('Do not compare');
    await window.pick('mails.labelled 2.csv');
    await ended(2);
    await window.toast('The labelled records are in mails.labelled 2.csv').waitFor();
    assert.equal(written('mails.labelled 2.csv').length, RECORDS + 2);
  });

  it('labels that the model proposes and the user changes', async () => {
    await begin();
    await window.pick('Have the Model Propose Them…');
    await window.dialog().locator('.monaco-button', { hasText: 'Send the Sample' }).click();
    await step('2 labels');
    const row = window.page.locator('.quick-input-list .monaco-list-row', { hasText: 'parcels' });
    await row.hover();
    await row.locator('.action-label').first().click();
    await step('name, or name: description');
    await window.type('shipping: What is on its way');
    await step('2 labels');
    await confirm();
    await window.pick('One label per record');
    await window.pick('No File');
    await ended(3);
    const report = await window.webview('.lbar:has-text("shipping")');
    assert.equal(await report.locator('.lbar', { hasText: 'parcels' }).count(), 0);
  });
});
