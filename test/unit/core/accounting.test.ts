import assert from 'node:assert/strict';
import { systemClock } from '../../../src/core/clock.ts';
import { addUsage, costOf } from '../../../src/core/domain/cost.ts';
import { createPacer } from '../../../src/core/fanout/pacing/pacer.ts';
import { reviewJob } from '../../../src/core/jobs/review/review.ts';
import { run } from '../../../src/core/run.ts';
import type { RunState } from '../../../src/core/state/runState.ts';
import { noUsage } from '../../../src/core/domain/cost.ts';
import type { Usage } from '../../../src/core/domain/billing.ts';
import type { FailureCode } from '../../../src/core/domain/failure.ts';
import type { Source } from '../../../src/core/domain/source.ts';
import {
  failWith,
  nothing,
  scriptedModel,
  scriptedReviewer,
} from '../../support/scriptedReviewer.ts';

const source: Source = {
  id: 's',
  path: 'a.md',
  kind: 'markdown',
  languageId: 'markdown',
  text: Array.from(
    { length: 6 },
    (_, i) => `## Part ${i}\n\n${`Sentence ${i} says so. `.repeat(40)}\n\n`,
  ).join(''),
};

/** Runs with a model that bills every call; `fails` says how the nth call (from 1) fails, if it does. */
async function bill(fails: (n: number) => FailureCode | undefined) {
  let billed: Usage = noUsage;
  let calls = 0;
  const count = (usage: Usage): Usage => {
    billed = addUsage(billed, usage);
    return usage;
  };
  const reviewer = scriptedReviewer(() => {
    calls += 1;
    const code = fails(calls);
    if (code) failWith(code, { usage: count({ ...noUsage, inputTokens: 500, outputTokens: 50 }) });
    count({ ...noUsage, inputTokens: 1000, outputTokens: 100 });
    return nothing;
  });
  const clock = { ...systemClock, sleep: () => new Promise<void>(r => setImmediate(r)) };
  const state: RunState = await run(
    reviewJob,
    [source],
    {
      runId: 'r',
      name: 'a.md',
      skipped: [],
      perspectivesOf: s => reviewJob.perspectivesFor(s.kind).slice(0, 1),
      chunkTokens: 300,
      policy: {
        concurrency: 1,
        onFailure: 'partial',
        maxAttempts: 2,
        optimize: 'speed',
        hedge: false,
        budget: {},
      },
      synthesis: false,
      maxOutputTokens: 1000,
      useCache: false,
      signal: new AbortController().signal,
      onEvent: () => undefined,
    },
    {
      reviewer,
      count: text => Math.ceil(text.length / 4),
      clock,
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      pacer: createPacer({ clock, concurrency: 1, remote: false }),
    },
  );
  return { state, billed, calls };
}

describe('accounting', () => {
  for (const [what, fails] of [
    ['no call fails', () => undefined],
    ['an answer cannot be used and is asked for again', n => (n === 1 ? 'badAnswer' : undefined)],
    ['an answer is cut and its chunk is split', n => (n === 1 ? 'truncated' : undefined)],
    ['an answer is refused', n => (n === 2 ? 'refused' : undefined)],
    ['every answer is broken', () => 'badAnswer'],
    ['the credit ends in the middle', n => (n >= 3 ? 'noCredit' : undefined)],
  ] as readonly (readonly [string, (n: number) => FailureCode | undefined])[])
    it(`the run's usage and cost are what was billed when ${what}`, async () => {
      const { state, billed, calls } = await bill(fails);
      assert.deepEqual(state.usage, billed);
      assert.equal(state.costUsd?.toFixed(9), costOf(billed, scriptedModel.price)?.toFixed(9));
      assert.equal(state.calls, calls);
    });
});
