import type { Severity } from '../../domain/results/findings.ts';
import type {
  Block,
  FindingBlock,
  Group,
  Item,
  Line,
  Quote,
  Table,
  VerdictBlock,
} from '../sections/model.ts';
import { severityTitles, verdictTitles } from '../wording.ts';
import { escapeHtml, refLink, richHtml, tag } from './htmlText.ts';
import { t } from '../../text/l10n.ts';

/** Characters of a quote in the tooltip of its place. */
const MAX_TOOLTIP = 300;

/** Prints blocks. `known` decides which references to findings are links. */
export function printer(
  known: ReadonlySet<string>,
  map: () => string,
): (blocks: readonly Block[]) => string {
  const print = (blocks: readonly Block[]): string => blocks.map(blockHtml).join('');

  function blockHtml(block: Block): string {
    switch (block.kind) {
      case 'group':
        return groupHtml(block);
      case 'finding':
        return findingHtml(block);
      case 'text':
        return tag('p', ROLE[block.role ?? 'message'], lineHtml(block.line));
      case 'quote':
        return quoteHtml(block);
      case 'change':
        return changeHtml(block.before, block.after);
      case 'list':
        return tag(block.isOrdered ? 'ol' : 'ul', 'statements', block.items.map(itemHtml).join(''));
      case 'table':
        return tableHtml(block);
      case 'verdicts':
        return block.verdicts.map(verdictHtml).join('');
      case 'map':
        return map();
    }
  }

  /** A level of a tree opens without a script; other groups stand open. */
  function groupHtml({ title, count, scope, blocks }: Group): string {
    if (scope)
      return `<details class="level ${escapeHtml(scope)}"><summary>${escapeHtml(title)}</summary>${print(blocks)}</details>`;
    const badge = count === undefined ? '' : ` ${tag('span', 'badge', String(count))}`;
    return `${tag('h3', 'group', `${escapeHtml(title)}${badge}`)}${print(blocks)}`;
  }

  function findingHtml(finding: FindingBlock): string {
    const { id, title, severity, place, trail, provenance, blocks } = finding;
    const content = [
      `<header>${severityIcon(severity)}${tag('h4', '', escapeHtml(title))}${tag('span', 'id', escapeHtml(id))}</header>`,
      tag(
        'p',
        'place',
        `${tag('code', '', escapeHtml(place))}${trail === '' ? '' : ` ${tag('span', 'muted', escapeHtml(trail))}`}`,
      ),
      print(blocks),
      tag('p', 'said', escapeHtml(provenance)),
    ];
    return tag('article', `finding ${severity}`, content.join(''), `id="${escapeHtml(id)}"`);
  }

  function itemHtml(item: Item): string {
    const { line, refs = [], places = [], morePlaces = 0, warning, blocks = [], isConflict } = item;
    const content = [
      lineHtml(line),
      ...refs.filter(id => known.has(id)).map(refLink),
      ...places.map(({ text, quote }) =>
        tag('code', '', escapeHtml(text), `title="${escapeHtml(quote.slice(0, MAX_TOOLTIP))}"`),
      ),
      morePlaces > 0 ? tag('span', 'muted', t('and {0}', t('{0} more', morePlaces))) : '',
      warning === undefined ? '' : tag('strong', '', escapeHtml(warning)),
    ];
    return tag(
      'li',
      isConflict ? 'conflict' : '',
      content.filter(Boolean).join(' ') + print(blocks),
    );
  }

  const lineHtml = (line: Line): string =>
    typeof line === 'string' ? escapeHtml(line) : richHtml(line, known);

  return print;
}

const ROLE = { message: 'message', muted: 'muted', warning: 'box warn' } as const;

/** The quote as it occurs in the text, with a little of what is around it. */
function quoteHtml({ text, before = '', after = '', isLost, place }: Quote): string {
  const around = (context: string): string =>
    context === '' ? '' : tag('span', 'around', escapeHtml(context));
  const content = isLost
    ? escapeHtml(text)
    : around(before.trimStart()) + tag('mark', '', escapeHtml(text)) + around(after.trimEnd());
  const where = place === undefined ? '' : ` ${tag('code', '', escapeHtml(place))}`;
  return tag('blockquote', isLost ? 'lost' : '', content + where);
}

const changeHtml = (before: string, after: string): string =>
  tag(
    'div',
    'fix',
    `${tag('span', 'label', t('Suggestion'))}<p><del>${escapeHtml(before)}</del> <ins>${escapeHtml(after) || t('(nothing)')}</ins></p>`,
  );

function tableHtml({ shape, head, rows }: Table): string {
  const body = rows.map(({ cells, isOver }) => {
    const own = cells.map((cell, i) => {
      if (typeof cell !== 'string' && cell.length > 1)
        return tag('td', 'conflict', cell.map(value => tag('div', '', escapeHtml(value))).join(''));
      const text = escapeHtml(typeof cell === 'string' ? cell : (cell[0] ?? ''));
      if (i === 0 && shape === 'numbers') return tag('th', '', text, 'scope="row"');
      if (i === 0 && shape === 'lines') return tag('td', '', tag('code', '', text));
      return tag('td', isOver && i === cells.length - 1 ? 'over' : '', text);
    });
    return tag('tr', '', own.join(''));
  });
  const names = head
    .map(name => (name === '' ? '<td></td>' : tag('th', '', escapeHtml(name))))
    .join('');
  return `<div class="scroll"><table class="list${shape === 'numbers' ? ' narrow' : ''}"><thead><tr>${names}</tr></thead><tbody>${body.join('')}</tbody></table></div>`;
}

function verdictHtml(block: VerdictBlock): string {
  const { perspective, verdict, text, counts, read, isJudged } = block;
  const found = counts.map(({ severity, count }) =>
    tag('span', '', `${severityIcon(severity)}${count}`),
  );
  return tag(
    'div',
    'verdict',
    [
      tag('h3', '', escapeHtml(perspective)),
      verdict ? tag('span', `word ${verdict}`, verdictTitles[verdict]) : '',
      text === '' ? '' : tag('p', '', escapeHtml(text)),
      tag(
        'p',
        'counts',
        `${found.join('') || (isJudged ? t('No findings') : t('Not judged: needs a model'))}${isJudged ? tag('span', 'muted', escapeHtml(read)) : ''}`,
      ),
    ].join(''),
  );
}

/** A shape for each severity, so that none depends on colour. */
const severityIcon = (severity: Severity): string =>
  `<svg class="icon ${escapeHtml(severity)}" viewBox="0 0 16 16" role="img" aria-label="${escapeHtml(String(severityTitles[severity]))}">${SHAPES[severity] ?? ''}</svg>`;

const SHAPES: Readonly<Record<Severity, string>> = {
  critical: '<circle cx="8" cy="8" r="6.3"/><path d="M5.6 5.6l4.8 4.8m0-4.8l-4.8 4.8"/>',
  major: '<path d="M8 1.8l6.6 12H1.4z"/><path d="M8 6v4m0 1.6v.6"/>',
  minor: '<circle cx="8" cy="8" r="6.3"/><path d="M8 7.2v4M8 4.6v.6"/>',
  note: '<path d="M8 1.6l6.4 6.4L8 14.4 1.6 8z"/>',
};
