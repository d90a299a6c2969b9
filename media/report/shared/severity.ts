import type { Severity } from '../../../src/core/domain/results/findings.ts';
import { t } from '../../../src/core/text/l10n.ts';

export const SEVERITY_WORD: Readonly<Record<Severity, string>> = {
  critical: t('Critical'),
  major: t('Major'),
  minor: t('Minor'),
  note: t('Note'),
};

/** Severity is a shape first, a colour second. */
export const SEVERITY_ICON: Readonly<Record<Severity, string>> = {
  critical: 'error',
  major: 'warning',
  minor: 'info',
  note: 'lightbulb',
};

export const SEVERITY_CLASS: Readonly<Record<Severity, string>> = {
  critical: 's-err',
  major: 's-warn',
  minor: 's-info',
  note: 's-hint',
};
