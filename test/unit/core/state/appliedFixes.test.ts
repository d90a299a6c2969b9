import assert from 'node:assert/strict';
import { isFixable, whyNotFixable } from '../../../../src/core/domain/results/fixable.ts';
import { hiddenReason, isActive } from '../../../../src/core/state/findingStatus.ts';
import { finding, plannedRun, send } from '../../views/sampleRun.ts';

describe('suggestions in the text', () => {
  const fixable = {
    ...finding('major'),
    suggestion: 'better',
    quote: 'worse',
    range: { start: 1, end: 6 },
  };

  it('an applied finding is set aside until it is taken out again, also over a new merge', () => {
    const run = plannedRun(1);
    send(run, { type: 'findings.merged', findings: [fixable] });
    send(run, { type: 'suggestions.applied', findingIds: [fixable.id], applied: true });
    assert.equal(run.findings[0] && hiddenReason(run.findings[0]), 'applied');
    send(run, { type: 'findings.merged', findings: [{ ...fixable, id: 'F9' }] });
    assert.equal(run.findings[0]?.applied, true);
    send(run, { type: 'suggestions.applied', findingIds: ['F9'], applied: false });
    assert.ok(run.findings[0] && isActive(run.findings[0]));
    assert.equal('applied' in run.findings[0], false);
  });

  it('counts as fixable only what can be applied', () => {
    const source = { path: 'a.md', uri: 'file:///a.md' };
    assert.ok(isFixable(fixable, source));
    const { range: _none, ...unplaced } = fixable;
    for (const [is, where] of [
      [{ ...fixable, applied: true as const }, source],
      [unplaced, source],
      [{ ...fixable, suggestion: 'worse' }, source],
      [fixable, { path: 'a.md' }],
      [fixable, { ...source, pages: [{ start: 0, page: 1 }] }],
      [fixable, { path: '.vscode/settings.json', uri: 'file:///.vscode/settings.json' }],
      [fixable, undefined],
    ] as const)
      assert.ok(whyNotFixable(is, where), JSON.stringify([is, where]));
  });
});
