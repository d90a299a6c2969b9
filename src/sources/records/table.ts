import { isRecord } from '../../core/text/json.ts';
import { usageError } from '../../core/errors.ts';
import type { RecordFormat } from '../../core/domain/records/records.ts';
import { lineAt, linesOf } from '../../core/text/lines.ts';
import { delimitedRows, headerAt, type Row } from './delimitedRows.ts';
import { jsonItems } from './jsonItems.ts';
import { t } from '../../core/text/l10n.ts';

/** The contents of a file of records, before a column is chosen. */
export interface Table {
  readonly format: RecordFormat;
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
  /** Non-empty lines above the header; they are not records. */
  readonly above?: number;
}

export interface TableOptions {
  /** False: the first row of a CSV or TSV is a record too. */
  readonly header?: boolean;
  /** Delimiter of a CSV or TSV; absent: detected. */
  readonly delimiter?: string;
  /** Column names that the header should contain. */
  readonly wanted?: readonly string[];
  readonly pause: () => Promise<void>;
}

/** Further columns are left out. */
const MAX_COLUMNS = 1000;
/** Rows read between two pauses. */
const BETWEEN_PAUSES = 256;

/**
 * Reads the records of a text with their exact places. Unreadable rows stay in the table with their problem: only blank
 * lines are left out. @throws FanoutError `usage` if there is no record.
 */
export async function readTable(
  path: string,
  text: string,
  format: RecordFormat,
  options: TableOptions,
): Promise<Table> {
  const table = await tableOf(path, text, format, options);
  if (table.rows.length === 0)
    throw usageError(
      t(
        '{0} holds no records: {1}. Nothing was sent. Check the file and its format.',
        path,
        NOTHING[format],
      ),
    );
  return table;
}

const NOTHING: Readonly<Record<RecordFormat, string>> = {
  csv: t('there is no row below the header'),
  tsv: t('there is no row below the header'),
  jsonl: t('there is no line with a JSON object'),
  json: t('there is no array with elements'),
  paragraphs: t('there is no paragraph'),
};

async function tableOf(
  path: string,
  text: string,
  format: RecordFormat,
  { header = true, delimiter, wanted = [], pause }: TableOptions,
): Promise<Table> {
  switch (format) {
    case 'csv':
    case 'tsv': {
      const all = await delimitedRows(text, format, {
        ...(header && { wanted }),
        ...(delimiter !== undefined && { delimiter }),
        pause,
      });
      const names = header && wanted.length > 0 ? all.map(({ cells }) => cells) : [];
      const above = Math.max(0, headerAt(names, wanted));
      const rows = all.slice(above);
      const first = header ? rows[0]?.cells : undefined;
      const width = Math.max(0, ...rows.slice(0, 100).map(({ cells }) => cells.length));
      const columns = first
        ? uniqueNames(first)
        : Array.from({ length: width }, (_, i) => String(i + 1));
      if (header && rows[0]?.problem !== undefined)
        throw usageError(
          t(
            'The header of {0} (line {1}) cannot be read: {2}. Nothing was sent. Put it right, or say that there is none with --no-header.',
            path,
            rows[0].line,
            rows[0].problem,
          ),
        );
      const body = header ? rows.slice(1) : rows;
      return {
        format,
        columns,
        rows: body.map(row => fitted(row, columns.length)),
        ...(above > 0 && { above }),
      };
    }
    case 'jsonl':
      return jsonLines(text, pause);
    case 'json':
      return jsonArray(path, text, pause);
    case 'paragraphs':
      return { format, columns: ['text'], rows: paragraphs(text) };
  }
}

function uniqueNames(cells: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return cells.slice(0, MAX_COLUMNS).map((cell, i) => {
    const name = cell.trim() || `column ${i + 1}`;
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return times === 1 ? name : `${name} (${times})`;
  });
}

/** A row with more filled cells than columns has a delimiter in its text, so its cells cannot be assigned. */
function fitted(row: Row, columns: number): Row {
  if (row.problem !== undefined || row.cells.length <= columns) return row;
  if (row.cells.slice(columns).every(cell => cell.trim() === ''))
    return { ...row, cells: row.cells.slice(0, columns) };
  return {
    ...row,
    problem: t(
      'it has {0} cells and the header {1}: a separator in a text has to be in quotes',
      row.cells.length,
      columns,
    ),
  };
}

async function jsonLines(text: string, pause: () => Promise<void>): Promise<Table> {
  const table = jsonTable('jsonl');
  let line = 0;
  let start = 0;
  while (start < text.length) {
    line += 1;
    const feed = text.indexOf('\n', start);
    const after = feed < 0 ? text.length : feed + 1;
    const raw = text.slice(start, feed < 0 ? after : feed).replace(/\r$/, '');
    const json = raw.replace(/^\ufeff/, '');
    if (json.trim() !== '') table.add(json, { start, end: start + raw.length, line });
    start = after;
    if (line % BETWEEN_PAUSES === 0) await pause();
  }
  return table.done();
}

/** @throws FanoutError `usage` if the text is not valid JSON: then its items cannot be separated. */
async function jsonArray(path: string, text: string, pause: () => Promise<void>): Promise<Table> {
  const items = jsonItems(text);
  if (!items)
    throw usageError(
      t('{0} is not valid JSON. Nothing was sent. Put it right and run again.', path),
    );
  const table = jsonTable('json');
  const lines = linesOf(text);
  for (const [i, { start, end }] of items.entries()) {
    table.add(text.slice(start, end), { start, end, line: lineAt(lines, start) + 1 });
    if (i % BETWEEN_PAUSES === 0) await pause();
  }
  return table.done();
}

/** Collects JSON values as rows; the columns are the field names, in order of first occurrence. */
function jsonTable(format: 'json' | 'jsonl'): {
  add(json: string, place: Pick<Row, 'start' | 'end' | 'line'>): void;
  done(): Table;
} {
  const columns: string[] = [];
  const column = new Map<string, number>();
  const rows: Row[] = [];
  return {
    add: (json, place) => {
      const read = fieldsOf(json);
      if (typeof read === 'string') {
        rows.push({ ...place, cells: [json], problem: read });
        return;
      }
      const cells: string[] = [];
      for (const [name, value] of read) {
        if (!column.has(name) && columns.length < MAX_COLUMNS)
          column.set(name, columns.push(name) - 1);
        const at = column.get(name);
        if (at !== undefined) cells[at] = value;
      }
      rows.push({ ...place, cells: Array.from(cells, cell => cell ?? '') });
    },
    done: () => ({ format, columns, rows }),
  };
}

/** The fields of a line, those of a nested object as `outer.inner`; or the problem with the line. */
function fieldsOf(json: string): [string, string][] | string {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return t('it is not valid JSON');
  }
  if (typeof value === 'string') return [['text', value]];
  if (!isRecord(value)) return t('it is not a JSON object');
  return Object.entries(value).flatMap(([name, field]) =>
    isRecord(field)
      ? Object.entries(field).map(([inner, v]): [string, string] => [`${name}.${inner}`, asText(v)])
      : [[name, asText(field)]],
  );
}

const asText = (value: unknown): string =>
  typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value);

/** Text between blank lines. */
function paragraphs(text: string): Row[] {
  const lines = linesOf(text);
  const rows: Row[] = [];
  for (const { 0: found, index } of text.matchAll(
    /[^\r\n]*\S[^\r\n]*(?:(?:\r\n|\n|\r)[^\r\n]*\S[^\r\n]*)*/g,
  ))
    rows.push({
      start: index,
      end: index + found.length,
      line: lineAt(lines, index) + 1,
      cells: [found.trim()],
    });
  return rows;
}
