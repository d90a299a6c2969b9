import type { RunEvent } from '../../core/state/events.ts';
import type { Decisions } from '../../core/fanin/merge/decisions.ts';
import type { Finding } from '../../core/domain/results/findings.ts';

/** The event that brings findings up to what was decided; undefined: they are. */
export function diffDecisions(
  findings: readonly Finding[],
  decisions: Decisions,
): Extract<RunEvent, { type: 'findings.decided' }> | undefined {
  const changes = findings.flatMap(finding => {
    const decision = decisions(finding);
    const known = finding.decision;
    if (decision?.kind === known?.kind && decision?.reason === known?.reason) return [];
    if (!decision) return [{ findingId: finding.id }];
    const { kind, reason, from } = decision;
    const now = { kind, reason, ...(from === undefined ? {} : { from }) };
    return [{ findingId: finding.id, decision: now }];
  });
  return changes.length === 0
    ? undefined
    : { type: 'findings.decided', decisions: changes, at: Date.now() };
}
