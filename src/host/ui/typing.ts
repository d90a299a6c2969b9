import * as vscode from 'vscode';

export interface Typing extends vscode.Disposable {
  /** Whether something was typed a moment ago: what is drawn meanwhile, a key waits for. */
  readonly isOn: () => boolean;
  readonly onDidType: vscode.Event<void>;
}

/** So long after the last key a person may still be typing, in ms. */
const PAUSE_MS = 1000;

/** Tells when text is typed in the window's active editor. */
export function typing(): Typing {
  const typed = new vscode.EventEmitter<void>();
  let last = 0;
  const listening = vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
    if (contentChanges.length === 0) return;
    if (vscode.window.activeTextEditor?.document !== document) return;
    last = Date.now();
    typed.fire();
  });
  return {
    isOn: () => Date.now() - last < PAUSE_MS,
    onDidType: typed.event,
    dispose: () => void vscode.Disposable.from(listening, typed).dispose(),
  };
}
