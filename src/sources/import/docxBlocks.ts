export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly text: string }
  /** `marker`: what stands before it in a list, indentation included. */
  | { readonly kind: 'paragraph'; readonly text: string; readonly marker?: string }
  | { readonly kind: 'table'; readonly rows: readonly (readonly Cell[])[] };

/** The paragraphs of a table cell. */
export type Cell = readonly string[];

interface List {
  readonly ordered: boolean;
  items: number;
  /** Columns its items are indented by. */
  readonly indent: number;
  /** Columns of its last item's marker. */
  width: number;
}

interface Table {
  readonly rows: string[][][];
  /** The cell that text goes to. */
  cell?: string[];
  /** Columns that cells of rows above still fill: how many rows more. */
  readonly held: number[];
}

/**
 * The blocks of the HTML that mammoth writes: well-formed, attributes quoted, text escaped.
 * Links, pictures and emphasis leave their text; empty paragraphs are left out; a table in a table
 * becomes paragraphs of its cell.
 */
export function htmlBlocks(html: string): Block[] {
  const blocks: Block[] = [];
  const lists: List[] = [];
  const tables: Table[] = [];
  let text = '';
  let marker: string | undefined;
  let hidden = 0;
  const links: boolean[] = [];

  const flush = (level?: number): void => {
    const content = tidy(text);
    text = '';
    if (content === '') return;
    const cell = tables[0]?.cell;
    const list = lists.at(-1);
    if (cell) cell.push(content);
    else if (level !== undefined) blocks.push({ kind: 'heading', level, text: content });
    else if (list) {
      blocks.push({
        kind: 'paragraph',
        text: content,
        marker: marker ?? ' '.repeat(list.indent + list.width),
      });
      marker = undefined;
    } else blocks.push({ kind: 'paragraph', text: content });
  };

  const open = (tag: string, attributes: string): void => {
    switch (tag) {
      case 'ol':
      case 'ul': {
        flush();
        const outer = lists.at(-1);
        const indent = outer ? outer.indent + outer.width : 0;
        lists.push({ ordered: tag === 'ol', items: 0, indent, width: 2 });
        break;
      }
      case 'li': {
        const list = lists.at(-1);
        if (!list) break;
        list.items++;
        const bullet = list.ordered ? `${list.items}. ` : '- ';
        list.width = bullet.length;
        marker = ' '.repeat(list.indent) + bullet;
        break;
      }
      case 'table':
        flush();
        tables.push({ rows: [], held: [] });
        break;
      case 'tr':
        if (tables.length === 1) startRow(tables[0]!);
        break;
      case 'td':
      case 'th':
        flush();
        if (tables.length === 1) startCell(tables[0]!, attributes);
        break;
      case 'a':
        // The arrows that lead back from a note.
        links.push(/href="#(?:foot|end)note-ref/.test(attributes));
        if (links.at(-1)) hidden++;
        break;
      case 'br':
        text += '\n';
        break;
      default:
    }
  };

  const close = (tag: string): void => {
    const heading = /^h([1-6])$/.exec(tag)?.[1];
    if (heading !== undefined) flush(Number(heading));
    else if (tag === 'p' || tag === 'li' || tag === 'td' || tag === 'th') flush();
    else if (tag === 'ol' || tag === 'ul') {
      lists.pop();
      marker = undefined;
    } else if (tag === 'a' && links.pop()) hidden--;
    else if (tag === 'table') {
      const table = tables.pop();
      if (table && tables.length === 0) blocks.push(...tableBlocks(table.rows));
    }
  };

  for (const [, closing, tag, attributes, content] of html.matchAll(
    /<(\/?)([a-z][a-z0-9]*)([^>]*)>|([^<]+)/g,
  )) {
    if (content !== undefined) text += hidden > 0 ? '' : unescaped(content);
    else if (closing === '/') {
      if (tag === 'sup') text = raised(text);
      close(tag!);
    } else {
      if (tag === 'sup') text += RAISED;
      open(tag!, attributes ?? '');
    }
  }
  flush();
  return blocks;
}

function startRow({ rows, held }: Table): void {
  const row: string[][] = [];
  rows.push(row);
  fillHeld(row, held);
}

function startCell(table: Table, attributes: string): void {
  const { rows, held } = table;
  const row = rows.at(-1);
  if (!row) return;
  fillHeld(row, held);
  const columns = span(attributes, 'colspan');
  const down = span(attributes, 'rowspan');
  table.cell = [];
  for (let i = 0; i < columns; i++) {
    held[row.length] = down - 1;
    row.push(i === 0 ? table.cell : []);
  }
}

function fillHeld(row: string[][], held: number[]): void {
  while ((held[row.length] ?? 0) > 0) {
    held[row.length]!--;
    row.push([]);
  }
}

/** Word allows 63 columns. */
const span = (attributes: string, name: string): number =>
  Math.min(100, Math.max(1, Number(new RegExp(`${name}="(\\d+)"`).exec(attributes)?.[1] ?? 1)));

/** A table of one cell or column is a frame around paragraphs. */
function tableBlocks(rows: readonly string[][][]): Block[] {
  const filled = rows.filter(row => row.some(cell => cell.length > 0));
  if (filled.length === 0) return [];
  if (filled.every(row => row.length <= 1))
    return filled.flat(2).map(text => ({ kind: 'paragraph', text }) as const);
  return [{ kind: 'table', rows: filled }];
}

const RAISED = '\u0001';

/** Raised digits right after a word or number are a power; 10 to the 6th must not read 106. */
function raised(text: string): string {
  const at = text.lastIndexOf(RAISED);
  const inner = text.slice(at + 1);
  const power = /^[-+]?\d+$/.test(inner) && /[\p{L}\d)]$/u.test(text.slice(0, at));
  return text.slice(0, at) + (power ? '^' : '') + inner;
}

const tidy = (text: string): string =>
  text
    .replaceAll(RAISED, '')
    .replace(/[ \t\u00a0]*\n[ \t\u00a0]*/g, '\n')
    .replace(/[\t ]+/g, ' ')
    .trim()
    .toWellFormed();

const unescaped = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replaceAll(RAISED, '');
