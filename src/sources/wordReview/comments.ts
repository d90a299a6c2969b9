import type { Report, ReportFinding } from '../../core/report/reportFormat.ts';
import {
  coverageText,
  countsText,
  gapPlaceText,
  matchText,
  opinionTexts,
  perspectiveTitle,
  reviewerText,
  rulesNotice,
  severityTitles,
  verdictTitles,
  verificationText,
} from '../../core/report/wording.ts';
import { isComplete } from '../../core/report/wording.ts';
import { t } from '../../core/text/l10n.ts';

/** A line of a comment. */
export interface CommentLine {
  readonly text: string;
  readonly isBold?: boolean;
}

/** Maximum gaps and unplaced findings that a summary lists one by one. */
const MAX_NAMED = 50;
const MAX_QUOTE = 300;

/** The text of a finding's comment. `asides` describe what is unusual about its place. */
export function findingLines(
  report: Report,
  finding: ReportFinding,
  { asides, isTracked }: { readonly asides: readonly string[]; readonly isTracked: boolean },
): CommentLine[] {
  const { id, title, message, severity, suggestion } = finding;
  const who = [finding.perspective, ...finding.alsoPerspectives].map(one =>
    perspectiveTitle(report, one),
  );
  const fix =
    suggestion === null
      ? []
      : isTracked
        ? [t('Its suggestion is in the text as a tracked change.')]
        : [
            suggestion === ''
              ? t('Suggestion: delete these words.')
              : t('Suggestion: {0}', suggestion),
          ];
  return [
    { text: `${severityTitles[severity]} · ${who.join(', ')} · ${id}` },
    { text: title, isBold: true },
    ...(message === title ? [] : [{ text: message }]),
    ...fix.map(text => ({ text })),
    ...[
      ...asides,
      matchText(finding).replace(/ The others: .*$/s, ''),
      ...finding.related.map(({ quote }) => t('See also “{0}”', short(quote))),
      ...opinionTexts(report, finding),
      verificationText(finding),
      finding.decision?.reason ? t('Marked as to do: {0}', finding.decision.reason) : '',
    ]
      .filter(text => text !== '')
      .map(text => ({ text })),
  ];
}

export interface Unplaced {
  readonly finding: ReportFinding;
  /** Where it is, or why it has no place. */
  readonly why: string;
}

/** The comment at the top: what was read and found, and the findings without a place in the text. */
export function summaryLines(
  report: Report,
  {
    unplaced,
    notes,
  }: { readonly unplaced: readonly Unplaced[]; readonly notes: readonly string[] },
): CommentLine[] {
  const { run, coverage, synthesis } = report;
  const gaps = coverage.gaps.map(gap =>
    t(
      'Not read for {0}: {1} ({2})',
      perspectiveTitle(report, gap.perspective),
      gapPlaceText(gap),
      gap.reason,
    ),
  );
  const verdicts = (synthesis?.verdicts ?? []).map(
    ({ perspective, verdict, text }) =>
      `${perspectiveTitle(report, perspective)}: ${verdictTitles[verdict]}. ${text}`,
  );
  return [
    { text: t('Fanout Review, by {0}', reviewerText(report)), isBold: true },
    { text: `${countsText(report)}.` },
    { text: `${isComplete(report) ? '' : t('Not everything was read: ')}${coverageText(report)}` },
    ...(run.rulesOnly ? [{ text: rulesNotice }] : []),
    ...(run.failure ? [{ text: run.failure.message }] : []),
    ...verdicts.map(text => ({ text })),
    ...named(gaps),
    ...notes.map(text => ({ text })),
    ...(unplaced.length === 0
      ? []
      : [
          { text: t('Findings without a place in the text:'), isBold: true },
          ...named(unplaced.map(({ finding, why }) => unplacedText(finding, why))),
        ]),
  ];
}

const unplacedText = (
  { id, severity, title, message, quote, suggestion }: ReportFinding,
  why: string,
): string =>
  [
    `${id}, ${severityTitles[severity].toLowerCase()}: ${title}.`,
    message === title ? '' : message,
    suggestion === null || suggestion === '' ? '' : t('Suggestion: {0}', suggestion),
    `${why}${quote === '' ? '' : `: “${short(quote)}”`}`,
  ]
    .filter(text => text !== '')
    .join(' ');

function named(texts: readonly string[]): CommentLine[] {
  const more = texts.length - MAX_NAMED;
  const shown = texts.slice(0, MAX_NAMED).map(text => ({ text }));
  return more > 0 ? [...shown, { text: t('and {0} more: see the report', more) }] : shown;
}

export const short = (quote: string): string => {
  const flat = quote.replace(/\s+/g, ' ').trim();
  return flat.length > MAX_QUOTE ? `${flat.slice(0, MAX_QUOTE).toWellFormed()}…` : flat;
};
