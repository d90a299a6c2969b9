import assert from 'node:assert/strict';
import type { ProposedPlan } from '../../../../src/core/run/plan/proposedPlan.ts';
import { planLines, planSum } from '../../../../src/engine/request/planLines.ts';

const plan: ProposedPlan = {
  parts: [
    {
      path: 'docs/contract.md',
      title: 'Payment',
      startLine: 1,
      endLine: 80,
      tokens: 2400,
      reason: 'money and dates',
      branches: [
        { id: 'a/1', title: 'Accuracy', keep: true, inputTokens: 3000, costUsd: 0.02 },
        { id: 'a/2', title: 'Tone', keep: false, inputTokens: 3000, costUsd: 0.02 },
      ],
    },
    {
      path: 'docs/contract.md',
      title: 'Annex',
      startLine: 81,
      endLine: 90,
      tokens: 1,
      reason: '',
      branches: [{ id: 'b/1', title: 'Accuracy', keep: true, inputTokens: 1, costUsd: 0.001 }],
    },
  ],
};

describe('plan question', () => {
  it('names every part with its reason, and every perspective with tokens and price', () => {
    assert.deepEqual(planLines(plan), [
      { label: 'contract.md 1–80, 2,400 tokens: money and dates', heading: true },
      {
        label: 'Accuracy',
        description: 'Payment, 3,000 tokens, $0.02',
        tick: { value: 'a/1', ticked: true },
      },
      {
        label: 'Tone',
        description: 'Payment, 3,000 tokens, $0.02, left out by the plan',
        tick: { value: 'a/2', ticked: false },
      },
      { label: 'contract.md 81–90, 1 token', heading: true },
      {
        label: 'Accuracy',
        description: 'Annex, 1 token, $0.001',
        tick: { value: 'b/1', ticked: true },
      },
    ]);
  });

  it('sums up what is ticked; without prices it names none', () => {
    assert.equal(planSum(plan, new Set(['a/1', 'b/1'])), '2 of 3 calls, 3,001 tokens, $0.021');
    const [part] = plan.parts;
    const unpriced = {
      parts: [{ ...part!, branches: [{ id: 'x', title: 'T', keep: true, inputTokens: 5 }] }],
    };
    assert.equal(planSum(unpriced, new Set(['x'])), '1 of 1 call, 5 tokens');
  });
});
