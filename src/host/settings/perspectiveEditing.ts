import * as vscode from 'vscode';
import {
  FIELDS,
  frontMatterOf,
  perspectiveIdOf,
  readPerspectiveFile,
} from '../../core/jobs/review/perspectiveFile.ts';

/** What is wrong with a perspective file, at its place. */
export function problemsOf(document: vscode.TextDocument): vscode.Diagnostic[] {
  const id = perspectiveIdOf(document.uri.path.split('/').at(-1) ?? '');
  return readPerspectiveFile(id, document.getText()).problems.map(({ message, start, end }) => {
    const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
    const diagnostic = new vscode.Diagnostic(range, message, vscode.DiagnosticSeverity.Error);
    diagnostic.source = 'Fanout';
    return diagnostic;
  });
}

/** Fields and their values, inside the front matter. */
export function completionsAt(
  document: vscode.TextDocument,
  position: vscode.Position,
): vscode.CompletionItem[] {
  const front = frontMatterOf(document.getText());
  const offset = document.offsetAt(position);
  if (!front || offset < front.start || offset > front.end) return [];
  const before = document.lineAt(position.line).text.slice(0, position.character);
  const within = fieldAt(document, position);
  const kind = vscode.CompletionItemKind;
  if (/^\s*[\w ]*$/.test(before) && !/^\s/.test(before)) {
    const written = document.getText().slice(front.start, front.end);
    return Object.entries(FIELDS)
      .filter(([name]) => !new RegExp(`^${name}\\s*:`, 'm').test(written))
      .map(([name, { text }]) => {
        const item = new vscode.CompletionItem(name, kind.Property);
        item.insertText = `${name}: `;
        item.documentation = text;
        item.range = new vscode.Range(position.with(undefined, 0), position);
        return item;
      });
  }
  return (FIELDS[within ?? '']?.values ?? []).map(value => {
    const item = new vscode.CompletionItem(value.replace(/: $/, ''), kind.EnumMember);
    item.insertText = value;
    return item;
  });
}

/** The field that a line belongs to: its own, or the one it is indented under. */
function fieldAt(document: vscode.TextDocument, position: vscode.Position): string | undefined {
  for (let line = position.line; line > 0; line--) {
    const name = /^([a-z][a-z ]*):/.exec(document.lineAt(line).text)?.[1];
    if (name !== undefined) return name;
  }
  return undefined;
}
