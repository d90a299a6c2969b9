import { SEVERITIES, type Finding } from '../domain/results/findings.ts';
import { t } from '../text/l10n.ts';
import { count, grouped } from './format.ts';
import { severityWord } from './words.ts';

/** `2 critical, 1,008 minor`; empty without findings. */
export const countsBySeverity = (findings: readonly Pick<Finding, 'severity'>[]): string =>
  SEVERITIES.flatMap(severity => {
    const n = findings.filter(finding => finding.severity === severity).length;
    return n > 0 ? [`${grouped(n)} ${severityWord[severity]}`] : [];
  }).join(', ');

type Counted = readonly Pick<Finding, 'severity'>[];

/** `3 findings: 2 critical, 1 minor.`; undefined without findings. */
export const countedLead = (findings: Counted): string | undefined =>
  findings.length === 0
    ? undefined
    : t('{0}: {1}.', count(findings.length, 'finding'), countsBySeverity(findings));

/** `2 critical, 1 minor.`, or `none` as a sentence. */
export const countedVerdict = (findings: Counted, none: string): string =>
  t('{0}.', findings.length === 0 ? none : countsBySeverity(findings));
