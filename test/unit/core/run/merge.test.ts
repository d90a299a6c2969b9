import assert from 'node:assert/strict';
import type { Answer } from '../../../../src/core/domain/branch.ts';
import type { Source } from '../../../../src/core/domain/source.ts';
import { buildReport } from '../../../../src/core/report/report.ts';
import { renderText } from '../../../../src/core/report/text/text.ts';
import { REWORDED } from '../../../support/rewordings.ts';
import { scriptedReviewer } from '../../../support/scriptedReviewer.ts';
import { askedModel, memoryStore, scriptedRun } from '../../../support/scriptedRun.ts';

const source: Source = {
  id: 's',
  path: 's.md',
  kind: 'markdown',
  languageId: 'markdown',
  text: `${REWORDED.map(({ quote }) => quote).join('\n\n')}\n`,
};
const sources = [source];

/** Accuracy says every problem in the first wording, the others in the second. */
const reviewer = () =>
  scriptedReviewer((task): Answer => ({
    findings: REWORDED.map(({ quote, said }) => {
      const message = task.perspective.id === 'accuracy' ? said[0] : said[1];
      return { quote, title: '', message, suggestion: null, severity: 'major', confidence: 0.6 };
    }),
    assessment: '',
    dropped: 0,
  }));

/** Says of every set that all of its remarks are one problem. */
const joiner = () =>
  askedModel(({ shared }) => {
    const lines = shared.split('\n').filter(line => line.startsWith('{'));
    const remarks = lines.map(line => JSON.parse(line) as { set: string; remark: number });
    const sets = [...Map.groupBy(remarks, r => r.set)].map(([set, all]) => ({
      set,
      same: [all.map(r => r.remark)],
      related: [],
    }));
    return JSON.stringify({ sets });
  });

describe('merging in a run', () => {
  it('asks a model once for many places, and the call is in the bill', async () => {
    const model = joiner();
    const { state, events } = await scriptedRun({ sources, reviewer: reviewer(), model });
    assert.equal(state.findings.length, REWORDED.length);
    assert.equal(model.requests.length, 1);
    const judged = events.find(e => e.type === 'findings.judged');
    assert.ok(judged?.type === 'findings.judged' && judged.usage.outputTokens > 0);
    assert.equal(judged.judged, REWORDED.length);
    const [first] = state.findings;
    assert.equal(first?.wordings?.length, 1);
    assert.match(renderText(buildReport(state, sources)), /Other wordings:/);
  });

  it('is not paid for twice: the answer is stored', async () => {
    const store = memoryStore();
    await scriptedRun({ sources, reviewer: reviewer(), model: joiner(), store });
    const again = joiner();
    const { state } = await scriptedRun({ sources, reviewer: reviewer(), model: again, store });
    assert.equal(again.requests.length, 0);
    assert.equal(state.findings.length, REWORDED.length);
  });

  for (const [name, model] of [
    ['there is no model', undefined],
    ['the call fails', askedModel(() => 'not what was asked for')],
  ] as const)
    it(`groups under one heading and fuses nothing where ${name}`, async () => {
      const { state } = await scriptedRun({
        sources,
        reviewer: reviewer(),
        ...(model ? { model } : {}),
      });
      const said = new Set(state.findings.map(f => f.message));
      assert.equal(said.size, 2 * REWORDED.length);
      assert.ok(state.findings.every(f => f.group !== undefined));
      const text = renderText(buildReport(state, sources));
      const headings = text.match(/remarks on the same words, perhaps on one problem/gi);
      assert.equal(headings?.length, REWORDED.length);
    });
});
