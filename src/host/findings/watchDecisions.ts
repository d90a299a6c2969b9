import * as vscode from 'vscode';
import type { Runs } from '../runs/runs.ts';

/** A pull or a merge touches the file more than once, in ms. */
const SETTLE_MS = 500;

/** Takes over what a team's file of decisions says after it was changed by others. */
export function watchDecisions(runs: Runs): vscode.Disposable {
  let timer: NodeJS.Timeout | undefined;
  const later = (): void => {
    clearTimeout(timer);
    // Read errors are reported by the reader.
    timer = setTimeout(() => void runs.refreshDecisions().catch(() => undefined), SETTLE_MS);
  };
  const watcher = vscode.workspace.createFileSystemWatcher('**/.fanout/decisions.json');
  return vscode.Disposable.from(
    watcher,
    watcher.onDidChange(later),
    watcher.onDidCreate(later),
    watcher.onDidDelete(later),
    new vscode.Disposable(() => clearTimeout(timer)),
  );
}
