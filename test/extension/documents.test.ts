import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import * as vscode from 'vscode';
import { column, makePdf } from '../support/documents/pdfFile.ts';
import { commentsIn } from '../support/documents/reviewedWord.ts';
import { makeDocx } from '../support/documents/wordFile.ts';
import {
  assertEnded,
  assertSound,
  begin,
  closeEditors,
  end,
  set,
  until,
  writeFile,
} from './support/fanout.ts';

const SENTENCE = 'The price of the goods is TBD.';

const FILES = {
  'offer.pdf': makePdf([column(['First page.']), column(['An offer.', SENTENCE])]),
  'offer.docx': makeDocx([{ heading: 'Offer', level: 1 }, { paragraph: SENTENCE }]),
};
const where = { 'offer.pdf': 'page', 'offer.docx': 'paragraph' } as const;

describe('documents that no editor opens as text', () => {
  before(() => set({ model: 'offline:rules' }));
  afterEach(closeEditors);
  after(() => set({ model: undefined }));

  for (const [name, bytes] of Object.entries(FILES))
    it(`${name} is reviewed, and its text is shown read-only`, async () => {
      const uri = await writeFile(name, new Uint8Array(bytes));
      const ended = await end((await begin('fanout.reviewFiles', uri)).id);
      assertEnded(ended, 'succeeded');
      assertSound(ended);
      const finding = ended.state.findings.find(f => f.quote.includes('TBD'));
      const range = finding?.range;
      assert.ok(range, 'nothing was said of what is planted');
      const key = where[name as keyof typeof where];
      assert.ok(ended.state.sources[0]?.pages?.every(mark => (mark[key] ?? 0) > 0));
      const row = { runId: ended.id, chunkId: finding.chunkId };
      for (let time = 0; time < 2; time++) {
        await vscode.commands.executeCommand('fanout.showChunk', row);
        const document = vscode.window.activeTextEditor?.document;
        assert.equal(document?.uri.scheme, 'fanout-text');
        assert.equal(document.getText().slice(range.start, range.end), finding.quote);
        assert.equal(document.isDirty, false);
      }
      const shown = vscode.workspace.textDocuments.filter(d => d.uri.scheme === 'fanout-text');
      assert.equal(shown.filter(d => d.uri.path.includes(name)).length, 1);
    });

  it('offer.docx is exported again, with a comment at the words', async () => {
    const files = vscode.workspace.getConfiguration('files');
    await files.update('simpleDialog.enable', true, vscode.ConfigurationTarget.Global);
    const uri = await writeFile('offer.docx', new Uint8Array(FILES['offer.docx']));
    const ended = await end((await begin('fanout.reviewFiles', uri)).id);
    void vscode.commands.executeCommand('fanout.exportReport', ended.id);
    const copy = vscode.Uri.joinPath(uri, '..', 'offer review.docx');
    const bytes = await until('the copy', async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return existsSync(copy.fsPath) ? readFileSync(copy.fsPath) : undefined;
    });
    const quote = ended.state.findings.find(f => f.quote.includes('TBD'))?.quote;
    assert.ok([...commentsIn(bytes).values()].some(({ words }) => words === quote));
    rmSync(copy.fsPath);
    await files.update('simpleDialog.enable', undefined, vscode.ConfigurationTarget.Global);
  });

  it('a notebook is reviewed, and its part is shown in its cell', async () => {
    const cells = ['# Offer', SENTENCE].map(source => ({
      cell_type: 'markdown',
      metadata: {},
      source: [source],
    }));
    const notebook = { cells, metadata: {}, nbformat: 4, nbformat_minor: 5 };
    const uri = await writeFile('offer.ipynb', Buffer.from(JSON.stringify(notebook)));
    const ended = await end((await begin('fanout.reviewFiles', uri)).id);
    assertEnded(ended, 'succeeded');
    assertSound(ended);
    const finding = ended.state.findings.find(f => f.quote.includes('TBD'));
    assert.ok(finding?.range, 'nothing was said of what is planted');
    await vscode.commands.executeCommand('fanout.showChunk', {
      runId: ended.id,
      chunkId: finding.chunkId,
    });
    const shown = vscode.window.activeNotebookEditor;
    assert.equal(shown?.notebook.uri.toString(), uri.toString());
    const cell = shown.notebook.cellAt(1).document;
    const own = () =>
      vscode.languages.getDiagnostics(cell.uri).filter(({ source }) => source === 'Fanout');
    await until('its problems in the cell', () => own().length > 0 || undefined);
    assert.ok(own().some(({ range }) => cell.getText(range).includes('TBD')));
  });

  it('an HTML page is reviewed as text, and its problems stand in the file', async () => {
    const page = `<html><body>\n<h1>Offer &amp; terms</h1>\n<p>The price\n of <b>the goods</b> is TBD.</p></body></html>\n`;
    const uri = await writeFile('offer.html', Buffer.from(page));
    const ended = await end((await begin('fanout.reviewFiles', uri)).id);
    assertEnded(ended, 'succeeded');
    const finding = ended.state.findings.find(f => f.quote.includes('TBD'));
    assert.ok(finding?.range, 'nothing was said of what is planted');
    assert.equal(ended.state.sources[0]?.kind, 'markdown');
    const document = await vscode.workspace.openTextDocument(uri);
    const own = () =>
      vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'Fanout');
    await until('its problems', () => own().length > 0 || undefined);
    assert.ok(own().some(({ range }) => document.getText(range).includes('TBD')));
  });

  it('an open notebook is reviewed cell by cell as it is in the editor, unsaved', async () => {
    const cells = [
      new vscode.NotebookCellData(vscode.NotebookCellKind.Code, 'x = 1', 'python'),
      new vscode.NotebookCellData(vscode.NotebookCellKind.Markup, SENTENCE, 'markdown'),
    ];
    const notebook = await vscode.workspace.openNotebookDocument(
      'jupyter-notebook',
      new vscode.NotebookData(cells),
    );
    await vscode.window.showNotebookDocument(notebook);
    const ended = await end((await begin('fanout.reviewDocument')).id);
    assertEnded(ended, 'succeeded');
    assertSound(ended);
    const finding = ended.state.findings.find(f => f.quote.includes('TBD'));
    assert.ok(finding?.range, 'nothing was said of what is planted');
    assert.deepEqual(
      ended.state.sources.map(({ kind, pages }) => [kind, pages?.map(({ cell }) => cell)]),
      [
        ['markdown', [2]],
        ['code', [1]],
      ],
    );
  });
});
