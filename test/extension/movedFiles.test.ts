import assert from 'node:assert/strict';
import { renameSync, rmSync } from 'node:fs';
import * as vscode from 'vscode';
import { ok, startChaos, type Chaos } from '../support/chaosServer.ts';
import {
  assertEnded,
  closeEditors,
  diagnosticsOf,
  type Ended,
  openFile,
  review,
  set,
  until,
} from './support/fanout.ts';

const TEXT = '# Terms\n\nThe buyer pays late.\n';
const FIXED = TEXT.replace('pays late', 'pays within 30 days');

describe('files that change their place between a run and its last suggestion', () => {
  let chaos: Chaos;
  before(async () => {
    const finding = {
      quote: 'pays late',
      title: 'No period',
      message: 'This is left open.',
      suggestion: 'pays within 30 days',
      severity: 'major',
      confidence: 0.9,
    };
    chaos = await startChaos(({ api }) =>
      api === 'chat'
        ? ok({ findings: [finding], assessment: 'Read.' })
        : { kind: 'status', status: 404 },
    );
    await set({
      model: 'compatible:test-model',
      baseUrl: `${chaos.url}/v1`,
      synthesis: false,
      maxCostUsd: 0,
      perspectives: { markdown: ['accuracy'] },
    });
  });
  afterEach(closeEditors);
  after(async () => {
    await set({
      model: undefined,
      baseUrl: undefined,
      synthesis: undefined,
      maxCostUsd: undefined,
      perspectives: undefined,
    });
    await chaos.close();
  });

  const reviewed = async (name: string): Promise<Ended & { readonly uri: vscode.Uri }> => {
    const { uri } = await openFile(name, TEXT);
    const ended = await review();
    assertEnded(ended, 'succeeded');
    await until('its problem', () => diagnosticsOf(uri).length === 1);
    return { ...ended, uri };
  };
  const apply = ({ id, state }: Ended): Thenable<unknown> =>
    vscode.commands.executeCommand('fanout.applyFix', id, state.findings[0]?.id);
  const move = async (from: vscode.Uri, to: vscode.Uri): Promise<void> => {
    const edit = new vscode.WorkspaceEdit();
    edit.renameFile(from, to, { overwrite: true });
    assert.ok(await vscode.workspace.applyEdit(edit));
  };
  const textOf = async (uri: vscode.Uri): Promise<string> =>
    (await vscode.workspace.openTextDocument(uri)).getText();

  it('a file that was renamed takes its problem along, and is changed where it is', async () => {
    const run = await reviewed('renamed.md');
    const to = vscode.Uri.joinPath(run.uri, '..', 'renamed', 'after.md');
    await move(run.uri, to);
    await until('the problem at its new place', () => diagnosticsOf(to).length === 1);
    assert.equal(diagnosticsOf(run.uri).length, 0);
    await apply(run);
    assert.equal(await textOf(to), FIXED);
    await vscode.commands.executeCommand('fanout.showFinding', {
      runId: run.id,
      findingId: run.state.findings[0]?.id,
    });
    assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), to.toString());
  });

  it('so does one in a folder that was renamed', async () => {
    const run = await reviewed('inner/terms.md');
    const folder = vscode.Uri.joinPath(run.uri, '..');
    const other = vscode.Uri.joinPath(folder, '..', 'outer');
    await move(folder, other);
    const to = vscode.Uri.joinPath(other, 'terms.md');
    await until('the problem at its new place', () => diagnosticsOf(to).length === 1);
    await apply(run);
    assert.equal(await textOf(to), FIXED);
  });

  it('words that move as lines are put above them keep their problem, hover and quick fix', async () => {
    const { uri } = await reviewed('above.md');
    const document = await vscode.workspace.openTextDocument(uri);
    const editor = await vscode.window.showTextDocument(document);
    const fixesAt = async (range: vscode.Range): Promise<number> =>
      (
        await vscode.commands.executeCommand<vscode.CodeAction[]>(
          'vscode.executeCodeActionProvider',
          uri,
          range,
        )
      ).filter(({ command }) => command?.command === 'fanout.applyFix').length;
    const hoversAt = async (at: vscode.Position): Promise<number> =>
      (await vscode.commands.executeCommand<unknown[]>('vscode.executeHoverProvider', uri, at))
        .length;
    const before = diagnosticsOf(uri)[0]?.range ?? assert.fail();
    const hovers = await hoversAt(before.start);
    assert.ok(hovers > 0);
    await editor.edit(edit => {
      edit.insert(new vscode.Position(0, 0), 'One.\n\nTwo.\n');
      edit.insert(new vscode.Position(2, 0), 'Well: ');
    });
    const now = diagnosticsOf(uri)[0]?.range ?? assert.fail();
    assert.equal(document.getText(now), 'pays late');
    assert.deepEqual([await fixesAt(now), await fixesAt(before)], [1, 0]);
    assert.equal(await hoversAt(now.start), hovers);
    assert.ok((await hoversAt(before.start)) < hovers);
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await until('the places of the file', () => {
      const range = diagnosticsOf(uri)[0]?.range;
      return range && document.getText(range) === 'pays late' && range.isEqual(before);
    });
  });

  it('one that was deleted leaves no problem, and nothing is applied', async () => {
    const run = await reviewed('deleted.md');
    await closeEditors();
    await vscode.workspace.fs.delete(run.uri);
    await until('no problem', () => diagnosticsOf(run.uri).length === 0);
    await apply(run);
    assert.equal(run.state.findings[0]?.applied, undefined);
  });

  it('one that another program deleted or moved leaves no problem either', async () => {
    const run = await reviewed('moved-outside.md');
    await closeEditors();
    renameSync(run.uri.fsPath, `${run.uri.fsPath}.old`);
    await until('no problem', () => diagnosticsOf(run.uri).length === 0);
    rmSync(`${run.uri.fsPath}.old`);
  });

  it('one that another program writes anew keeps its problem', async () => {
    const run = await reviewed('anew.md');
    rmSync(run.uri.fsPath);
    await vscode.workspace.fs.writeFile(run.uri, new TextEncoder().encode(TEXT));
    await new Promise(done => setTimeout(done, 3000));
    assert.equal(diagnosticsOf(run.uri).length, 1);
  });

  it('one that may not be written is not changed, and that is said', async () => {
    const run = await reviewed('read-only.md');
    await closeEditors();
    const files = vscode.workspace.getConfiguration('files');
    await files.update('readonlyInclude', { '**/read-only.md': true }, true);
    try {
      await apply(run);
      assert.equal(await textOf(run.uri), TEXT);
      assert.equal(run.state.findings[0]?.applied, undefined);
    } finally {
      await files.update('readonlyInclude', undefined, true);
    }
  });
});
