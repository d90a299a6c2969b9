import { type Aside, hiddenReason } from '../../core/state/findingStatus.ts';
import { followersOf } from '../../core/state/relatedFindings.ts';
import type { RunState } from '../../core/state/runState.ts';
import { isFixable } from '../../core/domain/results/fixable.ts';
import type { Finding } from '../../core/domain/results/findings.ts';
import { count } from '../../core/format/format.ts';
import { SEVERITY_LOOK } from './branchRow.ts';
import { MUTED, type Row } from './row.ts';

/** One merged finding: `Late fee contradicts clause 4.2  major, Accuracy, said twice`. */
export function findingRow(run: RunState, finding: Finding): Row {
  const standing = standingOf(finding);
  const source = run.sources.find(s => s.id === finding.sourceId);
  const perspective = run.perspectives.find(p => p.id === finding.perspectiveId);
  const label = (finding.title || finding.message).replace(/\s+/g, ' ').slice(0, 200);
  const said = finding.branchIds.length;
  const related = followersOf(run.findings).get(finding.id)?.length ?? 0;
  const words = standing === 'open' ? [] : [standing === 'accepted' ? 'to do' : standing];
  const description = [
    ...words,
    finding.severity,
    perspective?.title ?? finding.perspectiveId,
    ...(said > 1 ? [`said by ${said}`] : []),
    ...(finding.range ? [] : ['no exact place']),
    ...(related > 0 ? [`with ${related} related`] : []),
    ...(finding.otherPlaces ? [`one of ${finding.otherPlaces.length + 1} places`] : []),
  ].join(', ');
  const { decision, verification } = finding;
  return {
    label,
    description,
    ...(hiddenReason(finding)
      ? { icon: ASIDE_ICON[standing as Aside], color: MUTED }
      : standing === 'accepted'
        ? { ...SEVERITY_LOOK[finding.severity], icon: 'tasklist' }
        : SEVERITY_LOOK[finding.severity]),
    tooltip: [
      label,
      finding.message,
      finding.quote === '' ? '' : `“${finding.quote.slice(0, 300)}”`,
      verification && verification.verdict !== 'unverified'
        ? `${capital(verification.verdict)} by ${verification.by}: ${verification.evidence}`
        : '',
      decision
        ? `${decision.kind === 'dismissed' ? 'Dismissed' : 'To do'}${decision.reason ? `: ${decision.reason}` : ''}`
        : '',
    ].filter(Boolean),
    contextValue: `finding.${standing}${isFixable(finding, source) ? '.fixable' : ''}`,
    spoken: `${label}, ${description}`,
  };
}

/** The row for findings of a chunk that are hidden by default. */
export function asideRow(findings: readonly Finding[]): Row {
  const number = (aside: string): string => {
    const n = findings.filter(f => hiddenReason(f) === aside).length;
    return n === 0 ? '' : `${n} ${aside}`;
  };
  const description = [number('applied'), number('dismissed'), number('refuted')]
    .filter(Boolean)
    .join(', ');
  const label = `${count(findings.length, 'finding')} set aside`;
  return {
    label,
    description,
    icon: 'archive',
    color: MUTED,
    tooltip: [`${label}: ${description}. Kept, and counted nowhere else.`],
    contextValue: 'aside',
    spoken: `${label}, ${description}`,
  };
}

const ASIDE_ICON: Readonly<Record<Aside, string>> = {
  applied: 'check',
  dismissed: 'close',
  refuted: 'circle-slash',
};

const standingOf = (finding: Finding): 'open' | 'accepted' | Aside =>
  hiddenReason(finding) ?? (finding.decision?.kind === 'accepted' ? 'accepted' : 'open');

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
