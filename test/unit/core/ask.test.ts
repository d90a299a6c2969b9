import assert from 'node:assert/strict';
import { modelReviewer } from '../../../src/core/branches/modelReviewer.ts';
import {
  citationsOf,
  statementsByChunk,
  statementsOf,
} from '../../../src/core/state/digestView.ts';
import { rootOf } from '../../../src/core/domain/results/digest.ts';
import { jobOf } from '../../../src/core/jobs/jobOf.ts';
import type { AskSpec } from '../../../src/core/domain/jobSpec.ts';
import type { Source } from '../../../src/core/domain/source.ts';
import { digestModel, linesOf, type Script } from '../../support/digestModel.ts';
import { scriptedRun } from '../../support/scriptedRun.ts';

const PARTS = 40;
const clause = (n: number): string =>
  `## Clause ${n}\n\n${
    n === 5
      ? 'The fee is 100 euros a month.'
      : n === 31
        ? 'The fee is 120 euros a month.'
        : 'Nothing is said of money here at all.'
  } ${'It goes on for a good while here. '.repeat(16)}\n\n`;
const source: Source = {
  id: 's',
  path: 's.md',
  kind: 'markdown',
  languageId: 'markdown',
  text: Array.from({ length: PARTS }, (_, i) => clause(i + 1)).join(''),
};

async function ask(spec: AskSpec, script: Script) {
  const job = jobOf(spec);
  const model = digestModel(script);
  const reviewer = modelReviewer(model, job, { maxOutputTokens: 1000 });
  const { state } = await scriptedRun({ job, sources: [source], reviewer, model });
  return { state, model };
}

const question: AskSpec = { kind: 'ask', question: 'What is the fee?' };
const fees = (part: string): string[] => part.match(/The fee is \d+ euros a month\./g) ?? [];

describe('ask', () => {
  it('answers from the chunks that say something, conflicting statements side by side', async () => {
    const { state, model } = await ask(question, {
      part: part => ({ statements: fees(part).map(text => ({ text, quotes: [text] })) }),
      join: lines => ({
        statements: lines.map(({ id, text }) => ({ text, ids: [id], conflict: 'A' })),
      }),
    });
    assert.equal(state.status, 'succeeded');
    const root = rootOf(state.digest!)!;
    const answer = state.digest?.joined[root.id];
    assert.deepEqual(
      answer?.statements.map(s => [s.text, s.conflict]),
      [
        ['The fee is 100 euros a month.', 0],
        ['The fee is 120 euros a month.', 0],
      ],
    );
    const index = statementsOf(state);
    assert.deepEqual(
      answer.statements.map(s => citationsOf(index, s.id).map(c => c.quote)),
      [['The fee is 100 euros a month.'], ['The fee is 120 euros a month.']],
    );
    assert.equal(model.joins.length, 1, 'groups with at most one answer need no call');
    assert.equal(linesOf(model.joins[0]!).length, 2);
    assert.ok(model.joins[0]?.task.includes('What is the fee?'));
  });

  it('makes no call when nobody has found anything, and says nothing', async () => {
    const { state, model } = await ask(question, { part: () => ({ statements: [] }) });
    assert.equal(state.status, 'succeeded');
    assert.equal(model.joins.length, 0);
    assert.deepEqual(state.digest?.joined[rootOf(state.digest)!.id]?.statements, []);
    assert.equal(state.calls, state.branchIds.length);
  });

  it('lists rows, joined by key, with both values of a conflict; invented ones are kept apart', async () => {
    const columns = [
      { name: 'what', description: '', type: 'text', key: true },
      { name: 'amount', description: 'per month', type: 'number', key: false },
    ] as const;
    const { state } = await ask(
      { kind: 'ask', question: '', columns },
      {
        part: part => ({
          rows: fees(part).flatMap(quote => [
            { c1: 'Fee', c2: /\d+/.exec(quote)?.[0], quotes: [quote] },
            { c1: 'Fine', c2: '5000', quotes: ['The fine is 5000 euros in each case.'] },
          ]),
        }),
      },
    );
    assert.equal(state.status, 'succeeded');
    assert.deepEqual(
      state.extraction?.rows.map(({ cells }) => cells.map(cell => cell.map(c => c.value))),
      [[['Fee'], ['100', '120']]],
    );
    const lost = [...statementsByChunk(state).values()]
      .flat()
      .filter(s => s.citations.length === 0);
    assert.equal(lost.length, 2);
  });

  it('tells what it may take before it starts, from no join to one for every node', async () => {
    const { state } = await ask(question, { part: () => ({ statements: [] }) });
    assert.ok(state.estimate);
    const { calls, costUsd } = state.estimate;
    assert.ok(calls > state.branchIds.length);
    assert.ok(costUsd && costUsd.low < costUsd.expected && costUsd.expected < costUsd.high);
  });
});
