import { existsSync, watch, type FSWatcher } from 'node:fs';
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import type { Runs } from './runs.ts';

/** Between two looks at what other windows stored, in ms. */
const PACE_MS = 1000;

/** Keeps the list of runs what it is in other windows on the same folder: when they store, and when this one is gone to. */
export function otherWindows(runs: Runs, storeFile: string): vscode.Disposable {
  let watcher: FSWatcher | undefined;
  let timer: NodeJS.Timeout | undefined;

  const look = async (): Promise<void> => {
    timer = undefined;
    // A window that never had a run does not pay for opening a store.
    if (!existsSync(storeFile)) return;
    follow();
    await runs.refreshHistory();
  };
  const want = (): void => {
    timer ??= setTimeout(() => void look(), PACE_MS).unref();
  };
  const follow = (): void => {
    if (watcher) return;
    try {
      watcher = watch(dirname(storeFile), { persistent: false }, () => {
        // It is this window that stores; it looks again when it has done.
        if (!runs.list().some(({ active }) => active)) want();
      });
      watcher.on('error', () => watcher?.close());
    } catch {
      // Too many watchers, or a disk that has none: what was stored shows when the window has the focus again.
    }
  };

  if (existsSync(storeFile)) follow();
  const focus = vscode.window.onDidChangeWindowState(({ focused }) => {
    if (focused) want();
  });
  return new vscode.Disposable(() => {
    clearTimeout(timer);
    watcher?.close();
    focus.dispose();
  });
}
