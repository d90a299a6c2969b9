import type { Severity } from '../../../src/core/domain/results/findings.ts';

export const SEVERITY_WORD: Readonly<Record<Severity, string>> = {
  critical: 'Critical',
  major: 'Major',
  minor: 'Minor',
  note: 'Note',
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
