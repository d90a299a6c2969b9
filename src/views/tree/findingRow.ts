import { asideOf } from '../../core/state/findingStatus.ts';
import { followersOf } from '../../core/state/relatedFindings.ts';
import type { RunState } from '../../core/state/runState.ts';
import type { Finding } from '../../core/domain/findings.ts';
import { count } from '../../core/format/format.ts';
import { SEVERITY_LOOK } from './branchRow.ts';
import { MUTED, type Row } from './row.ts';

/** One merged finding: `Late fee contradicts clause 4.2  major, Accuracy, said twice`. */
export function findingRow(run: RunState, finding: Finding): Row {
  const standing = standingOf(finding);
  const perspective = run.perspectives.find(p => p.id === finding.perspectiveId);
  const label = (finding.title || finding.message).replace(/\s+/g, ' ').slice(0, 200);
  const said = finding.branchIds.length;
  const related = followersOf(run.findings).get(finding.id)?.length ?? 0;
  const words = standing === 'open' ? [] : [standing];
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
    ...(asideOf(finding)
      ? { icon: standing === 'refuted' ? 'circle-slash' : 'close', color: MUTED }
      : standing === 'accepted'
        ? { ...SEVERITY_LOOK[finding.severity], icon: 'check' }
        : SEVERITY_LOOK[finding.severity]),
    tooltip: [
      label,
      finding.message,
      finding.quote === '' ? '' : `“${finding.quote.slice(0, 300)}”`,
      verification && verification.verdict !== 'unverified'
        ? `${capital(verification.verdict)} by ${verification.by}: ${verification.evidence}`
        : '',
      decision ? `${capital(decision.kind)}${decision.reason ? `: ${decision.reason}` : ''}` : '',
    ].filter(Boolean),
    contextValue: `finding.${standing}`,
    spoken: `${label}, ${description}`,
  };
}

/** The row that stands for what a chunk's readers need not see. */
export function asideRow(findings: readonly Finding[]): Row {
  const number = (aside: string): string => {
    const n = findings.filter(f => asideOf(f) === aside).length;
    return n === 0 ? '' : `${n} ${aside}`;
  };
  const description = [number('dismissed'), number('refuted')].filter(Boolean).join(', ');
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

const standingOf = (finding: Finding): 'open' | 'accepted' | 'dismissed' | 'refuted' =>
  asideOf(finding) ?? (finding.decision?.kind === 'accepted' ? 'accepted' : 'open');

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
