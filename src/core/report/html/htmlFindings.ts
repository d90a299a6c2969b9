import type { Severity } from '../../domain/findings.ts';
import { escapeHtml, tag } from './htmlText.ts';
import type { Report, ReportFinding } from '../reportFormat.ts';
import {
  countsText,
  coverageText,
  decisionText,
  findingGroups,
  matchText,
  opinionTexts,
  placeText,
  provenanceText,
  relatedHeading,
  relatedPlaceText,
  severityTitles,
  verificationText,
  wordingTexts,
} from '../wording.ts';

/** Every finding, open, grouped by severity: a page that is printed cannot be clicked. */
export function findingsHtml(report: Report): string {
  const groups = findingGroups(report).map(
    group =>
      `<h3 class="group">${group.title} <span class="badge">${group.count}</span></h3>` +
      (group.notice === '' ? '' : tag('p', 'muted', escapeHtml(group.notice))) +
      group.findings
        .map(finding => {
          const heading = relatedHeading(finding, group);
          return (
            (heading === '' ? '' : tag('p', 'together', escapeHtml(heading))) +
            findingHtml(report, finding)
          );
        })
        .join(''),
  );
  return `<section id="findings"><h2>Findings</h2><p>${escapeHtml(countsText(report))}. <span class="muted">${escapeHtml(coverageText(report))}</span></p>${groups.join('')}</section>`;
}

function findingHtml(report: Report, finding: ReportFinding): string {
  const { severity, suggestion, quote } = finding;
  const chunk = report.chunks.find(c => c.id === finding.chunk);
  const trail = chunk && chunk.headings.length > 0 ? chunk.headings.join(' › ') : '';
  const parts = [
    `<header>${severityIcon(severity)}${tag('h4', '', escapeHtml(finding.title))}${tag('span', 'id', escapeHtml(finding.id))}</header>`,
    tag(
      'p',
      'place',
      `${tag('code', '', escapeHtml(placeText(finding)))}${trail ? ` <span class="muted">${escapeHtml(trail)}</span>` : ''}`,
    ),
    quote === ''
      ? ''
      : tag(
          'blockquote',
          finding.placed ? '' : 'lost',
          finding.placed ? inContext(finding) : escapeHtml(quote),
        ),
    matchText(finding) === '' ? '' : tag('p', 'muted', escapeHtml(matchText(finding))),
    finding.message === finding.title ? '' : tag('p', 'message', escapeHtml(finding.message)),
    suggestion === null
      ? ''
      : `<div class="fix">${tag('span', 'label', 'Suggestion')}<p><del>${escapeHtml(quote)}</del> <ins>${escapeHtml(suggestion) || '(nothing)'}</ins></p></div>`,
    ...finding.related.map(
      place =>
        tag('p', 'place', `See also ${tag('code', '', escapeHtml(relatedPlaceText(place)))}`) +
        tag('blockquote', '', tag('mark', '', escapeHtml(place.quote))),
    ),
    listed(opinionTexts(report, finding)),
    listed(wordingTexts(finding)),
    ...[verificationText(finding), decisionText(finding)]
      .filter(Boolean)
      .map(text => tag('p', 'message', escapeHtml(text))),
    tag('p', 'said', escapeHtml(provenanceText(report, finding))),
  ];
  return tag('article', `finding ${severity}`, parts.join(''), `id="${escapeHtml(finding.id)}"`);
}

function listed([lead = '', ...sides]: readonly string[]): string {
  return sides.length === 0
    ? ''
    : tag('p', 'message', escapeHtml(lead)) +
        tag('ul', '', sides.map(text => tag('li', '', escapeHtml(text))).join(''));
}

/** The quote as it stands in the text, with a little of what is around it. */
function inContext({ before, quote, after }: ReportFinding): string {
  const lead = before.trimStart();
  const tail = after.trimEnd();
  return (
    (lead ? tag('span', 'around', escapeHtml(lead)) : '') +
    tag('mark', '', escapeHtml(quote)) +
    (tail ? tag('span', 'around', escapeHtml(tail)) : '')
  );
}

/** A shape for each severity, so that none depends on colour. */
export const severityIcon = (severity: Severity): string =>
  `<svg class="icon ${severity}" viewBox="0 0 16 16" role="img" aria-label="${severityTitles[severity]}">${SHAPES[severity]}</svg>`;

const SHAPES: Readonly<Record<Severity, string>> = {
  critical: '<circle cx="8" cy="8" r="6.3"/><path d="M5.6 5.6l4.8 4.8m0-4.8l-4.8 4.8"/>',
  major: '<path d="M8 1.8l6.6 12H1.4z"/><path d="M8 6v4m0 1.6v.6"/>',
  minor: '<circle cx="8" cy="8" r="6.3"/><path d="M8 7.2v4M8 4.6v.6"/>',
  note: '<path d="M8 1.6l6.4 6.4L8 14.4 1.6 8z"/>',
};
