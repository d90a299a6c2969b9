import assert from 'node:assert/strict';
import { hasAtLeast } from '../../../../src/cli/output/outcome.ts';
import { codeSynthesis } from '../../../../src/core/fanin/synthesis/codeSynthesis.ts';
import { apartWords, isDecisive, tallyFindings } from '../../../../src/core/state/findingStatus.ts';
import type { Finding } from '../../../../src/core/domain/results/findings.ts';
import { finding, perspective } from '../fanin/fixtures.ts';

const lost = (more: Partial<Finding> = {}): Finding => {
  const { range: _none, ...rest } = finding({ severity: 'critical', match: 'none', ...more });
  return rest;
};

describe('a finding without a place', () => {
  it('decides nothing until a person accepts it', () => {
    assert.equal(isDecisive(finding()), true);
    assert.equal(isDecisive(lost()), false);
    assert.equal(isDecisive({ placed: false }), false);
    assert.equal(isDecisive(lost({ decision: { kind: 'accepted', reason: '' } })), true);
  });

  it('is counted apart from those that count and those set aside', () => {
    const dismissed = finding({ decision: { kind: 'dismissed', reason: '' } });
    const tally = tallyFindings([finding(), lost(), lost(), dismissed]);
    assert.deepEqual(tally, { decisive: 1, unplaced: 2, aside: 1 });
    assert.deepEqual(apartWords(tally), ['2 without a place', '1 set aside']);
  });

  it('does not make --fail-on end in 1', () => {
    const output = { format: 'text', failOn: 'note' } as const;
    assert.equal(hasAtLeast([lost()], output), false);
    assert.equal(hasAtLeast([lost(), finding({ severity: 'note' })], output), true);
  });

  it('does not decide the verdict, and the summary says that it is listed apart', () => {
    const written = codeSynthesis({
      name: 'a.md',
      findings: [],
      unplaced: 1,
      perspectives: [perspective('accuracy')],
      sources: [],
      assessments: [],
      coverage: { total: 1, succeeded: 1, reviewedFraction: 1, unit: 'characters', gaps: [] },
      rulesOnly: false,
    });
    assert.equal(written.verdicts[0]?.verdict, 'sound');
    assert.match(written.markdown, /One finding without an exact place is listed apart/);
  });
});
