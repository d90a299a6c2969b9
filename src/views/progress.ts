import * as vscode from 'vscode';
import { batchTally } from '../core/state/foldBatches.ts';
import { tell } from '../host/ui/messages.ts';
import type { Runs } from '../host/runs/runs.ts';
import { progressOf, tallyOf } from './tree/runRow.ts';

/** A notification per run while it is under way, whose Cancel button cancels the run. */
export function progressNotices(runs: Runs): vscode.Disposable {
  const open = new Map<string, () => void>();
  /** Runs whose wait for a batch was told. */
  const batched = new Set<string>();

  const show = (runId: string, name: string): void => {
    // The editor calls back later: until then the run counts as shown, and may end.
    open.set(runId, () => void open.delete(runId));
    void vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: `Fanout: ${name}`,
        cancellable: true,
      },
      (progress, token) =>
        new Promise<void>(resolve => {
          if (!open.has(runId)) return resolve();
          let shown = 0;
          const update = (): void => {
            const state = runs.get(runId)?.state;
            if (!state) return;
            const { total, ended } = tallyOf(state);
            const percent = total === 0 ? 0 : (100 * ended) / total;
            progress.report({
              message: progressOf(state, Date.now()),
              increment: Math.max(0, percent - shown),
            });
            shown = Math.max(shown, percent);
          };
          token.onCancellationRequested(() => runs.cancel(runId));
          const listening = runs.onDidChange(changes => {
            if (changes.some(change => change.runId === runId)) update();
          });
          open.set(runId, () => {
            listening.dispose();
            open.delete(runId);
            resolve();
          });
          update();
        }),
    );
  };

  const listening = runs.onDidChange(changes => {
    for (const runId of new Set(changes.map(change => change.runId))) {
      const entry = runs.get(runId);
      // Nobody wants a notice on the screen for as long as a provider may take.
      const isShown = entry?.active && entry.state && !batchTally(entry.state);
      if (isShown && !open.has(runId)) show(runId, entry.name);
      else if (!isShown) open.get(runId)?.();
      if (entry?.active && entry.state && batchTally(entry.state) && !batched.has(runId)) {
        batched.add(runId);
        tell(
          `${entry.name} waits for the provider: mostly within the hour, at most 24 h. You can close this window; the run goes on when it is opened again.`,
        );
      }
    }
  });
  return new vscode.Disposable(() => {
    listening.dispose();
    for (const close of [...open.values()]) close();
  });
}
