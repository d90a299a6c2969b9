import type { ReportExtraction, ReportNode, ReportStatement } from '../digestFormat.ts';
import {
  citationText,
  conflictTitle,
  digestTitle,
  disputedText,
  levelsBelow,
  nodeNotice,
  nothingText,
  placesText,
  resultText,
  rootNode,
  sideBySide,
} from '../digestWording.ts';
import { escapeMarkdown } from './markdownText.ts';
import type { Report } from '../reportFormat.ts';

/** The summary, the answer or the rows, then every level below; empty for a report of findings. */
export function digestMarkdown(report: Report): string {
  const { digest, extraction } = report;
  if (extraction) return rowsMarkdown(report, extraction);
  if (!digest) return '';
  const root = rootNode(report);
  return [
    `## ${digestTitle(report)}`,
    ...(digest.asked === '' ? [] : [`*${inline(digest.asked)}*`]),
    ...(root ? nodeMarkdown(report, root) : []),
    ...(root && root.statements.length === 0 ? [] : [`${resultText(report)}.`]),
    ...levels(report),
    ...parts(report),
  ].join('\n\n');
}

function levels(report: Report): string[] {
  const below = levelsBelow(report);
  return below.length === 0
    ? []
    : [
        '## Level by level',
        ...below.flatMap(({ node, depth }) => [
          `${'#'.repeat(Math.min(6, depth + 2))} ${inline(node.title)}`,
          ...nodeMarkdown(report, node),
        ]),
      ];
}

function nodeMarkdown(report: Report, node: ReportNode): string[] {
  const notice = nodeNotice(node);
  return [
    ...(notice === '' ? [] : [`> ${inline(notice)}`]),
    ...(node.statements.length === 0 ? [inline(nothingText(report))] : [listed(node.statements)]),
  ];
}

function listed(statements: readonly ReportStatement[]): string {
  return sideBySide(statements)
    .map(group => {
      const [only] = group;
      if (group.length === 1 && only) return `- ${sentence(only)}`;
      return [`- **${conflictTitle}:**`, ...group.map(one => `  - ${sentence(one)}`)].join('\n');
    })
    .join('\n');
}

const sentence = ({ text, places, disputed }: ReportStatement): string =>
  `${inline(text)} (${inline(placesText(places))})${disputed ? ` **${disputedText}**` : ''}`;

/** What each chunk says, with the words it rests on. */
function parts(report: Report): string[] {
  const titles = new Map(report.chunks.map(chunk => [chunk.id, chunk.title]));
  const said = report.digest?.parts ?? [];
  const lost = said.flatMap(part => part.unplaced);
  return [
    ...(said.some(part => part.statements.length > 0) ? ['## What each chunk says'] : []),
    ...said.flatMap(({ chunk, statements }) =>
      statements.length === 0
        ? []
        : [
            `### ${inline(titles.get(chunk) ?? chunk)}`,
            ...statements.map(({ text, places }) =>
              [
                `- ${inline(text)}`,
                ...places.map(
                  place => `  > ${inline(place.quote)} (${inline(citationText(place))})`,
                ),
              ].join('\n\n'),
            ),
          ],
    ),
    ...unplacedMarkdown(lost),
  ];
}

const unplacedMarkdown = (
  lost: readonly { readonly text: string; readonly quotes: readonly string[] }[],
): string[] =>
  lost.length === 0
    ? []
    : [
        `## Without a place (${lost.length})`,
        'Their quotes are not in the text. Nothing above rests on them.',
        lost
          .map(({ text, quotes }) => `- ${inline(text)} (quoted: ${inline(quotes.join(' / '))})`)
          .join('\n'),
      ];

function rowsMarkdown(
  report: Report,
  { asked, columns, rows, unplaced }: ReportExtraction,
): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const table = [
    line([...columns.map(({ name }) => inline(name)), 'Where']),
    line([...columns, ''].map(() => '---')),
    ...rows.map(({ cells, places }) =>
      line([...cells.map(cell => cell.map(inline).join(' **or** ')), inline(placesText(places))]),
    ),
  ];
  return [
    `## ${digestTitle(report)}`,
    ...(asked === '' ? [] : [`*${inline(asked)}*`]),
    rows.length === 0 ? inline(nothingText(report)) : `${resultText(report)}.`,
    ...(rows.length === 0 ? [] : [table.join('\n')]),
    ...unplacedMarkdown(unplaced),
  ].join('\n\n');
}

const inline = (text: string): string => escapeMarkdown(text.replace(/\s+/g, ' ').trim());
