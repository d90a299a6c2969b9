import * as vscode from 'vscode';
import type { CodeSymbol } from '../../core/split/code/code.ts';
import type { Source } from '../../core/domain/source.ts';

/** A language server that still loads a project answers late; the split does not wait for it. */
const PATIENCE_MS = 3000;

const KINDS: ReadonlySet<vscode.SymbolKind> = new Set([
  vscode.SymbolKind.Module,
  vscode.SymbolKind.Namespace,
  vscode.SymbolKind.Class,
  vscode.SymbolKind.Method,
  vscode.SymbolKind.Constructor,
  vscode.SymbolKind.Enum,
  vscode.SymbolKind.Interface,
  vscode.SymbolKind.Function,
  vscode.SymbolKind.Struct,
]);

/**
 * What the editor's language support says of an open document that holds exactly the source's text;
 * undefined where there is none, it is late, or it fails.
 */
export async function editorSymbols(source: Source): Promise<readonly CodeSymbol[] | undefined> {
  const document = vscode.workspace.textDocuments.find(
    open => open.uri.toString() === source.uri && open.getText() === source.text,
  );
  if (!document) return undefined;
  let timer: NodeJS.Timeout | undefined;
  try {
    const found = await Promise.race([
      vscode.commands.executeCommand<readonly Partial<vscode.DocumentSymbol>[] | undefined>(
        'vscode.executeDocumentSymbolProvider',
        document.uri,
      ),
      new Promise<undefined>(resolve => (timer = setTimeout(resolve, PATIENCE_MS, undefined))),
    ]);
    // Old providers give flat lists without ranges of their own: nothing to nest by.
    if (!found?.length || !found.every(isNested)) return undefined;
    return document.getText() === source.text ? symbolsOf(found, document) : undefined;
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

const isNested = (symbol: Partial<vscode.DocumentSymbol>): symbol is vscode.DocumentSymbol =>
  symbol.range !== undefined && symbol.children !== undefined;

const symbolsOf = (
  symbols: readonly vscode.DocumentSymbol[],
  document: vscode.TextDocument,
): CodeSymbol[] =>
  symbols.flatMap(({ kind, name, range, children }) => {
    const inner = symbolsOf(children, document);
    return KINDS.has(kind)
      ? [
          {
            name,
            start: document.offsetAt(range.start),
            end: document.offsetAt(range.end),
            children: inner,
          },
        ]
      : inner;
  });
