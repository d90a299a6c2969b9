import * as vscode from 'vscode';
import type { Source } from '../../core/domain/source.ts';

export interface ReadOnlyTexts extends vscode.Disposable {
  /** A document with a source's text as the run read it. The same text gives the same document. */
  open(source: Source): Promise<vscode.TextDocument>;
}

const SCHEME = 'fanout-text';
/** Texts kept for tabs that are opened again. */
const KEPT = 50;

/** Shows texts that no editor can open from where they came: out of a PDF, from a file that is gone. */
export function readOnlyTexts(): ReadOnlyTexts {
  const texts = new Map<string, string>();
  const provider = vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
    provideTextDocumentContent: uri => texts.get(uri.toString()),
  });
  const uriOf = (source: Source): vscode.Uri => {
    // Another run may have read another text under the same name.
    for (let n = 1; ; n++) {
      const path = `/${source.path}${suffix(source)}`;
      const uri = vscode.Uri.from({ scheme: SCHEME, path, query: `${n}` });
      const known = texts.get(uri.toString());
      if (known === undefined || known === source.text) return uri;
    }
  };
  return {
    open(source) {
      const uri = uriOf(source);
      texts.set(uri.toString(), source.text);
      const oldest = texts.keys().next().value;
      if (texts.size > KEPT && oldest !== undefined) texts.delete(oldest);
      return Promise.resolve(vscode.workspace.openTextDocument(uri));
    },
    dispose: () => {
      provider.dispose();
    },
  };
}

/** So that VS Code takes what was imported for the text it is, not for the file it came from. */
const suffix = ({ pages, kind }: Source): string =>
  pages === undefined ? '' : kind === 'markdown' ? '.md' : '.txt';
