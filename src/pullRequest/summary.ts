import { SEVERITIES } from '../core/domain/results/findings.ts';
import { count } from '../core/format/format.ts';
import type { Report, ReportFinding } from '../core/report/reportFormat.ts';
import { documentOf } from '../core/report/sections/document.ts';
import { gapPlaceText, placeText, severityTitles, unreadOf } from '../core/report/wording.ts';
import { isDecisive } from '../core/state/findingStatus.ts';
import { cut } from '../core/text/cleanText.ts';
import { line, mark, MAX_BODY } from './comments.ts';

/** Most rows of a list. */
const MAX_ROWS = 40;

interface Shown {
  readonly report: Report;
  /** Findings with no comment of their own. */
  readonly elsewhere: readonly ReportFinding[];
  /** Comments that were left out because there were too many, or because the host refused them. */
  readonly left: number;
  /** Short name of the commit that was reviewed. */
  readonly commit: string;
}

/** The one comment on the whole: how many findings, what was read, what it cost. */
export function summaryOf({ report, elsewhere, left, commit }: Shown): string {
  const { facts, notices, closing } = documentOf(report);
  const counts = SEVERITIES.flatMap(severity => {
    const n = report.findings.filter(f => f.severity === severity && isDecisive(f)).length;
    return n === 0 ? [] : [`${n} ${severityTitles[severity].toLowerCase()}`];
  });
  const gaps = [
    ...report.coverage.gaps.map(gap => `${gapPlaceText(gap)}: ${gap.reason}`),
    ...unreadOf(report).map(({ path, reason }) => `${path}: ${reason}`),
  ];
  const body = [
    `### Fanout Review of ${commit}`,
    `**${counts.join(', ') || 'No findings that count'}.** ${line(closing.at(-1) ?? '')}`,
    ...notices.map(({ lead, text }) => `> ${line(`${lead} ${text}`)}`),
    list('Not read', gaps),
    list(
      'Findings without a comment of their own',
      elsewhere.map(f => `${placeText(f)}: ${severityTitles[f.severity]}: ${f.title}`),
    ),
    left > 0
      ? `${count(left, 'finding')} more: the limit of comments was reached, or the line is not in the diff. The report has them all.`
      : '',
    facts.map(({ name, value }) => `- ${name}: ${line(value)}`).join('\n'),
  ].filter(Boolean);
  const text = body.join('\n\n');
  return `${cut(text, MAX_BODY)}\n\n${mark('summary')}`;
}

function list(title: string, rows: readonly string[]): string {
  if (rows.length === 0) return '';
  const more = rows.length > MAX_ROWS ? [`and ${rows.length - MAX_ROWS} more`] : [];
  return [
    `**${title} (${rows.length})**`,
    '',
    ...[...rows.slice(0, MAX_ROWS), ...more].map(row => `- ${line(row)}`),
  ].join('\n');
}
