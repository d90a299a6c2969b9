import * as vscode from 'vscode';
import type { Config } from '../host/settings/config.ts';
import type { Runs } from '../host/runs/runs.ts';
import { dearerWords } from './dearerWords.ts';
import { t } from '../core/text/l10n.ts';

/** Says once of each run that it will cost more than its estimate, at once, and asks where a limit is near. */
export function costWatch(runs: Runs, config: Config): vscode.Disposable {
  const told = new Set<string>();
  const tell = async (runId: string, message: string): Promise<void> => {
    const cancel = t('Cancel and Keep Results');
    const picked = await vscode.window.showWarningMessage(message, cancel, t('Go On'));
    if (picked === cancel) runs.cancel(runId);
  };
  const listening = runs.onDidChange(changes => {
    for (const runId of new Set(changes.map(change => change.runId))) {
      const entry = runs.get(runId);
      if (!entry?.active || !entry.state || told.has(runId)) continue;
      const message = dearerWords(entry.state, config.read());
      if (message === undefined) continue;
      told.add(runId);
      void tell(runId, message);
    }
  });
  return new vscode.Disposable(() => listening.dispose());
}
