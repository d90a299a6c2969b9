import { costHead, costTable } from '../costTable.ts';
import { labelTable } from '../records.ts';
import { showsFindings } from '../digestWording.ts';
import { digestMarkdown } from './markdownDigest.ts';
import { escapeMarkdown } from './markdownText.ts';
import type { Report, ReportFinding } from '../reportFormat.ts';
import { silencedText } from '../silenced.ts';
import { readRichText, type Inline } from '../richText.ts';
import {
  costText,
  count,
  countsText,
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
  severityTitles,
  statusText,
  tokensText,
  unreadOf,
  verdictTitles,
  verificationText,
  wordingTexts,
} from '../wording.ts';

/** The report as Markdown. All text of documents and models is escaped: no HTML, images, links or tables of theirs. */
export function renderMarkdown(report: Report): string {
  const parts = [
    `# ${inline(report.title)}`,
    header(report),
    report.run.rulesOnly ? `> ${rulesNotice}` : '',
    `> ${isComplete(report) ? '' : '**Not everything was read.** '}${coverageText(report)}`,
    summary(report),
    labels(report),
    digestMarkdown(report),
    showsFindings(report) ? `## Findings\n\n${countsText(report)}. ${coverageText(report)}` : '',
    ...findingGroups(report).map(group =>
      [
        `### ${group.title} (${group.count})`,
        ...(group.notice === '' ? [] : [group.notice]),
        ...group.findings.flatMap(finding => [
          ...[relatedHeading(finding, group)].filter(Boolean).map(text => `**${inline(text)}**`),
          findingText(report, finding),
        ]),
      ].join('\n\n'),
    ),
    gaps(report),
    costs(report),
  ];
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}

function header(report: Report): string {
  const { run } = report;
  return [
    `- Status: ${statusText(report)}`,
    ...(run.failure ? [`- Failed: ${inline(run.failure.message)}`] : []),
    `- ${doneBy[report.run.job]} by: ${inline(reviewerText(report))}`,
    `- Started: ${run.startedAt}, took ${duration(run.durationMs)}`,
    `- Cost: ${costText(report)}${run.rulesOnly ? '' : `; ${count(run.calls, 'call')}, tokens: ${tokensText(report)}`}`,
    ...(houseRulesText(report) ? [`- House rules: ${inline(houseRulesText(report))}`] : []),
    ...(silencedText(report.findings)
      ? [`- Decisions: ${inline(silencedText(report.findings))}`]
      : []),
    ...(droppedText(report) ? [`- ${droppedText(report)}`] : []),
    ...report.sources.map(s => `- Source: ${inline(s.path)}, ${count(s.chunks, 'chunk')}`),
  ].join('\n');
}

function summary({ synthesis, ...report }: Report): string {
  if (!synthesis) return '';
  const blocks = readRichText(synthesis.markdown).map(({ kind, items }) =>
    items.map(item => (kind === 'list' ? `- ${rich(item)}` : rich(item))).join('\n'),
  );
  const verdicts = synthesis.verdicts.map(
    v =>
      `- **${inline(perspectiveTitle({ ...report, synthesis }, v.perspective))}: ${verdictTitles[v.verdict]}.** ${inline(v.text)}`,
  );
  const actions = synthesis.actions.map(
    (action, i) => `${i + 1}. ${inline(action.text)} (${action.findings.map(ref).join(', ')})`,
  );
  return [
    '## Summary',
    ...(synthesis.failure
      ? [`> The model wrote no summary: ${inline(synthesis.failure.message)}`]
      : []),
    ...blocks,
    ...(verdicts.length > 0 ? ['### Verdicts', verdicts.join('\n')] : []),
    ...(actions.length > 0 ? ['### First actions', actions.join('\n')] : []),
  ].join('\n\n');
}

function labels({ records }: Report): string {
  if (!records) return '';
  const { head, rows } = labelTable(records);
  return `## Labels\n\n${table(head, rows)}`;
}

function costs(report: Report): string {
  const rows = costTable(report).map(({ what, estimated, actual }) => [what, estimated, actual]);
  return rows.length === 0 ? '' : `## Cost and time\n\n${table(costHead, rows)}`;
}

/** The first column to the left, the others to the right. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]): string => `| ${cells.map(inline).join(' | ')} |`;
  const rule = `|${head.map((_, i) => (i === 0 ? ' --- |' : ' ---: |')).join('')}`;
  return [row(head), rule, ...rows.map(row)].join('\n');
}

const ref = (id: string): string => `[${id}](#${id.toLowerCase()})`;

const rich = (inlines: readonly Inline[]): string =>
  inlines
    .map(({ kind, text }) => {
      if (kind === 'ref') return ref(text);
      const escaped = escapeMarkdown(text);
      return kind === 'strong'
        ? `**${escaped.trim()}**`
        : kind === 'em'
          ? `*${escaped.trim()}*`
          : escaped;
    })
    .join('');

function findingText(report: Report, finding: ReportFinding): string {
  return [
    `#### <a id="${finding.id.toLowerCase()}"></a>${finding.id} ${inline(finding.title)}`,
    `${inline(placeText(finding))} (${severityTitles[finding.severity].toLowerCase()}; ${inline(provenanceText(report, finding))})`,
    block(finding.quote, '> '),
    inline(matchText(finding)),
    finding.message === finding.title ? '' : block(finding.message, ''),
    finding.suggestion === null ? '' : `Suggestion:\n\n${block(finding.suggestion, '> ')}`,
    ...finding.related.map(
      place => `See also ${inline(relatedPlaceText(place))}:\n\n${block(place.quote, '> ')}`,
    ),
    ...[opinionTexts(report, finding), wordingTexts(finding)].map(texts =>
      texts.map((text, i) => (i === 0 ? `${inline(text)}\n` : `- ${inline(text)}`)).join('\n'),
    ),
    inline(verificationText(finding)),
    inline(decisionText(finding)),
  ]
    .filter(Boolean)
    .join('\n\n');
}

function gaps(report: Report): string {
  const lines = report.coverage.gaps.map(
    gap =>
      `- ${inline(gapPlaceText(gap))}, ${inline(perspectiveTitle(report, gap.perspective))}: ${inline(gap.reason)}`,
  );
  const named = (files: Report['skipped']): string =>
    files.map(s => `- ${inline(s.path)}: ${inline(s.reason)}`).join('\n');
  const unread = named(unreadOf(report));
  const apart = named(leftOutOf(report));
  return [
    ...(lines.length > 0 ? ['## Gaps', lines.join('\n')] : []),
    ...(unread === '' ? [] : ['## Not read', unread]),
    ...(apart === '' ? [] : ['## Left out', apart]),
  ].join('\n\n');
}

const inline = (text: string): string => escapeMarkdown(text.replace(/\s+/g, ' ').trim());

/** Lines of text that stay lines, each behind `prefix`. */
const block = (text: string, prefix: string): string =>
  text
    .trim()
    .split(/\r\n|[\n\r]/)
    .map(line => `${prefix}${escapeMarkdown(line.trim())}`.trimEnd())
    .join(prefix ? `\\\n` : '\n')
    .replace(/^(>?)\\$/gm, '$1');
