import { SEVERITIES, type FindingDecision, type Severity } from '../domain/results/findings.ts';
import { severityWord } from '../format/words.ts';
import { t } from '../text/l10n.ts';

/** What a reader wants to see at least. What is below is kept, counted, and shown when the limit goes. */
export interface Least {
  /** Absent: all. */
  readonly severity?: Severity;
  /** 0 to 1; absent: all. */
  readonly confidence?: number;
}

interface Weighed {
  readonly severity: Severity;
  readonly confidence: number;
  readonly decision?: FindingDecision | null;
}

/** What a person accepted is never below. */
export const isBelow = (
  { severity, confidence, decision }: Weighed,
  { severity: least = 'note', confidence: surest = 0 }: Least,
): boolean =>
  decision?.kind !== 'accepted' &&
  (SEVERITIES.indexOf(severity) > SEVERITIES.indexOf(least) || confidence < surest);

/** `3 below minor or less than 60 % sure`; empty where nothing is. */
export function belowText(hidden: number, { severity = 'note', confidence = 0 }: Least): string {
  if (hidden === 0) return '';
  const limits = [
    ...(severity === 'note' ? [] : [t('below {0}', severityWord[severity])]),
    ...(confidence === 0 ? [] : [t('less than {0} % sure', Math.round(confidence * 100))]),
  ];
  return t('{0} {1} not shown', hidden, limits.join(t(' or ')));
}
