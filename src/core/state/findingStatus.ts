import type { FindingDecision, Verification } from '../domain/results/findings.ts';
import { t } from '../text/l10n.ts';

/**
 * Why a finding is not one to deal with: its suggestion is in the text, a person dismissed it, or a second look
 * refuted it.
 */
export const HIDDEN_REASONS = ['applied', 'dismissed', 'refuted'] as const;
export type Aside = (typeof HIDDEN_REASONS)[number];

interface Judged {
  readonly verification?: Pick<Verification, 'verdict'> | null;
  readonly decision?: FindingDecision | null;
  readonly applied?: boolean;
}

/** Why a finding is set aside: kept, counted, shown when asked for; undefined when it stands. */
export function hiddenReason({ verification, decision, applied }: Judged): Aside | undefined {
  if (applied) return 'applied';
  if (decision?.kind === 'dismissed') return 'dismissed';
  // What a person accepted stands, whatever a model says of it.
  if (decision?.kind === 'accepted') return undefined;
  return verification?.verdict === 'refuted' ? 'refuted' : undefined;
}

/** A finding, or one of a report. */
export type Placeable = Judged & { readonly placed?: boolean; readonly range?: unknown };

/**
 * Whether a finding decides anything: verdicts, exit codes, what is read first. One whose quote is not in
 * the text may be made up; it is listed apart until a person accepts it.
 */
export const isDecisive = (finding: Placeable): boolean =>
  isActive(finding) &&
  ((finding.placed ?? finding.range !== undefined) || finding.decision?.kind === 'accepted');

export interface FindingTally {
  readonly decisive: number;
  /** Standing, without a place, not accepted. */
  readonly unplaced: number;
  readonly aside: number;
}

export function tallyFindings(findings: readonly Placeable[]): FindingTally {
  const standing = findings.filter(isActive);
  const decisive = standing.filter(isDecisive).length;
  return {
    decisive,
    unplaced: standing.length - decisive,
    aside: findings.length - standing.length,
  };
}

/** What is listed apart from the findings that are counted, in words: `2 without a place`. */
export const apartWords = ({ unplaced, aside }: FindingTally): string[] => [
  ...(unplaced === 0 ? [] : [t('{0} without a place', unplaced)]),
  ...(aside === 0 ? [] : [t('{0} set aside', aside)]),
];

/** Neither applied, nor dismissed by a person nor refuted by a second look that no person overruled. */
export const isActive = (finding: Judged): boolean => hiddenReason(finding) === undefined;
