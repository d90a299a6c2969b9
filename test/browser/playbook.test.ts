import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type Chaos, ok, startChaos, status } from '../support/chaosServer.ts';
import { ROOT } from '../support/vscode/paths.ts';
import {
  type FanoutWindow,
  modelSettings,
  openFanout,
  pictureFailures,
} from './support/fanoutWindow.ts';

const TERM = 'This Agreement has no end.';
const LAW = 'It is governed by the law of Utopia.';
const filler = (n: number): string =>
  `## Clause ${n}\n\n${`Item ${n} is checked by the Customer. `.repeat(60)}\n\n`;
const PLAYBOOK = `---
title: Our terms
---
## Term
Acceptable: three years. Unacceptable: no end.

Fallback: It ends after three years.

## Governing law
Acceptable: any.

## Penalty
Acceptable: none. Unacceptable: any fixed sum.

Fallback: Damages according to law.
`;

describe('a contract against a playbook, as its user sees it', () => {
  let chaos: Chaos;
  let window: FanoutWindow;
  pictureFailures(() => window);

  before(async () => {
    chaos = await startChaos(({ api, body }) => {
      if (api !== 'chat') return status(404);
      const shown = JSON.stringify(body);
      const row = (rule: string, verdict: string, quote: string, reason: string) =>
        shown.includes(quote) ? [{ c1: rule, c2: verdict, c3: reason, quotes: [quote] }] : [];
      return ok({
        rows: [
          ...row('R1', 'unacceptable', TERM, 'The duties never end.'),
          ...row('R2', 'acceptable', LAW, 'A law is named.'),
        ],
      });
    });
    window = await openFanout({
      files: {
        'nda.md': [
          ...[1, 2, 3].map(filler),
          `## Term\n\n${TERM}\n\n`,
          ...[4, 5].map(filler),
          `## Law\n\n${LAW}\n\n`,
          filler(6),
        ].join(''),
        '.fanout/perspectives/ours.md': PLAYBOOK,
        '.fanout/perspectives/tone.md': '---\ntitle: Only a tone\n---\nLook at the tone.\n',
      },
      settings: {
        ...modelSettings(`${chaos.url}/v1`),
        'fanout.chunkTokens': 500,
        'fanout.prices': { 'compatible:test-model': { input: 1, output: 10 } },
      },
    });
  });
  after(async () => {
    await window.close();
    await chaos.close();
  });

  it('is chosen from those of the workspace, read before it is used, and priced before it is sent', async () => {
    await window.open('nda.md');
    await window.activity('Fanout Review').click();
    await window.command('Fanout: Check Against a Playbook…');
    const list = window.page.locator('.quick-input-widget');
    await list.getByText('Term, Governing law, Penalty').waitFor();
    await list.getByText('NDA playbook').waitFor();
    assert.equal(await list.getByText('Only a tone').count(), 0, 'has no rules');
    await window.pick('Our terms');
    const dialog = window.dialog();
    await dialog.getByText('Use 1 playbook of this workspace?').waitFor();
    assert.match(await dialog.innerText(), /R3 Penalty: Acceptable: none\./);
    await dialog.locator('.monaco-button', { hasText: 'Use' }).click();
    await dialog.getByText(/^Send nda\.md to/).waitFor();
    assert.match(await dialog.innerText(), /\d+ calls[^]*Expected cost/);
    assert.equal(chaos.requests.filter(({ api }) => api === 'chat').length, 0);
    await dialog.locator('.monaco-button', { hasText: /^Send$/ }).click();
  });

  it('gives every rule its verdict with the words, the wording to propose and what absence rests on', async () => {
    const row = window.treeRow('Check of nda.md against Our terms');
    await row
      .locator('.label-description')
      .filter({ hasText: '1 unacceptable, 1 acceptable, 1 missing' })
      .waitFor({ timeout: 60_000 });
    const report = await window.webview('.playbook');
    const head = (title: string) => report.locator('.rule-head', { hasText: title });
    assert.match(await head('Term').innerText(), /Unacceptable/);
    assert.match(await head('Penalty').innerText(), /Missing/);
    await report.getByText(/^All of it was read: \d+ parts/).waitFor();
    await report.getByText('Damages according to law.').waitFor();
    assert.equal(await report.getByText('A law is named.').count(), 0, 'what is fine is folded');
    await head('Governing law').click();
    await report.getByText('A law is named.').waitFor();
    await window.screenshot(join(ROOT, 'out/browser/playbook.png'));
    await report
      .locator('.rule', { hasText: 'Penalty' })
      .getByRole('button', { name: 'Copy' })
      .click();
    await report.locator('.rule .quote', { hasText: TERM }).click();
    await window.status(`(${TERM.length} selected)`).waitFor();
    assert.equal(await window.copied(), TERM);
  });
});
