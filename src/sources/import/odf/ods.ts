import { flatWords, tooMuchText } from '../blocks.ts';
import type { Imported, ImportOptions, NotImported } from '../imported.ts';
import type { Cell, Row } from '../office/cells.ts';
import { columnName } from '../office/sheetBlocks.ts';
import { nothingSeen, sheetsImported, type Seen, type Sheet } from '../office/sheets.ts';
import { WHITE } from '../../markup/colors.ts';
import { isSeenOn } from '../word/ink.ts';
import { child, descendants, elements, textOf, type Xml } from '../word/xmlTree.ts';
import { readOdtStyles, type OdtStyles } from './odtStyles.ts';
import { standingText } from './standing.ts';

/** Maximum non-empty cells: a few bytes can repeat one billions of times. */
const MAX_CELLS = 2_000_000;
/** Programs repeat empty cells to the last column, of which there are 16,384. */
const MAX_COLUMN = 16_384;
/** Columns of one style that hold cells; more are the empty rest of the sheet. */
const MAX_DEFAULTS = 1000;

/** The visible sheets of an OpenDocument spreadsheet, cells as they are shown; the rest only if asked. */
export function readOds(
  spreadsheet: Xml,
  parts: readonly (Xml | undefined)[],
  options: ImportOptions,
): Imported | NotImported {
  const hiddenStyles = new Set(
    parts
      .flatMap(part => (part ? descendants(part, 'style:style') : []))
      .filter(
        style => child(style, 'style:table-properties')?.attributes['table:display'] === 'false',
      )
      .map(({ attributes }) => attributes['style:name']),
  );
  const styles = readOdtStyles(parts);
  const printed = standingText(parts, styles);
  const seen = nothingSeen();
  const sheets: Sheet[] = [];
  const budget = { left: MAX_CELLS };
  for (const table of elements(spreadsheet)) {
    if (table.name !== 'table:table') continue;
    const title = flatWords(table.attributes['table:name'] ?? '');
    const isHidden = hiddenStyles.has(table.attributes['table:style-name'] ?? '');
    if (isHidden) seen.hiddenSheets.push(title);
    if (isHidden && !options.hidden) continue;
    const { rows, rest } = sheetOf(table, styles, options, seen, budget);
    if (budget.left < 0) return { reason: tooMuchText() };
    sheets.push({
      name: isHidden ? `${title} [hidden sheet]` : title,
      rows,
      rest: rows.length === 0 ? rest : [...rest, ...printed.splice(0)],
    });
  }
  return sheetsImported(sheets, seen, options);
}

const isUnseen = ({ attributes }: Xml): boolean =>
  /^(?:collapse|filter)$/.test(attributes['table:visibility'] ?? '');

/** Rows or columns in their order, out of the groups that they are in. */
const ungrouped = (of: Xml, name: string): Xml[] =>
  elements(of).flatMap(one =>
    one.name === name
      ? [one]
      : /^table:table-(?:header-)?(?:row|column)s$|^table:table-(?:row|column)-group$/.test(
            one.name,
          )
        ? ungrouped(one, name)
        : [],
  );

const repeats = ({ attributes }: Xml, what: 'rows' | 'columns'): number =>
  Math.max(1, Math.trunc(Number(attributes[`table:number-${what}-repeated`] ?? 1)) || 1);

function sheetOf(
  table: Xml,
  styles: OdtStyles,
  options: ImportOptions,
  seen: Seen,
  budget: { left: number },
): { readonly rows: Row[]; readonly rest: string[] } {
  const hidden = new Set<number>();
  /** The styles of cells without one of their own, by column. */
  const defaults: (string | undefined)[] = [];
  let next = 0;
  for (const column of ungrouped(table, 'table:table-column')) {
    const end = Math.min(MAX_COLUMN, next + repeats(column, 'columns'));
    const style = column.attributes['table:default-cell-style-name'];
    if (style !== undefined && end - next < MAX_DEFAULTS)
      for (let at = next; at < end; at++) defaults[at] = style;
    if (isUnseen(column)) for (let at = next; at < end; at++) hidden.add(at);
    next = end;
  }
  const unseenColumns = new Set<number>();
  const rows: Row[] = [];
  const rest: string[] = [];
  const shape = (xml: Xml): void => {
    const words = flatWords(descendants(xml, 'text:p').map(textOf).join('\n'));
    if (words !== '') rest.push(words);
    else if (descendants(xml, 'draw:object').length > 0) seen.embedded += 1;
    else if (descendants(xml, 'draw:image').length > 0) seen.pictures += 1;
  };
  elements(child(table, 'table:shapes') ?? table)
    .filter(({ name }) => name.startsWith('draw:'))
    .forEach(shape);
  let number = 1;
  for (const row of ungrouped(table, 'table:table-row')) {
    const cells: Cell[] = [];
    let column = 0;
    for (const cell of elements(row)) {
      if (!/^table:(?:covered-)?table-cell$/.test(cell.name)) continue;
      const end = Math.min(MAX_COLUMN, column + repeats(cell, 'columns'));
      const shown = cellText(cell);
      const look = styles.look(
        'table-cell',
        cell.attributes['table:style-name'] ?? defaults[column],
      );
      const isUnseenCell =
        shown !== '' && !look.mapped && !isSeenOn(look.ink, look.behind ?? WHITE);
      if (isUnseenCell) seen.unseen += 1;
      const text = !isUnseenCell ? shown : options.hidden ? `[hidden: ${shown}]` : '';
      for (const part of elements(cell)) {
        if (part.name.startsWith('draw:')) shape(part);
        if (part.name !== 'office:annotation') continue;
        seen.comments += 1;
        const words = flatWords(descendants(part, 'text:p').map(textOf).join(' '));
        if (options.hidden) rest.push(`[Comment on ${columnName(column)}${number}: ${words}]`);
      }
      if (text !== '')
        for (let at = column; at < end; at++) {
          if (hidden.has(at)) unseenColumns.add(at);
          if (!hidden.has(at) || options.hidden) cells.push({ column: at, text });
        }
      column = end;
    }
    const times = repeats(row, 'rows');
    if (cells.length > 0) {
      budget.left -= cells.length * times;
      if (budget.left < 0) break;
      if (isUnseen(row)) seen.rows += times;
      if (!isUnseen(row) || options.hidden)
        for (let i = 0; i < times; i++) rows.push({ number: number + i, cells });
    }
    number += times;
  }
  seen.columns += unseenColumns.size;
  return { rows, rest };
}

/** What a cell shows; its value where the file keeps no shown text. */
function cellText(cell: Xml): string {
  const paragraphs = elements(cell).filter(({ name }) => name === 'text:p');
  if (paragraphs.length > 0) return paragraphs.map(shownText).join('\n').trim();
  const { attributes } = cell;
  return (
    attributes['office:string-value'] ??
    attributes['office:date-value'] ??
    attributes['office:time-value'] ??
    attributes['office:boolean-value'] ??
    attributes['office:value'] ??
    ''
  );
}

const shownText = (of: Xml): string =>
  of.children
    .map(one => {
      if (typeof one === 'string') return one.replace(/\s+/g, ' ');
      if (one.name === 'text:s')
        return ' '.repeat(Math.min(100, Number(one.attributes['text:c'] ?? 1) || 1));
      if (one.name === 'text:tab') return '\t';
      return one.name === 'text:line-break' ? '\n' : shownText(one);
    })
    .join('');
