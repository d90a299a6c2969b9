import * as vscode from 'vscode';
import {
  ownOnlyIn,
  readSettings,
  widerPerspectives,
  type Inspect,
  type Settings,
} from '../../engine/settings/settings.ts';
import { warn } from '../ui/messages.ts';
import { t } from '../../core/text/l10n.ts';

const SECTION = 'fanout';

export interface Config {
  /** The settings as they count for a resource now. */
  read(scope?: vscode.Uri): Settings;
  /** Those that folders of the workspace name, where they are more than the user's own. */
  widerPerspectives(): readonly Settings['perspectives'][];
  /** Saves where text goes, in the user's own settings. */
  saveModel(model: string, baseUrl: string): Promise<void>;
  /** The most tokens a run may use, in the user's own settings. */
  saveMaxTokens(maxTokens: number): Promise<void>;
  savePerspectives(perspectives: Settings['perspectives']): Promise<void>;
  /** Says once which settings of the workspace do not count. */
  warnIgnored(): Promise<void>;
  readonly onDidChange: vscode.Event<void>;
}

/** The only reader and writer of the editor's settings. */
export function config(context: Pick<vscode.ExtensionContext, 'subscriptions'>): Config {
  const changed = new vscode.EventEmitter<void>();
  const said = new Set<string>();
  context.subscriptions.push(
    changed,
    vscode.workspace.onDidChangeConfiguration(event => {
      if (event.affectsConfiguration(SECTION)) changed.fire();
    }),
  );
  const global = vscode.ConfigurationTarget.Global;
  return {
    read(scope) {
      return readSettings(inspectAt(scope), vscode.workspace.isTrusted);
    },
    widerPerspectives() {
      const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri);
      return [undefined, ...folders].flatMap(
        scope => widerPerspectives(inspectAt(scope), vscode.workspace.isTrusted) ?? [],
      );
    },
    async saveModel(model, baseUrl) {
      const settings = vscode.workspace.getConfiguration(SECTION);
      // The address first: a model must never be used with the address of another provider.
      await settings.update('baseUrl', baseUrl === '' ? undefined : baseUrl, global);
      await settings.update('model', model, global);
    },
    async saveMaxTokens(maxTokens) {
      const settings = vscode.workspace.getConfiguration(SECTION);
      await settings.update('maxTokens', maxTokens, global);
    },
    async savePerspectives(perspectives) {
      const settings = vscode.workspace.getConfiguration(SECTION);
      const inWorkspace = settings.inspect('perspectives')?.workspaceValue !== undefined;
      // Where it was set before, else the new value would not count.
      const target = inWorkspace ? vscode.ConfigurationTarget.Workspace : global;
      await settings.update('perspectives', perspectives, target);
    },
    async warnIgnored() {
      const files = await Promise.all(workspaceFiles().map(readText));
      const fresh = new Set(files.flatMap(ownOnlyIn).filter(name => !said.has(name)));
      if (fresh.size === 0) return;
      for (const name of fresh) said.add(name);
      const names = [...fresh].map(name => `${SECTION}.${name}`).join(', ');
      warn(
        t(
          'This workspace sets {0}. Ignored: only your own settings decide where your text goes and what it may cost.',
          names,
        ),
      );
    },
    onDidChange: changed.event,
  };
}

const inspectAt = (scope?: vscode.Uri): Inspect => {
  const settings = vscode.workspace.getConfiguration(SECTION, scope ?? null);
  return name => settings.inspect(name);
};

/** Where a workspace keeps settings: its own file, and one in each folder. */
const workspaceFiles = (): vscode.Uri[] => {
  const { workspaceFile, workspaceFolders } = vscode.workspace;
  const inFolders = (workspaceFolders ?? []).map(folder =>
    vscode.Uri.joinPath(folder.uri, '.vscode', 'settings.json'),
  );
  return workspaceFile && workspaceFile.scheme !== 'untitled'
    ? [workspaceFile, ...inFolders]
    : inFolders;
};

const readText = async (uri: vscode.Uri): Promise<string> => {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    // Most workspaces have no such file.
    return '';
  }
};
