import { existsSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import * as vscode from 'vscode';
import type { RecordFormat } from '../../core/domain/records/records.ts';
import { t } from '../../core/text/l10n.ts';

/** The address of the file that labelled records are written to during the run; absent: none. */
export interface LabelFileChoice {
  readonly labelFile?: string;
}

/**
 * Asks where the labels go. A new file beside the input is proposed, under a name that is free; only a file
 * that the user picks, and agrees to replace, is ever replaced. Undefined: cancelled.
 */
export async function chooseLabelFile(
  document: vscode.Uri,
  format: RecordFormat,
  title: string,
): Promise<LabelFileChoice | undefined> {
  // What was never saved, or is not on a disk, has no place beside it.
  if (document.scheme !== 'file') return {};
  const extension = format === 'jsonl' ? 'jsonl' : 'csv';
  const stem = basename(document.fsPath, extname(document.fsPath));
  const beside = freeName(join(dirname(document.fsPath), `${stem}.labelled.${extension}`));
  const place = { label: `$(save) ${basename(beside)}`, description: t('next to the input file') };
  const other = { label: t('$(folder) Choose a File…'), description: t('CSV or JSON Lines') };
  const none = { label: t('$(circle-slash) No File'), description: t('export the report later') };
  const picked = await vscode.window.showQuickPick([place, other, none], {
    title,
    placeHolder: t('Where should the labels be written during the run?'),
    ignoreFocusOut: true,
  });
  if (!picked) return undefined;
  if (picked === none) return {};
  if (picked === place) return { labelFile: vscode.Uri.file(beside).toString() };
  const chosen = await vscode.window.showSaveDialog({
    title,
    saveLabel: t('Write the Labels Here'),
    defaultUri: vscode.Uri.file(beside),
    filters: { CSV: ['csv'], 'JSON Lines': ['jsonl'] },
  });
  if (!chosen) return undefined;
  if (chosen.toString() !== document.toString()) return { labelFile: chosen.toString() };
  void vscode.window.showWarningMessage(
    t(
      '{0} contains the records themselves and is not replaced. Nothing was sent. Choose another file.',
      basename(document.fsPath),
    ),
  );
  return undefined;
}

/** The path itself, or with the first number that makes the name unused. */
export function freeName(path: string): string {
  const extension = extname(path);
  const stem = path.slice(0, path.length - extension.length);
  for (let n = 1; ; n++) {
    const name = n === 1 ? path : `${stem} ${n}${extension}`;
    if (!existsSync(name)) return name;
  }
}
