import { plain } from '../blocks.ts';
import type { Block, Paragraph } from '../word/body.ts';
import type { Row } from './cells.ts';

/** With more cells than these, a place names the row alone. */
const MAX_PLACES = 50_000;

/**
 * The rows of a sheet as paragraphs and tables: rows without a gap between them belong together; of these, the
 * ones with a single cell at the beginning are titles and notes.
 */
export function sheetBlocks(rows: readonly Row[], sheet: string): Block[] {
  const cells = rows.reduce((sum, row) => sum + row.cells.length, 0);
  const spotOf = (row: Row, column: number): string =>
    cells > MAX_PLACES
      ? `${sheet}, row ${row.number}`
      : `${sheet}, ${columnName(column)}${row.number}`;
  const blocks: Block[] = [];
  let region: Row[] = [];
  const flush = (): void => {
    const first = region.findIndex(row => row.cells.length > 1);
    const titles = first < 0 ? region : region.slice(0, first);
    for (const row of titles)
      for (const { column, text } of row.cells)
        blocks.push(plain(text, { spot: spotOf(row, column) }));
    const body = region.slice(titles.length);
    if (body.length > 0) {
      const used = new Set(body.flatMap(row => row.cells.map(({ column }) => column)));
      const columns = [...used].sort((a, b) => a - b);
      const place = new Map(columns.map((column, i) => [column, i]));
      blocks.push({
        kind: 'table',
        rows: body.map(row => {
          const shown = columns.map((): Paragraph[] => []);
          for (const { column, text } of row.cells)
            shown[place.get(column)!]!.push(plain(text, { spot: spotOf(row, column) }));
          return shown;
        }),
      });
    }
    region = [];
  };
  for (const row of rows) {
    if (region.length > 0 && row.number !== region.at(-1)!.number + 1) flush();
    region.push(row);
  }
  flush();
  return blocks;
}

/** 0 → `A`, 27 → `AB`. */
export function columnName(column: number): string {
  let name = '';
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26))
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
  return name;
}
