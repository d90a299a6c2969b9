import type { Finding, FindingDecision } from '../types.ts';

/** What people decided, by the fingerprint of the finding. */
export type Decisions = ReadonlyMap<string, FindingDecision>;

/**
 * The findings as people decided on them. A decision holds for the same remark on the same words,
 * wherever they have moved to; when the quoted words change, the finding is undecided again.
 */
export const applyDecisions = (findings: readonly Finding[], decisions: Decisions): Finding[] =>
  findings.map(({ decision: _earlier, ...finding }) => {
    const decision = decisions.get(finding.fingerprint);
    return decision
      ? { ...finding, decision: { kind: decision.kind, reason: decision.reason } }
      : finding;
  });
