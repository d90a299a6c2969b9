import * as vscode from 'vscode';
import { timerLater } from '../host/ui/timerLater.ts';
import { shiftedRange } from './shiftedRange.ts';

/** After the last edit of listed words, in ms, they are looked for. */
const PAUSE_MS = 500;

export interface ListedPlaces {
  /** What is listed of a document. */
  readonly listed: (uri: vscode.Uri) => readonly vscode.Diagnostic[];
  /** Where the words of one of them are now; undefined when they are not there, or at several places. */
  readonly placeOf: (uri: vscode.Uri, diagnostic: vscode.Diagnostic) => vscode.Range | undefined;
  /** A document that was edited was closed: its file may not hold the edits. */
  readonly onClosed: (uri: vscode.Uri) => void;
}

/**
 * Moves what is listed of a document with its text. The editor moves what it draws by itself, but asks with the
 * places it has now, and for what it was given.
 */
export function shiftOnEdit({ listed, placeOf, onClosed }: ListedPlaces): vscode.Disposable {
  const edited = new Set<string>();
  /** Listed words that an edit was in, such as one that writes the whole text anew. */
  const touched = new Map<vscode.Diagnostic, vscode.Uri>();
  let cancel: (() => void) | undefined;
  const look = (): void => {
    for (const [diagnostic, uri] of touched)
      diagnostic.range = placeOf(uri, diagnostic) ?? diagnostic.range;
    touched.clear();
  };
  return vscode.Disposable.from(
    vscode.workspace.onDidChangeTextDocument(({ document: { uri }, contentChanges }) => {
      const all = listed(uri);
      if (all.length === 0 || contentChanges.length === 0) return;
      edited.add(uri.toString());
      // Each place is one of the text before the edit: from its end to its start, none moves another.
      for (const change of [...contentChanges].sort((a, b) => b.rangeOffset - a.rangeOffset))
        for (const diagnostic of all) {
          const { range } = diagnostic;
          const now = shiftedRange(range, change);
          if (now === range) continue;
          if (change.range.end.isAfter(range.start)) touched.set(diagnostic, uri);
          diagnostic.range = new vscode.Range(
            new vscode.Position(now.start.line, now.start.character),
            new vscode.Position(now.end.line, now.end.character),
          );
        }
      cancel?.();
      if (touched.size > 0) cancel = timerLater(look, PAUSE_MS);
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => {
      if (edited.delete(uri.toString())) onClosed(uri);
    }),
    new vscode.Disposable(() => cancel?.()),
  );
}
