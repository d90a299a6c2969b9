import assert from 'node:assert/strict';
import { modelReviewer } from '../../../../src/core/branches/modelReviewer.ts';
import { jobOf } from '../../../../src/core/jobs/jobOf.ts';
import { playbookSpec } from '../../../../src/core/jobs/digest/playbook.ts';
import type { Source } from '../../../../src/core/domain/source.ts';
import { playbookView } from '../../../../src/core/state/playbookView.ts';
import { digestResult } from '../../../../src/core/state/resultWords.ts';
import type { RunState } from '../../../../src/core/state/runState.ts';
import { digestModel } from '../../../support/digestModel.ts';
import { scriptedRun } from '../../../support/scriptedRun.ts';

const source = (path: string, ...clauses: string[]): Source => ({
  id: path,
  path,
  kind: 'markdown',
  languageId: 'markdown',
  text: clauses
    .map(
      (clause, i) => `## Part ${i}\n\n${clause} ${'It goes on for a while here. '.repeat(16)}\n\n`,
    )
    .join(''),
});
const END = 'It has no end.';
const YEARS = 'It ends after three years.';
const LAW = 'The law of Utopia governs.';

const PLAYBOOK = {
  title: 'Ours',
  rules: [
    { title: 'Term', text: 'Unacceptable: no end.', fallback: 'Three years.' },
    { title: 'Law', text: 'Any.', fallback: 'The law of Arcadia.' },
    { title: 'Penalty', text: 'None.' },
  ],
};

async function checked(sources: readonly Source[], quoteOfLaw = LAW): Promise<RunState> {
  const job = jobOf(playbookSpec(PLAYBOOK));
  const model = digestModel({
    part: part => ({
      rows: [
        ...(part.includes(END) ? [row('R1', 'unacceptable', END)] : []),
        ...(part.includes(YEARS) ? [row('R1', 'acceptable', YEARS)] : []),
        ...(part.includes(LAW) ? [row('R2', 'acceptable', quoteOfLaw)] : []),
      ],
    }),
  });
  const reviewer = modelReviewer(model, job, { maxOutputTokens: 1000 });
  return (await scriptedRun({ job, sources, reviewer, model })).state;
}
const row = (c1: string, c2: string, quote: string) => ({ c1, c2, c3: 'So.', quotes: [quote] });

const verdictsIn = (state: RunState) =>
  playbookView(state)?.texts.map(({ rules }) => rules.map(({ verdict }) => verdict));

describe('verdicts of a playbook', () => {
  it('each text has its own, the worst clause decides, and wording is proposed unless all is well', async () => {
    const state = await checked([source('a.md', YEARS, END), source('b.md', YEARS, LAW)]);
    assert.deepEqual(verdictsIn(state), [
      ['unacceptable', 'missing', 'missing'],
      ['acceptable', 'acceptable', 'missing'],
    ]);
    const [first, second] = playbookView(state)?.texts ?? [];
    assert.deepEqual(
      first?.rules[0]?.places.map(({ citation }) => citation.quote),
      [END],
    );
    assert.deepEqual(
      [first, second].map(text => text?.rules.map(({ fallback }) => fallback)),
      [
        ['Three years.', 'The law of Arcadia.', undefined],
        [undefined, undefined, undefined],
      ],
    );
    assert.equal(digestResult(state), '1 unacceptable, 2 acceptable, 3 missing');
  });

  it('a clause whose quote is not in its text keeps the rule open there, and nowhere else', async () => {
    const state = await checked([source('a.md', END), source('b.md', YEARS, LAW)], 'Elsewhere.');
    assert.deepEqual(verdictsIn(state), [
      ['unacceptable', 'missing', 'missing'],
      ['acceptable', 'undetermined', 'missing'],
    ]);
  });

  it('nothing is missing in a text of which a part was not read', async () => {
    const state = await checked([source('a.md', YEARS), source('b.md', END)]);
    const id = state.branchIds.find(
      branch => state.chunks[state.branches[branch]?.branch.chunkId ?? '']?.sourceId === 'b.md',
    );
    const branch = state.branches[id ?? ''];
    assert.ok(branch);
    branch.status = 'queued';
    delete branch.outcome;
    assert.deepEqual(verdictsIn(state), [
      ['acceptable', 'missing', 'missing'],
      ['undetermined', 'undetermined', 'undetermined'],
    ]);
  });
});
