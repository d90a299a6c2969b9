import type * as papaparse from 'papaparse';
import { lineAt, linesOf } from '../../core/text/lines.ts';
import { closeUpQuotes } from './spacedQuotes.ts';
import { t } from '../../core/text/l10n.ts';

/** A row of a table: its exact place, and its cells or the reason they cannot be read. */
export interface Row {
  readonly start: number;
  /** Without the line end. */
  readonly end: number;
  /** 1-based. */
  readonly line: number;
  readonly cells: readonly string[];
  readonly problem?: string;
}

/** Characters parsed at once; for a longer row the slice is doubled. */
const SLICE = 32 * 1024;
/** A row longer than this (UTF-16 units) means an unclosed quote. */
const MAX_ROW_LENGTH = 8 * 1024 * 1024;

/** Blanks after the last quote of a text that are looked for. */
const MAX_BLANKS = 1000;

/** What is known about a table before it is read. */
export interface DelimitedOptions {
  /** One character; absent: the one named in a `sep=` line, a tab for TSV, otherwise the one that fits the header. */
  readonly delimiter?: string;
  /** Column names that the header should contain, if known. */
  readonly wanted?: readonly string[];
  readonly pause: () => Promise<void>;
}

/**
 * The rows of a CSV or TSV text, without blank ones. A row with broken quotes loses only itself: it is kept unchanged
 * with a problem, and reading continues at the line after its first. Awaits `pause` after every 32 KB.
 */
export async function delimitedRows(
  text: string,
  format: 'csv' | 'tsv',
  { delimiter: given, wanted = [], pause }: DelimitedOptions,
): Promise<Row[]> {
  // The package's types declare no default export, but a CommonJS module's exports are its default.
  const { default: Papa } = (await import('papaparse')) as unknown as { default: Parser };
  const declared = DECLARED.exec(text);
  const delimiter =
    given ?? declared?.[1] ?? (format === 'tsv' ? '\t' : delimiterOf(Papa, text, wanted));
  const newline = newlineOf(text);
  const mixed = newline === undefined;
  // Same length as before, so that offsets stay valid: a parser that ends rows at \n ignores a blank after a quote.
  const closeUp = closeUpQuotes(text, delimiter);
  const rowsOf = mixed ? closeUp.replaceAll('"\r\n', '" \n') : closeUp;
  // It ignores them only before a delimiter or a line end.
  const parsed = /"[ \t]+$/.test(rowsOf.slice(-MAX_BLANKS)) ? rowsOf + (newline ?? '\n') : rowsOf;
  const lines = linesOf(text);
  const rows: Row[] = [];
  const add = (start: number, after: number, cells: readonly string[], problem?: string): void => {
    if (cells.every(cell => cell.trim() === '') && problem === undefined) return;
    const end = lineEndBefore(text, start, after);
    const line = lineAt(lines, start) + 1;
    rows.push({ start, end, line, cells, ...(problem === undefined ? {} : { problem }) });
  };

  let at = declared ? declared[0].length : text.startsWith('\ufeff') ? 1 : 0;
  let size = SLICE;
  while (at < text.length) {
    const end = Math.min(text.length, at + size);
    const begin = at;
    let broken = false;
    const parser = new Papa.Parser({
      delimiter,
      newline: newline ?? '\n',
      fastMode: false,
      step: ({ data, errors, meta }) => {
        if (errors.length > 0) {
          broken = true;
          parser.abort();
          return;
        }
        const cells = (data as unknown as string[][])[0] ?? [];
        const after = Math.min(begin + meta.cursor, text.length);
        add(at, after, mixed ? cells.map(cell => cell.replace(/\r$/, '')) : cells);
        at = after;
      },
    });
    const rest = parser.parse(
      end < text.length ? parsed.slice(begin, end) : parsed.slice(begin),
      0,
      end < text.length,
    ) as {
      readonly errors: readonly unknown[];
    };
    if (broken || rest.errors.length > 0 || end - at > MAX_ROW_LENGTH) {
      const after = lines.starts[lineAt(lines, at) + 1] ?? text.length;
      const line = text.slice(at, lineEndBefore(text, at, after));
      // Tab-separated files often use no quoting at all.
      if (format === 'tsv') add(at, after, line.split('\t'));
      else
        add(
          at,
          after,
          [line],
          t('its quotes are broken: one is opened and not closed, or closed and followed by text'),
        );
      at = after;
      size = SLICE;
    } else size = at === begin && end < text.length ? size * 2 : SLICE;
    if (end === text.length && at < text.length && !broken && at === begin) at = text.length;
    await pause();
  }
  return rows;
}

/** `end` without the line ends before it. A pattern would look for them at every line end in the row. */
function lineEndBefore(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && (text[at - 1] === '\n' || text[at - 1] === '\r')) at--;
  return at;
}

type Parser = typeof papaparse;

/** A first line that declares the delimiter, as spreadsheets write and read it. */
const DECLARED = /^\ufeff?"?sep=([^\r\n"])"?(?:\r\n|\r|\n|$)/i;

/** Rows that may precede the header: a title, remarks. */
export const MAX_ABOVE_HEADER = 20;
const USUAL = [',', ';', '\t', '|'];
/** Rarely delimiters: tried only if the wanted names appear when the header is split by them. */
const UNUSUAL = [':', '^', '~', '\u00a6', '\u001f', '\u0001'];

/** The first row that contains all names, ignoring case; -1 if none does. */
export function headerAt(rows: readonly (readonly string[])[], names: readonly string[]): number {
  const folded = names.map(fold);
  return rows
    .slice(0, MAX_ABOVE_HEADER)
    .findIndex(cells => folded.every(name => cells.some(cell => fold(cell) === name)));
}
const fold = (name: string): string => name.trim().toLowerCase();

/**
 * The delimiter that yields the wanted names in the header; among several, the one for which most of the first rows are
 * as long as the header. Texts contain commas and semicolons too; column names rarely do.
 */
function delimiterOf(Papa: Parser, text: string, wanted: readonly string[]): string {
  const rowsBy = (delimiter: string): readonly (readonly string[])[] =>
    (
      Papa.parse(closeUpQuotes(text.slice(0, 64 * 1024), delimiter), { preview: 50, delimiter })
        .data as string[][]
    ).filter(row => row.some(cell => cell.trim() !== ''));
  let best = { delimiter: ',', fitting: 0 };
  for (const delimiter of wanted.length > 0 ? [...USUAL, ...UNUSUAL] : USUAL) {
    const all = rowsBy(delimiter);
    const at = wanted.length > 0 ? headerAt(all, wanted) : -1;
    if (at < 0 && UNUSUAL.includes(delimiter)) continue;
    const [header = [], ...rows] = all.slice(Math.max(0, at));
    if (header.length < 2) continue;
    const same = rows.filter(row => row.length === header.length).length;
    const fitting = (same + 1) / (rows.length + 1) + (at < 0 ? 0 : 1);
    if (fitting > best.fitting) best = { delimiter, fitting };
  }
  return best.delimiter;
}

/** The line end of the rows, outside quotes; undefined if mixed. */
function newlineOf(text: string): '\n' | '\r\n' | '\r' | undefined {
  let quoted = false;
  let [crlf, lf, cr] = [0, 0, 0];
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 34) quoted = !quoted;
    else if (quoted) continue;
    else if (c === 10) lf++;
    else if (c === 13 && text.charCodeAt(i + 1) === 10) {
      crlf++;
      i++;
    } else if (c === 13) cr++;
  }
  if (crlf > 0 && lf + cr === 0) return '\r\n';
  if (cr > 0 && lf + crlf === 0) return '\r';
  return crlf === 0 ? '\n' : undefined;
}
