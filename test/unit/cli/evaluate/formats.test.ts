import assert from 'node:assert/strict';
import { bar } from '../../../../src/cli/evaluate/document.ts';
import type { Evaluation } from '../../../../src/cli/evaluate/evaluation.ts';
import { evaluationText } from '../../../../src/cli/evaluate/formats.ts';
import { readArgs } from '../../../../src/cli/options/args.ts';
import { EVALUATION_FORMATS } from '../../../../src/cli/options/evalArgs.ts';
import { FanoutError } from '../../../../src/core/errors.ts';
import { proportion } from '../../../../src/core/evaluate/proportion.ts';

const TEXT = 'It ends on 31 April 2020. Nobody <b>knows</b> why.';

const result = (model: string, found: readonly string[]): Evaluation['results'][number] => ({
  model,
  runId: `${model.length}2345678-0000`,
  status: 'succeeded',
  read: 1,
  score: {
    recall: proportion(found.length, 2),
    recallByKind: { 'impossible-date': proportion(found.length > 0 ? 1 : 0, 1) },
    useful: proportion(3, 4),
    unjudged: 1,
    placed: proportion(5, 5),
    matches: { exact: 5 },
    repeated: proportion(0, 2),
    falseAgain: proportion(0, 0),
    refutedErrors: 0,
    findings: 5,
    found,
  },
  costUsd: 0.12,
  calls: 8,
  tokens: { input: 1000, output: 100 },
  ms: 4000,
  stored: 0,
});

const evaluation: Evaluation = {
  sources: [{ id: 'a', path: 'a.md', kind: 'markdown', languageId: 'markdown', text: TEXT }],
  truth: {
    errors: [
      {
        id: 'E1',
        sourceId: 'a',
        kind: 'impossible-date',
        places: [{ start: 0, end: 25 }],
        what: 'no date',
      },
      {
        id: 'E2',
        sourceId: 'a',
        kind: 'casual',
        places: [{ start: 26, end: 50 }],
        what: 'too casual',
      },
    ],
    dismissed: [],
    isComplete: false,
  },
  seed: 7,
  judge: 'openai:judge',
  results: [result('openai:a', ['E1']), result('anthropic:b', [])],
  notRun: [{ model: 'gemini:c', reason: '--max-cost is used up' }],
};

describe('evaluation as a document', () => {
  it('shows shares with their intervals, a bar, what each found alone and what nobody found', () => {
    const text = evaluationText(evaluation, 'text');
    assert.match(text, /planted with seed 7/);
    assert.match(text, /^ +openai:a +1 of 2 +50 % \(9–90\) +75 % \(30–95\) .* \$0\.12 +4\.0 s$/m);
    assert.match(text, /^ +openai:a +[█▒·]{25} +50 %$/m);
    assert.match(text, /^ +openai:a +1 +5 +8 +\$0\.12$/m);
    assert.match(text, /a\.md, line 1: casual: too casual: "Nobody <b>knows<\/b> why\."/);
    assert.match(text, /Not measured: gemini:c: --max-cost is used up/);
    assert.match(text, /second look is a model too \(openai:judge\)/);
  });

  it('the page is escaped and has no script', () => {
    const page = evaluationText(evaluation, 'html');
    assert.match(page, /<title>Evaluation of openai:a and anthropic:b: evaluation<\/title>/);
    assert.match(page, /&#60;b&#62;knows/);
    assert.doesNotMatch(page, /<script|<b>knows/);
  });

  it('JSON holds every error with its words and who found it', () => {
    const data = JSON.parse(evaluationText(evaluation, 'json')) as {
      errors: { places: { quote: string }[]; foundBy: string[] }[];
      together: { hits: number };
    };
    assert.equal(data.errors[0]?.places[0]?.quote, 'It ends on 31 April 2020.');
    assert.deepEqual(data.errors[0]?.foundBy, ['openai:a']);
    assert.equal(data.together.hits, 1);
  });

  it('CSV has a measure a row', () => {
    const rows = evaluationText(evaluation, 'csv').split('\r\n');
    assert.ok(rows.some(row => row.startsWith('"openai:a","recall","","1","2","0.5",')));
    assert.ok(rows.includes('"anthropic:b","costUsd","","","","","","","0.12"'));
  });

  it('a share of nothing is no share, and findings that nobody judged are not called useful', () => {
    const [first] = evaluation.results;
    assert.ok(first);
    const score = {
      ...first.score,
      useful: proportion(1, 1),
      unjudged: 9,
      repeated: proportion(0, 0),
    };
    const text = evaluationText({ ...evaluation, results: [{ ...first, score }] }, 'text');
    assert.match(text, /not judged/);
    assert.match(text, / – /);
    assert.equal(bar(proportion(0, 0)), '·'.repeat(25));
    assert.equal(bar(proportion(500, 500)), '█'.repeat(25));
  });

  it('every format is written, and others are refused before anything is read', () => {
    for (const format of EVALUATION_FORMATS) assert.ok(evaluationText(evaluation, format) !== '');
    assert.throws(() => readArgs(['eval', 'a.md', '--format', 'sarif']), FanoutError);
  });

  it('several models by repeating --model or with commas; kinds that do not exist are named', () => {
    const args = readArgs(['eval', 'a.md', '--model', 'openai:a', '--model', 'openai:b,offline']);
    assert.ok(args.command === 'eval');
    assert.deepEqual(args.models, ['openai:a', 'openai:b', 'offline']);
    assert.throws(() => readArgs(['eval', 'a.md', '--kinds', 'typo']), /There is no kind typo/);
    assert.throws(() => readArgs(['eval']), /at least one file/);
  });
});
