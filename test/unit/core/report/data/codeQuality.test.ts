import assert from 'node:assert/strict';
import { renderCodeQuality } from '../../../../../src/core/report/data/codeQuality.ts';
import { findingAt, findings, report } from '../fixtures.ts';

interface Entry {
  readonly fingerprint: string;
  readonly severity: string;
  readonly location: { readonly path: string; readonly lines: object };
}

describe('report for GitLab', () => {
  const read = (...all: typeof findings): Entry[] =>
    JSON.parse(renderCodeQuality(report({ findings: all }))) as Entry[];

  it('has the findings with a place that stand, at their lines, each with a fingerprint of its own', () => {
    const dismissed = findingAt('5 %', { decision: { kind: 'dismissed', reason: 'agreed' } });
    const entries = read(...findings, dismissed, findingAt('ten per cent (10%)', { id: 'F9' }));
    assert.deepEqual(
      entries.map(({ severity, location }) => [severity, location]),
      [
        ['critical', { path: 'contracts/rev 7.md', lines: { begin: 3, end: 3 } }],
        ['minor', { path: 'contracts/rev 7.md', lines: { begin: 7, end: 7 } }],
        ['critical', { path: 'contracts/rev 7.md', lines: { begin: 3, end: 3 } }],
      ],
    );
    assert.equal(new Set(entries.map(entry => entry.fingerprint)).size, 3);
  });
});
