import * as vscode from 'vscode';
import { beat, type Beat } from './beat.ts';
import { timerLater } from './timerLater.ts';

export interface Typing extends vscode.Disposable, Pick<Beat, 'later'> {
  readonly onDidType: vscode.Event<void>;
}

/** Tells when text is typed in the window's active editor, and when to draw meanwhile. */
export function typing(): Typing {
  const typed = new vscode.EventEmitter<void>();
  const { later, ...own } = beat({ now: () => Date.now(), later: timerLater });
  const listening = vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
    if (contentChanges.length === 0) return;
    if (vscode.window.activeTextEditor?.document !== document) return;
    own.typed();
    typed.fire();
  });
  return {
    later,
    onDidType: typed.event,
    dispose: () => void vscode.Disposable.from(listening, typed, own).dispose(),
  };
}
