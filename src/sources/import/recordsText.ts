import type { PageMark } from '../../core/domain/source.ts';
import { tooMuchText, type Aside } from './blocks.ts';
import { MAX_TEXT, type Attachment, type Imported, type NotImported } from './imported.ts';
import { t } from '../../core/text/l10n.ts';

export interface RecordRow {
  /** Its place in its sheet or file. */
  readonly place: string;
  readonly cells: readonly string[];
}

export interface RecordSheet {
  readonly name: string;
  /** Where its rows are, for a reader of the original; '' where the file says it. */
  readonly place: string;
  /** The first names the columns. */
  readonly rows: readonly RecordRow[];
}

/** Maximum further sheets that are compared. */
const MAX_SHEETS = 200;

/**
 * Rows as CSV with their places: those of the first sheet that has any. Other sheets with the same columns are files
 * of their own; the rest is named as not read.
 */
export function csvImported(
  sheets: readonly RecordSheet[],
  { told = [], ...aside }: Aside = {},
): Imported | NotImported {
  const [first, ...more] = sheets.filter(({ rows }) => rows.length > 1);
  if (!first) return { reason: t('no rows in it') };
  const header = headerOf(first);
  const { text, pages } = csv(first);
  if (text.length > MAX_TEXT) return { reason: tooMuchText() };
  const attachments = more.slice(0, MAX_SHEETS).map((sheet): Attachment => {
    const name = `${sheet.name.replace(/[\\/:*?"<>|]+/g, '_')}.csv`;
    return headerOf(sheet) === header
      ? { name, bytes: Buffer.from(csv(sheet).text) }
      : {
          name,
          reason: t(
            'its columns are not those of the first sheet: save it as CSV to label its rows',
          ),
        };
  });
  return {
    text,
    kind: 'prose',
    languageId: 'csv',
    pages,
    ...aside,
    ...(told.length > 0 ? { told } : {}),
    ...(attachments.length > 0 ? { attachments } : {}),
  };
}

const headerOf = ({ rows }: RecordSheet): string =>
  (rows[0]?.cells ?? []).map(cell => cell.trim().toLowerCase()).join('\0');

function csv({ place, rows }: RecordSheet): { text: string; pages: PageMark[] } {
  const width = Math.max(...rows.slice(0, 1000).map(({ cells }) => cells.length));
  const pages: PageMark[] = [];
  const lines: string[] = [];
  let start = 0;
  for (const row of rows) {
    pages.push({ start, spot: place === '' ? row.place : `${place}, ${row.place}` });
    const cells = Array.from({ length: Math.max(width, row.cells.length) }, (_, i) =>
      quoted(row.cells[i] ?? ''),
    );
    const line = `${cells.join(',')}\n`;
    lines.push(line);
    start += line.length;
  }
  return { text: lines.join(''), pages };
}

const quoted = (cell: string): string =>
  /[",\r\n;\t|]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
