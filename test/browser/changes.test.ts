import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { quotesOfChange } from '../support/changeReader.ts';
import { ok, startChaos } from '../support/chaosServer.ts';
import type { Chaos } from '../support/chaosServer.ts';
import { modelSettings, openFanout, pictureFailures } from './support/fanoutWindow.ts';
import type { FanoutWindow } from './support/fanoutWindow.ts';

const code = (name: string): string =>
  `function ${name}(rows) {\n${Array.from({ length: 60 }, (_, i) => `  ${name}Step(rows[${i}], ${i});\n`).join('')}}\n`;

describe('a review of changes, as its user sees it', () => {
  let chaos: Chaos;
  let window: FanoutWindow;
  pictureFailures(() => window);

  before(async () => {
    chaos = await startChaos(request => {
      const { changed, unchanged } = quotesOfChange(request);
      const finding = (quote: string, i: number) => ({
        quote,
        title: i === 0 ? 'Reads before the first row' : 'Starts at the wrong row',
        message: `With rows = [1], ${quote} reads what is not there.`,
        suggestion: quote.replace('-1', '1'),
        severity: 'major',
        confidence: 0.9,
        rule: i === 0 ? 1 : null,
      });
      return ok({ findings: [...changed, ...unchanged.slice(0, 1)].map(finding), assessment: '' });
    });
    window = await openFanout({
      files: {
        'src/app.js': code('app'),
        'gone.js': code('gone'),
        'AGENTS.md': '# Code\n\n- Never index below zero.\n',
      },
      settings: {
        ...modelSettings(`${chaos.url}/v1`),
        'fanout.perspectives': { code: ['correctness'] },
      },
    });
    const git = (...args: string[]): unknown =>
      execFileSync('git', ['-C', window.folder, ...args], {
        env: {
          ...process.env,
          GIT_CONFIG_GLOBAL: '/dev/null',
          GIT_AUTHOR_NAME: 'a',
          GIT_AUTHOR_EMAIL: 'a@example.com',
          GIT_COMMITTER_NAME: 'a',
          GIT_COMMITTER_EMAIL: 'a@example.com',
        },
        stdio: 'pipe',
      });
    git('init', '-q', '-b', 'main');
    git('add', '-A');
    git('commit', '-qm', 'before');
    const file = join(window.folder, 'src/app.js');
    writeFileSync(file, readFileSync(file, 'utf8').replace('rows[30]', 'rows[-1]'));
    rmSync(join(window.folder, 'gone.js'));
  });
  after(async () => {
    await window.close();
    await chaos.close();
  });

  it('lists what is read and what is not, with the reason', async () => {
    await window.activity('Fanout Review').click();
    await window.command('Fanout: Review Changes…');
    const list = window.page.locator('.quick-input-widget');
    await list.getByText('What Is Not Committed').click();
    await list.getByText('1 changed line').first().waitFor();
    await list.getByText('left out: deleted').waitFor();
    await list.getByRole('button', { name: 'OK' }).click();
    const rules = window.dialog();
    await rules.getByText('Never index below zero.').waitFor();
    await rules.locator('.monaco-button', { hasText: 'Use' }).click();
  });

  it('counts changed lines, and names the house rule and what lies outside the change', async () => {
    await window.runRow('Changes not committed').waitFor();
    const report = await window.report();
    await report.locator('.report[data-status="succeeded"]').waitFor();
    await report.getByText('100 % of the changed lines').first().waitFor();
    // A file that was deleted has nothing to read: it is no gap.
    assert.equal(await report.getByText(/\b1 gap\b/).count(), 0);
    assert.equal(await report.locator('li.finding').count(), 1);
    await report.getByText('1 more finding outside the change').click();
    await report.getByText('Starts at the wrong row').waitFor();
    await report.locator('li.finding .row-main .t').first().click();
    await report.getByText('AGENTS.md:3').first().waitFor();
  });
});
