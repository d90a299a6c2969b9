import * as vscode from 'vscode';
import { usageError } from '../../core/errors.ts';
import { fixPrompt } from '../../core/report/data/fixPrompt.ts';
import { buildReport } from '../../core/report/report.ts';
import { isDecisive } from '../../core/state/findingStatus.ts';
import type { Runs } from '../runs/runs.ts';
import { t } from '../../core/text/l10n.ts';

/**
 * Opens the chat with findings and their places, for an agent to fix; the user sends it. Without ids: all of
 * the run that stand.
 * @throws FanoutError `usage` when there are none.
 */
export async function fixWithAgent(
  runs: Runs,
  runId: string,
  ids: readonly string[] = [],
): Promise<void> {
  const entry = await runs.load(runId);
  const report = entry?.state && buildReport(entry.state, [...entry.sources.values()]);
  const findings = (report?.findings ?? []).filter(
    finding => isDecisive(finding) && (ids.length === 0 || ids.includes(finding.id)),
  );
  if (findings.length === 0) throw usageError(t('There is no finding to fix in this run.'));
  await vscode.commands.executeCommand('workbench.action.chat.open', {
    query: fixPrompt(runId, findings),
    mode: 'agent',
    // The user reads it first, and may change it.
    isPartialQuery: true,
  });
}
