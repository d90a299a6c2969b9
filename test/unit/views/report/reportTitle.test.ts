import assert from 'node:assert/strict';
import { playbookSpec } from '../../../../src/core/jobs/digest/playbook.ts';
import { REVIEW } from '../../../../src/core/domain/jobSpec.ts';
import { reportTitle } from '../../../../src/views/report/reportTitle.ts';

describe('the title of a report', () => {
  const at = new Date(2026, 10, 30, 9, 17).getTime();
  const run = { name: 'nda.md', startedAt: at };

  it('says which run of which document it is', () => {
    assert.equal(
      reportTitle({ ...run, job: 'review', spec: REVIEW }, at),
      'Review of nda.md, 09:17',
    );
    const spec = { kind: 'ask', question: 'Who pays?' } as const;
    assert.equal(reportTitle({ ...run, job: 'ask', spec }, at), 'Answer from nda.md, 09:17');
  });

  it('a playbook run is no answer', () => {
    const spec = playbookSpec({ title: 'NDA', rules: [{ title: 'Term', text: 'Acceptable: x.' }] });
    assert.equal(
      reportTitle({ ...run, job: 'ask', spec }, at),
      'Playbook check of nda.md, 09:17',
    );
  });
});
