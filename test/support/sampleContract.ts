import { ARTICLES, TERMS } from './sample/articles.ts';
import {
  DOCUMENT_SLOTS,
  INTERFACE_SLOTS,
  PACKAGE_SLOTS,
  ROLE_SLOTS,
  ROUTINE_SLOTS,
  TEST_SLOTS,
  type Slots,
} from './sample/frames.ts';
import {
  DOCUMENTS,
  INTERFACES,
  PACKAGES,
  ROLES,
  ROUTINES,
  rows,
  TESTS,
} from './sample/packages.ts';
import {
  milestoneTable,
  performanceTable,
  priceTable,
  rateTable,
  sparesTable,
} from './sample/tables.ts';

/** A flaw that is in the sample on purpose, and where. */
export interface PlantedFlaw {
  readonly kind: string;
  readonly start: number;
  readonly end: number;
  readonly quote: string;
}

export interface SampleContract {
  readonly text: string;
  readonly flaws: readonly PlantedFlaw[];
}

/** Builds the sample contract: a made-up, long, readable one. The same text every time. */
export function sampleContract(): SampleContract {
  const { body, numbers } = articles();
  const marked = [front(), body, schedules()]
    .join('\n')
    .replace(/\{([a-z]+)\}/g, (whole, label: string) => numbers.get(label) ?? whole);
  return unmark(marked);
}

const MARK = /⟦([a-z-]+)\|([^⟧]*)⟧/g;

/** Takes the marks out and keeps where they were. */
function unmark(marked: string): SampleContract {
  const flaws: PlantedFlaw[] = [];
  let text = '';
  let at = 0;
  for (const found of marked.matchAll(MARK)) {
    text += marked.slice(at, found.index);
    const [whole, kind = '', quote = ''] = found;
    // The first of two contradicting places is no flaw by itself.
    if (!/-[ac]$|^repeat-of$/.test(kind)) {
      flaws.push({ kind, start: text.length, end: text.length + quote.length, quote });
    }
    text += quote;
    at = found.index + whole.length;
  }
  return { text: text + marked.slice(at), flaws };
}

function front(): string {
  return `# Contract for the Kestrel Bay Seawater Works

This Contract is made on 12 May 2025 between the Kestrel Bay Water Authority (the "Authority") and Aldermoor Process Engineering Limited (the "Contractor"). The parties to it, the places and the figures are made up.

The Authority supplies a city of four hundred thousand people from wells that turn brackish in dry years. It has decided to build a plant that makes drinking water from the sea, and has chosen the Contractor in open competition. The Contractor has visited the Site, has studied the Site Data and has offered the price, the time and the figures of performance on which the parties have agreed.
`;
}

/** The articles with their clauses numbered, and the number of each label. */
function articles(): { readonly body: string; readonly numbers: ReadonlyMap<string, string> } {
  const numbers = new Map<string, string>();
  const lines: string[] = [];
  let article = 0;
  let clause = 0;
  for (const line of ARTICLES.trim().split('\n')) {
    if (line.startsWith('# ')) {
      article += 1;
      clause = 0;
      const title = line.slice(2);
      lines.push(`## Article ${article}. ${title}`, '');
      if (title === 'Definitions') lines.push(definitions());
      continue;
    }
    const parts = /^(\+?)(\w+): ([^|]+) \| (.*)$/.exec(line);
    if (!parts) continue;
    const [, skip, label = '', title = '', text = ''] = parts;
    clause += skip ? 2 : 1;
    const number = `${article}.${clause}`;
    numbers.set(label, number);
    const shown = skip ? `⟦numbering|${number}⟧` : number;
    lines.push(`**${shown} ${title}.** ${text}`, '');
  }
  return { body: lines.join('\n'), numbers };
}

const definitions = (): string =>
  rows(TERMS.replace('⟦unused|', '⟦unused¦'))
    .map(([term = '', meaning = '']) => `"**${term.replace('¦', '|')}**" means ${meaning}.\n`)
    .join('\n');

const INTRODUCTIONS: readonly string[] = [
  'The packages are described in the order in which water passes through them, and after these come the buildings and the grounds. Each description has five parts: place and size, the demand that matters most and the danger that comes with it, what is needed at handover, how the package is put together, and how it is run. Sizes are those of the tender design. They may grow in the course of design without a change of price, and may shrink only with consent.',
  'Prices, dates and rates are kept in one place, so that nobody has to look for them in letters. Amounts are in pounds and exclude value added tax. A date means the end of that day at the Site.',
  'The documents below are the ones on which others rely, and for that reason they are named here. Many more will be written. Size, form and numbering follow the rules of the document system. A document that has been accepted is frozen: whoever wants to depart from it says so before acting, because somewhere somebody builds on what it says.',
  'Tests come in the order in which they are usually held. Procedures fill in what is left open here: who stands where, which valve is shut first, how long a reading lasts. Where a code of practice describes the same test more strictly, the code is followed.',
  'Performance is what the Authority buys. The figures below were offered in the tender after two rounds of questions, and the Contractor has confirmed that it would offer them again.',
  "Routines that the Contractor performs during the Support Term are described so that the Authority's own staff could take them over at any time. The intervals are starting values, and experience may shorten or lengthen them.",
  'A plant is as good as the people who build it. The posts below are filled from signature until a month after handover, some of them part of the week at first. Salaries are in the price.',
  'Permits fix much of what may be done on the shore and at sea. The list shows those known on the day of signature.',
  'Nobody builds alone on a coast like this one. The bodies named here were heard before the tender, and their wishes are reflected in the drawings. New wishes will come, and they are dealt with as they come.',
  'A good subcontractor is worth more than a low price. The list was agreed after visits to plants where the firms had worked before.',
];

function schedules(): string {
  const parts: readonly (readonly [string, string])[] = [
    ['The Works by package', entries(PACKAGES, PACKAGE_SLOTS)],
    ['Price, milestones and rates', `${priceTable()}\n\n${milestoneTable()}\n\n${rateTable()}`],
    ['Documents', entries(DOCUMENTS, DOCUMENT_SLOTS)],
    ['Tests', entries(TESTS, TEST_SLOTS)],
    ['Performance', performanceTable()],
    ['Routines during the Support Term', `${entries(ROUTINES, ROUTINE_SLOTS)}\n\n${sparesTable()}`],
    ['Key Personnel', entries(ROLES, ROLE_SLOTS)],
    ['Permits', permits()],
    ['Interfaces', entries(INTERFACES, INTERFACE_SLOTS)],
    ['Subcontractors', subcontractors()],
  ];
  return parts
    .map(
      ([title, text], index) =>
        `## Schedule ${index + 1}. ${title}\n\n${INTRODUCTIONS[index] ?? ''}\n\n${text}\n`,
    )
    .join('\n');
}

/** Entries of a schedule, each a heading and its paragraphs. */
function entries(table: string, paragraphs: readonly Slots[]): string {
  return rows(table)
    .map((cells, index) => {
      const body = paragraphs.map((slots, paragraph) => compose(slots, cells, index, paragraph));
      return `### ${cells[0] ?? ''}\n\n${body.join('\n\n')}`;
    })
    .join('\n\n');
}

/** One sentence of each slot. The rotation differs by slot, so wordings seldom meet twice. */
function compose(slots: Slots, cells: readonly string[], index: number, paragraph: number): string {
  return slots
    .map((wordings, slot) => {
      const turn = index * (slot + 1) + Math.floor(index / wordings.length) * (slot + paragraph);
      const wording = wordings[turn % wordings.length] ?? '';
      const filled = wording.replace(/\{(\d)\}/g, (_, cell: string) =>
        inSentence(cells, Number(cell)),
      );
      return filled.charAt(0).toUpperCase() + filled.slice(1);
    })
    .join(' ');
}

const inSentence = (cells: readonly string[], cell: number): string => {
  const text = cells[cell] ?? '';
  return cell === 0 ? text.charAt(0).toLowerCase() + text.slice(1) : text;
};

function permits(): string {
  return `The Authority obtains the permit to build, the permit to take seawater and the licence for the outfall. The Contractor obtains all others in its own name.

| Permit | Issued by | Obtained by |
| --- | --- | --- |
| Permit to build | the district council | the Authority |
| Abstraction of seawater | the environment ministry | the Authority |
| Licence for the outfall | the environment ministry | the Authority |
| Dredging consent | the port captain | the Contractor |
| Storage of chemicals | the labour inspectorate | the Contractor |
| Use of lifting gear | the labour inspectorate | the Contractor |

Fees are paid by the side that obtains the permit. An application is copied to the other side one week before it is filed. ⟦placeholder|The number of the building permit is TBD.⟧
`;
}

function subcontractors(): string {
  return `The following firms are accepted. A firm is replaced only with consent.

| Part | Firm | Seat |
| --- | --- | --- |
| Marine works | Hallvik Dredging | Bergen |
| Membranes | Osmia Separation | Valencia |
| Pumps | Marrow and Pike | Leeds |
| Substation | Grønn Kraft | Aarhus |
| Control software | Lattice Automation | Graz |

⟦passive|As we have repeatedly explained, this list is not an invitation to look for cheaper firms.⟧
`;
}
