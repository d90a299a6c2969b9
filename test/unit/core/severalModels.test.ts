import assert from 'node:assert/strict';
import { systemClock } from '../../../src/core/clock.ts';
import { createPacer } from '../../../src/core/fanout/pacing/pacer.ts';
import { routed } from '../../../src/core/jobs/route.ts';
import { reviewJob } from '../../../src/core/jobs/review/review.ts';
import type { Reviewer } from '../../../src/core/ports/ports.ts';
import { buildReport } from '../../../src/core/report/report.ts';
import type { ModelPorts } from '../../../src/core/run/models.ts';
import type { Severity } from '../../../src/core/domain/results/findings.ts';
import type { Answer } from '../../../src/core/domain/branch.ts';
import type { ModelInfo } from '../../../src/core/domain/model.ts';
import type { Perspective } from '../../../src/core/domain/review/perspective.ts';
import type { Source } from '../../../src/core/domain/source.ts';
import {
  failWith,
  nothing,
  remark,
  scriptedModel,
  scriptedReviewer,
} from '../../support/scriptedReviewer.ts';
import { askedModel, memoryStore, scriptedRun } from '../../support/scriptedRun.ts';

const OWN = scriptedModel.ref;
const STRONG = 'compatible:strong';
const strong: ModelInfo = {
  ...scriptedModel,
  ref: STRONG,
  id: 'strong',
  label: 'strong',
  price: { input: 10, output: 50 },
};
const portsOf = (reviewer: Reviewer, more: Partial<ModelPorts> = {}): ModelPorts => ({
  reviewer,
  pacer: createPacer({ clock: systemClock, concurrency: 4 }),
  ...more,
});

const source: Source = {
  id: 'a.md',
  path: 'a.md',
  kind: 'markdown',
  languageId: 'markdown',
  text: Array.from(
    { length: 4 },
    (_, i) => `## Part ${i + 1}\n\nClause ${i + 1} ends ${'again and '.repeat(50)}here.\n\n`,
  ).join(''),
};
const [accuracy, tone] = reviewJob.perspectivesFor('markdown') as [Perspective, Perspective];
const reading =
  (routes: Parameters<typeof routed>[1], perspectives: readonly Perspective[] = [accuracy, tone]) =>
  (): readonly Perspective[] =>
    routed(perspectives, routes, OWN);
const both = reading({ moreModels: [STRONG], perspectiveModels: {} });

const as =
  (severity: Severity, confidence: number) =>
  (task: Parameters<typeof remark>[0]): Answer => {
    const answer = remark(task);
    return { ...answer, findings: answer.findings.map(f => ({ ...f, severity, confidence })) };
  };

describe('several models', () => {
  it('a perspective is read by the model it names, the others by the own', async () => {
    const own = scriptedReviewer(() => nothing);
    const other = scriptedReviewer(() => nothing, strong);
    const { state } = await scriptedRun({
      sources: [source],
      reviewer: own,
      others: [portsOf(other)],
      options: {
        perspectivesOf: reading({ moreModels: [], perspectiveModels: { [tone.id]: [STRONG] } }),
      },
    });
    assert.equal(state.status, 'succeeded');
    assert.ok(own.asked.length > 1);
    assert.ok(own.asked.every(id => id.endsWith(`/${accuracy.id}`)));
    assert.ok(other.asked.every(id => id.endsWith(`/${tone.id}`)));
    assert.equal(own.asked.length, other.asked.length);
    const [cheap, dear] = [OWN, STRONG].map(model =>
      state.branchIds
        .map(id => state.branches[id])
        .filter(b => b?.branch.model === model)
        .reduce((usd, b) => usd + (b?.outcome?.costUsd ?? 0), 0),
    );
    assert.ok(Math.abs((dear ?? 0) / (cheap ?? 1) - 10) < 1e-9, 'each by its own price');
  });

  it('what two models say is one finding, surer than either, their severities side by side', async () => {
    const { state } = await scriptedRun({
      sources: [source],
      reviewer: scriptedReviewer(as('note', 0.6)),
      others: [portsOf(scriptedReviewer(as('major', 0.8), strong))],
      options: { perspectivesOf: reading({ moreModels: [STRONG], perspectiveModels: {} }, [tone]) },
    });
    assert.equal(state.findings.length, state.branchIds.length / 2);
    for (const finding of state.findings) {
      assert.equal(finding.severity, 'major');
      assert.ok(Math.abs(finding.confidence - 0.9) < 1e-9);
      assert.deepEqual(
        finding.opinions?.map(({ severity }) => severity),
        ['major', 'note'],
      );
    }
    const report = buildReport(state, [source]);
    assert.deepEqual(report.run.models, [OWN, STRONG]);
    assert.deepEqual([...(report.findings[0]?.models ?? [])].sort(), [OWN, STRONG].sort());
  });

  it('what one of them says stays as sure as it was', async () => {
    const { state } = await scriptedRun({
      sources: [source],
      reviewer: scriptedReviewer(() => nothing),
      others: [portsOf(scriptedReviewer(as('major', 0.8), strong))],
      options: { perspectivesOf: both },
    });
    assert.ok(state.findings.length > 0);
    for (const { confidence } of state.findings) assert.equal(confidence, 0.8);
  });

  it('a model whose key is refused takes no branch of another along', async () => {
    const { state } = await scriptedRun({
      sources: [source],
      reviewer: scriptedReviewer(remark),
      others: [portsOf(scriptedReviewer(() => failWith('auth'), strong))],
      options: { perspectivesOf: both },
    });
    assert.equal(state.status, 'partial');
    assert.equal(state.failure?.code, 'auth');
    for (const id of state.branchIds) {
      const branch = state.branches[id];
      assert.equal(branch?.status === 'succeeded', branch?.branch.model === OWN, id);
    }
  });

  it('answers are kept by model: another second model pays for its own reading only', async () => {
    const store = memoryStore();
    const own = scriptedReviewer(remark);
    const alone = { sources: [source], reviewer: own, store };
    await scriptedRun({
      ...alone,
      options: { perspectivesOf: reading({ moreModels: [], perspectiveModels: {} }) },
    });
    const before = own.asked.length;
    const other = scriptedReviewer(remark, strong);
    const { state } = await scriptedRun({
      ...alone,
      others: [portsOf(other)],
      options: { perspectivesOf: both },
    });
    assert.equal(own.asked.length, before);
    assert.equal(other.asked.length, before);
    assert.equal(state.estimate?.cached, before);
  });

  it('chunks fit the smallest window', async () => {
    const window = { ...strong, contextTokens: 1_200 };
    const run = (others: readonly ModelPorts[]) =>
      scriptedRun({
        sources: [source],
        reviewer: scriptedReviewer(() => nothing),
        others,
        options: { chunkTokens: 1_000, maxOutputTokens: 200 },
      });
    const longest = ({ state }: Awaited<ReturnType<typeof run>>): number =>
      Math.max(...Object.values(state.chunks).map(({ tokens }) => tokens));
    assert.ok(longest(await run([portsOf(scriptedReviewer(() => nothing, window))])) <= 500);
    assert.ok(longest(await run([])) > 500);
  });

  it('grave findings are looked at again by the verifying model, at its price', async () => {
    const model = askedModel(() => JSON.stringify({ verdict: 'unsure', evidence: '?', quote: '' }));
    const verifier = { ...model, info: strong };
    const { state } = await scriptedRun({
      sources: [source],
      reviewer: scriptedReviewer(remark),
      model: askedModel(() => assert.fail('the own model is not asked')),
      verifier: portsOf(
        scriptedReviewer(() => nothing, strong),
        { model: verifier },
      ),
      options: { verify: { minSeverity: 'major' }, consistency: false },
    });
    assert.equal(model.requests.length, state.findings.length);
    assert.ok(state.findings.every(({ verification }) => verification?.by === STRONG));
  });

  it('a model that is named and not there is refused before anything is sent', async () => {
    const own = scriptedReviewer(remark);
    await assert.rejects(
      scriptedRun({ sources: [source], reviewer: own, options: { perspectivesOf: both } }),
      { name: 'FanoutError', code: 'noModel' },
    );
    assert.equal(own.asked.length, 0);
  });
});
