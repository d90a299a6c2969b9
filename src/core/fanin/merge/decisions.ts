import type { Decidable, Finding, FindingDecision } from '../../domain/results/findings.ts';
import type { Source } from '../../domain/source.ts';
import { fingerprint } from './fingerprint.ts';
import { passageAt } from '../place/passage.ts';

/** What people decided about a finding, if anything. */
export type Decisions = (finding: Finding) => FindingDecision | undefined;

/**
 * The findings as people decided on them. A decision holds for the same remark on the same passage of
 * the same document, wherever in it the passage has moved to; when its words change, the finding is
 * undecided again.
 */
export const applyDecisions = (findings: readonly Finding[], decisions: Decisions): Finding[] =>
  findings.map(({ decision: _earlier, ...finding }) => {
    const decision = decisions(finding);
    if (!decision) return finding;
    const { kind, reason, from } = decision;
    return { ...finding, decision: { kind, reason, ...(from === undefined ? {} : { from }) } };
  });

/**
 * What a decision is kept under: the finding's fingerprint, and behind it 64 bits in hex of the document
 * and the passage. `[date]` left open in one clause says nothing about `[date]` in the next, nor about
 * the same clause of another contract. `document` is the document's name where the decision is kept.
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
 * The keys of a merged finding: its own and those of all that it was merged from, so that a decision holds whichever of
 * them speaks for the others the next time, or is said alone.
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
