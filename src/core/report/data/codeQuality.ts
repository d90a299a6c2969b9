import { isActive, isDecisive } from '../../state/findingStatus.ts';
import type { Report } from '../reportFormat.ts';
import { coverageText, isComplete, reviewerText } from '../wording.ts';
import { jsonText } from '../text/terminalText.ts';

const SEVERITY = { critical: 'critical', major: 'major', minor: 'minor', note: 'info' } as const;

/**
 * What GitLab reads as the artifact `reports:codequality`: a list of findings at lines, by the published format of
 * Code Climate with the fields that GitLab uses. Findings that are set aside or have no place are left out, for it
 * shows every entry at its line.
 */
export function renderCodeQuality(report: Report): string {
  const reviewer = reviewerText(report);
  const seen = new Map<string, number>();
  const entries = report.findings
    .filter(finding => isActive(finding) && isDecisive(finding) && finding.line !== null)
    .map(({ title, message, rule, perspective, fingerprint, severity, path, line, endLine }) => {
      const times = (seen.get(fingerprint) ?? 0) + 1;
      seen.set(fingerprint, times);
      return {
        description: [title, message].filter(Boolean).join(': '),
        check_name: rule ?? perspective,
        // It drops all but one of those that are alike.
        fingerprint: times === 1 ? fingerprint : `${fingerprint}.${times}`,
        severity: SEVERITY[severity],
        engine_name: `Fanout Review (${reviewer})`,
        location: { path, lines: { begin: line, end: endLine ?? line } },
      };
    });
  // A list with nothing in it looks like a file with nothing wrong.
  const [first] = report.sources;
  if (!isComplete(report))
    entries.push({
      description: `Not everything was read: ${coverageText(report)}`,
      check_name: 'coverage',
      fingerprint: 'coverage',
      severity: 'major',
      engine_name: `Fanout Review (${reviewer})`,
      location: { path: first?.path ?? '.', lines: { begin: 1, end: 1 } },
    });
  return `${jsonText(entries, 2)}\n`;
}
