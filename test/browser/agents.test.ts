import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type AgentExtension, agentExtension } from '../support/agentExtension.ts';
import { type Chaos, ok, startChaos, status } from '../support/chaosServer.ts';
import { EDITOR_MODEL, editorModelExtension } from '../support/editorModel.ts';
import { ROOT } from '../support/vscode/paths.ts';
import {
  type FanoutWindow,
  modelSettings,
  openFanout,
  pictureFailures,
} from './support/fanoutWindow.ts';

const QUOTE = 'The buyer pays within a reasonable time.';
const LONG = `---
title: Very long
---
${Array.from({ length: 90 }, (_, i) => `Rule ${i + 1}: look for it, whatever else the text says.`).join('\n')}
The last rule is the one that matters.
`;

describe('agents and chat, in the real window', () => {
  let chaos: Chaos;
  let window: FanoutWindow;
  let agent: AgentExtension;
  let provider: string;
  pictureFailures(() => window);

  const answerFile = (): string => join(agent.folder, 'answer.json');
  /** What the command of the test agent wrote. */
  const answer = async (): Promise<unknown> => {
    for (const end = Date.now() + 60_000; Date.now() < end;) {
      if (existsSync(answerFile())) return JSON.parse(readFileSync(answerFile(), 'utf8'));
      await window.page.waitForTimeout(100);
    }
    throw new Error('The test agent got no answer.');
  };
  /** The text is open from the start: later, reports of it have its name too. */
  const showText = (): Promise<void> =>
    window.page.locator('.tab[data-resource-name="terms.md"]').first().click();
  const asked = (): number => chaos.requests.filter(({ api }) => api === 'chat').length;

  before(async () => {
    chaos = await startChaos(({ api, body }) =>
      api !== 'chat'
        ? status(404)
        : ok({
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
            facts: [],
            statements: [
              {
                text: JSON.stringify(body).includes('When is it paid?')
                  ? 'The time is not fixed.'
                  : 'Within a reasonable time.',
                quotes: [QUOTE],
              },
            ],
            assessment: 'Read.',
          }),
    );
    agent = agentExtension();
    provider = editorModelExtension('Hello.');
    window = await openFanout({
      files: {
        'terms.md': `# Terms\n\n${QUOTE}\n`,
        '.fanout/perspectives/long.md': LONG,
      },
      extensions: [agent.folder, provider],
      settings: {
        ...modelSettings(`${chaos.url}/v1`),
        'fanout.perspectives': { markdown: ['accuracy'] },
        'fanout.prices': { 'compatible:test-model': { input: 1, output: 10 } },
        'chat.disableAIFeatures': false,
        'chat.mcp.access': 'all',
      },
    });
    await window.open('terms.md');
  });
  after(async () => {
    await window.close();
    await chaos.close();
    for (const folder of [agent.folder, provider]) rmSync(folder, { recursive: true, force: true });
  });

  it('a tool call is confirmed with its calls and price before anything is sent', async () => {
    agent.ask({ tool: 'fanout_review', input: { paths: ['terms.md'] } });
    for (const agrees of [false, true]) {
      rmSync(answerFile(), { force: true });
      await window.command(agent.commands.call);
      const dialog = window.dialog();
      await dialog.getByText('Run Fanout?').waitFor();
      const words = await dialog.innerText();
      assert.match(words, /terms\.md \(1 file\) is sent to compatible:test-model/);
      assert.match(words, /1 call, .*\$[\d.]+.*expected/);
      assert.equal(asked(), 0);
      await window.screenshot(join(ROOT, 'out/browser/tool.png'));
      await dialog
        .locator('.monaco-button')
        .filter({ hasText: agrees ? /^(?!Cancel).+/ : /^Cancel$/ })
        .first()
        .click();
      const said = (await answer()) as { refused?: string; items?: { quote: string }[] };
      if (agrees) assert.equal(said.items?.[0]?.quote, QUOTE);
      else assert.match(String(said.refused), /Cancel/i);
    }
    assert.equal(asked(), 1);
  });

  it('@fanout answers in the chat view, with places to click, and a way to the report', async () => {
    await showText();
    for (const [query, words] of [
      ['@fanout /review', 'No date'],
      ['@fanout /summarize', 'Within a reasonable time'],
      ['@fanout /ask When is it paid?', 'The time is not fixed'],
    ] as const) {
      agent.ask({ query });
      await window.command(agent.commands.chat);
      const chat = window.page.locator('.interactive-session');
      await chat
        .locator('.interactive-input-part')
        .getByText(query.split(' ')[0] ?? '')
        .waitFor();
      await chat.getByText(EDITOR_MODEL).first().waitFor();
      await window.page.keyboard.press('Enter');
      const said = chat.locator('.interactive-response').last();
      await said.getByText(words).first().waitFor({ timeout: 60_000 });
      await said.getByText('100 %').first().waitFor();
      await said.locator('a', { hasText: 'terms.md:3' }).first().waitFor();
      await said.locator('.monaco-button', { hasText: 'Open Report' }).waitFor();
      await window.screenshot(join(ROOT, `out/browser/chat-${words.slice(0, 6).trim()}.png`));
    }
  });

  it('the editor offers the server of the workspace, starts it and lists its tools', async () => {
    await window.command('MCP: List Servers');
    await window.pick('Fanout (');
    await window.pick('Start Server');
    for (const end = Date.now() + 60_000; ;) {
      rmSync(answerFile(), { force: true });
      await window.command(agent.commands.tools);
      const names = (await answer()) as readonly string[];
      const ofServer = names.filter(name => /^mcp_.*fanout_(?:review|ask|findings)$/.test(name));
      if (ofServer.length === 3) break;
      assert.ok(Date.now() < end, names.join());
      await window.page.waitForTimeout(500);
    }
  });

  it('a long perspective of the workspace is agreed to only beside the whole of its text', async () => {
    await showText();
    const before = asked();
    await window.command('Fanout: Review Document with Perspectives…');
    const dialog = window.dialog();
    await dialog.getByText('Use 1 perspective of this workspace?').waitFor();
    assert.match(await dialog.innerText(), /Very long: [\d,]+ characters/);
    assert.equal(await dialog.locator('.monaco-button', { hasText: /^Use$/ }).count(), 0);
    await dialog.locator('.monaco-button', { hasText: 'Show All' }).click();
    const toast = window.toast('Everything that is sent is shown in the editor.');
    await toast.waitFor();
    const editor = window.page.locator('.editor-group-container.active .monaco-editor').first();
    await editor.click();
    await window.page.keyboard.press('Control+a');
    assert.match(await window.copied(), /Rule 1: look[^]*The last rule is the one that matters\./);
    await toast.locator('.monaco-button', { hasText: 'Leave Out' }).click();
    await window.page.keyboard.press('Escape');
    assert.equal(asked(), before);
  });
});
