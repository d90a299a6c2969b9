import assert from 'node:assert/strict';
import { costRows } from '../../../../src/core/format/costRows.ts';
import { noUsage } from '../../../../src/core/domain/cost.ts';
import {
  addSpendings,
  endedSpendingText,
  isOver,
  spendingOf,
  spendingText,
} from '../../../../src/core/state/spending.ts';
import { applyEvent } from '../../../../src/core/state/applyEvent.ts';
import { type RunState, emptyState } from '../../../../src/core/state/runState.ts';
import type { UnstampedEvent } from '../../../../src/core/state/events.ts';
import type { Estimate } from '../../../../src/core/domain/billing.ts';
import type { ModelInfo } from '../../../../src/core/domain/model.ts';
import type { Outcome } from '../../../../src/core/domain/branch.ts';

const model = (id: string, more: Partial<ModelInfo> = {}): ModelInfo => ({
  provider: 'openai',
  ref: `openai:${id}`,
  id,
  label: id,
  ...more,
});

const spread = (expected: number) => ({ low: expected * 0.8, expected, high: expected * 1.25 });

const estimateOf = (more: Partial<Estimate>): Estimate => ({
  calls: 2,
  cached: 0,
  inputTokens: 2000,
  outputTokens: 200,
  seconds: { low: 5, expected: 10, high: 30 },
  ...more,
});

const branch = (id: string, ref: string) => ({
  id,
  chunkId: 'c',
  perspectiveId: 'p',
  model: ref,
  inputTokens: 1000,
  outputTokens: 100,
});

const answered = (costUsd: number | undefined): Outcome => ({
  status: 'succeeded',
  findings: [],
  assessment: '',
  dropped: 0,
  usage: { ...noUsage, inputTokens: 1000, outputTokens: 100 },
  ...(costUsd === undefined ? {} : { costUsd }),
  cached: false,
  attempts: 1,
});

function running(models: readonly ModelInfo[], estimate: Estimate): RunState {
  const [own, ...otherModels] = models;
  const state = emptyState();
  const events: UnstampedEvent[] = [
    {
      type: 'run.started',
      runId: 'r',
      job: 'review',
      name: 'a.md',
      model: own ?? model('m'),
      otherModels,
      sources: [],
      skipped: [],
      perspectives: [],
    },
    {
      type: 'run.planned',
      branches: models.map(({ ref }, i) => branch(`b${i}`, ref)),
      estimate,
    },
  ];
  for (const event of events) applyEvent(state, { ...event, at: 0 });
  return state;
}

const pay = (state: RunState, branchId: string, costUsd: number | undefined): RunState =>
  applyEvent(state, { type: 'branch.ended', branchId, outcome: answered(costUsd), at: 1 });

const textOf = (state: RunState): string | undefined => {
  const spending = spendingOf(state);
  return spending && spendingText(spending);
};

describe('what a run spends', () => {
  const one = estimateOf({ costUsd: { low: 0.9, expected: 1.1, high: 1.35 } });

  it('stands beside the estimate from the first moment on', () => {
    const state = running([model('m')], one);
    assert.equal(textOf(state), '$0.00 of about $1.10 (0.90–1.35)');
    assert.equal(textOf(pay(state, 'b0', 0.42)), '$0.42 of about $1.10 (0.90–1.35)');
  });

  it('small sums keep the digits that tell them apart', () => {
    const text = (low: number, expected: number, high: number): string =>
      spendingText({ usd: 0, unpriced: [], expected: { low, expected, high } }) ?? '';
    assert.equal(text(0.002, 0.012, 0.03), '$0.00 of about $0.012 (0.002–0.030)');
    assert.equal(text(0.0001, 0.0007, 0.0021), '$0.00 of about $0.0007 (0.0001–0.0021)');
    assert.equal(text(0, 0.0002, 0.0009), '$0.00 of under $0.001');
    assert.equal(text(0.09, 2, 30), '$0.00 of about $2.00 (0.09–30.00)');
  });

  it('over the high end is said plainly, while it runs and after', () => {
    const state = pay(running([model('m')], one), 'b0', 1.5);
    const spending = spendingOf(state);
    assert.ok(spending && isOver(spending));
    assert.equal(spendingText(spending), '$1.50, over the estimate of $1.10 (0.90–1.35)');
    assert.equal(endedSpendingText(spending), '$1.50, over the estimate of $1.10 (0.90–1.35)');
  });

  it('an unknown price is said, never guessed: also before the first call', () => {
    const state = running([model('m')], estimateOf({}));
    assert.equal(textOf(state), 'price unknown');
    assert.equal(textOf(pay(state, 'b0', undefined)), 'price unknown');
  });

  it('of several models, what is known is counted and the unpriced one is named', () => {
    const byModel = [
      { model: 'openai:m', calls: 1, inputTokens: 1, outputTokens: 1, costUsd: spread(0.5) },
      { model: 'openai:x', calls: 1, inputTokens: 1, outputTokens: 1 },
    ];
    const state = running([model('m'), model('x')], estimateOf({ byModel }));
    assert.equal(textOf(state), 'price unknown');
    pay(pay(state, 'b0', 0.42), 'b1', undefined);
    assert.equal(state.costUsd, undefined);
    assert.equal(textOf(state), '$0.42, price of x unknown');
    assert.deepEqual(
      Object.entries(state.spentBy).map(([ref, { calls, costUsd }]) => [ref, calls, costUsd]),
      [
        ['openai:m', 1, 0.42],
        ['openai:x', 1, undefined],
      ],
    );
  });

  it('the shares of the models add up to the whole', () => {
    const state = running([model('m'), model('x')], one);
    pay(pay(state, 'b0', 0.25), 'b1', 0.5);
    applyEvent(state, {
      type: 'finding.verified',
      findingId: 'F1',
      verification: { verdict: 'confirmed', evidence: '', by: 'openai:x' },
      usage: { ...noUsage, inputTokens: 10 },
      costUsd: 0.125,
      calls: 1,
      at: 2,
    });
    const shares = Object.values(state.spentBy);
    assert.equal(
      shares.reduce((sum, { costUsd = 0 }) => sum + costUsd, 0),
      state.costUsd,
    );
    assert.equal(
      shares.reduce((sum, { calls }) => sum + calls, 0),
      state.calls,
    );
    assert.equal(
      shares.reduce((sum, { usage }) => sum + usage.inputTokens, 0),
      state.usage.inputTokens,
    );
    assert.equal(state.spentBy['openai:x']?.costUsd, 0.625);
  });

  it('rules cost nothing, and say nothing of money', () => {
    assert.equal(spendingOf(running([model('rules', { provider: 'offline' })], one)), undefined);
  });

  it('of several runs is one sum', () => {
    const spending = { usd: 0.25, unpriced: [], expected: spread(1) };
    assert.equal(
      spendingText(addSpendings([spending, spending])),
      '$0.50 of about $2.00 (1.60–2.50)',
    );
  });
});

describe('estimate and actual', () => {
  const actual = { calls: 2, inputTokens: 2100, outputTokens: 190, costUsd: 1.5, ms: 8_000 };
  const estimate = estimateOf({
    costUsd: { low: 0.9, expected: 1.1, high: 1.35 },
    ranges: {
      calls: { low: 2, expected: 2, high: 3 },
      inputTokens: { low: 1900, expected: 2000, high: 2200 },
      outputTokens: { low: 100, expected: 200, high: 400 },
    },
  });

  it('stand side by side, with the range of each, and what is over says so', () => {
    assert.deepEqual(
      costRows({ mode: 'fast', estimate, actual, byModel: [] }).map(row => [
        row.what,
        row.estimated,
        row.actual,
      ]),
      [
        ['Cost', '$1.10 (0.90–1.35)', '$1.50, over the estimate'],
        ['Time', '10 s (5–30)', '8.0 s'],
        ['Calls', '2 (2–3)', '2'],
        ['Input tokens', '2,000 (1,900–2,200)', '2,100'],
        ['Output tokens', '200 (100–400)', '190'],
      ],
    );
  });

  it('every model has its line; one that was not asked after all cost nothing', () => {
    const share = { calls: 1, inputTokens: 1000, outputTokens: 100, costUsd: spread(0.5) };
    const rows = costRows({
      mode: 'economy',
      estimate,
      actual,
      byModel: [
        { name: 'm', estimate: share, actual: { ...share, costUsd: 0.4 } },
        { name: 'x', estimate: { ...share, costUsd: null } },
      ],
    });
    assert.deepEqual(
      rows.slice(-2).map(row => [row.what, row.estimated, row.actual]),
      [
        ['m', '$0.50 (0.40–0.63), 1 call', '$0.40, 1 call'],
        ['x', 'price unknown, 1 call', '$0.00, 0 calls'],
      ],
    );
    assert.equal(rows[1]?.estimated, 'within 24 h');
  });
});
