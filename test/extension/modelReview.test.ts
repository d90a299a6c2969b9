import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { coverage } from '../../src/core/state/coverage.ts';
import { ok, startChaos, status } from '../support/chaosServer.ts';
import type { Chaos, ChaosRequest, Script } from '../support/chaosServer.ts';
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

const { text, planted } = longDocument(6);

/** A model that quotes each planted sentence of what it is shown. */
const quoting = (request: ChaosRequest) => {
  const shown = JSON.stringify(request.body);
  return ok({
    findings: planted
      .filter(sentence => shown.includes(sentence))
      .map(sentence => finding(sentence)),
    assessment: 'Read.',
  });
};
const finding = (quote: string) => ({
  quote,
  title: 'Not settled',
  message: 'This is left open.',
  suggestion: null,
  severity: 'major',
  confidence: 0.9,
});

describe('review with a model over the wire', () => {
  let chaos: Chaos;
  let script: Script;
  const own = () => ({
    model: 'compatible:test-model',
    baseUrl: `${chaos.url}/v1`,
    reuseAnswers: false,
    synthesis: false,
    maxCostUsd: 0,
    idleTimeoutSeconds: 5,
    perspectives: { markdown: ['accuracy'] },
  });
  /** Everything at its default again. */
  const unset = (): Record<string, undefined> =>
    Object.fromEntries(Object.keys(own()).map(name => [name, undefined]));
  const calls = (): ChaosRequest[] => chaos.requests.filter(r => r.api === 'chat');

  before(async () => {
    // What is asked about the server itself is no review, and scripts answer reviews.
    chaos = await startChaos((request, n) =>
      request.api === 'other' || request.api === 'models' ? status(404) : script(request, n),
    );
    await set(own());
  });
  beforeEach(() => {
    script = quoting;
  });
  afterEach(closeEditors);
  after(async () => {
    await set(unset());
    await chaos.close();
  });

  it('asks once per chunk and places every quote', async () => {
    const before = calls().length;
    await openFile('model.md', text);
    const ended = await review();
    assertEnded(ended, 'succeeded');
    assertSound(ended);
    assert.equal(calls().length - before, ended.state.branchIds.length);
    const quotes = ended.state.findings.filter(f => f.range).map(f => f.quote);
    assert.deepEqual([...quotes].sort(), [...planted].sort());
  });

  for (const provider of ['openai', 'anthropic', 'compatible'])
    it(`a model of ${provider} reads the text with nothing set but its address`, async () => {
      await set({
        ...unset(),
        model: `${provider}:test-model`,
        baseUrl: provider === 'anthropic' ? chaos.url : `${chaos.url}/v1`,
      });
      try {
        await openFile(`defaults-${provider}.md`, text);
        const ended = await review();
        assertEnded(ended, 'succeeded');
        assertSound(ended);
        const quotes = new Set(ended.state.findings.flatMap(f => (f.range ? [f.quote] : [])));
        assert.deepEqual([...quotes].sort(), [...planted].sort());
      } finally {
        await set(own());
      }
    });

  it('a summary of the document leaves what the review found in Problems', async () => {
    const { runs } = await fanout();
    const document = await openFile('kept.md', text);
    await review();
    await until('problems', () => diagnosticsOf(document.uri).length === planted.length);
    const before = new Set(runs.list().map(run => run.id));
    void vscode.commands.executeCommand('fanout.summarizeDocument');
    const { id } = await until('the run', async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return runs.list().find(run => !before.has(run.id));
    });
    await end(id);
    assert.equal(diagnosticsOf(document.uri).length, planted.length);
  });

  it('a review that read nothing takes no findings of an earlier one away', async () => {
    const document = await openFile('before.md', text);
    await review();
    await until('problems', () => diagnosticsOf(document.uri).length === planted.length);
    script = () => status(401, { error: { message: 'Incorrect API key provided', type: 'auth' } });
    // The report that the first run opens beside it may have the place of the active editor for a moment.
    await vscode.window.showTextDocument(document);
    assertEnded(await review(), 'failed');
    assert.equal(diagnosticsOf(document.uri).length, planted.length);
  });

  it('asks before a priced model behind an address of this machine is paid for', async () => {
    await set({ model: 'openai:gpt-6-sol', confirmAboveUsd: 0.0001 });
    try {
      const before = chaos.requests.length;
      await openFile('gateway.md', text);
      // Questions of a test window are answered with no.
      await vscode.commands.executeCommand('fanout.reviewDocument');
      assert.equal(chaos.requests.length, before);
    } finally {
      await set({ ...own(), confirmAboveUsd: undefined });
    }
  });

  it('two models at two addresses read the same text: one finding each, said by both', async () => {
    const second = await startChaos(request => quoting(request));
    try {
      await set({
        moreModels: ['compatible:second'],
        baseUrls: { 'compatible:second': `${second.url}/v1` },
      });
      const before = calls().length;
      await openFile('several.md', text);
      const ended = await review();
      assertEnded(ended, 'succeeded');
      assertSound(ended);
      const { branchIds, findings, branches } = ended.state;
      const asked = second.requests.filter(r => r.api === 'chat').length;
      assert.equal(calls().length - before, branchIds.length / 2);
      assert.equal(asked, branchIds.length / 2);
      assert.equal(findings.length, planted.length);
      for (const finding of findings) {
        const models = new Set(finding.branchIds.map(id => branches[id]?.branch.model));
        assert.deepEqual([...models].sort(), ['compatible:second', 'compatible:test-model']);
        assert.ok(Math.abs(finding.confidence - 0.95) < 1e-9);
      }
    } finally {
      await set({ moreModels: undefined, baseUrls: undefined });
      await second.close();
    }
  });

  it('never shows a place for a quote that is not in the text', async () => {
    script = () => ok({ findings: [finding('The moon is made of cheese.')], assessment: '' });
    await openFile('invented.md', text);
    const ended = await review();
    assertSound(ended);
    assert.ok(ended.state.findings.every(f => f.range === undefined && f.match === 'none'));
  });

  it('fails every branch on a refused key, and says so once', async () => {
    script = () => status(401, { error: { message: 'Incorrect API key provided', type: 'auth' } });
    const before = calls().length;
    await openFile('refused.md', text);
    const ended = await review();
    assertEnded(ended, 'failed');
    const { state } = ended;
    assert.equal(state.failure?.code, 'auth');
    assert.ok(calls().length - before <= state.branchIds.length);
    assert.equal(coverage(state).reviewedFraction, 0);
  });

  it('waits as long as a 429 asks, then answers', async () => {
    let refused = false;
    script = request => {
      if (refused) return quoting(request);
      refused = true;
      return status(
        429,
        { error: { message: 'Slow down', type: 'rate_limit' } },
        { 'retry-after': '1' },
      );
    };
    await openFile('limited.md', text);
    const ended = await review();
    assertEnded(ended, 'succeeded');
    assertSound(ended);
  });

  it('asks again when an answer stands still', async () => {
    let stalled = false;
    script = request => {
      if (stalled) return quoting(request);
      stalled = true;
      return { kind: 'stall', afterEvents: 2 };
    };
    await openFile('stalled.md', text);
    const ended = await review();
    assertEnded(ended, 'succeeded');
    assertSound(ended);
    assert.ok(ended.state.branchIds.some(id => ended.state.branches[id]?.attempt === 2));
  });

  it('loses one branch and no other, and asks for that one alone when told to', async () => {
    const lost = planted[2] ?? '';
    const fails = (request: ChaosRequest) => JSON.stringify(request.body).includes(lost);
    script = request =>
      fails(request) ? ok('I cannot help with that.', { stop: 'refusal' }) : quoting(request);
    await openFile('partial.md', text);
    const ended = await review();
    assertEnded(ended, 'partial');
    const { state, id } = ended;
    const failed = state.branchIds.filter(b => state.branches[b]?.status === 'failed');
    assert.equal(failed.length, 1);
    assert.ok(coverage(state).gaps.length >= 1);

    script = quoting;
    const before = calls().length;
    await vscode.commands.executeCommand('fanout.retryFailed', id);
    const again = await end(id);
    assertEnded(again, 'succeeded');
    assert.equal(calls().length - before, 1);
    assert.ok(again.state.findings.some(f => f.quote === lost));
  });

  it('keeps the places right when the document is edited during the run', async () => {
    const edited = Promise.withResolvers<void>();
    script = async request => {
      await edited.promise;
      return quoting(request);
    };
    const document = await openFile('edited.md', text);
    const started = await begin('fanout.reviewDocument');
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), 'An added line.\n\nAnother one.\n\n');
    await vscode.workspace.applyEdit(edit);
    const { runs } = await fanout();
    assert.equal(runs.get(started.id)?.active, true, 'the run was over before the edit');
    edited.resolve();
    const ended = await end(started.id);
    assertEnded(ended, 'succeeded');
    assertSound(ended);
    const shown = await until('problems', () => {
      const all = diagnosticsOf(document.uri);
      return all.length > 0 && all;
    });
    const covered = shown.map(problem => document.getText(problem.range));
    assert.deepEqual(covered.sort(), [...planted].sort());
  });

  it('ends within two seconds of a cancel and keeps what was answered', async () => {
    let first = true;
    script = request => {
      if (!first) return { kind: 'stall' };
      first = false;
      return quoting(request);
    };
    await openFile('cancelled.md', text);
    const started = await begin('fanout.reviewDocument');
    const { runs } = await fanout();
    await until('the first answer', () => {
      const state = runs.get(started.id)?.state;
      return state?.branchIds.some(id => state.branches[id]?.status === 'succeeded');
    });
    await vscode.commands.executeCommand('fanout.cancelRun', started.id);
    const ended = await end(started.id, 2000);
    assertEnded(ended, 'cancelled');
    const counted = coverage(ended.state);
    assert.equal(counted.succeeded, 1);
    assert.equal(counted.cancelled, counted.total - 1);
    await until('the connections closed', () => calls().every(r => r.endedAt !== undefined));
  });

  it('lists what is found in Problems while the run goes on, with a fix that can be previewed', async () => {
    const [first = ''] = planted;
    script = request => {
      if (!JSON.stringify(request.body).includes(first)) return { kind: 'stall' };
      const found = { ...finding(first), suggestion: 'Settled.' };
      return ok({ findings: [found], assessment: 'Read.' });
    };
    const document = await openFile('streaming.md', text);
    const started = await begin('fanout.reviewDocument');
    const [problem] = await until('a problem', () => {
      const all = diagnosticsOf(document.uri);
      return all.length > 0 && all;
    });
    const { runs } = await fanout();
    assert.equal(runs.get(started.id)?.active, true, 'the run was over before the problem');
    assert.ok(problem);
    assert.equal(document.getText(problem.range), first);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      problem.range,
    );
    const titles = actions.map(action => action.title);
    assert.ok(titles.some(title => title.startsWith('Apply: ')));
    assert.ok(titles.some(title => title.startsWith('Preview: ')));
    await vscode.commands.executeCommand('fanout.cancelRun', started.id);
    await end(started.id, 5000);
  });

  it('sends nothing to an address that only the workspace names', async () => {
    const before = chaos.requests.length;
    await set({ model: 'offline:rules' });
    const folder = vscode.workspace.workspaceFolders?.[0];
    assert.ok(folder);
    const settings = vscode.Uri.joinPath(folder.uri, '.vscode/settings.json');
    const forged = { 'fanout.model': 'compatible:forged', 'fanout.baseUrl': `${chaos.url}/v1` };
    await vscode.workspace.fs.writeFile(settings, Buffer.from(JSON.stringify(forged)));
    try {
      await openFile('forged.md', text);
      const { state } = await review();
      assert.equal(state.model?.provider, 'offline');
      assert.equal(chaos.requests.length, before);
    } finally {
      await vscode.workspace.fs.delete(settings);
      await set({ model: 'compatible:test-model' });
    }
  });
});
