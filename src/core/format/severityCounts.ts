import { grouped } from './format.ts';
import { SEVERITIES, type Finding } from '../domain/results/findings.ts';

/** `2 critical, 1,008 minor`; empty without findings. */
export const countsBySeverity = (findings: readonly Pick<Finding, 'severity'>[]): string =>
  SEVERITIES.flatMap(severity => {
    const n = findings.filter(finding => finding.severity === severity).length;
    return n > 0 ? [`${grouped(n)} ${severity}`] : [];
  }).join(', ');
