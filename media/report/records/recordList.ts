import {
  type LabelRow,
  isLabelled,
  isWrong,
  labelRows,
} from '../../../src/core/state/labelRows.ts';
import { recordKey } from '../../../src/core/domain/records/labels.ts';
import type { RunState } from '../../../src/core/state/runState.ts';
import { t } from '../../../src/core/text/l10n.ts';

export const SHOWINGS = {
  all: t('All records'),
  doubtful: t('Doubtful (under 60 %)'),
  twice: t('Asked of a second model'),
  wrong: t('Other than gold'),
  corrected: t('Corrected'),
  none: t('Without a label'),
} as const;
export type Showing = keyof typeof SHOWINGS;

export const ORDERS = {
  input: t('Input order'),
  confidence: t('Least confident first'),
  label: t('By label'),
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
  recordKey(sourceId, record);

const IS: { readonly [S in Showing]: (row: LabelRow) => boolean } = {
  all: () => true,
  doubtful: ({ status, said }) => status === 'labelled' && (said?.confidence ?? 1) < DOUBTFUL,
  twice: ({ first, doubtful }) => first !== undefined || doubtful === true,
  wrong: isWrong,
  corrected: ({ status }) => status === 'corrected',
  none: row => !isLabelled(row),
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

const known = new WeakMap<RunState, { readonly version: number; readonly rows: LabelRow[] }>();

/** The records of a state, put together once for all that show them. */
export function rowsOf(state: RunState, version: number): readonly LabelRow[] {
  const before = known.get(state);
  if (before?.version === version) return before.rows;
  const rows = labelRows(state);
  known.set(state, { version, rows });
  return rows;
}
