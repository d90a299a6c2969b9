import * as vscode from 'vscode';
import { OFFLINE } from '../../engine/settings/settings.ts';
import { addressOf, isRemote, parseRef, PROVIDERS } from '../../engine/providers.ts';
import type { Keys } from '../models/keys.ts';
import type { Config } from '../settings/config.ts';

const ID = 'fanout.mcp';

/** Offers `fanout mcp` for every folder of a trusted workspace, with the model and the limits of the user. */
export function mcpServers(
  extensionUri: vscode.Uri,
  config: Config,
  keys: Keys,
  version: string,
): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  return vscode.Disposable.from(
    changed,
    config.onDidChange(() => changed.fire()),
    vscode.workspace.onDidGrantWorkspaceTrust(() => changed.fire()),
    vscode.workspace.onDidChangeWorkspaceFolders(() => changed.fire()),
    vscode.lm.registerMcpServerDefinitionProvider(ID, {
      onDidChangeMcpServerDefinitions: changed.event,
      provideMcpServerDefinitions: () =>
        vscode.workspace.isTrusted
          ? (vscode.workspace.workspaceFolders ?? [])
              .filter(({ uri }) => uri.scheme === 'file')
              .map(folder => definitionOf(extensionUri, folder, config, version))
          : [],
      async resolveMcpServerDefinition(server) {
        if (!(server instanceof vscode.McpStdioServerDefinition)) return undefined;
        const { model, baseUrl } = config.read(server.cwd);
        // Only now: definitions are listed often, and a key is for the process that uses it.
        const found = await keyFor(model, baseUrl, keys);
        if (found) server.env = { ...server.env, ...found };
        return server;
      },
    }),
  );
}

function definitionOf(
  extensionUri: vscode.Uri,
  { uri, name }: vscode.WorkspaceFolder,
  config: Config,
  version: string,
): vscode.McpStdioServerDefinition {
  const { model, baseUrl, maxCostUsd, maxTokens, exclude } = config.read(uri);
  const script = vscode.Uri.joinPath(extensionUri, 'dist', 'cli.js').fsPath;
  const isRemote = model !== '' && model !== OFFLINE && !model.startsWith('vscode:');
  const args = [
    // The limit of the settings is one of a run; an agent's runs are agreed to one by one as well.
    ...[script, 'mcp', uri.fsPath, '--ask-first'],
    ...(isRemote ? ['--model', model] : []),
    ...(isRemote && baseUrl !== '' ? ['--base-url', baseUrl] : []),
    ...(maxCostUsd > 0 ? ['--max-cost', String(maxCostUsd)] : []),
    ...exclude.flatMap(pattern => ['--exclude', pattern]),
    ...(maxTokens > 0 ? ['--max-tokens', String(maxTokens)] : []),
  ];
  // The editor's own Node, which needs to be told that it is not an editor now.
  const env = { ELECTRON_RUN_AS_NODE: '1' };
  const server = new vscode.McpStdioServerDefinition(
    `Fanout (${name})`,
    process.execPath,
    args,
    env,
    version,
  );
  server.cwd = uri;
  return server;
}

/** The key for the model, by the variable that the command line reads; undefined: none is kept. */
async function keyFor(
  model: string,
  baseUrl: string,
  keys: Keys,
): Promise<Readonly<Record<string, string>> | undefined> {
  const provider = parseRef(model)?.provider;
  if (!isRemote(provider)) return undefined;
  const row = PROVIDERS[provider];
  const key = await keys.get(provider, addressOf(row, baseUrl).origin);
  return key === undefined ? undefined : { [row.keyVariable]: key };
}
