import { csvCell } from './csvCell.ts';
import { recordStatusText, type ReportRecord } from './records.ts';

/** The columns of the input, then what was found out. */
interface Columns {
  readonly columns: readonly string[];
  readonly multi: boolean;
}

const OWN = ['confidence', 'reason', 'status', 'model label'] as const;

/** The header row; a column of ours that the input has, too, is called `fanout ...`. */
export const recordCsvHeader = ({ columns, multi }: Columns): string =>
  csvLine([
    ...columns,
    ...[multi ? 'labels' : 'label', ...OWN].map(name =>
      columns.includes(name) ? `fanout ${name}` : name,
    ),
  ]);

export const recordCsvRow = ({ columns }: Columns, record: ReportRecord): string =>
  csvLine([
    ...columns.map(name => (Object.hasOwn(record.fields, name) ? (record.fields[name] ?? '') : '')),
    record.labels.join('; '),
    record.confidence,
    record.confidence === null ? '' : record.reason,
    recordStatusText(record),
    record.modelLabels?.join('; ') ?? '',
  ]);

export const recordJsonLine = (record: ReportRecord): string => `${JSON.stringify(record)}\n`;

const csvLine = (cells: readonly (string | number | null)[]): string =>
  `${cells.map(csvCell).join(',')}\r\n`;
