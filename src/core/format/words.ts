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

/** The titles of the built-in perspectives are stored in English; those of other people are as they wrote them. */
const BUILT_IN = new Map<string, () => string>([
  ['Accuracy', () => t('Accuracy')],
  ['Tone', () => t('Tone')],
  ['Completeness', () => t('Completeness')],
  ['Correctness', () => t('Correctness')],
  ['Security', () => t('Security')],
  ['Performance', () => t('Performance')],
  ['Maintainability', () => t('Maintainability')],
  ['Tests', () => t('Tests')],
  ['Consistency', () => t('Consistency')],
  ['Answer', () => t('Answer')],
  ['Rows', () => t('Rows')],
  ['Summary', () => t('Summary')],
  ['Label', () => t('Label')],
  ['Labels', () => t('Labels')],
  ['Text that addresses the reviewer', () => t('Text that addresses the reviewer')],
]);

/** What a perspective is called, by its title. */
export const perspectiveName = (title: string): string => BUILT_IN.get(title)?.() ?? title;

const STATUS = new Map<string, string>([
  ['queued', t('queued')],
  ['waiting', t('waiting')],
  ['running', t('running')],
  ['retrying', t('retrying')],
  ['succeeded', t('answered')],
  ['failed', t('failed')],
  ['skipped', t('skipped')],
  ['cancelled', t('cancelled')],
  ['cached', t('cached')],
]);

/** How a branch stands, inside a sentence. */
export const statusWord = (status: string): string => STATUS.get(status) ?? status;
