import { type Aside, hiddenReason } from '../../core/state/findingStatus.ts';
import { followersOf } from '../../core/state/relatedFindings.ts';
import type { RunState } from '../../core/state/runState.ts';
import { isFixable } from '../../core/domain/results/fixable.ts';
import type { Finding } from '../../core/domain/results/findings.ts';
import { count } from '../../core/format/format.ts';
import { SEVERITY_LOOK } from './branchRow.ts';
import { MUTED, type Row } from './row.ts';
import { quoted, t } from '../../core/text/l10n.ts';
import { perspectiveName, severityWord, standingWord } from '../../core/format/words.ts';

/** One merged finding: `Late fee contradicts clause 4.2  major, Accuracy, said twice`. */
export function findingRow(run: RunState, finding: Finding): Row {
  const standing = standingOf(finding);
  const source = run.sources.find(s => s.id === finding.sourceId);
  const perspective = run.perspectives.find(p => p.id === finding.perspectiveId);
  const label = (finding.title || finding.message).replace(/\s+/g, ' ').slice(0, 200);
  const said = finding.branchIds.length;
  const related = followersOf(run.findings).get(finding.id)?.length ?? 0;
  const words = standing === 'open' ? [] : [standingWord[standing]];
  const description = [
    ...words,
    severityWord[finding.severity],
    perspectiveName(perspective?.title ?? finding.perspectiveId),
    ...(said > 1 ? [t('said by {0}', said)] : []),
    ...(finding.range ? [] : [t('no exact place')]),
    ...(related > 0 ? [t('with {0} related', related)] : []),
    ...(finding.otherPlaces ? [t('one of {0} places', finding.otherPlaces.length + 1)] : []),
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
      finding.quote === '' ? '' : quoted(finding.quote.slice(0, 300)),
      verification && verification.verdict !== 'unverified'
        ? t(
            '{0} by {1}: {2}',
            capital(standingWord[verification.verdict]),
            verification.by,
            verification.evidence,
          )
        : '',
      decision
        ? `${decision.kind === 'dismissed' ? t('Dismissed') : t('To do')}${decision.reason ? `: ${decision.reason}` : ''}`
        : '',
    ].filter(Boolean),
    contextValue: `finding.${standing}${isFixable(finding, source) ? '.fixable' : ''}`,
    spoken: `${label}, ${description}`,
  };
}

/** The row for findings of a chunk that are hidden by default. */
export function asideRow(findings: readonly Finding[]): Row {
  const number = (aside: Aside): string => {
    const n = findings.filter(f => hiddenReason(f) === aside).length;
    return n === 0 ? '' : `${n} ${standingWord[aside]}`;
  };
  const description = [number('applied'), number('dismissed'), number('refuted')]
    .filter(Boolean)
    .join(', ');
  const label = t('{0} set aside', count(findings.length, 'finding'));
  return {
    label,
    description,
    icon: 'archive',
    color: MUTED,
    tooltip: [t('{0}: {1}. Kept, and counted nowhere else.', label, description)],
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
