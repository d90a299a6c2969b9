import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { isActive } from '../../src/core/state/findingStatus.ts';
import { ok, startChaos, type Chaos } from '../support/chaosServer.ts';
import {
  assertEnded,
  closeEditors,
  diagnosticsOf,
  type Ended,
  fanout,
  openFile,
  review,
  set,
  until,
} from './support/fanout.ts';

const TEXT = '# Terms\n\nThe buyer pays late.\n\nThe seller delivers soon.\n\nNotices are sent.\n';
const finding = (quote: string, suggestion: string | null) => ({
  quote,
  title: `About ${quote}`,
  message: 'This is left open.',
  suggestion,
  severity: 'major',
  confidence: 0.9,
});
const FINDINGS = [
  finding('pays late', 'pays within 30 days'),
  finding('delivers soon', 'delivers within 10 days'),
  finding('Notices are sent', null),
];

describe('suggestions are applied', () => {
  let chaos: Chaos;
  let document: vscode.TextDocument;
  let ended: Ended;

  before(async () => {
    chaos = await startChaos(() => ok({ findings: FINDINGS, assessment: 'Read.' }));
    await set({
      model: 'compatible:test-model',
      baseUrl: `${chaos.url}/v1`,
      synthesis: false,
      maxCostUsd: 0,
      perspectives: { markdown: ['accuracy'] },
    });
    document = await openFile('terms.md', TEXT);
    ended = await review();
    assertEnded(ended, 'succeeded');
    await until('problems', () => diagnosticsOf(document.uri).length === 3);
  });
  after(async () => {
    await set({
      model: undefined,
      baseUrl: undefined,
      synthesis: undefined,
      maxCostUsd: undefined,
      perspectives: undefined,
    });
    await closeEditors();
    await chaos.close();
  });

  const idOf = (quote: string): string => {
    const { id } = ended.state.findings.find(f => f.quote === quote) ?? {};
    assert.ok(id, quote);
    return id;
  };
  const standing = (): number => ended.state.findings.filter(isActive).length;

  it('exactly the quote is replaced; the problem leaves at once and the counts follow', async () => {
    await vscode.commands.executeCommand('fanout.applyFix', ended.id, idOf('pays late'));
    assert.equal(document.getText(), TEXT.replace('pays late', 'pays within 30 days'));
    await until('two problems', () => diagnosticsOf(document.uri).length === 2);
    assert.equal(standing(), 2);
  });

  it('an undo in the editor makes it open again, and a redo applied', async () => {
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), TEXT);
    await until('three problems', () => diagnosticsOf(document.uri).length === 3);
    await vscode.commands.executeCommand('redo');
    await until('two problems', () => diagnosticsOf(document.uri).length === 2);
    assert.equal(standing(), 2);
  });

  it('is not offered twice, and not for what has no suggestion', async () => {
    const actions = async (words: string): Promise<readonly string[]> => {
      const start = document.positionAt(document.getText().indexOf(words));
      const found = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        document.uri,
        new vscode.Range(start, start.translate(0, 4)),
      );
      return found.map(({ title }) => title).filter(title => title.includes('About'));
    };
    assert.deepEqual(await actions('within 30 days'), []);
    assert.ok((await actions('delivers soon')).includes('Apply: About delivers soon'));
    assert.ok((await actions('Notices')).every(title => !title.startsWith('Apply')));
    const before = document.getText();
    await vscode.commands.executeCommand('fanout.applyFix', ended.id, idOf('pays late'));
    assert.equal(document.getText(), before);
  });

  it('several are shown with their boxes ticked, and applied in one undo step', async () => {
    await vscode.commands.executeCommand('fanout.undoFix', ended.id, idOf('pays late'));
    assert.equal(document.getText(), TEXT);
    const ids = ended.state.findings.map(({ id }) => id);
    const applying = vscode.commands.executeCommand('fanout.applyFix', ended.id, ids);
    const after = TEXT.replace('pays late', 'pays within 30 days').replace(
      'delivers soon',
      'delivers within 10 days',
    );
    await until('the text', async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return document.getText() === after;
    });
    await applying;
    await until('one problem', () => diagnosticsOf(document.uri).length === 1);
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), TEXT);
    await until('three problems', () => diagnosticsOf(document.uri).length === 3);
  });

  it('refuses when the words are not there any more', async () => {
    const edit = new vscode.WorkspaceEdit();
    const at = document.getText().indexOf('late');
    edit.replace(
      document.uri,
      new vscode.Range(document.positionAt(at), document.positionAt(at + 4)),
      'never',
    );
    await vscode.workspace.applyEdit(edit);
    const before = document.getText();
    await vscode.commands.executeCommand('fanout.applyFix', ended.id, idOf('pays late'));
    assert.equal(document.getText(), before);
    assert.equal(standing(), 3);
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), TEXT);
  });

  it('findings are dismissed in one step, several at once, and reopened', async () => {
    const { runs } = await fanout();
    const ids = ['delivers soon', 'Notices are sent'].map(idOf);
    await vscode.commands.executeCommand('fanout.dismissFinding', ended.id, ids);
    await until('one is left', () => standing() === 1);
    const { decision } = runs.get(ended.id)?.state?.findings.find(f => f.id === ids[0]) ?? {};
    assert.equal(decision?.kind, 'dismissed');
    assert.equal(decision?.reason, 'Not a problem');
    await vscode.commands.executeCommand('fanout.reopenFinding', ended.id, ids);
    await until('all are back', () => standing() === 3);
  });

  it('goes from finding to finding in the editor', async () => {
    const editor = await vscode.window.showTextDocument(document);
    editor.selection = new vscode.Selection(0, 0, 0, 0);
    const goTo = async (command: string): Promise<string> => {
      await vscode.commands.executeCommand(command);
      return document.getText(vscode.window.activeTextEditor?.selection);
    };
    assert.equal(await goTo('fanout.nextFinding'), 'pays late');
    const second = await goTo('fanout.nextFinding');
    assert.ok(['delivers soon', 'Notices are sent'].includes(second), second);
    assert.equal(await goTo('fanout.previousFinding'), 'pays late');
  });
});
