import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import * as vscode from 'vscode';
import { coverage } from '../../src/core/state/coverage.ts';
import { quotesOfChange } from '../support/changeReader.ts';
import { ok, startChaos, type Chaos } from '../support/chaosServer.ts';
import {
  assertEnded,
  assertSound,
  closeEditors,
  diagnosticsOf,
  end,
  fanout,
  set,
  until,
  writeFile,
} from './support/fanout.ts';

const ENV = {
  ...process.env,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  GIT_AUTHOR_NAME: 'a',
  GIT_AUTHOR_EMAIL: 'a@example.com',
  GIT_COMMITTER_NAME: 'a',
  GIT_COMMITTER_EMAIL: 'a@example.com',
};

const code = (name: string, lines: number): string =>
  `function ${name}() {\n${Array.from({ length: lines }, (_, i) => `  ${name}Step(${i});\n`).join('')}}\n`;

describe('review of changes', () => {
  let chaos: Chaos;

  before(async () => {
    chaos = await startChaos(request => {
      const { changed, unchanged } = quotesOfChange(request);
      return ok({
        findings: [...changed, ...unchanged.slice(0, 1)].map(quote => ({
          quote,
          title: 'Look again',
          message: `About ${quote}`,
          suggestion: null,
          severity: 'major',
          confidence: 0.9,
        })),
        assessment: 'Read.',
      });
    });
    await set({
      model: 'compatible:test-model',
      baseUrl: `${chaos.url}/v1`,
      reuseAnswers: false,
      synthesis: false,
      maxCostUsd: 0,
      perspectives: { code: ['correctness'] },
    });
  });
  afterEach(closeEditors);
  after(async () => {
    await set({
      model: undefined,
      baseUrl: undefined,
      reuseAnswers: undefined,
      synthesis: undefined,
      maxCostUsd: undefined,
      perspectives: undefined,
    });
    await chaos.close();
  });

  it('reads what is not committed, and lists problems on changed lines only', async () => {
    const uri = await writeFile('repo/app.js', code('app', 300));
    await writeFile('repo/gone.js', code('gone', 3));
    const root = path.dirname(uri.fsPath);
    const git = (...args: string[]): unknown =>
      execFileSync('git', ['-C', root, ...args], { env: ENV, stdio: 'pipe' });
    git('init', '-q', '-b', 'main');
    git('add', '-A');
    git('commit', '-qm', 'before');
    await writeFile('repo/app.js', code('app', 300).replace('appStep(150);', 'appStep(-1);'));
    await vscode.workspace.fs.delete(vscode.Uri.file(path.join(root, 'gone.js')));

    const { runs } = await fanout();
    const known = new Set(runs.list().map(run => run.id));
    // The first choice is what is not committed; in the list of files everything is ticked. A list that is accepted
    // before its rows have arrived counts as cancelled by the editor: then the command is given again.
    let asking = false;
    const ask = (): void => {
      asking = true;
      void vscode.commands
        .executeCommand('fanout.reviewChanges', { rootUri: vscode.Uri.file(root) })
        .then(
          () => (asking = false),
          () => (asking = false),
        );
    };
    const started = await until('the run', async () => {
      if (!asking) ask();
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return runs.list().find(run => !known.has(run.id));
    });
    const ended = await end(started.id);
    assertEnded(ended, 'succeeded');
    assertSound(ended);
    const { state } = ended;
    assert.equal(state.name, 'Changes not committed');
    assert.deepEqual(
      state.findings.map(finding => finding.quote),
      ['appStep(-1);'],
    );
    assert.equal(state.outsideChange.length, 1);
    assert.deepEqual(state.skipped, [{ path: 'gone.js', reason: 'deleted', gap: false }]);
    const { reviewedFraction, unit } = coverage(state);
    assert.deepEqual([reviewedFraction, unit], [1, 'changedLines']);
    const shown = await until('problems', () => {
      const all = diagnosticsOf(uri);
      return all.length > 0 && all;
    });
    assert.deepEqual(
      shown.map(problem => problem.range.start.line),
      [151],
    );
  });
});
