import { costHead, costTable } from '../costTable.ts';
import { labelTable } from '../records.ts';
import { resultText } from '../digestWording.ts';
import type { Report, ReportFinding } from '../reportFormat.ts';
import { readRichText, type Inline } from '../richText.ts';
import { silencedText } from '../silenced.ts';
import { terminalText, withoutCiCommands } from './terminalText.ts';
import { digestLines } from './textDigest.ts';
import {
  costText,
  count,
  coverageText,
  decisionText,
  doneBy,
  droppedText,
  duration,
  findingGroups,
  gapPlaceText,
  houseRulesText,
  isComplete,
  leftOutOf,
  matchText,
  opinionTexts,
  perspectiveTitle,
  placeText,
  provenanceText,
  relatedHeading,
  relatedPlaceText,
  reviewerText,
  rulesNotice,
  statusText,
  tokensText,
  type FindingGroup,
  unreadOf,
  verdictTitles,
  verificationText,
  wordingTexts,
} from '../wording.ts';

/** Columns that lines are broken at, and characters of a quote that are shown. */
const WIDTH = 96;
const QUOTE = 160;

/** The report for a terminal: no colours, no control characters, no line a CI service would obey. */
export function renderText(report: Report): string {
  const lines = [
    ...header(report),
    ...summary(report),
    ...labels(report),
    ...digestLines(report, wrap),
    ...findings(report),
    ...gaps(report),
    ...costs(report),
    '',
    // Last, so that it is still on the screen.
    ...verdict(report),
  ];
  return `${withoutCiCommands(lines.join('\n'))
    .replace(/\n{3,}/g, '\n\n')
    .trim()}\n`;
}

function header(report: Report): string[] {
  return [
    line(report.title),
    `${doneBy[report.run.job]} by ${line(reviewerText(report))}. ${statusText(report)} in ${duration(report.run.durationMs)}. ${spent(report)}.`,
    ...(report.run.failure
      ? [
          `${report.run.status === 'failed' ? 'Failed' : 'Why'}: ${line(report.run.failure.message)}`,
        ]
      : []),
    ...(report.run.rulesOnly ? [rulesNotice] : []),
    ...(houseRulesText(report) ? [`House rules: ${line(houseRulesText(report))}`] : []),
    ...(silencedText(report.findings) ? [`Decisions: ${line(silencedText(report.findings))}`] : []),
    `${isComplete(report) ? 'Coverage' : 'Not everything was read'}: ${coverageText(report)}`,
    '',
  ];
}

const spent = (report: Report): string =>
  report.run.rulesOnly
    ? costText(report)
    : `${count(report.run.calls, 'call')}, ${costText(report)}, tokens: ${tokensText(report)}`;

function summary(report: Report): string[] {
  const { synthesis } = report;
  if (!synthesis) return [];
  const lines = ['SUMMARY', ''];
  for (const block of readRichText(synthesis.markdown)) {
    for (const item of block.items)
      lines.push(
        ...(block.kind === 'list'
          ? wrap(`- ${plain(item)}`, '  ', '    ')
          : wrap(plain(item), '  ')),
      );
    lines.push('');
  }
  if (synthesis.failure)
    lines.push(...wrap(`The model wrote no summary: ${synthesis.failure.message}`, '  '), '');
  for (const v of synthesis.verdicts)
    lines.push(
      ...wrap(
        `${perspectiveTitle(report, v.perspective)}: ${verdictTitles[v.verdict]}. ${v.text}`,
        '  ',
        '    ',
      ),
    );
  if (synthesis.verdicts.length > 0) lines.push('');
  if (synthesis.actions.length > 0) lines.push('  First:');
  synthesis.actions.forEach((action, i) => {
    lines.push(...wrap(`${i + 1}. ${action.text} [${action.findings.join(', ')}]`, '  ', '     '));
  });
  return [...lines, ''];
}

const plain = (inlines: readonly Inline[]): string =>
  inlines.map(i => (i.kind === 'ref' ? `[${i.text}]` : i.text)).join('');

function labels({ records }: Report): string[] {
  if (!records) return [];
  const { head, rows } = labelTable(records);
  return ['LABELS', '', ...table([head, ...rows]), ''];
}

function costs(report: Report): string[] {
  const rows = costTable(report).map(({ what, estimated, actual }) => [what, estimated, actual]);
  return rows.length === 0 ? [] : ['', 'COST AND TIME', '', ...table([costHead, ...rows])];
}

/** The first column to the left, the others to the right. */
function table(rows: readonly (readonly string[])[]): string[] {
  const all = rows.map(cells => cells.map(line));
  const widths = (rows[0] ?? []).map((_, i) =>
    Math.min(60, Math.max(...all.map(cells => cells[i]?.length ?? 0))),
  );
  const cell = (text: string, i: number): string =>
    i === 0 ? text.slice(0, 60).padEnd(widths[i] ?? 0) : text.padStart(widths[i] ?? 0);
  return all.map(cells => `  ${cells.map(cell).join('  ')}`);
}

function findings(report: Report): string[] {
  const lines: string[] = [];
  for (const group of findingGroups(report)) {
    lines.push(`${group.title.toUpperCase()} (${group.count})`, '');
    if (group.notice !== '') lines.push(...wrap(group.notice, '  '), '');
    for (const finding of group.findings) {
      lines.push(...wrap(relatedHeading(finding, group), '  '));
      lines.push(...findingLines(report, finding, group), '');
    }
  }
  return lines;
}

function findingLines(
  report: Report,
  finding: ReportFinding,
  { severity: own }: FindingGroup,
): string[] {
  const ungrouped = finding.severity !== own;
  const severity = ungrouped ? `${finding.severity}, ` : '';
  return [
    `  ${line(placeText(finding))}  ${finding.id}  ${line(finding.title)}`,
    ...(finding.quote === '' ? [] : wrap(`"${shorten(line(finding.quote))}"`, '      ')),
    ...wrap(matchText(finding), '      '),
    ...(finding.message === finding.title ? [] : wrap(finding.message, '      ')),
    ...(finding.suggestion === null ? [] : wrap(`Suggestion: ${finding.suggestion}`, '      ')),
    ...finding.related.flatMap(place =>
      wrap(`See also ${relatedPlaceText(place)}  "${shorten(line(place.quote))}"`, '      '),
    ),
    ...[opinionTexts(report, finding), wordingTexts(finding)].flatMap(texts =>
      texts.flatMap((text, i) => wrap(text, i === 0 ? '      ' : '        ')),
    ),
    ...wrap(verificationText(finding), '      '),
    ...wrap(decisionText(finding), '      '),
    ...wrap(`(${severity}${provenanceText(report, finding)})`, '      '),
  ];
}

function gaps(report: Report): string[] {
  const lines: string[] = [];
  if (report.coverage.gaps.length > 0) lines.push(`GAPS (${report.coverage.gaps.length})`, '');
  for (const gap of report.coverage.gaps)
    lines.push(
      ...wrap(
        `${gapPlaceText(gap)}  ${perspectiveTitle(report, gap.perspective)}  ${gap.reason}`,
        '  ',
        '      ',
      ),
    );
  for (const [title, files] of [
    ['NOT READ', unreadOf(report)],
    ['LEFT OUT', leftOutOf(report)],
  ] as const) {
    if (files.length > 0) lines.push('', `${title} (${files.length})`, '');
    for (const { path, reason } of files) lines.push(...wrap(`${path}  ${reason}`, '  ', '      '));
  }
  return lines;
}

const verdict = (report: Report): string[] => [
  ...(droppedText(report) ? [`${droppedText(report)}.`] : []),
  `${resultText(report)}. ${coverageText(report)}`,
];

const line = (text: string): string => terminalText(text).replace(/\s+/g, ' ').trim();

const shorten = (text: string): string =>
  text.length <= QUOTE
    ? text
    : `${text
        .slice(0, QUOTE - 1)
        .toWellFormed()
        .trimEnd()}…`;

/** Lines of at most `WIDTH` characters where words allow; blank ones go. */
function wrap(text: string, indent: string, hanging = indent): string[] {
  const lines: string[] = [];
  for (const paragraph of terminalText(text).split('\n')) {
    let current = '';
    for (const word of paragraph.split(/[ \t]+/).filter(Boolean)) {
      const lead = lines.length === 0 ? indent : hanging;
      if (current !== '' && lead.length + current.length + word.length + 1 > WIDTH) {
        lines.push(lead + current);
        current = word;
      } else current = current === '' ? word : `${current} ${word}`;
    }
    if (current !== '') lines.push((lines.length === 0 ? indent : hanging) + current);
  }
  return lines;
}
