import * as vscode from 'vscode';
import type { Finding } from '../../core/domain/results/findings.ts';
import type { Source } from '../../core/domain/source.ts';
import { cellAt, isOfNotebook } from './cells.ts';

/** The document that a finding is in, a file or a cell of a notebook; undefined where it is not there any more. */
export const documentOf = async (
  source: Source,
  { range }: Finding,
): Promise<vscode.TextDocument | undefined> =>
  isOfNotebook(source)
    ? range && (await cellAt(source, range))?.document
    : source.uri === undefined
      ? undefined
      : openDocument(vscode.Uri.parse(source.uri, true));

async function openDocument(uri: vscode.Uri): Promise<vscode.TextDocument | undefined> {
  try {
    const document = await vscode.workspace.openTextDocument(uri);
    // The editor keeps a text for a while after its file was deleted: a change of it would be seen nowhere.
    const isThere = document.isUntitled || isShown(uri) || (await stat(uri)) !== undefined;
    return isThere ? document : undefined;
  } catch {
    // Moved, deleted, or no text.
    return undefined;
  }
}

const isShown = (uri: vscode.Uri): boolean =>
  vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .some(
      ({ input }) =>
        input instanceof vscode.TabInputText && input.uri.toString() === uri.toString(),
    );

const stat = (uri: vscode.Uri): Promise<vscode.FileStat | undefined> =>
  Promise.resolve(vscode.workspace.fs.stat(uri)).catch(() => undefined);

/** Whether the editor lets no one type into it: an edit by an extension would go through all the same. */
export async function isReadOnly(document: vscode.TextDocument): Promise<boolean> {
  const { uri } = document;
  if (document.isUntitled || uri.scheme === 'vscode-notebook-cell') return false;
  if (vscode.workspace.fs.isWritableFileSystem(uri.scheme) === false) return true;
  const { permissions = 0 } = (await stat(uri)) ?? {};
  if ((permissions & vscode.FilePermission.Readonly) !== 0) return true;
  const files = vscode.workspace.getConfiguration('files', uri);
  const matches = (setting: string): boolean =>
    Object.entries(files.get<Record<string, unknown>>(setting, {})).some(
      ([pattern, isOn]) => isOn === true && vscode.languages.match({ pattern }, document) > 0,
    );
  return matches('readonlyInclude') && !matches('readonlyExclude');
}
