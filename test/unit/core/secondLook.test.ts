import assert from 'node:assert/strict';
import { labelRows } from '../../../src/core/state/labelRows.ts';
import { scoreLabels } from '../../../src/core/state/labelScores.ts';
import { labelTable, reportRecords } from '../../../src/core/report/records/records.ts';
import { formats } from '../../../src/core/report/formats.ts';
import { buildReport } from '../../../src/core/report/report.ts';
import type { Model } from '../../../src/core/ports/model.ts';
import type { Estimate } from '../../../src/core/domain/billing.ts';
import { ok } from '../../support/chaosServer.ts';
import { labelFor, POISON, recordsOf } from '../../support/labelScript.ts';
import {
  labelModel,
  labelRun,
  question,
  questionsCsv,
  recordSource,
} from '../../support/labelRun.ts';

const NAMES = ['billing', 'delivery', 'refund', 'other'];
const spec = {
  kind: 'classify',
  labels: NAMES.map(name => ({ name })),
  multi: false,
  doubtfulBelow: 0.6,
} as const;
const SECOND = 'compatible:strong';

/** Every tenth question is in doubt, and labelled wrong. */
const inDoubt = (text: string): boolean => /^Question \d*7,/.test(text);
const right = (text: string): string => labelFor(text, NAMES);
const wrong = (text: string): string => NAMES[(NAMES.indexOf(right(text)) + 1) % 4]!;

interface Counted {
  readonly asked: string[];
}

const answering = (
  ref: string,
  of: (text: string) => object,
): Model & Counted & { calls: number } => {
  const asked: string[] = [];
  const model = labelModel(({ body }) => {
    const records = recordsOf(body);
    asked.push(...records.map(({ text }) => text));
    const results = records.map(({ id, text }) => ({ id, reason: `By ${ref}.`, ...of(text) }));
    return ok({ results: results.filter(result => !('lost' in result)) });
  }, ref);
  return Object.assign(model, { asked });
};

const firstModel = () =>
  answering('compatible:m', text =>
    inDoubt(text)
      ? { label: wrong(text), confidence: 0.4 }
      : { label: right(text), confidence: 0.95 },
  );
const secondModel = () => answering(SECOND, text => ({ label: right(text), confidence: 0.9 }));

const memoryStore = () => {
  const stored = new Map<string, unknown>();
  return {
    append: () => undefined,
    recall: (key: string) => structuredClone(stored.get(key)),
    remember: (key: string, value: unknown) => void stored.set(key, value),
  };
};

const questions = (n: number) => recordSource('q.csv', questionsCsv(n, right), { gold: 'gold' });

describe('second look at labels', function () {
  this.timeout(30_000);

  it('labels in doubt are packed again and asked of the second model; both labels are kept, and its counts', async () => {
    const [source, first, second] = [await questions(600), firstModel(), secondModel()];
    const { state } = await labelRun([source], spec, first, { second });
    assert.equal(state.status, 'succeeded');
    assert.deepEqual(
      [...second.asked].sort(),
      Array.from({ length: 600 }, (_, i) => question(i))
        .filter(inDoubt)
        .sort(),
    );
    assert.equal(second.calls, 2, '60 records in two packs');
    for (const row of labelRows(state)) {
      const text = question(row.record);
      assert.deepEqual(row.labels, [right(text)]);
      assert.deepEqual(row.first?.labels, inDoubt(text) ? [wrong(text)] : undefined);
      assert.equal(row.by, inDoubt(text) ? SECOND : undefined);
      assert.equal(row.doubtful, undefined);
    }
    const scores = scoreLabels(labelRows(state), spec.labels)!;
    assert.deepEqual([scores.right, scores.rightBefore], [600, 540]);
    assert.ok(scores.confusion.every(({ gold, given }) => gold === given));
    const mixedUp = scores.confusionBefore!.filter(({ gold, given }) => gold !== given);
    assert.equal(
      mixedUp.reduce((sum, { count }) => sum + count, 0),
      60,
    );
    assert.equal(state.calls, first.calls + second.calls);
  });

  it('the outputs tell both labels and whose counts', async () => {
    const source = await questions(10);
    const { state } = await labelRun([source], spec, firstModel(), { second: secondModel() });
    const report = buildReport(state, [source]);
    const text = question(7);
    const csv = formats.csv.render(report).split('\r\n');
    assert.match(csv[0]!, /"model label","first label","first confidence","labelled by"$/);
    assert.ok(
      csv[8]!.endsWith(
        `"the first model was in doubt, and ${SECOND} says another label, which counts","","${wrong(text)}","0.4","${SECOND}"`.replace(
          '"the first',
          '"labelled; the first',
        ),
      ),
      csv[8],
    );
    const row = JSON.parse(formats.jsonl.render(report).split('\n')[7]!) as {
      first: unknown;
      model: string;
    };
    assert.deepEqual(row.first, {
      labels: [wrong(text)],
      confidence: 0.4,
      reason: 'By compatible:m.',
    });
    assert.equal(row.model, SECOND);
    assert.match(
      formats.markdown.render(report),
      /Second look: compatible:strong was asked for 1 of 1 label in doubt; 1 got another label/,
    );
    assert.ok(labelTable(reportRecords(state, [source])!).rows.length > 0);
  });

  it('a run that is cut off in between goes on without paying for a record twice', async () => {
    const [source, store] = [await questions(2000), memoryStore()];
    const { events } = await labelRun([source], spec, firstModel(), {
      store,
      second: secondModel(),
    });
    const cut = events.findIndex(({ type }) => type === 'labels.checked') + 1;
    const [first, second] = [firstModel(), secondModel()];
    const { state } = await labelRun([source], spec, first, {
      store,
      second,
      options: { resume: { events: events.slice(0, cut), requeue: [] } },
    });
    assert.deepEqual([first.calls, second.calls], [0, 0]);
    assert.equal(state.secondLook?.answered, state.secondLook?.records);
    assert.equal(state.status, 'succeeded');
    assert.equal(labelRows(state).filter(({ by }) => by === SECOND).length, 200);
  });

  it('without a store what was told before is not asked again', async () => {
    const source = await questions(2000);
    const { events } = await labelRun([source], spec, firstModel(), { second: secondModel() });
    const cut = events.findIndex(({ type }) => type === 'labels.checked') + 1;
    const told = events[cut - 1];
    assert.ok(told?.type === 'labels.checked');
    const second = secondModel();
    const { state } = await labelRun([source], spec, firstModel(), {
      second,
      options: { resume: { events: events.slice(0, cut), requeue: [] } },
    });
    assert.equal(second.asked.length, 200 - told.labels.length);
    assert.equal(labelRows(state).filter(({ by }) => by === SECOND).length, 200);
  });

  it('a higher threshold asks only for the labels that are in doubt now', async () => {
    const [source, store] = [await questions(300), memoryStore()];
    await labelRun([source], spec, firstModel(), { store, second: secondModel() });
    const again = secondModel();
    const unsure = (text: string) => /^Question \d*[78],/.test(text);
    const first = answering('compatible:m', text => ({
      label: right(text),
      confidence: unsure(text) ? 0.55 : 0.9,
    }));
    await labelRun([source], { ...spec, doubtfulBelow: 0.7 }, first, {
      // The first model is asked anew: its answers are those that have findings.
      store: {
        ...store,
        recall: key => {
          const stored = store.recall(key);
          return stored && Object.hasOwn(stored, 'findings') ? undefined : stored;
        },
      },
      second: again,
    });
    const newly = Array.from({ length: 300 }, (_, i) => question(i)).filter(t =>
      /^Question \d*8,/.test(t),
    );
    assert.deepEqual([...again.asked].sort(), newly.sort());
  });

  it('a record that the first model cannot label is asked of the second one', async () => {
    const texts = Array.from({ length: 60 }, (_, i) => (i === 33 ? `${POISON} row` : question(i)));
    const source = await recordSource('q.csv', `text\n${texts.map(t => `"${t}"\n`).join('')}`);
    const first = answering('compatible:m', text =>
      text.includes(POISON) ? { lost: true } : { label: right(text), confidence: 0.9 },
    );
    const second = secondModel();
    const { state } = await labelRun([source], spec, first, { second });
    assert.deepEqual(second.asked, [`${POISON} row`]);
    assert.equal(state.status, 'succeeded');
    const row = labelRows(state)[33]!;
    assert.deepEqual([row.record, row.status, row.by], [33, 'labelled', SECOND]);
  });

  it('a record that the second model cannot label keeps its first label, alone, and the run says so', async () => {
    const source = await questions(300);
    const second = answering(SECOND, text =>
      text === question(77) ? { lost: true } : { label: right(text), confidence: 0.9 },
    );
    const { state } = await labelRun([source], spec, firstModel(), { second });
    const doubtful = labelRows(state).filter(row => row.doubtful);
    assert.deepEqual(
      doubtful.map(({ record, labels }) => [record, labels]),
      [[77, [wrong(question(77))]]],
    );
    assert.equal(state.status, 'partial');
    assert.match(state.failure!.message, /1 label in doubt could not be asked.*keeps? the first/);
  });

  it('is in the estimate with the second model’s share, and nothing when every label is known', async () => {
    const [source, store] = [await questions(600), memoryStore()];
    const estimates: Estimate[] = [];
    const options = {
      consent: (estimate: Estimate) => {
        estimates.push(estimate);
        return Promise.resolve(true);
      },
    };
    const ask = () =>
      labelRun([source], spec, firstModel(), { store, second: secondModel(), options });
    await ask();
    await ask();
    const shares = estimates.map(of => of.byModel?.find(({ model }) => model === SECOND)?.calls);
    assert.equal(shares[0], 3, '15 % of 600 records, in calls of 50 at most');
    assert.equal(estimates[1]?.calls, 0);
  });

  it('of labels that are in the store it is known how many are in doubt, whatever earlier runs took', async () => {
    const [source, store] = [await questions(600), memoryStore()];
    await labelRun([source], { ...spec, doubtfulBelow: 0.1 }, firstModel(), {
      store,
      second: secondModel(),
    });
    let estimate: Estimate | undefined;
    const second = secondModel();
    await labelRun([source], spec, firstModel(), {
      store,
      second,
      options: {
        consent: asked => {
          estimate = asked;
          return Promise.resolve(true);
        },
      },
    });
    assert.deepEqual([estimate?.calls, second.calls], [2, 2]);
  });

  it('a correction counts more than both', async () => {
    const source = await questions(10);
    const { state } = await labelRun([source], spec, firstModel(), { second: secondModel() });
    state.corrections = { 'q.csv\n7': ['other'] };
    const row = labelRows(state)[7]!;
    assert.deepEqual([row.status, row.labels, row.by], ['corrected', ['other'], SECOND]);
  });
});
