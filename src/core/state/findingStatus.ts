import type { FindingDecision, Verification } from '../domain/findings.ts';

/** Why a finding is out of sight: a person dismissed it, or a second look refuted it. */
export const ASIDES = ['dismissed', 'refuted'] as const;
export type Aside = (typeof ASIDES)[number];

interface Judged {
  readonly verification?: Pick<Verification, 'verdict'> | null;
  readonly decision?: FindingDecision | null;
}

/** Why a finding is set aside: kept, counted, shown when asked for; undefined when it stands. */
export function asideOf({ verification, decision }: Judged): Aside | undefined {
  if (decision?.kind === 'dismissed') return 'dismissed';
  // What a person accepted stands, whatever a model says of it.
  if (decision?.kind === 'accepted') return undefined;
  return verification?.verdict === 'refuted' ? 'refuted' : undefined;
}

/** Neither dismissed by a person nor refuted by a second look that no person overruled. */
export const isStanding = (finding: Judged): boolean => asideOf(finding) === undefined;
