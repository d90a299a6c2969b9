import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeEditors, fanout, openFile, until } from './support/fanout.ts';

describe('perspective files in the editor', () => {
  before(() => fanout());
  afterEach(closeEditors);

  it('a mistake is a problem at its place, and goes when it is mended', async () => {
    const document = await openFile(
      '.fanout/perspectives/mistake.md',
      '---\ntitle: Mistake\ncolour: red\n---\nLook for it.\n',
    );
    const problems = () =>
      vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source === 'Fanout');
    const [problem] = await until('the problem', () => problems().length > 0 && problems());
    assert.ok(problem);
    assert.equal(document.getText(problem.range), 'colour');
    const edit = new vscode.WorkspaceEdit();
    const line = document.lineAt(2).rangeIncludingLineBreak;
    edit.delete(document.uri, line);
    await vscode.workspace.applyEdit(edit);
    await until('no problem', () => problems().length === 0);
  });

  it('fields and their values are completed in the front matter, and not below it', async () => {
    const document = await openFile(
      '.fanout/perspectives/complete.md',
      '---\ntitle: Complete\n\napplies to: \n---\nLook for it.\n',
    );
    const at = async (line: number, character: number): Promise<string[]> => {
      const list = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        document.uri,
        new vscode.Position(line, character),
      );
      return list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    };
    const fields = await at(2, 0);
    assert.ok(fields.includes('do not report'), fields.join());
    assert.ok(!fields.includes('title'), 'a field is there once');
    const values = await at(3, 'applies to: '.length);
    assert.ok(values.includes('code'), values.join());
    assert.ok(!(await at(5, 0)).includes('do not report'));
  });
});
