import * as vscode from 'vscode';

const SELECTOR: vscode.DocumentFilter = {
  language: 'markdown',
  pattern: '**/.fanout/perspectives/*.md',
};
/** After the last keystroke, in ms. */
const PAUSE_MS = 300;

/** Problems and completion in perspective files; what reads them is loaded with the first one that is opened. */
export function watchPerspectiveFiles(): vscode.Disposable {
  const problems = vscode.languages.createDiagnosticCollection('fanout.perspectives');
  const waiting = new Map<string, NodeJS.Timeout>();
  const check = async (document: vscode.TextDocument): Promise<void> => {
    const { problemsOf } = await import('./perspectiveEditing.ts');
    if (!document.isClosed) problems.set(document.uri, problemsOf(document));
  };
  const soon = (document: vscode.TextDocument): void => {
    if (vscode.languages.match(SELECTOR, document) === 0) return;
    const key = document.uri.toString();
    clearTimeout(waiting.get(key));
    waiting.set(
      key,
      setTimeout(() => void check(document), PAUSE_MS),
    );
  };
  vscode.workspace.textDocuments.forEach(soon);
  return vscode.Disposable.from(
    problems,
    vscode.workspace.onDidOpenTextDocument(soon),
    vscode.workspace.onDidChangeTextDocument(({ document }) => soon(document)),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => problems.delete(uri)),
    vscode.languages.registerCompletionItemProvider(
      SELECTOR,
      {
        provideCompletionItems: async (document, position) =>
          (await import('./perspectiveEditing.ts')).completionsAt(document, position),
      },
      ':',
      ' ',
    ),
    { dispose: () => waiting.forEach(timer => clearTimeout(timer)) },
  );
}
