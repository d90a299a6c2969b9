import assert from 'node:assert/strict';
import { estimateRun, flat, type Estimating } from '../../../src/core/fanout/estimate/estimate.ts';
import { predict, readHistory, sampleOf } from '../../../src/core/fanout/estimate/history.ts';
import type { Branch } from '../../../src/core/domain/branch.ts';
import type { ModelInfo } from '../../../src/core/domain/model.ts';
import { accuracyOf, estimateRuns } from '../../support/estimateRuns.ts';

const model = (id: string, more: Partial<ModelInfo> = {}): ModelInfo => ({
  provider: 'openai',
  ref: `openai:${id}`,
  id,
  label: id,
  price: { input: 1, output: 10 },
  ...more,
});
const own = model('own');
const branch = (n: number, ref = own.ref, chunk = `c${n}`): Branch => ({
  id: `${chunk}/p${n}@${ref}`,
  chunkId: chunk,
  perspectiveId: `p${n}`,
  model: ref,
  inputTokens: 2_000,
  outputTokens: 300,
});
const options: Estimating = {
  own,
  modelOf: ref => model(ref.slice('openai:'.length)),
  concurrency: 8,
  answerTokens: () => flat(300),
  synthesis: false,
};

describe('estimate', () => {
  it('over runs with answers that vary, the actual cost is inside the range and the error falls', async () => {
    const info = model('sim');
    const count = (text: string): number => Math.ceil(text.length / 4);
    const provider = { info, medians: [800, 900, 500], sigma: 0.7, documents: 0.1 };
    const measured = await estimateRuns(provider, 16, count);
    const cost = accuracyOf(
      measured,
      one => one.estimate.costUsd ?? flat(0),
      one => one.costUsd,
    );
    assert.ok(cost.inside >= 0.9, `${cost.inside} inside`);
    assert.ok(cost.medianError <= 0.15, `median error ${cost.medianError}`);
  }).timeout(60_000);

  it('each model is priced by itself; one unknown price makes the whole unknown', () => {
    const dear = model('dear', { price: { input: 10, output: 100 } });
    const modelOf = (ref: string): ModelInfo => (ref === dear.ref ? dear : own);
    const two = [branch(1), branch(2, dear.ref)];
    const { costUsd, byModel } = estimateRun(two, 0, { ...options, modelOf });
    assert.equal(
      costUsd?.expected.toFixed(6),
      ((2_000 + 3_000 + 20_000 + 30_000) / 1e6).toFixed(6),
    );
    assert.deepEqual(
      byModel?.map(({ model: ref, calls }) => [ref, calls]),
      [
        [own.ref, 1],
        [dear.ref, 1],
      ],
    );
    const { price: _, ...unpriced } = dear;
    const unknown = (ref: string): ModelInfo => (ref === dear.ref ? unpriced : own);
    assert.equal(estimateRun(two, 0, { ...options, modelOf: unknown }).costUsd, undefined);
  });

  it('in batches the joins stay at the full price, and how many they are is told', () => {
    const joins = {
      calls: { low: 1, expected: 2, high: 3 },
      inputTokens: 1_000,
      outputTokens: flat(100),
    };
    const two = [branch(1), branch(2)];
    const whole = estimateRun(two, 0, { ...options, checks: [joins] });
    const half = estimateRun(two, 0, { ...options, checks: [joins], batchShareOf: () => 0.5 });
    // Two joins of 1,000 tokens in and 100 out; two branches of 2,000 and 300.
    assert.equal(half.atOnce?.costUsd?.expected.toFixed(6), (4_000 / 1e6).toFixed(6));
    assert.equal(half.atOnce?.calls, 2);
    assert.equal(half.costUsd?.expected.toFixed(6), (9_000 / 1e6).toFixed(6));
    assert.equal(whole.costUsd?.expected.toFixed(6), (14_000 / 1e6).toFixed(6));
    assert.equal(whole.atOnce, undefined);
  });

  it('a batch takes a day at most, however slow the model was before; what comes after it is added', () => {
    const pace = { low: 1, expected: 2, high: 3 };
    const { seconds } = estimateRun([branch(1)], 0, { ...options, batchShareOf: () => 0.5, pace });
    assert.equal(seconds.high, 86_400);
    const checks = [{ calls: flat(1), inputTokens: 1_000, outputTokens: flat(70) }];
    const after = estimateRun([branch(1)], 0, {
      ...options,
      batchShareOf: () => 0.5,
      pace,
      checks,
    });
    assert.ok(after.seconds.expected > seconds.expected && after.seconds.high > 86_400);
  });

  it('siblings of a chunk read its prompt from the provider’s cache, all of them at best and none at worst', () => {
    const price = { input: 10, cachedInput: 1, output: 0 };
    const cached = model('cached', { price });
    const siblings = [1, 2, 3].map(n => branch(n, cached.ref, 'c'));
    const { costUsd } = estimateRun(siblings, 0, {
      ...options,
      own: cached,
      modelOf: () => cached,
      concurrency: 1,
      prefixTokens: () => 1_000,
    });
    assert.equal(costUsd?.low.toFixed(6), ((3 * 20_000 - 2 * 9_000) / 1e6).toFixed(6));
    assert.equal(costUsd?.high.toFixed(6), (60_000 / 1e6).toFixed(6));
  });

  it('a long prompt is estimated at the price of its tier', () => {
    const price = { input: 1, output: 0, threshold: 1_000, above: { input: 3, output: 0 } };
    const tiered = model('tiered', { price });
    const { costUsd } = estimateRun([branch(1, tiered.ref)], 0, {
      ...options,
      own: tiered,
      modelOf: () => tiered,
    });
    assert.equal(costUsd?.expected.toFixed(6), (6_000 / 1e6).toFixed(6));
  });

  it('a rate limit that is known lengthens the time; more slots shorten it', () => {
    const many = Array.from({ length: 100 }, (_, n) => branch(n));
    const seconds = (more: Partial<Estimating>): number =>
      estimateRun(many, 0, { ...options, ...more }).seconds.expected;
    const free = seconds({});
    const limited = seconds({
      limitsOf: () => [{ kind: 'inputTokens', perMinute: 20_000, left: 20_000 }],
    });
    // 200,000 tokens, 20,000 of them at once, the rest at 20,000 a minute.
    assert.ok(limited > 540 && limited < 600, `${limited}`);
    assert.ok(free < 200, `${free}`);
    assert.ok(seconds({ concurrency: 32 }) < free / 2);
  });

  it('a history moves what is expected, and narrows the range as it grows', () => {
    const assumed = { low: 0.3, expected: 1, high: 3 };
    const run = sampleOf([1.5, 2, 2.5])!;
    const width = (runs: number): number => {
      const { low, high } = predict(Array(runs).fill(run), 50, assumed);
      return high / low;
    };
    assert.deepEqual(predict([], 50, assumed), assumed);
    assert.ok(Math.abs(predict(Array(10).fill(run), 50, assumed).expected - 2) < 0.1);
    assert.ok(width(1) > width(5) && width(5) > width(20));
  });

  it('a run of many answers tells more than one of few, and few push little aside', () => {
    const assumed = { low: 0.3, expected: 1, high: 3 };
    const many = { n: 200, mean: 2, square: 2 * 4 };
    const few = { n: 2, mean: 4, square: 2 * 16 };
    const both = predict([many, few], 50, assumed).expected;
    assert.ok(both < predict([{ ...many, n: 2 }, few], 50, assumed).expected, `${both}`);
    const later = predict([many, ...Array<typeof few>(5).fill(few)], 50, assumed).expected;
    assert.ok(later < predict([few, ...Array<typeof few>(5).fill(few)], 50, assumed).expected);
  });

  it('a damaged history is no history', () => {
    const good = { n: 1, mean: 1, square: 1 };
    const bad = [null, 7, { n: 0, mean: 1, square: 1 }, { n: 1, mean: Number.NaN, square: 1 }];
    assert.deepEqual(readHistory([...bad, good]), [good]);
    assert.deepEqual(readHistory('text'), []);
  });
});
