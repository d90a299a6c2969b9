import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';

/** Every place that asks a model for an answer, and what adds its cost to the month. */
const PAID: Readonly<Record<string, string>> = {
  'src/core/branches/modelReviewer.ts': 'run',
  'src/core/run/callModel.ts': 'run',
  'src/engine/proposeLabels.ts': 'openCounted',
  'src/models/createModel.ts': 'openCounted',
  'src/engine/openCounted.ts': 'openCounted',
};
/** Every place that opens a model: a run's, whose state holds what it spent, or a counted one. */
const OPENED = ['src/engine/createEngine.ts', 'src/engine/openCounted.ts'];

const filesWith = (pattern: RegExp): string[] =>
  globSync('src/**/*.ts')
    .map(file => file.replaceAll('\\', '/'))
    .filter(file => pattern.test(readFileSync(file, 'utf8')))
    .sort();

describe('paid calls', () => {
  it('are known, each with what counts it towards the month', () =>
    assert.deepEqual(filesWith(/\.generate\(/), Object.keys(PAID).sort()));

  it('are made by models that a run or a counted call opened', () =>
    assert.deepEqual(filesWith(/(?<!function )\bopenModel\(/), OPENED));
});
