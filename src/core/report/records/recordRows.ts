import { jsonText } from '../text/terminalText.ts';
import { csvCell } from '../data/csvCell.ts';
import { recordStatusText, type ReportRecord } from './records.ts';

/** The columns of the input, then what was found out. */
interface Columns {
  readonly columns: readonly string[];
  readonly multi: boolean;
  readonly twice: boolean;
}

const OWN = ['confidence', 'reason', 'status', 'model label'] as const;
/** Where labels in doubt are asked of a second model. */
const TWICE = ['first label', 'first confidence', 'labelled by'] as const;

/** The header row; a column of ours that the input has, too, is called `fanout ...`. */
export const recordCsvHeader = ({ columns, multi, twice }: Columns): string =>
  csvLine([
    ...columns,
    ...[multi ? 'labels' : 'label', ...OWN, ...(twice ? TWICE : [])].map(name =>
      columns.includes(name) ? `fanout ${name}` : name,
    ),
  ]);

export const recordCsvRow = ({ columns, twice }: Columns, record: ReportRecord): string =>
  csvLine([
    ...columns.map(name => (Object.hasOwn(record.fields, name) ? (record.fields[name] ?? '') : '')),
    record.labels.join('; '),
    record.confidence,
    record.confidence === null ? '' : record.reason,
    recordStatusText(record),
    record.modelLabels?.join('; ') ?? '',
    ...(twice
      ? [record.first?.labels.join('; ') ?? '', record.first?.confidence ?? '', record.model ?? '']
      : []),
  ]);

export const recordJsonLine = (record: ReportRecord): string => `${jsonText(record)}\n`;

const csvLine = (cells: readonly (string | number | null)[]): string =>
  `${cells.map(csvCell).join(',')}\r\n`;
