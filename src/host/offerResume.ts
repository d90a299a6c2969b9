import * as vscode from 'vscode';
import type { Config } from './config.ts';
import type { RunEntry, Runs } from './runs.ts';

/** Offers once to finish the newest run that was cut off when its window closed. */
export async function offerResume(runs: Runs, config: Config): Promise<void> {
  if (config.read().resume === 'never' || !vscode.workspace.isTrusted) return;
  const cut = runs.list().find(entry => entry.stored?.status === 'interrupted' && isRecent(entry));
  if (!cut) return;
  const finish = 'Finish It';
  const picked = await vscode.window.showInformationMessage(
    `The run over ${cut.name} was cut off. What was answered is kept; the rest can still be read.`,
    finish,
    'Not Now',
  );
  if (picked === finish) await vscode.commands.executeCommand('fanout.retryFailed', cut.id);
}

/** Older ones stay in the list and are not brought up again. */
const RECENT_MS = 3 * 86_400_000;
const isRecent = (entry: RunEntry): boolean => Date.now() - entry.startedAt < RECENT_MS;
