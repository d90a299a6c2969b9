import * as vscode from 'vscode';
import { markAt } from '../../core/domain/pages.ts';
import type { Range } from '../../core/domain/range.ts';
import type { Source } from '../../core/domain/source.ts';

/** Whether a source was taken out of a notebook that can be opened. */
export const isOfNotebook = ({ original }: Source): boolean => original?.languageId === 'jupyter';

/** Whether a document is a cell of a notebook. */
export const isCell = ({ uri }: vscode.TextDocument): boolean =>
  uri.scheme === 'vscode-notebook-cell';

/** The cell of its notebook that a range of a source is in; undefined where the notebook cannot be opened or has no such cell. */
export async function cellAt(
  source: Source,
  range: Range,
): Promise<vscode.NotebookCell | undefined> {
  const number = markAt(source, range.start)?.cell;
  if (!isOfNotebook(source) || source.uri === undefined || number === undefined) return undefined;
  try {
    const notebook = await vscode.workspace.openNotebookDocument(
      vscode.Uri.parse(source.uri, true),
    );
    return number <= notebook.cellCount ? notebook.cellAt(number - 1) : undefined;
  } catch {
    // Gone, or nothing here reads notebooks.
    return undefined;
  }
}

/** A range of a source as offsets into the text of the cell that it is in. */
export function rangeInCell(source: Source, { start, end }: Range): Range {
  const from = markAt(source, start)?.start ?? 0;
  return { start: start - from, end: end - from };
}

/** Shows a cell in its notebook, with a range of its text selected where its editor is on screen. */
export async function showCell(cell: vscode.NotebookCell, range: vscode.Range): Promise<void> {
  const selections = [new vscode.NotebookRange(cell.index, cell.index + 1)];
  await vscode.window.showNotebookDocument(cell.notebook, { selections });
  const editor = vscode.window.visibleTextEditors.find(each => each.document === cell.document);
  if (!editor) return;
  editor.selection = new vscode.Selection(range.start, range.end);
  editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}
