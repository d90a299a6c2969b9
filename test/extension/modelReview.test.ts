import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { coverage } from '../../src/core/coverage.ts';
import { ok, startChaos, status } from '../support/chaosServer.ts';
import type { Chaos, ChaosRequest, Script } from '../support/chaosServer.ts';
import { longDocument } from '../support/longDocument.ts';
import {
  assertEnded,
  assertSound,
  begin,
  closeEditors,
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
  const calls = (): ChaosRequest[] => chaos.requests.filter(r => r.api === 'chat');

  before(async () => {
    chaos = await startChaos((request, n) => script(request, n));
    await set({
      model: 'compatible:test-model',
      baseUrl: `${chaos.url}/v1`,
      reuseAnswers: false,
      synthesis: false,
      maxCostUsd: 0,
      idleTimeoutSeconds: 5,
      perspectives: { markdown: ['accuracy'] },
    });
  });
  beforeEach(() => {
    script = quoting;
  });
  afterEach(closeEditors);
  after(async () => {
    await set({
      model: undefined,
      baseUrl: undefined,
      reuseAnswers: undefined,
      synthesis: undefined,
      maxCostUsd: undefined,
      idleTimeoutSeconds: undefined,
      perspectives: undefined,
    });
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

  it('takes a stalled answer for a failure of that branch alone, and retries what failed', async () => {
    const stalls = planted[2] ?? '';
    script = request =>
      JSON.stringify(request.body).includes(stalls)
        ? { kind: 'stall', afterEvents: 2 }
        : quoting(request);
    await set({ onFailure: 'continue' });
    await openFile('stalled.md', text);
    const started = await begin('fanout.reviewDocument');
    const ended = await end(started.id, 60_000);
    assertEnded(ended, 'partial');
    const { state, id } = ended;
    const failed = state.branchIds.filter(b => state.branches[b]?.status === 'failed');
    assert.equal(failed.length, 1);
    assert.ok(coverage(state).gaps.length >= 1);

    script = quoting;
    const before = calls().length;
    await vscode.commands.executeCommand('fanout.retryFailed', id);
    const again = await until('the retried run', async () => {
      const entry = (await fanout()).runs.get(id);
      return entry?.state?.status === 'succeeded' && !entry.active && entry;
    });
    assert.equal(calls().length - before, 1);
    assert.ok(again.state?.findings.some(f => f.quote === stalls));
  }).timeout(90_000);

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
