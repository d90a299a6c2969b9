import { grouped } from '../../core/format/format.ts';
import * as vscode from 'vscode';
import { emptySource, FanoutError } from '../../core/errors.ts';
import type { Range } from '../../core/domain/range.ts';
import type { Source } from '../../core/domain/source.ts';
import { cellSources, kindOfDocument } from '../../engine/sources.ts';
import { t } from '../../core/text/l10n.ts';

/** Where text may be read from without asking: the disk, the remote's disk, and what was never saved. */
const SCHEMES = ['file', 'untitled', 'vscode-remote', 'vscode-userdata'];
/** Longest text taken from an editor, in UTF-16 code units. VS Code itself stops at 50 MB. */
const MAX_LENGTH = 20_000_000;

/**
 * The text of an open document as it is in the editor, unsaved changes included.
 * @throws FanoutError `emptySource`, `tooLarge` or `usage`.
 */
export function sourceOfDocument(document: vscode.TextDocument, range?: Range): Source {
  const path = pathOf(document);
  if (!SCHEMES.includes(document.uri.scheme))
    throw new FanoutError(
      'usage',
      t(
        '{0} is a {1} document: only files and unsaved documents are reviewed. Save a copy and review that.',
        path,
        document.uri.scheme,
      ),
    );
  const text = document.getText();
  if ((range ? text.slice(range.start, range.end) : text).trim() === '') throw emptySource(path);
  if (text.length > MAX_LENGTH)
    throw new FanoutError(
      'tooLarge',
      t(
        '{0} has {1} characters, more than the limit of {2}. Nothing was sent. Select a part of it and use Review Selection.',
        path,
        grouped(text.length),
        grouped(MAX_LENGTH),
      ),
    );
  return {
    id: path,
    path,
    uri: document.uri.toString(),
    ...kindOfDocument(document.uri.path, document.languageId, text),
    text,
    ...(range ? { range } : {}),
  };
}

/** What code cells print, by the types of their outputs. */
const OUTPUT = /^(?:text\/plain|application\/vnd\.code\.notebook\.(?:stdout|stderr))$/;

/**
 * What is written in an open notebook, and its code, as they are in the editor, unsaved changes included: without
 * addresses, since what an editor opens there is not this text. None where its cells are empty.
 */
export const sourcesOfNotebook = (
  notebook: vscode.NotebookDocument,
  path = notebook.isUntitled ? notebook.uri.path : vscode.workspace.asRelativePath(notebook.uri),
): Promise<Source[]> =>
  cellSources(
    path,
    notebook.getCells().map(({ kind, document, outputs }) => {
      const text = document.getText();
      if (kind !== vscode.NotebookCellKind.Code) return { text };
      const printed = outputs
        .flatMap(({ items }) => items.find(({ mime }) => OUTPUT.test(mime)) ?? [])
        .map(({ data }) => new TextDecoder().decode(data))
        .join('\n');
      return {
        text,
        language: document.languageId,
        ...(printed.trim() === '' ? {} : { output: printed }),
      };
    }),
  );

/** The notebook that is meant: the one at `uri`, or in the active editor. */
export const openNotebook = (uri?: vscode.Uri): vscode.NotebookDocument | undefined =>
  uri
    ? vscode.workspace.notebookDocuments.find(n => n.uri.toString() === uri.toString())
    : vscode.window.activeNotebookEditor?.notebook;

/** The selections of an editor as one range each; empty ones are left out. */
export const selectedRanges = (editor: vscode.TextEditor): readonly Range[] =>
  editor.selections
    .filter(selection => !selection.isEmpty)
    .map(selection => ({
      start: editor.document.offsetAt(selection.start),
      end: editor.document.offsetAt(selection.end),
    }))
    .sort((a, b) => a.start - b.start);

/** What the user knows a document as: relative to its folder, with the folder's name if there are several. */
export const pathOf = (document: vscode.TextDocument): string =>
  document.isUntitled ? document.uri.path : vscode.workspace.asRelativePath(document.uri);

/** The document in the active editor, when it is a text document. @throws FanoutError `usage`. */
export function activeEditor(): vscode.TextEditor {
  const editor = vscode.window.activeTextEditor;
  if (!editor)
    throw new FanoutError(
      'usage',
      t('No text document is open in the active editor. Open one first.'),
    );
  return editor;
}
