import { usageError } from '../../core/errors.ts';
import { textOf } from '../../core/text/shownRecords.ts';
import type {
  RecordFormat,
  RecordLayout,
  SourceRecord,
} from '../../core/domain/records/records.ts';
import type { SkippedSource, Source } from '../../core/domain/source.ts';
import { readTable, type Table } from './table.ts';
import { plural, t } from '../../core/text/l10n.ts';

/** The roles of a record set's columns, by name. */
export interface RecordChoice {
  /** Absent: by file name (`.csv`, `.tsv`, `.jsonl`, `.json`), otherwise paragraphs. */
  readonly format?: RecordFormat;
  /** Columns the model sees; absent: the only column. */
  readonly columns?: readonly string[];
  /** Column that identifies the records; absent: a column named `id`, otherwise their number. */
  readonly id?: string;
  readonly gold?: string;
  /** Delimiter of a CSV or TSV, one character; absent: detected. */
  readonly delimiter?: string;
  /** False: the first row is a record too, and columns are named by number from 1. */
  readonly header?: boolean;
}

export interface RecordSet {
  readonly source: Source;
  /** Rows that cannot be read: they stay in the output without a label. */
  readonly skipped: readonly SkippedSource[];
  /** Further information for the user, in sentences. */
  readonly notes: readonly string[];
}

/** Maximum rows listed one by one with their problem. */
const MAX_LISTED = 20;

/** The format that a file name implies. */
export function formatOf(path: string): RecordFormat {
  const extension = path.slice(path.lastIndexOf('.') + 1).toLowerCase();
  if (extension === 'csv' || extension === 'tsv') return extension;
  if (extension === 'tab') return 'tsv';
  if (extension === 'json') return extension;
  return extension === 'jsonl' || extension === 'ndjson' ? 'jsonl' : 'paragraphs';
}

/**
 * A text as a record set. @throws FanoutError `usage` for a column that does not exist, and if no record can be shown
 * to a model.
 */
export async function readRecords(
  source: Source,
  choice: RecordChoice,
  pause: () => Promise<void>,
): Promise<RecordSet> {
  const { path, text } = source;
  // Sheet rows have been converted to CSV.
  const format = choice.format ?? (source.languageId === 'csv' ? 'csv' : formatOf(path));
  const { header, delimiter, columns = [], id, gold } = choice;
  const table = await readTable(path, text, format, {
    pause,
    wanted: [...columns, id, gold].filter(name => name !== undefined),
    ...(header === undefined ? {} : { header }),
    ...(delimiter === undefined ? {} : { delimiter }),
  });
  return recordSet(source, table, choice, pause);
}

/** Rows handled between two pauses. */
const BETWEEN_PAUSES = 1000;

/** A table as a record set; see `readRecords`. */
export async function recordSet(
  source: Source,
  table: Table,
  choice: RecordChoice,
  pause: () => Promise<void>,
): Promise<RecordSet> {
  const { path } = source;
  const layout = layoutOf(path, table, choice);
  const repeated: { readonly id: string; readonly line: number }[] = [];
  let empty = 0;
  const taken = new Set<string>();
  /** How often an id was given: counting from 2 at each row would take quadratic time. */
  const timesOf = new Map<string, number>();
  const records: SourceRecord[] = [];
  for (const [i, { start, end, line, cells, problem }] of table.rows.entries()) {
    if (i % BETWEEN_PAUSES === BETWEEN_PAUSES - 1) await pause();
    const wanted =
      (layout.id === undefined || problem ? '' : (cells[layout.id] ?? '').trim()) || `${i + 1}`;
    let id = wanted;
    let times = timesOf.get(wanted) ?? 1;
    while (taken.has(id)) id = `${wanted} (${++times})`;
    timesOf.set(wanted, times);
    if (id !== wanted && layout.id !== undefined) repeated.push({ id: wanted, line });
    taken.add(id);
    const record = { id, start, end, line, cells };
    if (problem !== undefined) records.push({ ...record, problem });
    else if (textOf(layout, record) !== '') records.push(record);
    else {
      empty += 1;
      records.push({ ...record, problem: t('it has no text') });
    }
  }
  const broken = table.rows.filter(({ problem }) => problem !== undefined);
  if (broken.length + empty === records.length)
    throw usageError(
      t(
        'No record of {0} has text to label: {1} of {2} cannot be read{3}, {4} are empty. Nothing was sent. Check the column and the file.',
        path,
        broken.length,
        records.length,
        broken[0] ? t(' (line {0}: {1})', broken[0].line, broken[0].problem ?? '') : '',
        empty,
      ),
    );
  return {
    source: { ...source, kind: 'records', layout, records },
    skipped: skippedRows(path, broken),
    notes: [
      ...(table.above === undefined
        ? []
        : [
            plural(
              table.above,
              '{0} line above the header of {1} is not read as a record.',
              '{0} lines above the header of {1} are not read as records.',
              table.above,
              path,
            ),
          ]),
      ...(repeated[0]
        ? [
            t(
              '{0} ids of {1} occur more than once, the first again as {2}. All rows are kept; a second one is called "{3} (2)".',
              repeated.length,
              path,
              t('{0} in line {1}', repeated[0].id, repeated[0].line),
              repeated[0].id,
            ),
          ]
        : []),
      ...(empty > 0
        ? [
            t(
              '{0} records of {1} have no text: they stay in the output, without a label.',
              empty,
              path,
            ),
          ]
        : []),
    ],
  };
}

function skippedRows(path: string, broken: Table['rows']): SkippedSource[] {
  const listed = broken.slice(0, MAX_LISTED).map(({ line, problem }) => ({
    path: t('{0}, line {1}', path, line),
    reason: t(
      '{0}. The row stays in the output, without a label. Put it right and run again: only its call is made again',
      problem ?? '',
    ),
  }));
  const more = broken.length - listed.length;
  return more > 0
    ? [
        ...listed,
        {
          path,
          reason: t(
            '{0} more rows cannot be read; the first in line {1}',
            more,
            broken[MAX_LISTED]?.line ?? '',
          ),
        },
      ]
    : listed;
}

function layoutOf(
  path: string,
  { format, columns, rows }: Table,
  choice: RecordChoice,
): RecordLayout {
  const find = (name: string): number => {
    const exact = columns.indexOf(name);
    const folded = name.trim().toLowerCase();
    const at = exact >= 0 ? exact : columns.findIndex(c => c.toLowerCase() === folded);
    if (at >= 0) return at;
    throw usageError(
      t(
        'There is no column "{0}" in {1}. Its columns are: {2}. Nothing was sent.',
        name,
        path,
        listed(columns),
      ),
    );
  };
  const gold = choice.gold === undefined ? undefined : find(choice.gold);
  const idColumn = columns.findIndex(name => name.toLowerCase() === 'id');
  const id = choice.id !== undefined ? find(choice.id) : idColumn >= 0 ? idColumn : undefined;
  const others = columns.map((_, i) => i).filter(i => i !== gold && i !== id);
  const shown = choice.columns ? [...new Set(choice.columns.map(find))] : others;
  if (!choice.columns && others.length !== 1)
    throw usageError(
      t(
        '{0} has {1} columns ({2}): say which one holds the text with --column. Nothing was sent.',
        path,
        columns.length,
        listed(columns),
      ),
    );
  if (gold !== undefined && shown.includes(gold))
    throw usageError(
      t(
        'The column "{0}" holds the right labels, so the model must not be shown it. Nothing was sent. Choose another column for the text.',
        columns[gold] ?? '',
      ),
    );
  return {
    format,
    columns,
    shown,
    ...(id === undefined || shown.includes(id) ? {} : { id }),
    ...(gold === undefined ? {} : { gold }),
    ...(choice.delimiter === undefined ? {} : { delimiter: choice.delimiter }),
    count: rows.length,
  };
}

const listed = (names: readonly string[]): string =>
  names.slice(0, 30).join(', ') + (names.length > 30 ? t(' and {0} more', names.length - 30) : '');
