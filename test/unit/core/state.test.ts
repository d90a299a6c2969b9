import assert from 'node:assert/strict';
import { coverage } from '../../../src/core/coverage.ts';
import { applyEvent, emptyState } from '../../../src/core/state.ts';

describe('state', () => {
  it('an empty run has read nothing, not everything', () => {
    assert.equal(coverage(emptyState()).reviewedFraction, 0);
  });

  it('an event about a branch it does not hold changes nothing', () => {
    const state = applyEvent(emptyState(), {
      type: 'branch.started',
      at: 1,
      branchId: 'none',
      attempt: 1,
    });
    assert.deepEqual(state.branches, {});
  });
});
