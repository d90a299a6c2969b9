import * as vscode from 'vscode';
import { FanoutError } from '../../core/errors.ts';
import { t } from '../../core/text/l10n.ts';

/**
 * The check behind every command: one can be called though no menu shows it.
 * @throws FanoutError `untrusted` in Restricted Mode.
 */
export function requireTrust(): void {
  if (vscode.workspace.isTrusted) return;
  throw new FanoutError(
    'untrusted',
    t(
      'This workspace is in Restricted Mode: its files are not read and nothing is sent. Open a document and review it with the offline rules, or trust the workspace.',
    ),
  );
}
