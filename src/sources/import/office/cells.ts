import type * as SSF from 'ssf';
import { flatWords } from '../blocks.ts';
import { hexColor, WHITE, type Rgb } from '../../markup/colors.ts';
import { isSeenOn, type Behind } from '../word/ink.ts';
import { child, elements, NO_XML, textOf, type Xml } from '../word/xmlTree.ts';

/** A cell that shows something. */
export interface Cell {
  readonly column: number;
  readonly text: string;
}

export interface Row {
  /** From 1, as the program shows it. */
  readonly number: number;
  readonly cells: readonly Cell[];
}

export interface ReadCell {
  /** As it is shown. */
  readonly text: string;
  /** A formula without a value. */
  readonly uncomputed?: boolean;
  /** It has a value, and its format shows nothing of it. */
  readonly unshown?: boolean;
  /** In the colour of the cell, or too small to be letters. */
  readonly unseen?: boolean;
}

export type CellReader = (cell: Xml) => ReadCell;

/** Text as a cell holds it: without the readings of characters that are shown above them. */
const words = (of: Xml): string =>
  elements(of)
    .map(one => (one.name === 'x:t' ? textOf(one) : one.name === 'x:r' ? words(one) : ''))
    .join('');

/** Reads cells as the program shows them: shared texts by their number, numbers and dates by their formats. */
export async function cellReader(parts: {
  readonly strings: Xml | undefined;
  readonly styles: Xml | undefined;
  readonly date1904: boolean;
}): Promise<CellReader> {
  const { default: ssf } = (await import('ssf')) as unknown as { default: typeof SSF };
  const strings = parts.strings
    ? elements(parts.strings)
        .filter(({ name }) => name === 'x:si')
        .map(words)
    : [];
  const formats = formatsOf(parts.styles);
  const seen = seenStyles(parts.styles);
  const shown = (value: number, style: string | undefined): string => {
    const format = formats[Number(style ?? 0)] ?? 'General';
    try {
      return ssf.format(format, value, { date1904: parts.date1904 });
    } catch {
      // A format that no program writes.
      return String(value);
    }
  };
  return cell => {
    const { t: type = 'n', s: style } = cell.attributes;
    const inline = child(cell, 'x:is');
    const value = child(cell, 'x:v');
    if (!value && !inline) return { text: '', ...(child(cell, 'x:f') ? { uncomputed: true } : {}) };
    const raw = inline ? words(inline) : textOf(value!);
    const text = (() => {
      switch (type) {
        case 's':
          return strings[Number(raw)] ?? '';
        case 'b':
          return raw === '1' ? 'TRUE' : 'FALSE';
        case 'n':
          return raw.trim() === '' || !Number.isFinite(Number(raw))
            ? raw
            : shown(Number(raw), style);
        case 'd':
          return raw.replace(/T00:00:00(?:\.0+)?Z?$/, '');
        default:
          return raw;
      }
    })();
    const said = flatWords(text);
    return {
      text: said,
      ...(said !== '' && seen[Number(style ?? 0)] === false ? { unseen: true } : {}),
      ...(said === '' && raw.trim() !== '' && type === 'n' ? { unshown: true } : {}),
    };
  };
}

/** Dates that each program shows as its country writes them: here so that day and month are told apart. */
const BY_PLACE: Readonly<Record<string, string>> = { '14': 'yyyy-mm-dd', '22': 'yyyy-mm-dd hh:mm' };

/** The number format of each cell style: its code, or the id of a built-in one. */
function formatsOf(styles: Xml | undefined): (string | number)[] {
  const own = new Map(
    elements(child(styles, 'x:numFmts') ?? NO_XML).map(({ attributes }) => [
      attributes['numFmtId'] ?? '',
      attributes['formatCode'] ?? 'General',
    ]),
  );
  return elements(child(styles, 'x:cellXfs') ?? NO_XML).map(({ attributes }) => {
    const id = attributes['numFmtId'] ?? '0';
    return own.get(id) ?? BY_PLACE[id] ?? Number(id);
  });
}

/** Whether letters of each cell style are seen on its fill. */
function seenStyles(styles: Xml | undefined): boolean[] {
  const list = (name: string): Xml[] => elements(child(styles, name) ?? NO_XML);
  const fills = list('x:fills').map((fill): Behind => {
    const pattern = child(fill, 'x:patternFill');
    const kind = pattern?.attributes['patternType'];
    if (pattern && (kind === undefined || kind === 'none')) return WHITE;
    return (kind === 'solid' ? colorOf(child(pattern, 'x:fgColor')) : undefined) ?? 'unknown';
  });
  const fonts = list('x:fonts').map(font => ({
    color: colorOf(child(font, 'x:color')) ?? ('auto' as const),
    size: Number(child(font, 'x:sz')?.attributes['val'] ?? 11),
  }));
  return list('x:cellXfs').map(({ attributes }) => {
    const font = fonts[Number(attributes['fontId'] ?? 0)];
    return !font || isSeenOn(font, fills[Number(attributes['fillId'] ?? 0)] ?? WHITE);
  });
}

/** A colour by its value, or white by its place in the theme or the old palette; undefined for any other. */
function colorOf(color: Xml | undefined): Rgb | undefined {
  if (!color || color.attributes['tint'] !== undefined) return undefined;
  const { rgb, theme, indexed } = color.attributes;
  if (rgb !== undefined) return hexColor(rgb.slice(-6));
  return theme === '0' || indexed === '1' || indexed === '9' ? WHITE : undefined;
}
