import { rmSync } from 'node:fs';
import { EDITOR_MODEL, editorModelExtension } from '../support/editorModel.ts';
import { openFanout, pictureFailures } from './support/fanoutWindow.ts';
import type { FanoutWindow } from './support/fanoutWindow.ts';

const QUOTE = 'The buyer pays within a reasonable time.';

describe('a model that another extension offers, with the default settings', () => {
  let window: FanoutWindow;
  let provider: string;
  pictureFailures(() => window);

  before(async () => {
    provider = editorModelExtension(
      JSON.stringify({
        findings: [
          {
            quote: QUOTE,
            title: 'No date',
            message: 'Name a number of days.',
            suggestion: 'The buyer pays within 30 days.',
            severity: 'major',
            confidence: 0.9,
          },
        ],
        assessment: 'Read.',
      }),
    );
    window = await openFanout({
      files: { 'terms.md': `# Terms\n\n${QUOTE}\n` },
      extensions: [provider],
    });
  });
  after(async () => {
    await window.close();
    rmSync(provider, { recursive: true, force: true });
  });

  it('reviews from the first choice of a model to the report', async () => {
    await window.open('terms.md');
    await window.command('Fanout: Review Document');
    await window.pick('VS Code’s Own Models');
    await window.pick(EDITOR_MODEL);
    await window.dialog().locator('.monaco-button', { hasText: 'Send' }).first().click();
    const report = await window.report();
    await report.locator('.report[data-status="succeeded"]').waitFor();
    await report.getByText('No date').first().waitFor();
  });
});
