import { modelReviewer } from '../../src/core/branches/modelReviewer.ts';
import type { Source } from '../../src/core/domain/source.ts';
import { jobOf } from '../../src/core/jobs/jobOf.ts';
import type { RunState } from '../../src/core/state/runState.ts';
import { digestModel } from '../support/digestModel.ts';
import { labelModel, labelRun, questionsCsv, recordSource } from '../support/labelRun.ts';
import { labelFor, labelScript } from '../support/labelScript.ts';
import { scriptedRun } from '../support/scriptedRun.ts';

const NAMES = ['billing', 'card', 'other'];

/** A small summary of two texts. */
export async function digestState(): Promise<RunState> {
  const sources: readonly Source[] = ['one.md', 'two.md'].map((path, f) => ({
    id: path,
    path,
    kind: 'markdown',
    languageId: 'markdown',
    text: [1, 2]
      .map(
        i =>
          `## Part ${i}\n\nParty ${f}-${i} pays ${i} thousand euros. ${'It goes on. '.repeat(40)}\n\n`,
      )
      .join(''),
  }));
  const job = jobOf({ kind: 'summarize', length: 'short', audience: 'the board' });
  const model = digestModel();
  const reviewer = modelReviewer(model, job, { maxOutputTokens: 1_000 });
  return (await scriptedRun({ job, sources, reviewer, model })).state;
}

/** A few labelled records. */
export async function labelState(): Promise<RunState> {
  const csv = questionsCsv(12, text => labelFor(text, NAMES));
  const source = await recordSource('questions.csv', csv, { gold: 'gold' });
  const spec = { kind: 'classify', labels: NAMES.map(name => ({ name })), multi: false } as const;
  return (await labelRun([source], spec, labelModel(labelScript(NAMES)))).state;
}
