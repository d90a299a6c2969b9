import type { Report } from '../reportFormat.ts';
import type { Inline } from '../richText.ts';
import { documentOf } from '../sections/document.ts';
import type {
  Block,
  Document,
  FindingBlock,
  Group,
  Item,
  Line,
  Quote,
  Table,
} from '../sections/model.ts';
import { verdictTitles } from '../wording.ts';
import { terminalText, withoutCiCommands } from './terminalText.ts';
import { severityWord } from '../../format/words.ts';
import { t } from '../../text/l10n.ts';

/** Columns that lines are broken at, characters of a quote that are shown, and of a table's cell. */
const WIDTH = 96;
const MAX_QUOTE = 160;
const MAX_CELL = 60;
/** Longer places stand on a line of their own. */
const MAX_PLACE = 50;
/** Blanks at which a line may be broken: not those between a number and its unit. */
const BREAK = /(?<!\d)[ \t]+|[ \t]+(?!(?:%|(?:s|min|h)\b))/;
/** Levels deeper than this are not set in further. */
const MAX_INDENTS = 6;

/** The report for a terminal: no colours, no control characters, no line a CI service would obey. */
export const renderText = (report: Report): string => documentText(documentOf(report));

export function documentText({ title, facts, notices, sections, closing }: Document): string {
  const lines = [
    oneLine(title),
    ...wrap(`${facts.map(({ name, value }) => `${name}: ${value}`).join('. ')}.`, ''),
    // Not broken, so that a search finds them.
    ...notices.map(({ lead, text }) => oneLine(`${lead} ${text}`)),
    '',
    ...sections.flatMap(group => section(group)),
    ...closing.map(oneLine),
  ];
  return `${withoutCiCommands(lines.join('\n'))
    .replace(/\n{3,}/g, '\n\n')
    .trim()}\n`;
}

/** A heading in capitals, and what is below it. A heading over nothing is left out. */
function section(group: Group): string[] {
  const content = group.blocks.flatMap(block =>
    block.kind === 'group' && !block.scope ? section(block) : blockLines(block, '  '),
  );
  if (content.every(line => line === '')) return [];
  return ['', headingText(group).toUpperCase(), '', ...content, ''];
}

const headingText = ({ title, count }: Group): string =>
  oneLine(count === undefined ? title : `${title} (${count})`);

function blockLines(block: Block, indent: string): string[] {
  switch (block.kind) {
    case 'group':
      return level(block, indent);
    case 'finding':
      return findingLines(block, indent);
    case 'text':
      return [...wrap(plain(block.line), indent), ''];
    case 'quote':
      return quoteLines(block, indent);
    case 'change':
      return wrap(t('Suggestion: {0}', block.after === '' ? t('(nothing)') : block.after), indent);
    case 'list':
      return [
        ...block.items.flatMap((item, i) =>
          itemLines(item, indent, block.isOrdered ? `${i + 1}. ` : '- '),
        ),
        '',
      ];
    case 'table':
      return [...tableLines(block, indent), ''];
    case 'verdicts':
      return block.verdicts.flatMap(({ perspective, verdict, text }) =>
        verdict
          ? wrap(`${perspective}: ${verdictTitles[verdict]}. ${text}`, indent, `${indent}  `)
          : [],
      );
    case 'map':
      return [];
  }
}

/** What a chunk says, with its quotes, is in the other formats, unless nothing of it is in the result. */
function level(group: Group, indent: string): string[] {
  if (group.scope === 'chunk' && !group.isUnused) return [];
  const deeper = indent.length < 2 * MAX_INDENTS ? `${indent}  ` : indent;
  return [
    ...wrap(headingText(group), indent),
    ...group.blocks.flatMap(block => blockLines(block, deeper)),
  ];
}

function findingLines(finding: FindingBlock, indent: string): string[] {
  const { id, title, severity, place, provenance, namesSeverity, blocks } = finding;
  const deeper = `${indent}    `;
  return [
    ...headLines(`${indent}${oneLine(place)}`, `${id}  ${oneLine(title)}`, deeper),
    ...blocks.flatMap(block => blockLines(block, deeper)).filter(line => line !== ''),
    ...wrap(`(${namesSeverity ? `${severityWord[severity]}, ` : ''}${provenance})`, deeper),
    '',
  ];
}

/** A place comes first and stays whole, as terminals and editors open it; a long one leaves no room for a title. */
const headLines = (place: string, title: string, deeper: string): string[] =>
  place.length > MAX_PLACE ? [place, `${deeper}${title}`] : [`${place}  ${title}`];

const quoteLines = ({ text, place }: Quote, indent: string): string[] =>
  wrap(`"${shorten(oneLine(text))}"${place === undefined ? '' : ` (${place})`}`, indent);

function itemLines(item: Item, indent: string, mark: string): string[] {
  const { line, refs = [], places = [], morePlaces = 0, warning, blocks = [] } = item;
  const deeper = indent + ' '.repeat(mark.length);
  const where = [
    ...places.map(({ text }) => text),
    ...(morePlaces > 0 ? [t('and {0}', t('{0} more', morePlaces))] : []),
  ].join('; ');
  return [
    ...wrap(
      `${mark}${plain(line)}${refs.length > 0 ? ` [${refs.join(', ')}]` : ''}`,
      indent,
      deeper,
    ),
    ...wrap(where, deeper),
    ...wrap(warning ?? '', deeper),
    ...blocks.flatMap(block => blockLines(block, deeper)).filter(text => text !== ''),
  ];
}

function tableLines({ shape, head, rows }: Table, indent: string): string[] {
  const cells = rows.map(row =>
    row.cells.map(cell => (typeof cell === 'string' ? cell : cell.join('  OR  '))),
  );
  switch (shape) {
    case 'numbers':
      return aligned([[...head], ...cells]).map(line => `${indent}${line}`);
    case 'lines':
      return cells.flatMap(row =>
        wrap(
          row
            .map(cell => (cell === 'all' ? '' : cell))
            .filter(Boolean)
            .join('  '),
          indent,
          `${indent}    `,
        ),
      );
    case 'records':
      return cells.flatMap(row => [
        ...row.flatMap((cell, i) =>
          cell === ''
            ? []
            : wrap(`${head[i] ?? ''}: ${cell}`, i === 0 ? indent : `${indent}  `, `${indent}    `),
        ),
        '',
      ]);
  }
}

/** The first column to the left, the others to the right. */
function aligned(rows: readonly (readonly string[])[]): string[] {
  const all = rows.map(cells => cells.map(oneLine));
  const widths = (rows[0] ?? []).map((_, i) =>
    Math.min(MAX_CELL, Math.max(...all.map(cells => cells[i]?.length ?? 0))),
  );
  const cell = (text: string, i: number): string =>
    i === 0 ? text.slice(0, MAX_CELL).padEnd(widths[i] ?? 0) : text.padStart(widths[i] ?? 0);
  return all.map(cells => cells.map(cell).join('  ').trimEnd());
}

const plain = (line: Line): string =>
  typeof line === 'string'
    ? line
    : line.map(({ kind, text }: Inline) => (kind === 'ref' ? `[${text}]` : text)).join('');

const oneLine = (text: string): string => terminalText(text).replace(/\s+/g, ' ').trim();

const shorten = (text: string): string =>
  text.length <= MAX_QUOTE
    ? text
    : `${text
        .slice(0, MAX_QUOTE - 1)
        .toWellFormed()
        .trimEnd()}…`;

/** Lines of at most `WIDTH` characters where words allow; blank ones go. */
function wrap(text: string, indent: string, hanging = indent): string[] {
  const lines: string[] = [];
  for (const paragraph of terminalText(text).split('\n')) {
    let current = '';
    for (const word of paragraph.split(BREAK).filter(Boolean)) {
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
