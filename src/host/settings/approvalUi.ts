import * as vscode from 'vscode';
import type { Answer, ApprovalUi, Approvals } from './approval.ts';
import { t } from '../../core/text/l10n.ts';

const LEAVE_OUT = t('Leave Out');

const answerOf = (picked: string | undefined): Answer =>
  picked === undefined ? undefined : picked === LEAVE_OUT ? 'leaveOut' : 'use';

function questions(...leaveOut: readonly string[]): ApprovalUi {
  return {
    async ask(message, detail, action) {
      return answerOf(
        await vscode.window.showWarningMessage(
          message,
          { modal: true, detail },
          action,
          ...leaveOut,
        ),
      );
    },
    async askBeside(message, text) {
      const document = await vscode.workspace.openTextDocument({ content: text });
      await vscode.window.showTextDocument(document, { preview: true });
      return answerOf(
        await vscode.window.showWarningMessage(
          t('{0} Everything that is sent is shown in the editor.', message),
          t('Use'),
          ...leaveOut,
        ),
      );
    },
  };
}

/** The questions of the editor, where the run continues without the text. */
export const approvalUi = questions(LEAVE_OUT);

/** The same where there is nothing to run without it. */
export const approvalOrNothing = questions();

/** Hashes of what was agreed to in this workspace. */
export const approvalsIn = (memento: vscode.Memento): Approvals => ({
  get: () => memento.get<readonly string[]>('approvedTexts') ?? [],
  set: hashes => memento.update('approvedTexts', hashes),
});
