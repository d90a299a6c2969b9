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
import { escapeMarkdown } from './markdownText.ts';
import { severityWord } from '../../format/words.ts';
import { t } from '../../text/l10n.ts';

/** The report as Markdown. All text of documents and models is escaped: no HTML, images, links or tables of theirs. */
export const renderMarkdown = (report: Report): string => documentMarkdown(documentOf(report));

export function documentMarkdown({ title, facts, sources, notices, sections }: Document): string {
  const parts = [
    `# ${inline(title)}`,
    [
      ...facts.map(({ name, value }) => `- ${name}: ${inline(value)}`),
      ...sources.map(source => `- ${t('Source: {0}', inline(source))}`),
    ].join('\n'),
    ...notices.map(
      ({ kind, lead, text }) =>
        `> ${kind === 'incomplete' || kind === 'failed' ? `**${lead}** ` : ''}${inline(text)}`,
    ),
    ...sections.flatMap(group => groupParts(group, 2)),
  ];
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}

/** Empty where there is nothing below the heading. */
function groupParts(group: Group, depth: number): string[] {
  const content = group.blocks.flatMap(block => blockParts(block, depth + 1)).filter(Boolean);
  if (content.length === 0) return [];
  const count = group.count === undefined ? '' : ` (${group.count})`;
  return [`${'#'.repeat(Math.min(6, depth))} ${inline(group.title)}${count}`, ...content];
}

function blockParts(block: Block, depth: number): string[] {
  switch (block.kind) {
    case 'group':
      return groupParts(block, depth);
    case 'finding':
      return findingParts(block, depth);
    case 'text':
      return [
        typeof block.line === 'string'
          ? block.role === 'warning'
            ? `> ${inline(block.line)}`
            : block.role === 'muted'
              ? `*${inline(block.line)}*`
              : lines(block.line, '')
          : rich(block.line),
      ];
    case 'quote':
      return [quotePart(block)];
    case 'change':
      return [t('Suggestion:'), lines(block.after === '' ? t('(nothing)') : block.after, '> ')];
    case 'list':
      return [
        block.items
          .map((item, i) => itemText(item, block.isOrdered ? `${i + 1}. ` : '- ', ''))
          .join('\n'),
      ];
    case 'table':
      return [tableText(block)];
    case 'verdicts':
      return [
        block.verdicts
          .filter(({ verdict }) => verdict)
          .map(
            ({ perspective, verdict, text }) =>
              `- **${inline(perspective)}: ${verdict ? verdictTitles[verdict] : ''}.** ${inline(text)}`,
          )
          .join('\n'),
      ];
    case 'map':
      return [];
  }
}

const findingParts = (finding: FindingBlock, depth: number): string[] => [
  `${'#'.repeat(Math.min(6, depth))} <a id="${finding.id.toLowerCase()}"></a>${finding.id} ${inline(finding.title)}`,
  `${inline(finding.place)} (${severityWord[finding.severity]}; ${inline(finding.provenance)})`,
  ...finding.blocks.flatMap(block => blockParts(block, depth + 1)),
];

const quotePart = ({ text, place }: Quote): string =>
  place === undefined ? lines(text, '> ') : `> ${inline(text)} (${inline(place)})`;

function itemText(item: Item, mark: string, indent: string): string {
  const { line, refs = [], places = [], morePlaces = 0, warning, blocks = [], isConflict } = item;
  const where = [
    ...places.map(({ text }) => text),
    ...(morePlaces > 0 ? [t('and {0}', t('{0} more', morePlaces))] : []),
  ].join('; ');
  const own = [
    rich(line),
    refs.length > 0 ? `(${refs.map(ref).join(', ')})` : '',
    where === '' ? '' : `(${inline(where)})`,
    warning === undefined ? '' : `**${inline(warning)}**`,
  ];
  const deeper = `${indent}${' '.repeat(mark.length)}`;
  const below = blocks.flatMap(block =>
    block.kind === 'list'
      ? block.items.map(inner => itemText(inner, '- ', deeper))
      : blockParts(block, 6).map(part => part.replace(/^/gm, deeper)),
  );
  const first = `${indent}${mark}${own.filter(Boolean).join(' ')}`;
  return [first, ...below].join(isConflict ? '\n' : '\n\n');
}

/** The first column of numbers to the left, the others to the right. */
function tableText({ shape, head, rows }: Table): string {
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const align = head.map((_, i) => (shape === 'numbers' && i > 0 ? '---:' : '---'));
  const cell = (value: string | readonly string[]): string =>
    typeof value === 'string' ? inline(value) : value.map(inline).join(' **or** ');
  return [row(head.map(inline)), row(align), ...rows.map(({ cells }) => row(cells.map(cell)))].join(
    '\n',
  );
}

const ref = (id: string): string => `[${id}](#${id.toLowerCase()})`;

const rich = (line: Line): string =>
  typeof line === 'string' ? inline(line) : line.map(inlineText).join('');

function inlineText({ kind, text }: Inline): string {
  if (kind === 'ref') return ref(text);
  const escaped = escapeMarkdown(text);
  if (kind === 'text') return escaped;
  return kind === 'strong' ? `**${escaped.trim()}**` : `*${escaped.trim()}*`;
}

const inline = (text: string): string => escapeMarkdown(text.replace(/\s+/g, ' ').trim());

/** Lines of text that stay lines, each behind `prefix`. */
const lines = (text: string, prefix: string): string =>
  text
    .trim()
    .split(/\r\n|[\n\r]/)
    .map(line => `${prefix}${escapeMarkdown(line.trim())}`.trimEnd())
    .join(prefix ? `\\\n` : '\n')
    .replace(/^(>?)\\$/gm, '$1');
