import { existsSync } from 'node:fs';
import * as vscode from 'vscode';
import type { Config } from '../settings/config.ts';
import type { RunEntry } from './runEntry.ts';
import type { Runs } from './runs.ts';
import { isCutOff } from './unfinished.ts';
import { t } from '../../core/text/l10n.ts';

/** How often runs that another window seems to be at work on are looked at again, in ms. */
const LOOK_AGAIN_MS = 2000;
/** Anthropic keeps the results of a batch for 29 days, OpenAI for 30. */
const BATCHES_KEPT_MS = 29 * 86_400_000;

/**
 * Finishes runs that were cut off when their window closed or their process ended, or offers to, as
 * the setting says. A run that some window may still be at work on is waited for.
 */
export function interruptedRuns(runs: Runs, config: Config, storeFile: string): vscode.Disposable {
  const seen = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  const later = (ms: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void look(), ms);
    timer.unref();
  };

  const look = async (): Promise<void> => {
    // Most windows never had a run: they do not pay for opening a store.
    if (!existsSync(storeFile) || !vscode.workspace.isTrusted) return;
    const { resume } = config.read();
    if (resume === 'never') return;
    await runs.loadHistory();
    await runs.refreshHistory();
    const stored = runs.list().filter(run => !run.active && run.stored);
    const batched = stored.filter(run => run.stored?.status === 'batched' && isKept(run));
    // Their answers are paid for: collecting them is no question.
    finish(batched.filter(run => !seen.has(run.id)));
    for (const { id } of batched) seen.add(id);
    const now = Date.now();
    const cut = stored.filter(run => isCutOff(run, now) && !seen.has(run.id));
    for (const { id } of cut) seen.add(id);
    const elsewhere = ({ stored }: RunEntry): boolean =>
      stored?.status === 'running' || stored?.status === 'paused';
    if (stored.some(elsewhere)) later(LOOK_AGAIN_MS);
    if (cut.length > 0 && (resume === 'always' || (await isWanted(cut)))) finish(cut);
  };

  const trusting = vscode.workspace.onDidGrantWorkspaceTrust(() => later(0));
  // Activation does not wait for a disk.
  later(0);
  return new vscode.Disposable(() => {
    clearTimeout(timer);
    trusting.dispose();
  });
}

/** The oldest first, as they were started. */
function finish(cut: readonly RunEntry[]): void {
  for (const { id } of [...cut].reverse())
    void vscode.commands.executeCommand('fanout.finishRun', id);
}

async function isWanted(cut: readonly RunEntry[]): Promise<boolean> {
  const finishIt = cut.length === 1 ? t('Finish It') : t('Finish Them');
  const what =
    cut.length === 1
      ? t('The run over {0} was cut off.', cut[0]?.name ?? '')
      : t('{0} runs were cut off.', cut.length);
  const picked = await vscode.window.showInformationMessage(
    t('{0} Answers so far are kept; only the rest is sent.', what),
    finishIt,
    t('Not Now'),
  );
  return picked === finishIt;
}

/** Whether the provider still has the answers of a batch of that day. */
const isKept = (entry: RunEntry): boolean => Date.now() - entry.startedAt < BATCHES_KEPT_MS;
