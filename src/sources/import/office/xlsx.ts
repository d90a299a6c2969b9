import { flatWords } from '../blocks.ts';
import type { Imported, ImportOptions, NotImported } from '../imported.ts';
import { MANY_PARTS, openParts, relationshipsOf, targets } from '../opc.ts';
import { child, descendants, elements, textOf, type Xml } from '../word/xmlTree.ts';
import { cellReader, type Cell, type CellReader, type Row } from './cells.ts';
import { chartWords } from './drawing.ts';
import { nothingSeen, sheetsImported, type Seen, type Sheet } from './sheets.ts';
import { t } from '../../../core/text/l10n.ts';

const WANTED =
  /^(?:_rels\/\.rels|xl\/(?:_rels\/)?(?:workbook|sharedStrings|styles)\.xml(?:\.rels)?|xl\/(?:worksheets|chartsheets|drawings|comments|threadedComments|charts)?\/?(?:_rels\/)?\w+\.xml(?:\.rels)?)$/;

/**
 * The visible sheets of a workbook, cells as they are shown, each sheet a heading and its tables; as records, the
 * rows of the first sheet and of those with the same columns. Hidden sheets, rows and columns, and comments, are
 * read only if asked. @throws ZipProblem
 */
export async function importXlsx(
  bytes: Uint8Array,
  options: ImportOptions,
): Promise<Imported | NotImported> {
  const partAt = openParts(bytes, WANTED, { maxEntries: MANY_PARTS });
  const main = targets(partAt('_rels/.rels'), '', 'officeDocument')[0] ?? 'xl/workbook.xml';
  const workbook = partAt(main);
  if (workbook?.name !== 'x:workbook')
    return { reason: t('not a workbook that is read: save it as XLSX') };
  const related = relationshipsOf(partAt, main);
  const byType = (type: string): Xml | undefined =>
    partAt(related.find(one => one.type === type)?.target ?? '');
  const read = await cellReader({
    strings: byType('sharedStrings'),
    styles: byType('styles'),
    date1904: /^(?:1|true)$/.test(child(workbook, 'x:workbookPr')?.attributes['date1904'] ?? ''),
  });
  const seen = nothingSeen();
  const byId = new Map(related.map(one => [one.id, one]));
  const sheets: Sheet[] = [];
  for (const sheet of elements(child(workbook, 'x:sheets') ?? workbook)) {
    const at = byId.get(sheet.attributes['r:id'] ?? '');
    const part = at && partAt(at.target);
    if (sheet.name !== 'x:sheet' || !at || !part) continue;
    const isHidden = (sheet.attributes['state'] ?? 'visible') !== 'visible';
    const title = flatWords(sheet.attributes['name'] ?? '');
    if (isHidden) seen.hiddenSheets.push(title);
    if (isHidden && !options.hidden) continue;
    sheets.push({
      name: isHidden ? `${title} [hidden sheet]` : title,
      rows: rowsOf(part, read, options, seen),
      rest: besideCells(at.target, part, partAt, options, seen),
    });
  }
  return sheetsImported(sheets, seen, options);
}

/** Excel has 16,384 columns. */
const MAX_COLUMN = 16_384;

/** The rows of a sheet that show something. */
function rowsOf(sheet: Xml, read: CellReader, options: ImportOptions, seen: Seen): Row[] {
  const hidden = new Set<number>();
  for (const { name, attributes } of elements(child(sheet, 'x:cols') ?? sheet)) {
    if (name !== 'x:col') continue;
    if (!/^(?:1|true)$/.test(attributes['hidden'] ?? '') && attributes['width'] !== '0') continue;
    const last = Math.min(MAX_COLUMN, Number(attributes['max'] ?? 0));
    for (let at = Number(attributes['min'] ?? 1); at <= last; at++) hidden.add(at - 1);
  }
  // Tables and conditions have fills of their own.
  const isPlain =
    descendants(sheet, 'x:conditionalFormatting').length === 0 &&
    descendants(sheet, 'x:tablePart').length === 0;
  const unseenColumns = new Set<number>();
  const rows: Row[] = [];
  let number = 0;
  for (const row of elements(child(sheet, 'x:sheetData') ?? sheet)) {
    if (row.name !== 'x:row') continue;
    number = Number(row.attributes['r'] ?? number + 1);
    const isHidden =
      /^(?:1|true)$/.test(row.attributes['hidden'] ?? '') ||
      Number(row.attributes['ht'] ?? 1) === 0;
    let column = -1;
    const cells: Cell[] = [];
    for (const cell of elements(row)) {
      if (cell.name !== 'x:c') continue;
      column = columnOf(cell.attributes['r']) ?? column + 1;
      const { text, uncomputed, unshown, unseen = false } = read(cell);
      if (uncomputed) seen.uncomputed += 1;
      if (unshown) seen.unshown += 1;
      if (text === '') continue;
      if (hidden.has(column)) unseenColumns.add(column);
      if (hidden.has(column) && !options.hidden) continue;
      if (unseen && isPlain) {
        seen.unseen += 1;
        if (!options.hidden) continue;
      }
      cells.push({ column, text: unseen && isPlain ? `[hidden: ${text}]` : text });
    }
    if (cells.length === 0) continue;
    if (isHidden) seen.rows += 1;
    if (!isHidden || options.hidden) rows.push({ number, cells });
  }
  seen.columns += unseenColumns.size;
  return rows;
}

/** `B4` → 1. */
function columnOf(reference = ''): number | undefined {
  const letters = /^[A-Z]{1,3}/.exec(reference)?.[0];
  if (letters === undefined) return undefined;
  let column = 0;
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}

/** What a sheet shows beside its cells: what is printed over and under it, text boxes, charts; comments if asked. */
function besideCells(
  name: string,
  sheet: Xml,
  partAt: (name: string) => Xml | undefined,
  options: ImportOptions,
  seen: Seen,
): string[] {
  const said: string[] = [];
  const printed = child(sheet, 'x:headerFooter');
  for (const one of printed ? elements(printed) : []) {
    // `&C` and the like are commands; `&"Arial,Bold"` is a font.
    const words = flatWords(textOf(one).replace(/&(?:"[^"]*"|\d+|K[\dA-F]{6}|[A-Z])/gi, ' '));
    if (/\p{L}/u.test(words))
      said.push(`[${/header/i.test(one.name) ? 'Header' : 'Footer'}: ${words}]`);
  }
  const comments: string[] = [];
  let threads = false;
  for (const { type, target } of relationshipsOf(partAt, name)) {
    if (type === 'oleObject' || type === 'package') seen.embedded += 1;
    const part = partAt(target);
    if (!part) continue;
    if (type === 'threadedComment') {
      if (!threads) comments.length = 0;
      threads = true;
      for (const one of descendants(part, 'threadedComment'))
        comments.push(`${one.attributes['ref'] ?? ''}: ${flatWords(textOf(one))}`);
    } else if (type === 'comments' && !threads)
      for (const one of descendants(part, 'x:comment'))
        comments.push(`${one.attributes['ref'] ?? ''}: ${flatWords(textOf(one))}`);
    else if (type === 'drawing') {
      said.push(...drawn(target, part, partAt));
      seen.pictures += descendants(part, 'xdr:pic').length;
    }
  }
  seen.comments += comments.length;
  return options.hidden ? [...said, ...comments.map(text => `[Comment on ${text}]`)] : said;
}

function drawn(name: string, drawing: Xml, partAt: (name: string) => Xml | undefined): string[] {
  const boxes = descendants(drawing, 'xdr:txBody').map(body =>
    flatWords(
      descendants(body, 'a:p')
        .map(paragraph => descendants(paragraph, 'a:t').map(textOf).join(''))
        .join('\n'),
    ),
  );
  const charts = relationshipsOf(partAt, name)
    .filter(({ type }) => type === 'chart')
    .map(({ target }) => partAt(target))
    .map(part => (part ? chartWords(part) : ''));
  return [
    ...boxes.filter(text => text !== ''),
    ...charts.filter(text => text !== '').map(text => `[Chart: ${text}]`),
  ];
}
