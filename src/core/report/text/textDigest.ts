import type { ReportExtraction, ReportNode, ReportStatement } from '../digestFormat.ts';
import {
  conflictTitle,
  digestTitle,
  disputedText,
  levelsBelow,
  nodeNotice,
  nothingText,
  placesText,
  rootNode,
  sideBySide,
} from '../digestWording.ts';
import type { Report } from '../reportFormat.ts';
import { count } from '../wording.ts';

type Wrap = (text: string, indent: string, hanging?: string) => string[];

/**
 * The summary, the answer or the rows for a terminal, with the levels above the chunks; what each chunk
 * says, with its quotes, is in the other formats.
 */
export function digestLines(report: Report, wrap: Wrap): string[] {
  const { digest, extraction } = report;
  if (extraction) return rowLines(report, extraction, wrap);
  if (!digest) return [];
  const root = rootNode(report);
  const below = levelsBelow(report);
  const lost = digest.parts.reduce((sum, part) => sum + part.unplaced.length, 0);
  return [
    digestTitle(report).toUpperCase(),
    ...asked(digest.asked, wrap),
    '',
    ...(root ? nodeLines(report, root, '  ', wrap) : []),
    ...lostLines(lost, wrap),
    '',
    ...(below.length === 0 ? [] : ['LEVEL BY LEVEL', '']),
    ...below.flatMap(({ node, depth }) => {
      const indent = '  '.repeat(Math.min(depth, 6));
      return [...wrap(node.title, indent), ...nodeLines(report, node, `${indent}  `, wrap), ''];
    }),
  ];
}

const asked = (text: string, wrap: Wrap): string[] => (text === '' ? [] : wrap(text, '  '));

const lostLines = (lost: number, wrap: Wrap): string[] =>
  lost === 0
    ? []
    : wrap(
        `${count(lost, 'statement')} quoted words that are not in the text and ${lost === 1 ? 'is' : 'are'} left out; see the other formats.`,
        '  ',
      );

function nodeLines(report: Report, node: ReportNode, indent: string, wrap: Wrap): string[] {
  const said = (statement: ReportStatement, deeper: string): string[] => [
    ...wrap(`- ${statement.text}`, deeper, `${deeper}  `),
    ...wrap(placesText(statement.places), `${deeper}  `),
    ...(statement.disputed ? wrap(disputedText, `${deeper}  `) : []),
  ];
  return [
    ...wrap(nodeNotice(node), indent),
    ...(node.statements.length === 0
      ? wrap(nothingText(report), indent)
      : sideBySide(node.statements).flatMap(group =>
          group.length === 1
            ? group.flatMap(one => said(one, indent))
            : [
                ...wrap(`${conflictTitle}:`, indent),
                ...group.flatMap(one => said(one, `${indent}  `)),
              ],
        )),
  ];
}

function rowLines(
  report: Report,
  { asked: question, columns, rows, unplaced }: ReportExtraction,
  wrap: Wrap,
): string[] {
  return [
    digestTitle(report).toUpperCase(),
    ...asked(question, wrap),
    '',
    ...(rows.length === 0 ? wrap(nothingText(report), '  ') : []),
    ...rows.flatMap(({ id, cells, places }) => [
      ...wrap(id, '  '),
      ...columns.flatMap(({ name }, i) => {
        const values = cells[i] ?? [];
        return values.length === 0
          ? []
          : wrap(`${name}: ${values.join('  OR  ')}`, '    ', '      ');
      }),
      ...wrap(placesText(places), '    '),
      '',
    ]),
    ...lostLines(unplaced.length, wrap),
  ];
}
