import * as vscode from 'vscode';
import { ignoredSettings, readSettings, type Inspect, type Settings } from './settings.ts';

const SECTION = 'fanout';

export interface Config {
  /** The settings as they count for a resource now. */
  read(scope?: vscode.Uri): Settings;
  /** Saves where text goes, in the user's own settings. */
  saveModel(model: string, baseUrl: string): Promise<void>;
  savePerspectives(perspectives: Settings['perspectives']): Promise<void>;
  readonly onDidChange: vscode.Event<void>;
}

/** The only reader and writer of the editor's settings. */
export function config(context: Pick<vscode.ExtensionContext, 'subscriptions'>): Config {
  const changed = new vscode.EventEmitter<void>();
  const said = new Set<string>();
  const sayIgnored = (inspect: Inspect): void => {
    const fresh = ignoredSettings(inspect).filter(name => !said.has(name));
    if (fresh.length === 0) return;
    for (const name of fresh) said.add(name);
    const names = fresh.map(name => `${SECTION}.${name}`).join(', ');
    void vscode.window.showWarningMessage(
      `This workspace sets ${names}. Ignored: where your text goes and what it may cost is decided by your own settings only.`,
    );
  };
  context.subscriptions.push(
    changed,
    vscode.workspace.onDidChangeConfiguration(event => {
      if (event.affectsConfiguration(SECTION)) changed.fire();
    }),
  );
  const global = vscode.ConfigurationTarget.Global;
  return {
    read(scope) {
      const inspect = inspectAt(scope);
      sayIgnored(inspect);
      return readSettings(inspect, vscode.workspace.isTrusted);
    },
    async saveModel(model, baseUrl) {
      const settings = vscode.workspace.getConfiguration(SECTION);
      // The address first: a model must never be used with the address of another provider.
      await settings.update('baseUrl', baseUrl === '' ? undefined : baseUrl, global);
      await settings.update('model', model, global);
    },
    async savePerspectives(perspectives) {
      const settings = vscode.workspace.getConfiguration(SECTION);
      const inWorkspace = settings.inspect('perspectives')?.workspaceValue !== undefined;
      // Where it was set before, else the new value would not count.
      const target = inWorkspace ? vscode.ConfigurationTarget.Workspace : global;
      await settings.update('perspectives', perspectives, target);
    },
    onDidChange: changed.event,
  };
}

const inspectAt = (scope?: vscode.Uri): Inspect => {
  const settings = vscode.workspace.getConfiguration(SECTION, scope ?? null);
  return name => settings.inspect(name);
};
