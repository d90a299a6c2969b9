import assert from 'node:assert/strict';
import { appendFileSync, existsSync, readFileSync, rmSync } from 'node:fs';
import * as vscode from 'vscode';
import { jobOf } from '../../src/core/jobs/jobOf.ts';
import type { ClassifySpec } from '../../src/core/domain/jobSpec.ts';
import { labelRows } from '../../src/core/state/labelRows.ts';
import { isRunEnded } from '../../src/core/state/runState.ts';
import type { RunRequest } from '../../src/engine/request/runRequest.ts';
import { readSettings } from '../../src/engine/settings/settings.ts';
import { type Chaos, ok, startChaos } from '../support/chaosServer.ts';
import { question, questionsCsv, recordSource } from '../support/labelRun.ts';
import { labelFor, labelScript } from '../support/labelScript.ts';
import { digestAnswer } from '../support/digestAnswers.ts';
import { longDocument } from '../support/longDocument.ts';
import {
  assertEnded,
  closeEditors,
  end,
  fanout,
  openFile,
  set,
  until,
  writeFile,
} from './support/fanout.ts';

const NAMES = ['billing', 'delivery', 'refund'];
const RECORDS = 120;
const spec: ClassifySpec = {
  kind: 'classify',
  labels: NAMES.map(name => ({ name })),
  multi: false,
  recordsPerCall: 10,
};

describe('records are labelled', () => {
  let chaos: Chaos;
  let file: vscode.Uri;
  let broken = false;
  let isSlow = false;

  before(async () => {
    const quick = labelScript(NAMES, { latencyMs: 20 });
    const slow = labelScript(NAMES, { latencyMs: 2500 });
    chaos = await startChaos(request => {
      const isLate = JSON.stringify(request.body).includes('Question 100,');
      if (!isLate) return quick(request);
      return broken ? ok('nothing of use') : (isSlow ? slow : quick)(request);
    });
  });
  beforeEach(async () => {
    broken = isSlow = false;
    file = await writeFile('labelled.csv', '');
    rmSync(file.fsPath);
  });
  afterEach(closeEditors);
  after(() => chaos.close());

  const start = async () => {
    const csv = questionsCsv(RECORDS, text => labelFor(text, NAMES));
    const uri = await writeFile('questions.csv', csv);
    const source = {
      ...(await recordSource('questions.csv', csv, { columns: ['text'] })),
      uri: uri.toString(),
    };
    const perspectives = jobOf(spec).perspectivesFor('records');
    const request: RunRequest = {
      model: 'compatible:test-model',
      baseUrl: `${chaos.url}/v1`,
      spec,
      name: 'questions.csv',
      perspectives: { markdown: [], prose: [], code: [], records: perspectives },
      settings: {
        ...readSettings(() => undefined, true),
        maxCostUsd: 0,
        concurrency: 1,
        reuseAnswers: false,
      },
      labelFile: file.toString(),
    };
    const { runs } = await fanout();
    const before = new Set(runs.list().map(run => run.id));
    const ended = runs.start(request, { sources: [source], skipped: [] });
    ended.catch(() => undefined);
    const { id } = await until('the run', () => runs.list().find(run => !before.has(run.id)));
    return { id, runs };
  };
  const lines = () =>
    (existsSync(file.fsPath) ? readFileSync(file.fsPath, 'utf8') : '').split('\r\n');
  const isRow = (line: string | undefined, i: number) =>
    line?.startsWith(
      `"${question(i)}","${labelFor(question(i), NAMES)}","${labelFor(question(i), NAMES)}"`,
    );

  it('the file holds the beginning of the result while the run goes on, and all of it at the end', async () => {
    isSlow = true;
    const { id, runs } = await start();
    const begun = await until('the first lines', () => {
      const now = lines().slice(1, -1);
      return now.length >= 10 && now.length < RECORDS && now;
    });
    assert.ok(!isRunEnded(runs.get(id)!.state!.status));
    assert.ok(begun.every(isRow));
    assertEnded(await end(id), 'succeeded');
    const all = await until('the whole file', () => lines().length === RECORDS + 2 && lines());
    assert.ok(all.slice(1, -1).every(isRow));
  });

  it('what failed is asked again into the same file; one that was edited meanwhile is left alone', async () => {
    broken = true;
    const { id, runs } = await start();
    assertEnded(await end(id), 'partial');
    await until('the whole file', () => lines().length === RECORDS + 2);
    assert.match(lines()[101]!, /failed:/);
    broken = false;
    await runs.retry(id);
    assert.ok(lines().slice(1, -1).every(isRow));
    appendFileSync(file.fsPath, 'mine\r\n');
    await runs.retry(id);
    assert.equal(lines().at(-2), 'mine');
    const beside = vscode.Uri.joinPath(file, '..', 'labelled 2.csv').fsPath;
    assert.equal(readFileSync(beside, 'utf8').split('\r\n').length, RECORDS + 2);
    rmSync(beside);
  });

  it('a correction is kept with the run, counts, and can be taken back', async () => {
    const { id, runs } = await start();
    const { state } = await end(id);
    const correct = (labels: string[] | null) =>
      runs.note(id, { type: 'label.corrected', sourceId: 'questions.csv', record: 7, labels });
    const said = labelRows(state)[7]!.labels;
    const other = NAMES.find(name => !said.includes(name))!;
    await correct([other]);
    assert.deepEqual(labelRows(runs.get(id)!.state!)[7]?.labels, [other]);
    await correct(null);
    assert.deepEqual(labelRows(runs.get(id)!.state!)[7]?.labels, said);
  });
});

describe('a document is summed up by its command', () => {
  let chaos: Chaos;

  before(async () => {
    chaos = await startChaos(({ body }) => ok(digestAnswer(body)));
    await set({ model: 'compatible:test-model', baseUrl: `${chaos.url}/v1`, maxCostUsd: 0 });
  });
  after(async () => {
    await set({ model: undefined, baseUrl: undefined, maxCostUsd: undefined });
    await closeEditors();
    await chaos.close();
  });

  it('at the length that is offered first', async () => {
    const { runs } = await fanout();
    const before = new Set(runs.list().map(run => run.id));
    await openFile('summary.md', longDocument(4).text);
    void vscode.commands.executeCommand('fanout.summarizeDocument');
    const { id } = await until('the run', async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return runs.list().find(run => !before.has(run.id));
    });
    const ended = await end(id);
    assertEnded(ended, 'succeeded');
    const { digest } = ended.state;
    assert.ok(digest && digest.nodes.every(node => digest.joined[node.id]?.by !== 'code'));
  });
});
