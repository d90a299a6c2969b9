import assert from 'node:assert/strict';
import { coverage } from '../../../src/core/state/coverage.ts';
import { labelRows } from '../../../src/core/state/labelRows.ts';
import { scoreLabels } from '../../../src/core/state/labelScores.ts';
import { formats } from '../../../src/core/report/formats.ts';
import { buildReport } from '../../../src/core/report/report.ts';
import { applyEvent } from '../../../src/core/state/applyEvent.ts';
import { labelFor, labelScript, POISON } from '../../support/labelScript.ts';
import {
  labelModel,
  labelRun,
  question,
  questionsCsv,
  recordSource,
} from '../../support/labelRun.ts';

const NAMES = ['billing', 'delivery', 'refund', 'other'];
const spec = { kind: 'classify', labels: NAMES.map(name => ({ name })), multi: false } as const;

function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 16_807) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

describe('classify', function () {
  this.timeout(30_000);

  it('with a twentieth of the answers broken in every way, each record ends with exactly one valid label, in order', async () => {
    const source = await recordSource(
      'q.csv',
      questionsCsv(1500, text => labelFor(text, NAMES)),
      {
        gold: 'gold',
      },
    );
    const model = labelModel(labelScript(NAMES, { share: 0.3, random: generator(7) }));
    const { state } = await labelRun([source], spec, model);
    const rows = labelRows(state);
    assert.deepEqual(
      rows.map(r => r.record),
      [...source.records!.keys()],
    );
    for (const [i, { status, labels }] of rows.entries())
      assert.deepEqual([status, ...labels], ['labelled', labelFor(question(i), NAMES)]);
    assert.ok(state.chunkIds.length <= 1500 / 20);
    assert.equal(scoreLabels(rows, spec.labels)?.right, 1500);
    assert.equal(state.status, 'succeeded');
  });

  it('a record that no answer gets right fails alone and is listed', async () => {
    const texts = Array.from({ length: 300 }, (_, i) =>
      i === 123 ? `${POISON} row` : question(i),
    );
    const source = await recordSource('q.csv', `text\n${texts.map(t => `"${t}"\n`).join('')}`);
    const { state } = await labelRun([source], spec, labelModel(labelScript(NAMES)));
    const failed = labelRows(state).filter(r => r.status !== 'labelled');
    assert.deepEqual(
      failed.map(r => [r.record, r.status]),
      [[123, 'failed']],
    );
    assert.equal(coverage(state).gaps.length, 1);
    assert.match(coverage(state).gaps[0]!.reason, /records without a result/);
    const report = buildReport(state, [source]);
    assert.match(formats.csv.render(report), /"POISON row","","","","failed: The answer/);
    assert.match(formats.text.render(report), /299 of 300 records have a label/);
  });

  it('rows that cannot be read and records that are cut are in the output, and the cut is a gap', async () => {
    const source = await recordSource(
      'q.csv',
      `text,n\nfirst,1\n"broken"x,2\n"${'long '.repeat(30_000)}",3\n,4\n`,
      {
        columns: ['text'],
      },
    );
    const { state } = await labelRun([source], spec, labelModel(labelScript(NAMES)));
    const report = buildReport(state, [source]);
    assert.deepEqual(
      report.records!.rows.map(r => [r.id, r.status]),
      [
        ['1', 'labelled'],
        ['2', 'unread'],
        ['3', 'labelled'],
        ['4', 'unread'],
      ],
    );
    const lines = formats.csv.render(report).split('\r\n');
    assert.match(lines[2]!, /not shown to the model: its quotes are broken/);
    assert.match(lines[3]!, /labelled; \d+ characters were not shown to the model/);
    assert.match(lines[4]!, /it has no text/);
    assert.ok(report.coverage.reviewedFraction < 1);
    assert.match(report.coverage.gaps[0]!.reason, /longer than a call takes/);
    assert.equal(state.status, 'partial');
  });

  it('a correction counts in place of the label, is marked, and can be taken back', async () => {
    const source = await recordSource(
      'q.csv',
      questionsCsv(3, () => 'refund'),
      { gold: 'gold' },
    );
    const { state } = await labelRun([source], spec, labelModel(labelScript(NAMES)));
    const said = labelRows(state)[1]!.labels;
    const correct = (labels: string[] | null) =>
      applyEvent(state, { type: 'label.corrected', sourceId: 'q.csv', record: 1, labels, at: 1 });
    correct(['refund']);
    const [, row] = buildReport(state, [source]).records!.rows;
    assert.deepEqual([row?.status, row?.labels, row?.modelLabels], ['corrected', ['refund'], said]);
    assert.match(
      formats.csv.render(buildReport(state, [source])),
      /"refund","0.9","By its words.","corrected by a person"/,
    );
    correct(null);
    assert.equal(labelRows(state)[1]!.status, 'labelled');
  });

  it('cells that a spreadsheet would calculate stay text, and columns of ours do not hide those of the input', async () => {
    const source = await recordSource('q.csv', 'text,label\n"=cmd|x",@old\n', {
      columns: ['text'],
    });
    const { state } = await labelRun([source], spec, labelModel(labelScript(NAMES)));
    const csv = formats.csv.render(buildReport(state, [source]));
    assert.match(csv, /^"text","label","fanout label","confidence"/);
    assert.match(csv, /"'=cmd\|x","'@old"/);
  });

  it('a row that is edited is asked again with its call, and nothing else is', async () => {
    const stored = new Map<string, unknown>();
    const store = {
      append: () => undefined,
      recall: (key: string) => stored.get(key),
      remember: (key: string, value: unknown) => void stored.set(key, value),
    };
    const texts = Array.from({ length: 600 }, (_, i) => question(i));
    const ask = async (rows: readonly string[]): Promise<number> => {
      const source = await recordSource('q.csv', `text\n${rows.map(t => `"${t}"\n`).join('')}`);
      const model = labelModel(labelScript(NAMES));
      await labelRun([source], spec, model, { store });
      return model.calls;
    };
    assert.ok((await ask(texts)) >= 12);
    assert.equal(await ask(texts), 0);
    assert.ok((await ask(texts.with(300, 'Edited'))) <= 2);
  });
});
