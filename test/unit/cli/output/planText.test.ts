import assert from 'node:assert/strict';
import { planText } from '../../../../src/cli/output/planText.ts';
import { buildPlan } from '../../../../src/core/report/plan.ts';
import { emptyState } from '../../../../src/core/state/runState.ts';

describe('the plan as text', () => {
  it('says what is read, what is not, and what rests on other parts', () => {
    const skipped = [
      { path: 'a.pdf, page 2', reason: 'no text: empty, or scans' },
      { path: 'b.md', reason: 'empty', gap: false },
      { path: 'c.docx', reason: 'tracked changes: read as accepted', note: true },
    ] as const;
    const plan = { ...buildPlan(emptyState()), title: 'a', skipped };
    assert.doesNotMatch(planText(plan), /parts? use/);
    assert.match(planText(plan), /^ {2}not read: a\.pdf, page 2: no text: empty, or scans$/m);
    assert.match(planText(plan), /^ {2}left out: b\.md: empty$/m);
    assert.match(planText(plan), /^ {2}note: c\.docx: tracked changes: read as accepted$/m);
    const linked = { ...plan, linked: { chunks: 3, compared: false } };
    assert.match(
      planText(linked),
      /^3 parts use what other parts define: .* not compared in this run\.$/m,
    );
  });
});
