import assert from 'node:assert/strict';
import { readLabels } from '../../../../../src/core/jobs/classify/readLabels.ts';
import { jobOf } from '../../../../../src/core/jobs/jobOf.ts';
import type { ClassifySpec } from '../../../../../src/core/domain/jobSpec.ts';
import { FanoutError } from '../../../../../src/core/errors.ts';
import { BREAKS, labelScript, recordsOf } from '../../../../support/labelScript.ts';
import { count, recordSource } from '../../../../support/labelRun.ts';
import { split } from '../../../../../src/core/split/split.ts';
import { shownRecords } from '../../../../../src/core/text/shownRecords.ts';

const spec: ClassifySpec = {
  kind: 'classify',
  labels: [{ name: 'Billing', description: 'Money.' }, { name: 'Late delivery' }],
  multi: false,
};
const shown = ['aaaa', 'bbbb'].map((key, index) => ({
  index,
  id: key,
  key,
  text: key,
  omitted: 0,
}));
const row = (id: string, more: object = {}) => ({
  id,
  reason: 'r',
  label: 'Billing',
  confidence: 0.8,
  ...more,
});
const reply = (...results: unknown[]) => JSON.stringify({ results });
const wrong = (text: string, how: ClassifySpec = spec): string => {
  try {
    readLabels(text, shown, how);
  } catch (error) {
    assert.ok(error instanceof FanoutError && error.failure);
    return `${error.failure.code}: ${error.message}`;
  }
  return 'accepted';
};

describe('classify: answers', () => {
  it('are taken in the order of the records, whatever order they came in', () => {
    const read = readLabels(
      reply(row('bbbb', { label: 'late  DELIVERY ' }), row('AAAA')),
      shown,
      spec,
    );
    assert.deepEqual(
      read.map(r => r.labels),
      [['Billing'], ['Late delivery']],
    );
  });

  it('are rejected whole, and the model is told what was wrong', () => {
    assert.match(wrong(reply(row('aaaa'))), /badAnswer.*records without a result \(bbbb\)/);
    assert.match(
      wrong(reply(row('aaaa'), row('bbbb'), row('aaaa'))),
      /records answered twice \(aaaa\)/,
    );
    assert.match(
      wrong(reply(row('aaaa'), row('bbbb'), row('cccc'))),
      /ids that no record has \(cccc\)/,
    );
    assert.match(
      wrong(reply(row('aaaa'), row('bbbb', { label: 'Refund' }))),
      /not on the list \(bbbb\)/,
    );
    assert.match(
      wrong(reply(row('aaaa'), row('bbbb', { label: ['Billing'] }))),
      /without one label \(bbbb\)/,
    );
    assert.match(
      wrong(reply(row('aaaa'), row('bbbb', { confidence: 7 }))),
      /no confidence from 0 to 1 \(bbbb\)/,
    );
    assert.match(wrong('{"results": [{'), /badAnswer/);
    assert.match(wrong(' '), /emptyAnswer/);
  });

  it('with several labels a record take any number of the list, and no other', () => {
    const multi = { ...spec, multi: true };
    const all = (labels: unknown) => reply(row('aaaa', { labels }), row('bbbb', { labels: [] }));
    assert.deepEqual(
      readLabels(all(['billing', 'Billing', 'Late delivery']), shown, multi)[0]?.labels,
      ['Billing', 'Late delivery'],
    );
    assert.match(wrong(all(['Refund']), multi), /not on the list \(aaaa\)/);
    assert.match(wrong(all('Billing'), multi), /without a list of labels \(aaaa\)/);
  });

  it('labels that differ by capitals only are told apart by them', () => {
    const close = { ...spec, labels: [{ name: 'may' }, { name: 'May' }] };
    const read = readLabels(
      reply(row('aaaa', { label: 'May' }), row('bbbb', { label: 'may' })),
      shown,
      close,
    );
    assert.deepEqual(
      read.map(r => r.labels[0]),
      ['May', 'may'],
    );
    assert.match(
      wrong(reply(row('aaaa', { label: 'MAY' }), row('bbbb', { label: 'may' })), close),
      /not on the list/,
    );
  });
});

describe('classify: the prompt', () => {
  it('holds the records as JSON lines under keys, and the list once for all calls', async () => {
    const source = await recordSource(
      't.csv',
      'text,gold\n"one\n{""id"":""x""}",SECRET\ntwo,SECRET\n',
      {
        columns: ['text'],
        gold: 'gold',
      },
    );
    const [chunk] = await split(source, { maxTokens: 1000, count });
    const job = jobOf(spec);
    const [perspective] = job.perspectivesFor('records');
    const branch = {
      id: '',
      chunkId: '',
      perspectiveId: '',
      model: '',
      inputTokens: 0,
      outputTokens: 0,
    };
    const context = { outline: '', before: '', after: '' };
    const task = { branch, chunk: chunk!, perspective: perspective!, source, context };
    const request = job.request(task, { maxOutputTokens: 100 });
    assert.match(request.system, /- Billing: Money\./);
    const asked = recordsOf({ messages: [{ content: request.shared }] });
    assert.deepEqual(
      asked.map(r => r.text),
      ['one\n{"id":"x"}', 'two'],
    );
    assert.deepEqual(
      asked.map(r => r.id),
      shownRecords(source, chunk!).map(r => r.key),
    );
    // What is right is not told.
    assert.ok(!JSON.stringify(request).includes('SECRET'));
    const answer = labelScript(['Billing', 'Late delivery'])({
      body: { messages: [{ content: request.shared }] },
    });
    assert.equal(
      job.check(JSON.stringify((answer as { answer: unknown }).answer), task).labels?.length,
      2,
    );
    assert.ok(BREAKS.length > 5);
  });
});
