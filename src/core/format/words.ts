import { t } from '../text/l10n.ts';
import type { Severity } from '../domain/results/findings.ts';

/** A severity inside a sentence. */
export const severityWord: Readonly<Record<Severity, string>> = {
  critical: t('critical'),
  major: t('major'),
  minor: t('minor'),
  note: t('note'),
};

/** How a finding stands, inside a sentence. */
export const standingWord = {
  applied: t('applied'),
  dismissed: t('dismissed'),
  refuted: t('refuted'),
  confirmed: t('confirmed'),
  unsure: t('unsure'),
  accepted: t('to do'),
} as const;
