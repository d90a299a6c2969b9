import type { Comparison } from './compare.ts';
import { escapeMarkdown } from './markdown/markdownText.ts';
import type { ReportFinding } from './reportFormat.ts';
import { terminalText, withoutCiCommands } from './text/terminalText.ts';
import { count, percent, placeText, severityTitles, utcText } from './wording.ts';
import { t } from '../text/l10n.ts';

interface Section {
  readonly title: string;
  readonly findings: readonly ReportFinding[];
  readonly remarks?: readonly string[];
}

const sections = ({ added, fixed, notRepeated, notRead, unchanged }: Comparison): Section[] =>
  [
    { title: t('New'), findings: added },
    { title: t('Fixed'), findings: fixed },
    { title: t('Not said again, the words are unchanged'), findings: notRepeated },
    {
      title: t('Not read in both'),
      findings: notRead.map(n => n.finding),
      remarks: notRead.map(n =>
        n.by === 'before'
          ? t('not read in the earlier run: {0}', n.reason)
          : t('not read in the later run: {0}', n.reason),
      ),
    },
    { title: t('Unchanged'), findings: unchanged },
  ].filter(section => section.findings.length > 0);

/** `3 new, 5 fixed, 12 unchanged, 1 not said again, 2 not read in both`. */
export const compareCounts = (comparison: Comparison): string =>
  [
    t('{0} new', comparison.added.length),
    t('{0} fixed', comparison.fixed.length),
    t('{0} unchanged', comparison.unchanged.length),
    t('{0} not said again', comparison.notRepeated.length),
    t('{0} not read in both', comparison.notRead.length),
  ].join(', ');

const runLines = ({ before, after }: Comparison): string[] =>
  [before, after].map((run, i) =>
    t(
      '{0}: {1}, {2}, {3}, {4}, {5} read',
      i === 0 ? t('Earlier') : t('Later'),
      run.title,
      utcText(run.startedAt),
      run.model,
      count(run.findings, 'finding'),
      percent(run.reviewedFraction),
    ),
  );

/** A comparison for a terminal. */
export function renderComparisonText(comparison: Comparison): string {
  const lines = [...runLines(comparison), `${compareCounts(comparison)}.`];
  for (const { title, findings, remarks } of sections(comparison)) {
    lines.push('', `${title.toUpperCase()} (${findings.length})`);
    findings.forEach((finding, i) => {
      const remark = remarks?.[i] === undefined ? '' : `  (${remarks[i]})`;
      lines.push(
        `  ${severityTitles[finding.severity].padEnd(9)}${placeText(finding)}  ${finding.title}${remark}`,
      );
    });
  }
  return `${withoutCiCommands(lines.map(line).join('\n'))}\n`;
}

const line = (text: string): string => terminalText(text).replace(/[\r\n]+/g, ' ');

/** A comparison as Markdown, for a pull request. */
export function renderComparisonMarkdown(comparison: Comparison): string {
  const parts = [
    t('# Comparison of two reviews'),
    runLines(comparison)
      .map(text => `- ${inline(text)}`)
      .join('\n'),
    `**${compareCounts(comparison)}.**`,
  ];
  for (const { title, findings, remarks } of sections(comparison))
    parts.push(
      `## ${title} (${findings.length})`,
      findings
        .map((finding, i) => {
          const remark = remarks?.[i] === undefined ? '' : ` (${inline(remarks[i])})`;
          return `- ${severityTitles[finding.severity]}: ${inline(finding.title)}, ${inline(placeText(finding))}${remark}`;
        })
        .join('\n'),
    );
  return `${parts.join('\n\n')}\n`;
}

const inline = (text: string): string => escapeMarkdown(text.replace(/\s+/g, ' ').trim());
