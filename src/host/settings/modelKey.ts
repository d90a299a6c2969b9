import * as vscode from 'vscode';
import type { Config } from './config.ts';

/** Keeps the context key that says whether a model was chosen: a step of the walkthrough is done then. */
export function modelKey(config: Config): vscode.Disposable {
  const tell = (): void =>
    void vscode.commands.executeCommand(
      'setContext',
      'fanout.hasModel',
      config.read().model !== '',
    );
  tell();
  return config.onDidChange(tell);
}
