import * as vscode from 'vscode';
import { addressAfter } from '../host/runs/movedSources.ts';
import type { Runs } from '../host/runs/runs.ts';

/** A file that an editor or a tool writes anew is gone for a moment, in ms. */
const GONE_MS = 1000;

export interface ListedFiles {
  /** Addresses of the documents that list findings, and whose they are. */
  readonly owners: () => readonly (readonly [uri: string, runId: string])[];
  /** Takes the findings of a document away. */
  readonly clear: (uri: string) => void;
  readonly publish: (runId: string, uri: string) => void;
}

/** What is found in a file goes with it where it is moved to, and goes when it is deleted. */
export function movedFiles(runs: Runs, { owners, clear, publish }: ListedFiles): vscode.Disposable {
  const timers = new Set<NodeJS.Timeout>();
  const onGone = (gone: vscode.Uri): void => {
    const from = gone.toString();
    const inside = owners().filter(([uri]) => uri === from || uri.startsWith(`${from}/`));
    if (inside.length === 0) return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      for (const [uri] of inside)
        vscode.workspace.fs.stat(vscode.Uri.parse(uri)).then(undefined, () => {
          clear(uri);
        });
    }, GONE_MS);
    timers.add(timer);
  };
  const watcher = vscode.workspace.createFileSystemWatcher('**/*', true, true, false);
  return vscode.Disposable.from(
    vscode.workspace.onDidRenameFiles(({ files }) => {
      const moves = files.map(({ oldUri, newUri }) => ({
        from: oldUri.toString(),
        to: newUri.toString(),
      }));
      runs.moved(moves);
      for (const [uri, runId] of owners()) {
        const to = addressAfter(moves, uri);
        if (to === uri) continue;
        clear(uri);
        publish(runId, to);
      }
    }),
    vscode.workspace.onDidDeleteFiles(({ files }) => {
      files.forEach(onGone);
    }),
    watcher,
    watcher.onDidDelete(onGone),
    new vscode.Disposable(() => {
      for (const timer of timers) clearTimeout(timer);
    }),
  );
}
