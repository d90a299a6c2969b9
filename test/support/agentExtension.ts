import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const COMMANDS = { call: 'Agent: Call Tool', tools: 'Agent: List Tools', chat: 'Agent: Ask Chat' };

const MANIFEST = {
  name: 'test-agent',
  publisher: 'fanout-tests',
  version: '0.0.1',
  engines: { vscode: '^1.105.0' },
  main: './main.js',
  contributes: {
    commands: Object.entries(COMMANDS).map(([id, title]) => ({ command: `agent.${id}`, title })),
  },
};

const main = (): string => `
const vscode = require('vscode');
const { readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const say = (name, value) => writeFileSync(join(__dirname, name), JSON.stringify(value));
const asked = () => JSON.parse(readFileSync(join(__dirname, 'asked.json'), 'utf8'));
const commands = {
  async call() {
    const { tool, input } = asked();
    try {
      const { content } = await vscode.lm.invokeTool(tool, { input, toolInvocationToken: undefined });
      say('answer.json', JSON.parse(content[0].value));
    } catch (error) {
      say('answer.json', { refused: String(error) });
    }
  },
  tools: () => say('answer.json', vscode.lm.tools.map(({ name }) => name)),
  async chat() {
    // The chat knows the models of other extensions once someone has asked for them.
    await vscode.lm.selectChatModels({});
    const { query } = asked();
    await vscode.commands.executeCommand('workbench.action.chat.open', { query, isPartialQuery: true });
  },
};
exports.activate = context => {
  for (const [id, run] of Object.entries(commands))
    context.subscriptions.push(vscode.commands.registerCommand('agent.' + id, run));
};
`;

/** An extension that does what agents and chats of the editor do, by commands; it reads and writes in `folder`. */
export interface AgentExtension {
  readonly folder: string;
  readonly commands: typeof COMMANDS;
  /** What the next command is to use. */
  ask(asked: Readonly<Record<string, unknown>>): void;
}

export function agentExtension(): AgentExtension {
  const folder = mkdtempSync(join(tmpdir(), 'fanout-agent-'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify(MANIFEST));
  writeFileSync(join(folder, 'main.js'), main());
  return {
    folder,
    commands: COMMANDS,
    ask: asked => writeFileSync(join(folder, 'asked.json'), JSON.stringify(asked)),
  };
}
