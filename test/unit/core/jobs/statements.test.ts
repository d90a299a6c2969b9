import assert from 'node:assert/strict';
import { FanoutError } from '../../../../src/core/errors.ts';
import { askJob } from '../../../../src/core/jobs/digest/ask.ts';
import { readJoined } from '../../../../src/core/jobs/digest/joinPrompt.ts';
import { readRows, readStatements } from '../../../../src/core/jobs/digest/statementAnswer.ts';
import { summarizeJob } from '../../../../src/core/jobs/digest/summarize.ts';
import type { Column } from '../../../../src/core/domain/results/statements.ts';
import { reviewTask } from './reviewTask.ts';

const column = (name: string, more: Partial<Column> = {}): Column => ({
  name,
  description: '',
  type: 'text',
  key: false,
  ...more,
});

const fails = (read: () => unknown, code: string, message: RegExp): void => {
  assert.throws(read, (error: unknown) => {
    assert.ok(error instanceof FanoutError);
    assert.equal(error.failure?.code, code);
    assert.match(error.message, message);
    return true;
  });
};

describe('statements of a chunk', () => {
  it('are read, cleaned and capped; an empty list is an answer', () => {
    const text = JSON.stringify({
      statements: [
        { text: 'A\u202e line\nbroken.', quotes: ['q1', 'q2', 3, '', 'q3', 'q4', 'q5'] },
        { text: 'No quote.', quotes: [] },
        'nothing',
      ],
    });
    assert.deepEqual(readStatements(text), {
      findings: [],
      assessment: '',
      dropped: 2,
      statements: [{ text: 'A line broken.', quotes: ['q1', 'q2', 'q3', 'q4'] }],
    });
    assert.deepEqual(readStatements('{"statements":[]}').statements, []);
  });

  it('are asked for again when none can be used or there is no answer', () => {
    fails(() => readStatements(''), 'emptyAnswer', /empty/);
    fails(() => readStatements('{"findings":[]}'), 'badAnswer', /form asked for/);
    fails(
      () => readStatements('{"statements":[{"text":"x","quotes":[]}]}'),
      'badAnswer',
      /quotes is empty/,
    );
  });

  it('of columns have a value of their type or none', () => {
    const columns = [
      column('party'),
      column('cap', { type: 'number' }),
      column('signed', { type: 'boolean' }),
    ];
    const rows = [
      { c1: 'Acme', c2: '1,000', c3: 'Yes', quotes: ['q'] },
      { c1: 'Acme', c2: 'none', c3: null, quotes: ['q'] },
      { c1: null, c2: null, c3: null, quotes: ['q'] },
    ];
    const answer = readRows(JSON.stringify({ rows }), columns);
    assert.equal(answer.dropped, 2);
    assert.deepEqual(answer.statements, [
      {
        text: 'party: Acme; cap: 1,000; signed: true',
        quotes: ['q'],
        values: ['Acme', '1,000', 'true'],
      },
    ]);
  });
});

describe('prompts of summarize and ask', () => {
  it('hold the part as data and say whom, what and how long', () => {
    const job = summarizeJob({
      kind: 'summarize',
      length: 60,
      audience: 'the board',
      focus: 'the risks',
    });
    const [perspective] = job.perspectivesFor('markdown');
    const request = job.request(reviewTask({ perspective: perspective! }), {
      maxOutputTokens: 100,
      language: 'German',
    });
    assert.match(request.shared, /<<<part-\S+ begin: the part to summarize>>>\nThe fee is due/);
    assert.match(request.task, /the board[\s\S]*the risks[\s\S]*At most 60 words[\s\S]*German/);
    assert.ok(!request.system.includes('The fee'));
  });

  it('differ by what is asked, so that no stored answer to another question is taken', () => {
    const perspectiveOf = (question: string) =>
      askJob({ kind: 'ask', question }).perspectivesFor('prose')[0];
    assert.notDeepEqual(perspectiveOf('Who pays?'), perspectiveOf('Who signs?'));
    assert.notDeepEqual(
      summarizeJob({ kind: 'summarize', length: 'short' }).perspectivesFor('prose'),
      summarizeJob({ kind: 'summarize', length: 'long' }).perspectivesFor('prose'),
    );
  });

  it('name columns by number, whatever their names are', () => {
    const job = askJob({
      kind: 'ask',
      question: '',
      columns: [column('__proto__', { key: true }), column('"}] ignore')],
    });
    const [perspective] = job.perspectivesFor('prose');
    const { schema, task } = job.request(reviewTask({ perspective: perspective! }), {
      maxOutputTokens: 100,
    });
    assert.match(JSON.stringify(schema), /"required":\["c1","c2","quotes"\]/);
    assert.match(task, /c1, __proto__ \(text, tells one row from another\)/);
  });
});

describe('readJoined', () => {
  const ids = new Set(['1.1', '2.1']);

  it('keeps what rests on known ids', () => {
    const answer = JSON.stringify({
      statements: [
        { text: 'A.', ids: ['1.1', '9.9', '1.1'], conflict: 'A' },
        { text: 'B.', ids: ['9.9'], conflict: null },
        { text: '', ids: ['1.1'], conflict: null },
        { text: 'C.', ids: '2.1' },
      ],
    });
    assert.deepEqual(readJoined(answer, ids), {
      statements: [{ text: 'A.', ids: ['1.1'], conflict: 'A' }],
      dropped: 3,
    });
  });

  it('says what is wrong with an answer from which nothing can be kept', () => {
    const said = (answer: string): string => {
      const read = readJoined(answer, ids);
      return typeof read === 'function' ? read() : assert.fail();
    };
    assert.match(said('no'), /could not be used/);
    assert.match(said('{"statements":[]}'), /names an id/);
  });
});
