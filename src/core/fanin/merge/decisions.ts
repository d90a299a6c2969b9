import type { Decidable, Finding, FindingDecision } from '../../domain/results/findings.ts';
import type { Source } from '../../domain/source.ts';
import { fingerprint } from './fingerprint.ts';
import { passageAt } from '../place/passage.ts';

/** A person's decision about a finding, if any. */
export type Decisions = (finding: Finding) => FindingDecision | undefined;

/**
 * The findings with people's decisions applied. A decision holds for the same remark on the same passage of the same
 * document, even if the passage has moved; if its words change, the finding is undecided again.
 */
export const applyDecisions = (findings: readonly Finding[], decisions: Decisions): Finding[] =>
  findings.map(({ decision: _earlier, ...finding }) => {
    const decision = decisions(finding);
    if (!decision) return finding;
    const { kind, reason, from } = decision;
    return { ...finding, decision: { kind, reason, ...(from === undefined ? {} : { from }) } };
  });

/**
 * The key of a decision: the finding's fingerprint, followed by 64 bits in hex of the document and the passage. A
 * decision on `[date]` in one clause does not apply to `[date]` in the next, nor to the same clause of another
 * contract. `document` is the document's name in the decision store.
 */
export function decisionKey(
  finding: Decidable,
  document: string,
  source: Pick<Source, 'text' | 'kind'> | undefined,
): string {
  const passage =
    source && finding.range
      ? passageAt(source.text, finding.range, source.kind === 'code')
      : finding.quote;
  return finding.fingerprint + fingerprint(document, passage);
}

/**
 * The keys of a merged finding: its own and those of all findings merged into it, so that a decision holds whichever of
 * them is the lead next time, or occurs alone.
 */
export const decisionKeys = (
  finding: Decidable & Pick<Finding, 'mergedFrom'>,
  document: string,
  source: Pick<Source, 'text' | 'kind'> | undefined,
): string[] => [
  ...new Set(
    [finding, ...(finding.mergedFrom ?? [])].map(one => decisionKey(one, document, source)),
  ),
];
