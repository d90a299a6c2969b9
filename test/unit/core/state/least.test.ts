import assert from 'node:assert/strict';
import { hasAtLeast } from '../../../../src/cli/output/outcome.ts';
import { belowText, isBelow } from '../../../../src/core/state/least.ts';
import { buildReport } from '../../../../src/core/report/report.ts';
import { renderText } from '../../../../src/core/report/text/text.ts';
import { finding } from '../fanin/fixtures.ts';
import { endedRun, findings, source as contract } from '../report/fixtures.ts';

describe('the least severity and confidence', () => {
  it('leave out what is lighter or less sure, never what a person accepted', () => {
    const minor = finding({ severity: 'minor', confidence: 0.5 });
    assert.equal(isBelow(minor, {}), false);
    assert.equal(isBelow(minor, { severity: 'minor', confidence: 0.5 }), false);
    assert.equal(isBelow(minor, { severity: 'major' }), true);
    assert.equal(isBelow(minor, { confidence: 0.6 }), true);
    const accepted = finding({ severity: 'note', decision: { kind: 'accepted', reason: '' } });
    assert.equal(isBelow(accepted, { severity: 'critical', confidence: 1 }), false);
  });

  it('say how many they leave out, and why', () => {
    assert.equal(belowText(0, { severity: 'major' }), '');
    assert.equal(
      belowText(3, { severity: 'minor', confidence: 0.6 }),
      '3 below minor or less than 60 % sure not shown',
    );
  });

  it('decide what --fail-on counts', () => {
    const unsure = finding({ severity: 'critical', confidence: 0.3 });
    assert.equal(hasAtLeast([unsure], { format: 'text', failOn: 'major' }), true);
    const least = { confidence: 0.5 };
    assert.equal(hasAtLeast([unsure], { format: 'text', failOn: 'major', least }), false);
  });

  it('leave their findings out of a report, and count them in it', () => {
    const report = buildReport(endedRun({ findings }), [contract], { severity: 'critical' });
    const graver = findings.filter(f => f.severity === 'critical').length;
    assert.equal(report.findings.length, graver);
    assert.equal(report.run.below.findings, findings.length - graver);
    assert.match(
      renderText(report).replace(/\s+/g, ' '),
      new RegExp(`${findings.length - graver} below critical not shown`),
    );
    assert.equal(buildReport(endedRun({ findings }), [contract]).run.below.findings, 0);
  });
});
