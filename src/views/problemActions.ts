import * as vscode from 'vscode';
import { t } from '../core/text/l10n.ts';
import type { Placed } from './findingHover.ts';

/** What can be done about a finding where it is. */
export function actionsOn(
  { runId, findingId, title, suggestion, isMerged, isAccepted }: Placed,
  diagnostic: vscode.Diagnostic,
): vscode.CodeAction[] {
  const action = (words: string, command: string, ...args: unknown[]): vscode.CodeAction => {
    const made = new vscode.CodeAction(`${words}: ${title}`, vscode.CodeActionKind.QuickFix);
    made.diagnostics = [diagnostic];
    made.command = {
      command: `fanout.${command}`,
      title: words,
      arguments: [runId, findingId, ...args],
    };
    return made;
  };
  return [
    ...(suggestion === undefined
      ? []
      : [action(t('Apply'), 'applyFix'), action(t('Preview'), 'previewFix')]),
    ...(isMerged
      ? [
          action(t('Dismiss'), 'dismissFinding'),
          isAccepted
            ? action(t('Reopen'), 'reopenFinding')
            : action(t('Mark as to do'), 'acceptFinding'),
        ]
      : []),
  ];
}
