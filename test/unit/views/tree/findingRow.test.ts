import assert from 'node:assert/strict';
import { asideRow, findingRow } from '../../../../src/views/tree/findingRow.ts';
import { finding, plannedRun } from '../sampleRun.ts';

const run = plannedRun(1);
const major = { ...finding('major'), title: 'Late fee contradicts clause 4.2' };
const verification = {
  verdict: 'refuted',
  evidence: 'Clause 4.2 is gone.',
  by: 'openai:m',
} as const;

describe('findingRow', () => {
  it('says what it is, from whom, and how often it was said', () => {
    const row = findingRow(run, { ...major, branchIds: ['a', 'b'], range: { start: 0, end: 1 } });
    assert.equal(row.label, 'Late fee contradicts clause 4.2');
    assert.equal(row.description, 'major, Accuracy, said by 2');
    assert.equal(row.contextValue, 'finding.open');
  });

  it('what was decided comes first, in words and to the menu, with its reason in the tooltip', () => {
    const decision = { kind: 'dismissed', reason: 'agreed by phone' } as const;
    const row = findingRow(run, { ...major, verification, decision });
    assert.match(row.description, /^dismissed, major/);
    assert.equal(row.contextValue, 'finding.dismissed');
    assert.ok(row.tooltip.includes('Dismissed: agreed by phone'));
    assert.ok(row.tooltip.includes('Refuted by openai:m: Clause 4.2 is gone.'));
    assert.match(row.spoken, /dismissed/);
    const accepted = {
      ...major,
      verification,
      decision: { kind: 'accepted', reason: '' } as const,
    };
    assert.equal(findingRow(run, accepted).contextValue, 'finding.accepted');
    assert.equal(findingRow(run, { ...major, verification }).contextValue, 'finding.refuted');
  });

  it('what is set aside is counted by why', () => {
    const dismissed = { ...major, decision: { kind: 'dismissed', reason: '' } as const };
    const row = asideRow([dismissed, { ...major, verification }, dismissed]);
    assert.equal(row.label, '3 findings set aside');
    assert.equal(row.description, '2 dismissed, 1 refuted');
  });
});
