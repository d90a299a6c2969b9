import assert from 'node:assert/strict';
import { numberedPlan, turnOver } from '../../../../src/cli/output/showPlan.ts';

const plan = {
  parts: [
    {
      path: 'docs/a.md',
      title: 'Scope',
      startLine: 1,
      endLine: 9,
      tokens: 900,
      reason: 'terms',
      branches: [
        { id: 'b1', title: 'Accuracy', keep: true, inputTokens: 1200, costUsd: 0.01 },
        { id: 'b2', title: 'Tone', keep: false, inputTokens: 1200, costUsd: 0.01 },
      ],
    },
  ],
};

describe('a plan in the terminal', () => {
  it('numbers what can be asked, ticks what would be, and says what it comes to', () => {
    const { text, ids } = numberedPlan(plan, new Set(['b1']));
    assert.deepEqual(ids, ['b1', 'b2']);
    assert.match(text, /a\.md 1–9, 900 tokens: terms/);
    assert.match(text, /\[x\] 1 Accuracy, Scope, 1,200 tokens/);
    assert.match(text, /\[ \] 2 Tone.*left out by the plan/);
    assert.match(text, /Plan: 1 of 2 calls, 1,200 tokens/);
  });

  it('numbers turn lines over; a number that names none changes nothing', () => {
    const ids = ['b1', 'b2'];
    assert.deepEqual(turnOver('2', ids, new Set(['b1'])), new Set(['b1', 'b2']));
    assert.deepEqual(turnOver('1, 2', ids, new Set(['b1'])), new Set(['b2']));
    for (const wrong of ['3', '0', 'x', '1 x'])
      assert.equal(turnOver(wrong, ids, new Set()), undefined);
  });
});
