import type {
  ReportCitation,
  ReportExtraction,
  ReportNode,
  ReportStatement,
} from '../digestFormat.ts';
import {
  citationText,
  conflictTitle,
  digestTitle,
  disputedText,
  nodeNotice,
  nothingText,
  resultText,
  rootNode,
  sideBySide,
} from '../digestWording.ts';
import { escapeHtml, tag } from './htmlText.ts';
import type { Report } from '../reportFormat.ts';
import { coverageText } from '../wording.ts';

/** The summary, the answer or the rows; every level below opens without a script. Empty for a report of findings. */
export function digestHtml(report: Report): string {
  const { digest, extraction } = report;
  if (extraction) return rowsHtml(report, extraction);
  if (!digest) return '';
  const root = rootNode(report);
  const look: Look = {
    nodes: new Map(digest.nodes.map(node => [node.id, node])),
    parts: new Map(digest.parts.map(part => [part.chunk, part.statements])),
    titles: new Map(report.chunks.map(chunk => [chunk.id, chunk.title])),
    report,
  };
  const lost = digest.parts.flatMap(part => part.unplaced);
  return [
    `<section id="summary"><h2>${digestTitle(report)}</h2>`,
    digest.asked === '' ? '' : tag('p', 'muted', escapeHtml(digest.asked)),
    root ? nodeHtml(root, look) : '',
    root && root.statements.length > 0
      ? tag('p', 'muted', `${escapeHtml(resultText(report))}. ${escapeHtml(coverageText(report))}`)
      : '',
    '</section>',
    root ? `<section id="levels"><h2>Level by level</h2>${membersHtml(root, look)}</section>` : '',
    unplacedHtml(lost),
  ].join('');
}

interface Look {
  readonly nodes: ReadonlyMap<string, ReportNode>;
  readonly parts: ReadonlyMap<string, readonly ReportStatement[]>;
  readonly titles: ReadonlyMap<string, string>;
  readonly report: Report;
}

function nodeHtml(node: ReportNode, { report }: Look): string {
  const notice = nodeNotice(node);
  return [
    notice === '' ? '' : tag('p', 'box warn', escapeHtml(notice)),
    node.statements.length === 0
      ? tag('p', '', escapeHtml(nothingText(report)))
      : statementsHtml(node.statements),
  ].join('');
}

const membersHtml = (node: ReportNode, look: Look): string =>
  node.members
    .map(({ kind, id }) => {
      const below = kind === 'node' ? look.nodes.get(id) : undefined;
      if (below)
        return details(below.title, nodeHtml(below, look) + membersHtml(below, look), below.scope);
      const said = look.parts.get(id) ?? [];
      return details(
        look.titles.get(id) ?? id,
        said.length === 0 ? tag('p', 'muted', 'Nothing was said of this chunk.') : quotedHtml(said),
        'chunk',
      );
    })
    .join('');

const details = (title: string, content: string, scope: string): string =>
  `<details class="level ${scope}"><summary>${escapeHtml(title)}</summary>${content}</details>`;

const statementsHtml = (statements: readonly ReportStatement[]): string =>
  `<ul class="statements">${sideBySide(statements)
    .map(group =>
      group.length === 1
        ? group.map(one => tag('li', '', sentenceHtml(one))).join('')
        : `<li class="conflict"><strong>${conflictTitle}</strong><ul>${group.map(one => tag('li', '', sentenceHtml(one))).join('')}</ul></li>`,
    )
    .join('')}</ul>`;

const sentenceHtml = ({ text, places, disputed }: ReportStatement): string =>
  [escapeHtml(text), placesHtml(places), disputed ? tag('strong', '', disputedText) : '']
    .filter(Boolean)
    .join(' ');

const SHOWN = 4;

const placesHtml = (places: readonly ReportCitation[]): string =>
  [
    ...places
      .slice(0, SHOWN)
      .map(
        place =>
          `<code title="${escapeHtml(place.quote.slice(0, 300))}">${escapeHtml(citationText(place))}</code>`,
      ),
    ...(places.length > SHOWN ? [tag('span', 'muted', `and ${places.length - SHOWN} more`)] : []),
  ].join(' ');

const quotedHtml = (statements: readonly ReportStatement[]): string =>
  `<ul class="statements">${statements
    .map(({ text, places }) =>
      tag(
        'li',
        '',
        escapeHtml(text) +
          places
            .map(place =>
              tag(
                'blockquote',
                '',
                `${tag('mark', '', escapeHtml(place.quote))} ${tag('code', '', escapeHtml(citationText(place)))}`,
              ),
            )
            .join(''),
      ),
    )
    .join('')}</ul>`;

const unplacedHtml = (
  lost: readonly { readonly text: string; readonly quotes: readonly string[] }[],
): string =>
  lost.length === 0
    ? ''
    : `<section id="unplaced"><h2>Without a place <span class="badge">${lost.length}</span></h2>${tag('p', 'muted', 'Their quotes are not in the text. Nothing above rests on them.')}<ul class="statements">${lost
        .map(({ text, quotes }) =>
          tag(
            'li',
            '',
            escapeHtml(text) + quotes.map(q => tag('blockquote', 'lost', escapeHtml(q))).join(''),
          ),
        )
        .join('')}</ul></section>`;

function rowsHtml(report: Report, { asked, columns, rows, unplaced }: ReportExtraction): string {
  const body = rows.map(({ cells, places }) => {
    const values = cells.map(cell =>
      cell.length > 1
        ? tag('td', 'conflict', cell.map(value => tag('div', '', escapeHtml(value))).join(''))
        : tag('td', '', escapeHtml(cell[0] ?? '')),
    );
    return tag('tr', '', values.join('') + tag('td', '', placesHtml(places)));
  });
  const head = columns.map(({ name }) => tag('th', '', escapeHtml(name)));
  return [
    `<section id="summary"><h2>${digestTitle(report)}</h2>`,
    asked === '' ? '' : tag('p', 'muted', escapeHtml(asked)),
    tag(
      'p',
      '',
      escapeHtml(
        rows.length === 0 ? nothingText(report) : `${resultText(report)}. ${coverageText(report)}`,
      ),
    ),
    rows.length === 0
      ? ''
      : `<div class="scroll"><table class="list"><thead><tr>${head.join('')}<th>Where</th></tr></thead><tbody>${body.join('')}</tbody></table></div>`,
    '</section>',
    unplacedHtml(unplaced),
  ].join('');
}
