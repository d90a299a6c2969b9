/**
 * Perspectives of findings that fan-in itself makes: no branch reads from them, so they are in no
 * run's list and count towards no coverage.
 */
export const CONSISTENCY = 'consistency';
export const INJECTION = 'injection';

export const fanInTitles: Readonly<Record<string, string>> = {
  [CONSISTENCY]: 'Consistency',
  [INJECTION]: 'Text that addresses the reviewer',
};
