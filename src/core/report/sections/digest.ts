import type {
  ReportCitation,
  ReportExtraction,
  ReportNode,
  ReportPart,
  ReportStatement,
} from '../digest/digestFormat.ts';
import {
  basisText,
  citationText,
  conflictTitle,
  digestTitle,
  disputedText,
  nodeNotice,
  nothingText,
  placesText,
  reachText,
  resultText,
  rootNode,
  shareText,
  sideBySide,
  withoutPlace,
} from '../digest/digestWording.ts';
import type { Report } from '../reportFormat.ts';
import { coverageText } from '../wording.ts';
import type { Block, Group, Item } from './model.ts';
import { t } from '../../text/l10n.ts';

/** How many places follow a statement; the rest is counted. */
const MAX_PLACES = 4;

/** The summary, the answer or the rows, then every level below; empty for a report of findings. */
export function digestSections(report: Report): Group[] {
  const { digest, extraction } = report;
  if (extraction) return rowSections(report, extraction);
  const root = rootNode(report);
  if (!digest) return [];
  const top: Group = {
    kind: 'group',
    id: 'summary',
    title: digestTitle(report),
    blocks: [
      ...asked(digest.asked),
      ...(root ? nodeBlocks(report, root) : []),
      ...(root && root.statements.length > 0
        ? [
            {
              kind: 'text',
              role: 'muted',
              line: [`${resultText(report)}.`, reachText(report), coverageText(report)]
                .filter(Boolean)
                .join(' '),
            } as const,
          ]
        : []),
    ],
  };
  const below = root ? levels(report, root) : [];
  return [
    top,
    ...(below.length === 0
      ? []
      : [{ kind: 'group', id: 'levels', title: t('Level by level'), blocks: below } as const]),
    ...lostSection(digest.parts.flatMap(part => part.unplaced)),
  ];
}

/** What is below a node: nodes with what is below them, and chunks with the words they rest on. */
function levels(report: Report, root: ReportNode): Group[] {
  const nodes = new Map(report.digest?.nodes.map(node => [node.id, node]));
  const parts = new Map(report.digest?.parts.map(part => [part.chunk, part]));
  const titles = new Map(report.chunks.map(chunk => [chunk.id, chunk.title]));
  const members = (node: ReportNode): Group[] =>
    node.members.map(({ kind, id }) => {
      const below = kind === 'node' ? nodes.get(id) : undefined;
      if (below)
        return {
          kind: 'group',
          title: below.title,
          scope: below.scope,
          blocks: [...nodeBlocks(report, below), ...members(below)],
        };
      const part = parts.get(id);
      const own = part?.statements ?? [];
      return {
        kind: 'group',
        title: titles.get(id) ?? id,
        scope: 'chunk',
        ...(part?.share === 0 && own.length > 0 ? { isUnused: true } : {}),
        blocks: [
          ...(part && own.length > 0
            ? [
                { kind: 'text', role: 'muted', line: shareText(part.share, root) } as const,
                { kind: 'list', items: own.map(quoted) } as const,
              ]
            : [{ kind: 'text', role: 'muted', line: bareText(part) } as const]),
        ],
      };
    });
  return members(root);
}

const bareText = (part: ReportPart | undefined): string =>
  part && part.unplaced.length > 0
    ? t('The quotes for this chunk could not be found; see "{0}".', withoutPlace())
    : t('No statements about this chunk.');

function nodeBlocks(report: Report, node: ReportNode): Block[] {
  const notice = nodeNotice(node);
  return [
    ...(notice === '' ? [] : [{ kind: 'text', role: 'warning', line: notice } as const]),
    node.statements.length === 0
      ? {
          kind: 'text',
          line:
            node.id === report.digest?.root
              ? nothingText(report)
              : t('No statements with a place.'),
        }
      : {
          kind: 'list',
          items: sideBySide(node.statements).map(group =>
            group.length === 1 && group[0]
              ? sentence(group[0])
              : {
                  line: [{ kind: 'strong', text: `${conflictTitle}:` }],
                  isConflict: true,
                  blocks: [{ kind: 'list', items: group.map(sentence) }],
                },
          ),
        },
  ];
}

const sentence = ({ text, places, disputed, ...basis }: ReportStatement): Item => ({
  line: text,
  places: shownPlaces(places),
  morePlaces: Math.max(0, places.length - MAX_PLACES),
  ...warned([disputed ? disputedText : '', basisText(basis)]),
});

const warned = (texts: readonly string[]): Pick<Item, 'warning'> => {
  const warning = texts.filter(Boolean).join(' ');
  return warning === '' ? {} : { warning };
};

/** Each place once, however many statements of its chunk rest on it. */
const shownPlaces = (places: readonly ReportCitation[]): NonNullable<Item['places']> => [
  ...new Map(
    places
      .slice(0, MAX_PLACES)
      .map(place => [citationText(place), { text: citationText(place), quote: place.quote }]),
  ).values(),
];

const quoted = ({ text, places, ...basis }: ReportStatement): Item => ({
  line: text,
  ...warned([basisText(basis)]),
  blocks: places.map(place => ({ kind: 'quote', text: place.quote, place: citationText(place) })),
});

const asked = (question: string): Block[] =>
  question === '' ? [] : [{ kind: 'text', role: 'muted', line: question }];

function lostSection(
  lost: readonly { readonly text: string; readonly quotes: readonly string[] }[],
): Group[] {
  if (lost.length === 0) return [];
  const items = lost.map(({ text, quotes }): Item => ({
    line: text,
    blocks: quotes.map(quote => ({ kind: 'quote', text: quote, isLost: true })),
  }));
  return [
    {
      kind: 'group',
      id: 'unplaced',
      title: withoutPlace(),
      count: lost.length,
      blocks: [
        {
          kind: 'text',
          role: 'muted',
          line: t('Unsupported: their quotes are not in the text. Nothing above is based on them.'),
        },
        { kind: 'list', items },
      ],
    },
  ];
}

function rowSections(
  report: Report,
  { asked: question, columns, rows, unplaced }: ReportExtraction,
): Group[] {
  const table: Block[] =
    rows.length === 0
      ? [{ kind: 'text', line: nothingText(report) }]
      : [
          { kind: 'text', line: `${resultText(report)}. ${coverageText(report)}` },
          {
            kind: 'table',
            shape: 'records',
            head: [...columns.map(({ name }) => name), t('Where')],
            rows: rows.map(({ cells, places }) => ({
              cells: [...columns.map((_, i) => cells[i] ?? []), placesText(places)],
            })),
          },
        ];
  return [
    {
      kind: 'group',
      id: 'summary',
      title: digestTitle(report),
      blocks: [...asked(question), ...table],
    },
    ...lostSection(unplaced),
  ];
}
