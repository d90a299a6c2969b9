import type { Severity } from '../../domain/results/findings.ts';
import type { Inline } from '../richText.ts';
import type {
  Block,
  FindingBlock,
  Item,
  Line,
  Quote,
  Table,
  VerdictBlock,
} from '../sections/model.ts';
import { severityTitles, verdictTitles } from '../wording.ts';
import { escapeXml } from '../../text/xml.ts';
import { paragraph, run, table } from './docxText.ts';
import { severityWord } from '../../format/words.ts';
import { t } from '../../text/l10n.ts';

export interface DocxContext {
  /** Findings that can be gone to. */
  readonly known: ReadonlySet<string>;
  /** Ordered lists so far, each of which counts from 1, and findings, each of which is a bookmark. */
  readonly counted: { lists: number; findings: number };
}

/** The number of the first ordered list; bullets are 1. */
export const NUMBERED = 10;
const BULLETS = 1;
const MAX_HEADING = 4;

const COLOURS: Readonly<Record<Severity, string>> = {
  critical: 'B3202A',
  major: '8A5F00',
  minor: '0B5CAD',
  note: '59636E',
};

/** A block as paragraphs and tables; `depth` is the level of its heading. */
export function blockXml(block: Block, context: DocxContext, depth: number): string[] {
  switch (block.kind) {
    case 'group': {
      const content = block.blocks.flatMap(one => blockXml(one, context, depth + 1));
      if (content.length === 0) return [];
      const count = block.count === undefined ? '' : ` (${block.count})`;
      return [heading(depth, run(block.title + count)), ...content];
    }
    case 'finding':
      return findingXml(block, context, depth);
    case 'text':
      return [paragraph(ROLE[block.role ?? 'message'], lineXml(block.line, context))];
    case 'quote':
      return [quoteXml(block)];
    case 'change':
      return [
        paragraph(
          'Change',
          run(t('Suggestion: '), '<w:b/>') +
            run(block.before, '<w:strike/><w:color w:val="B3202A"/>') +
            run(' ') +
            run(block.after || t('(nothing)'), '<w:color w:val="1A7F37"/><w:u w:val="single"/>'),
        ),
      ];
    case 'list':
      return listXml(block, context, 0);
    case 'table':
      return [tableXml(block)];
    case 'verdicts':
      return block.verdicts.flatMap(verdictXml);
    case 'map':
      return [];
  }
}

const ROLE = { message: 'Normal', muted: 'Muted', warning: 'Warning' } as const;

const heading = (depth: number, content: string): string =>
  paragraph(`Heading${Math.min(MAX_HEADING, depth)}`, content);

function findingXml(finding: FindingBlock, context: DocxContext, depth: number): string[] {
  const { id, title, severity, place, trail, provenance, blocks } = finding;
  const mark = ++context.counted.findings;
  const start = `<w:bookmarkStart w:id="${mark}" w:name="${escapeXml(id)}"/>`;
  const name = run(`${severityTitles[severity]}  `, `<w:color w:val="${COLOURS[severity]}"/>`);
  return [
    heading(
      depth,
      `${start}${name}${run(title)}${run(`  ${id}`, '<w:b w:val="0"/><w:color w:val="59636E"/>')}<w:bookmarkEnd w:id="${mark}"/>`,
    ),
    paragraph('Place', run(trail === '' ? place : `${place} · ${trail}`)),
    ...blocks.flatMap(block => blockXml(block, context, depth + 1)),
    paragraph('Said', run(provenance)),
  ];
}

function quoteXml({ text, before = '', after = '', isLost, place }: Quote): string {
  const aside = '<w:color w:val="59636E"/>';
  const where = place === undefined ? '' : run(` ${place}`, aside);
  if (isLost) return paragraph('Quote', run(text, '<w:i/>') + where);
  return paragraph(
    'Quote',
    run(before.trimStart(), aside) +
      run(text, '<w:shd w:val="clear" w:color="auto" w:fill="FFF2B3"/>') +
      run(after.trimEnd(), aside) +
      where,
  );
}

function listXml(
  { items, isOrdered }: Extract<Block, { kind: 'list' }>,
  context: DocxContext,
  level: number,
): string[] {
  const list = isOrdered ? NUMBERED + context.counted.lists++ : BULLETS;
  return items.flatMap(item => itemXml(item, context, level, list));
}

function itemXml(item: Item, context: DocxContext, level: number, list: number): string[] {
  const { line, refs = [], places = [], morePlaces = 0, warning, blocks = [] } = item;
  const where = [
    ...places.map(({ text }) => text),
    ...(morePlaces > 0 ? [t('and {0}', t('{0} more', morePlaces))] : []),
  ].join('; ');
  const content = [
    lineXml(line, context),
    ...refs.map(id => ` ${refXml(id, context)}`.trim()),
    where === '' ? '' : run(`(${where})`, '<w:color w:val="59636E"/>'),
    warning === undefined ? '' : run(warning, '<w:b/>'),
  ].filter(part => part !== '');
  const numbering = `<w:numPr><w:ilvl w:val="${Math.min(3, level)}"/><w:numId w:val="${list}"/></w:numPr>`;
  return [
    paragraph('Item', content.join(run(' ')), numbering),
    ...blocks.flatMap(block =>
      block.kind === 'list' ? listXml(block, context, level + 1) : blockXml(block, context, 4),
    ),
  ];
}

function tableXml({ shape, head, rows }: Table): string {
  // Numbers are short; what is read line by line has its reason last.
  const shares = head.map((_, i) => (shape === 'numbers' ? (i === 0 ? 2 : 1) : i === 1 ? 1 : 2));
  const right = '<w:jc w:val="right"/>';
  const cell = (text: string | readonly string[], i: number, look = ''): string =>
    (typeof text === 'string' ? [text] : text)
      .map(value => paragraph('Cell', run(value, look), shape === 'numbers' && i > 0 ? right : ''))
      .join('');
  return table(
    shares,
    [
      head.map((name, i) => cell(name, i, '<w:b/>')),
      ...rows.map(({ cells, isOver }) =>
        cells.map((value, i) =>
          cell(value, i, isOver && i === cells.length - 1 ? '<w:b/><w:color w:val="B3202A"/>' : ''),
        ),
      ),
    ],
    1,
  );
}

function verdictXml({ perspective, verdict, text, counts, read }: VerdictBlock): string[] {
  const found = counts
    .map(({ severity, count }) => `${count} ${severityWord[severity]}`)
    .join(', ');
  return [
    paragraph(
      'Normal',
      run(perspective, '<w:b/>') +
        (verdict ? run(`: ${verdictTitles[verdict]}. `, '<w:b/>') : run(': ', '<w:b/>')) +
        (text === '' ? '' : run(`${text} `)) +
        run(`${found || t('No findings')}; ${read}.`, '<w:color w:val="59636E"/>'),
    ),
  ];
}

const lineXml = (line: Line, context: DocxContext): string =>
  typeof line === 'string' ? run(line) : line.map(one => inlineXml(one, context)).join('');

function inlineXml({ kind, text }: Inline, context: DocxContext): string {
  if (kind === 'ref') return refXml(text, context);
  return run(text, kind === 'text' ? '' : kind === 'strong' ? '<w:b/>' : '<w:i/>');
}

/** A finding to go to. */
const refXml = (id: string, { known }: DocxContext): string =>
  known.has(id)
    ? `<w:hyperlink w:anchor="${escapeXml(id)}" w:history="1">${run(id, '<w:rStyle w:val="Reference"/>')}</w:hyperlink>`
    : '';
