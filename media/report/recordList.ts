import type { LabelRow } from '../../src/core/labels.ts';

export const SHOWINGS = {
  all: 'All records',
  doubtful: 'Doubtful (under 60 %)',
  twice: 'Asked of a second model',
  wrong: 'Other than gold',
  corrected: 'Corrected',
  none: 'Without a label',
} as const;
export type Showing = keyof typeof SHOWINGS;

export const ORDERS = {
  input: 'Input order',
  confidence: 'Least confident first',
  label: 'By label',
} as const;
export type Order = keyof typeof ORDERS;

export interface RecordFilter {
  readonly showing: Showing;
  readonly order: Order;
  /** Empty: any. */
  readonly label: string;
  /** Keys (see `rowKey`) of the records that hold the words looked for; undefined: none are. */
  readonly found: ReadonlySet<string> | undefined;
}

export const DOUBTFUL = 0.6;

export const rowKey = ({ sourceId, record }: Pick<LabelRow, 'sourceId' | 'record'>): string =>
  `${sourceId}\n${record}`;

export const isWrong = ({ labels, said }: LabelRow): boolean => {
  const gold = said?.gold;
  if (!gold || gold.length === 0) return false;
  return gold.length !== labels.length || !gold.every(name => labels.includes(name));
};

const IS: { readonly [S in Showing]: (row: LabelRow) => boolean } = {
  all: () => true,
  doubtful: ({ status, said }) => status === 'labelled' && (said?.confidence ?? 1) < DOUBTFUL,
  twice: ({ first, doubtful }) => first !== undefined || doubtful === true,
  wrong: isWrong,
  corrected: ({ status }) => status === 'corrected',
  none: ({ status }) => status !== 'labelled' && status !== 'corrected',
};

/** The rows to show, in their order; those that are equal stay in input order. */
export function shownRows(rows: readonly LabelRow[], filter: RecordFilter): LabelRow[] {
  const { showing, order, label, found } = filter;
  const shown = rows.filter(
    row =>
      IS[showing](row) &&
      (label === '' || row.labels.includes(label)) &&
      (!found || found.has(rowKey(row))),
  );
  switch (order) {
    case 'input':
      return shown;
    case 'confidence':
      return shown.sort((a, b) => (a.said?.confidence ?? 2) - (b.said?.confidence ?? 2));
    case 'label':
      return shown.sort((a, b) => compare(a.labels.join(), b.labels.join()));
  }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
