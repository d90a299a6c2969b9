import {
  count,
  countsText,
  coverageText,
  placeText,
  severityTitles,
} from '../../core/report/wording.ts';
import {
  nothingText,
  resultText,
  rootNode,
  showsFindings,
} from '../../core/report/digest/digestWording.ts';
import type { Report } from '../../core/report/report.ts';
import { isDecisive } from '../../core/state/findingStatus.ts';
import { terminalText } from '../../core/report/text/terminalText.ts';
import { SEVERITIES } from '../../core/domain/results/findings.ts';

const SHOWN = 10;

/** What the run came to and the most severe findings in a line each: for the terminal, when the report itself went to a file. */
export function topFindings(report: Report): string {
  const findings = report.findings.filter(isDecisive);
  const bySeverity = SEVERITIES.flatMap(severity => findings.filter(f => f.severity === severity));
  const lines = bySeverity
    .slice(0, SHOWN)
    .map(
      finding =>
        `  ${severityTitles[finding.severity].padEnd(9)}${placeText(finding)}  ${finding.title}`,
    );
  const more = findings.length - SHOWN;
  return terminalText(
    [
      ...result(report),
      ...(showsFindings(report) ? [countsText(report)] : []),
      ...lines,
      ...(more > 0 ? [`  and ${count(more, 'more finding')}`] : []),
      coverageText(report),
    ].join('\n'),
  );
}

/** The summary or the answer itself; the first rows. Nothing for a report of findings. */
function result(report: Report): string[] {
  if (report.extraction) return [`${resultText(report)}.`];
  if (!report.digest) return [];
  const statements = rootNode(report)?.statements ?? [];
  return statements.length === 0
    ? [nothingText(report)]
    : statements.slice(0, 2 * SHOWN).map(({ text }) => `  - ${text}`);
}
