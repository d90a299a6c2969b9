import { count } from '../format/format.ts';
import type { FindingDecision } from '../domain/results/findings.ts';
import { hiddenReason } from '../state/findingStatus.ts';
import { t } from '../text/l10n.ts';

interface Decided {
  readonly decision?: FindingDecision | null | undefined;
}

/** How many findings decisions set aside, by where those are kept; the most first. */
export function silencedBy(
  findings: readonly Decided[],
): readonly { readonly from: string; readonly findings: number }[] {
  const counts = new Map<string, number>();
  for (const { decision } of findings) {
    if (!decision || hiddenReason({ decision }) !== 'dismissed') continue;
    const from = decision.from ?? t('a decision in the editor');
    counts.set(from, (counts.get(from) ?? 0) + 1);
  }
  return [...counts]
    .map(([from, of]) => ({ from, findings: of }))
    .sort((a, b) => b.findings - a.findings || (a.from < b.from ? -1 : 1));
}

/** `3 findings dismissed: 2 by .fanout/decisions.json, 1 by your own decisions`; empty when none are. */
export function silencedText(findings: readonly Decided[]): string {
  const by = silencedBy(findings);
  const total = by.reduce((sum, one) => sum + one.findings, 0);
  return total === 0
    ? ''
    : t(
        '{0} dismissed: {1}',
        count(total, 'finding'),
        by.map(one => t('{0} by {1}', one.findings, one.from)).join(', '),
      );
}
