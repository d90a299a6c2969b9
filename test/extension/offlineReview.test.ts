import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { longDocument } from '../support/longDocument.ts';
import {
  assertEnded,
  assertSound,
  begin,
  closeEditors,
  diagnosticsOf,
  end,
  fanout,
  openFile,
  review,
  set,
  until,
} from './support/fanout.ts';

const { text, planted } = longDocument(12);

describe('offline review in the editor', () => {
  before(() => set({ model: 'offline:rules' }));
  afterEach(closeEditors);
  after(() => set({ model: undefined }));

  it('reads all of a long document and finds what is planted, at its exact place', async () => {
    await openFile('agreement.md', text);
    const ended = await review();
    assertEnded(ended, 'succeeded');
    assertSound(ended);
    for (const sentence of planted) {
      const start = text.indexOf(sentence);
      const found = ended.state.findings.some(
        f => f.range && f.range.start < start + sentence.length && f.range.end > start,
      );
      assert.ok(found, `nothing was said of: ${sentence}`);
    }
  });

  it('publishes each placed finding as a problem that covers its quote', async () => {
    const document = await openFile('problems.md', text);
    const { state } = await review();
    const placed = state.findings.filter(f => f.range);
    assert.ok(placed.length > 0);
    const shown = await until('problems', () => {
      const all = diagnosticsOf(document.uri);
      return all.length >= placed.length && all;
    });
    const quotes = new Set(placed.map(f => f.quote));
    for (const problem of shown) {
      assert.ok(quotes.has(document.getText(problem.range)), problem.message);
    }
  });

  it('opening the report of an earlier review lists its findings again', async () => {
    const document = await openFile('again.md', text);
    const first = await review();
    const listed = await until('problems', () => {
      const all = diagnosticsOf(document.uri);
      return all.length > 0 && all.length;
    });
    await set({ perspectives: { markdown: ['tone'] } });
    try {
      await review();
      await until('no problems', () => diagnosticsOf(document.uri).length < listed);
      await vscode.commands.executeCommand('fanout.openReport', first.id);
      await until('the first ones', () => diagnosticsOf(document.uri).length === listed);
    } finally {
      await set({ perspectives: undefined });
    }
  });

  it('tells their number above each part; where nothing is listed in Problems, too', async () => {
    const document = await openFile('lenses.md', text);
    await set({ problems: false });
    try {
      const { state } = await review();
      const lenses = await until('lenses', async () => {
        const all = await vscode.commands.executeCommand<vscode.CodeLens[]>(
          'vscode.executeCodeLensProvider',
          document.uri,
        );
        const ours = all.filter(lens => lens.command?.title.startsWith('Fanout: '));
        return ours.length > 0 && ours;
      });
      assert.deepEqual(diagnosticsOf(document.uri), []);
      const told = lenses
        .flatMap(lens => [...(lens.command?.title.split(' in ')[0] ?? '').matchAll(/\d+/g)])
        .reduce((sum, [n]) => sum + Number(n), 0);
      assert.equal(told, state.findings.filter(f => f.range).length);
      await set({ show: ['problems'], problems: undefined });
      await until('problems', () => diagnosticsOf(document.uri).length > 0);
    } finally {
      await set({ problems: undefined, show: undefined });
    }
  });

  it('reviews an untitled document as it stands in the editor', async () => {
    const document = await vscode.workspace.openTextDocument({
      language: 'markdown',
      content: '# Offer\n\nThe price is TBD and the date is [●].\n',
    });
    await vscode.window.showTextDocument(document);
    const ended = await review();
    assertEnded(ended, 'succeeded');
    assertSound(ended);
    assert.ok(ended.state.findings.some(f => f.quote.includes('TBD')));
  });

  it('reviews unsaved edits, not the file on disk', async () => {
    const document = await openFile('dirty.md', '# Plan\n\nAll of it is agreed.\n');
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, document.lineAt(2).range.end, ' The owner is TBD.');
    await vscode.workspace.applyEdit(edit);
    assert.equal(document.isDirty, true);
    const ended = await review();
    assertEnded(ended, 'succeeded');
    assertSound(ended);
    assert.ok(ended.state.findings.some(f => f.quote.includes('TBD')));
  });

  it('reviews a selection and nothing around it', async () => {
    const document = await openFile('selection.md', text);
    const from = text.indexOf('## 5. ');
    const to = text.indexOf('## 6. ');
    const editor = await vscode.window.showTextDocument(document);
    editor.selection = new vscode.Selection(document.positionAt(from), document.positionAt(to));
    const ended = await end((await begin('fanout.reviewSelection')).id);
    assertSound(ended);
    assert.ok(ended.state.findings.length > 0);
    for (const { range } of ended.state.findings) {
      if (range) assert.ok(range.start >= from && range.end <= to);
    }
  });

  it('says that an empty document holds nothing to review, and starts no run', async () => {
    const { runs } = await fanout();
    const before = runs.list().length;
    await openFile('empty.md', '');
    let isOver = false;
    const over = (): void => void (isOver = true);
    vscode.commands.executeCommand('fanout.reviewDocument').then(over, over);
    // It may wait for its message to be read.
    await until('the command to end', async () => {
      await vscode.commands.executeCommand('notifications.clearAll');
      return isOver;
    });
    assert.equal(runs.list().length, before);
  });
});
