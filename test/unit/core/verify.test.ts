import assert from 'node:assert/strict';
import { applyEvent } from '../../../src/core/state/applyEvent.ts';
import { emptyState } from '../../../src/core/state/runState.ts';
import type { ModelRequest } from '../../../src/core/ports/model.ts';
import type { Severity } from '../../../src/core/domain/results/findings.ts';
import type { Answer } from '../../../src/core/domain/branch.ts';
import type { Source } from '../../../src/core/domain/source.ts';
import { askedModel, memoryStore, scriptedRun } from '../../support/scriptedRun.ts';
import { failWith, scriptedReviewer } from '../../support/scriptedReviewer.ts';

const clause = (n: number): string =>
  `## Clause ${n}\n\nParty number ${n} pays ${n} thousand in month ${n}. ${'It goes on for a while. '.repeat(12)}\n\n`;
const source: Source = {
  id: 's',
  path: 's.md',
  kind: 'markdown',
  languageId: 'markdown',
  text: Array.from({ length: 6 }, (_, i) => clause(i + 1)).join(''),
};
const sources = [source];

const paysIn = (text: string): string => /Party number \d+ pays/.exec(text)?.[0] ?? '';

/** One remark a clause, from one perspective, of the severity its number asks for. */
const reviewer = (severity: (n: number) => Severity) =>
  scriptedReviewer((task): Answer => {
    const text = source.text.slice(task.chunk.start, task.chunk.end);
    const quotes = [...text.matchAll(/Party number (\d+) pays/g)];
    return {
      findings: (task.perspective.id === 'accuracy' ? quotes : []).map(([quote, n]) => ({
        quote,
        title: `The sum of ${quote} is wrong`,
        message: 'It is another sum.',
        suggestion: null,
        severity: severity(Number(n)),
        confidence: 0.6,
      })),
      assessment: '',
      dropped: 0,
    };
  });

const verdict = (of: string, quote: string): string =>
  JSON.stringify({ verdict: of, evidence: 'Because of these words.', quote });
const subjectOf = (request: ModelRequest): string => paysIn(request.task);
const numberOf = (request: ModelRequest): number => Number(/\d+/.exec(subjectOf(request))?.[0]);

const verify = { minSeverity: 'major' } as const;
const options = { verify, consistency: false };

describe('verify', () => {
  it('marks each grave finding with its verdict, keeps refuted ones, and leaves light ones alone', async () => {
    const model = askedModel(request =>
      verdict(['refuted', 'confirmed'][numberOf(request) % 2] ?? '', subjectOf(request)),
    );
    const { state, events } = await scriptedRun({
      sources,
      reviewer: reviewer(n => (n <= 4 ? 'major' : 'minor')),
      model,
      options,
    });
    assert.equal(state.findings.length, 6);
    assert.deepEqual(
      state.findings.map(f => f.verification?.verdict),
      ['confirmed', 'refuted', 'confirmed', 'refuted', undefined, undefined],
    );
    for (const { verification } of state.findings.slice(0, 4)) {
      const { place } = verification ?? {};
      assert.ok(place);
      assert.equal(source.text.slice(place.range.start, place.range.end), place.quote);
    }
    assert.equal(model.requests.length, 4);
    assert.deepEqual(events.reduce(applyEvent, emptyState()), state);
    assert.equal(state.calls, state.branchIds.length + 4);
  });

  it('shows the verifier the quote, its surroundings and the claim, and nothing that pleads for it', async () => {
    const model = askedModel(request => verdict('unsure', subjectOf(request)));
    await scriptedRun({ sources, reviewer: reviewer(() => 'critical'), model, options });
    for (const { shared, task } of model.requests) {
      assert.ok(shared.length < 1_900, `${shared.length} characters of context`);
      assert.ok(shared.includes(paysIn(task)));
      assert.ok(task.includes('It is another sum.'));
      assert.doesNotMatch(task, /critical|0\.6|confidence|branch/);
    }
  });

  it('without verify nobody is asked', async () => {
    const model = askedModel(() => verdict('refuted', 'Party number 1 pays'));
    const { state } = await scriptedRun({
      sources,
      reviewer: reviewer(() => 'critical'),
      model,
      options: { consistency: false },
    });
    assert.equal(model.requests.length, 0);
    assert.ok(state.findings.every(f => f.verification === undefined));
  });

  it('a verdict whose quote is not in the passage is unsure', async () => {
    for (const said of ['confirmed', 'refuted']) {
      const model = askedModel(() => verdict(said, 'The purchaser waives every claim.'));
      const { state } = await scriptedRun({
        sources,
        reviewer: reviewer(() => 'major'),
        model,
        options,
      });
      assert.ok(state.findings.every(f => f.verification?.verdict === 'unsure'));
      assert.ok(state.findings.every(f => f.verification?.place === undefined));
    }
  });

  it('a failed verification leaves the finding unverified, as sure as before, after three calls at most', async () => {
    for (const answer of [() => 'no JSON at all', () => failWith('serverError')]) {
      const model = askedModel(answer);
      const { state } = await scriptedRun({
        sources,
        reviewer: reviewer(n => (n === 1 ? 'major' : 'note')),
        model,
        options,
      });
      const [first] = state.findings;
      assert.equal(first?.verification?.verdict, 'unverified');
      assert.equal(first?.confidence, 0.6);
      assert.equal(first?.severity, 'major');
      assert.ok(
        model.requests.length >= 2 && model.requests.length <= 3,
        `${model.requests.length}`,
      );
      assert.equal(state.calls, state.branchIds.length + model.requests.length);
    }
  }).timeout(20_000);

  it('what the budget does not allow is not asked, and said', async () => {
    const model = askedModel(request => verdict('confirmed', subjectOf(request)));
    const asked = reviewer(() => 'major');
    const { state: whole } = await scriptedRun({ sources, reviewer: asked, options });
    const spent = whole.usage.inputTokens + whole.usage.outputTokens;
    const { state } = await scriptedRun({
      sources,
      reviewer: reviewer(() => 'major'),
      model,
      options: {
        ...options,
        policy: {
          concurrency: 1,
          onFailure: 'partial',
          maxAttempts: 2,
          optimize: 'speed',
          hedge: false,
          budget: { whenReached: 'pause', maxTokens: spent + 1_500 },
        },
      },
    });
    const verdicts = state.findings.map(f => f.verification?.verdict);
    assert.ok(verdicts.includes('unverified'), String(verdicts));
    assert.ok(model.requests.length < 6);
  });

  it('resumed, verified findings are not paid for again, with a store or without', async () => {
    const model = askedModel(request => verdict('refuted', subjectOf(request)));
    const first = await scriptedRun({ sources, reviewer: reviewer(() => 'major'), model, options });
    const verified = first.events.flatMap((e, i) => (e.type === 'finding.verified' ? [i] : []));
    const events = first.events.slice(0, (verified[2] ?? 0) + 1);
    const again = askedModel(request => verdict('refuted', subjectOf(request)));
    const { state } = await scriptedRun({
      sources,
      reviewer: reviewer(() => 'major'),
      model: again,
      options: { ...options, resume: { events, requeue: [] } },
    });
    assert.equal(again.requests.length, 3);
    assert.ok(state.findings.every(f => f.verification?.verdict === 'refuted'));

    const store = memoryStore();
    await scriptedRun({ sources, reviewer: reviewer(() => 'major'), model, store, options });
    const third = askedModel(() => failWith('bug'));
    const stored = await scriptedRun({
      sources,
      reviewer: reviewer(() => 'major'),
      model: third,
      store,
      options,
    });
    assert.equal(third.requests.length, 0);
    assert.ok(stored.state.findings.every(f => f.verification?.verdict === 'refuted'));
    assert.equal(stored.state.calls, 0);
  });

  it('cancelled before it, nobody is asked', async () => {
    const stop = new AbortController();
    const model = askedModel(request => verdict('refuted', subjectOf(request)));
    const { state } = await scriptedRun({
      sources,
      reviewer: reviewer(() => 'major'),
      model,
      options: {
        ...options,
        signal: stop.signal,
        onEvent: event => {
          if (event.type === 'findings.merged') stop.abort();
        },
      },
    });
    assert.equal(model.requests.length, 0);
    assert.equal(state.findings.length, 6);
  });
});
