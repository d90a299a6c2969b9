import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Name under which the model of `editorModelExtension` is listed. */
export const EDITOR_MODEL = 'Scripted One';

const MANIFEST = {
  name: 'scripted-model',
  publisher: 'fanout-tests',
  version: '0.0.1',
  engines: { vscode: '^1.105.0' },
  main: './main.js',
  activationEvents: ['onStartupFinished'],
  contributes: { languageModelChatProviders: [{ vendor: 'scripted', displayName: 'Scripted' }] },
};

const main = (reply: string): string => `
const vscode = require('vscode');
exports.activate = context => {
  context.subscriptions.push(
    vscode.lm.registerLanguageModelChatProvider('scripted', {
      provideLanguageModelChatInformation: async () => [
        {
          id: 'one',
          name: ${JSON.stringify(EDITOR_MODEL)},
          family: 'scripted',
          version: '1',
          maxInputTokens: 8000,
          maxOutputTokens: 4000,
          capabilities: { toolCalling: true },
          isDefault: true,
          isUserSelectable: true,
        },
      ],
      provideLanguageModelChatResponse: async (model, messages, options, progress) =>
        progress.report(new vscode.LanguageModelTextPart(${JSON.stringify(reply)})),
      provideTokenCount: async (model, text) => Math.ceil(String(text).length / 4),
    }),
  );
};
`;

/** An unpacked extension that offers VS Code one model, which answers `reply` to everything. */
export function editorModelExtension(reply: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'fanout-model-'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify(MANIFEST));
  writeFileSync(join(folder, 'main.js'), main(reply));
  return folder;
}
