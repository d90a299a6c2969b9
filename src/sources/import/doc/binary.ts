import { t } from '../../../core/text/l10n.ts';

/** Reads little-endian numbers; past the end it throws a RangeError, which means a cut file. */
export const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** The streams of a binary Word document, and where its parts begin (section 2.5 of [MS-DOC]). */
export interface DocFile {
  readonly main: DataView;
  readonly table: DataView;
  /** Form fields and long properties; empty where there is none. */
  readonly data: DataView;
}

/** The nth pair of place and length in the file's header (FibRgFcLcb97), as a part of the table stream. */
export function tablePart({ main, table }: DocFile, nth: number): DataView {
  const at = 0x9a + 8 * nth;
  const [start, length] = [main.getUint32(at, true), main.getUint32(at + 4, true)];
  return length === 0 ? viewOf(new Uint8Array()) : viewOf(bytesOf(table, start, length));
}

/** @throws RangeError past the end. */
export const bytesOf = (view: DataView, start: number, length: number): Uint8Array =>
  new Uint8Array(view.buffer, view.byteOffset, view.byteLength).subarray(
    ...within(view, start, length),
  );

function within(view: DataView, start: number, length: number): [number, number] {
  if (start < 0 || length < 0 || start + length > view.byteLength)
    throw new RangeError(t('a part lies past the end'));
  return [start, start + length];
}

/** Positions, and a record between each two of them (PLC). */
export interface Plc {
  readonly positions: readonly number[];
  /** Where the nth record begins in `view`. */
  readonly recordAt: (nth: number) => number;
  readonly view: DataView;
}

export function plcOf(view: DataView, recordSize: number): Plc {
  const count = Math.max(0, Math.floor((view.byteLength - 4) / (4 + recordSize)));
  const positions =
    view.byteLength < 4
      ? []
      : Array.from({ length: count + 1 }, (_, i) => view.getUint32(4 * i, true));
  return { positions, view, recordAt: nth => 4 * (count + 1) + nth * recordSize };
}

/** A piece of text that lies together in the file. */
export interface Piece {
  readonly start: number;
  readonly end: number;
  /** In the main stream, in bytes. */
  readonly at: number;
  /** 1 for windows-1252, 2 for UTF-16. */
  readonly width: 1 | 2;
  /** What was changed in it since the file was last written anew. */
  readonly properties: Properties;
}

/** Properties as the file keeps them: the number of each and its operand, in order. */
export type Properties = readonly (readonly [code: number, operand: number])[];

const CODES: Readonly<Record<number, number>> = {
  0x41: 0x0800,
  0x42: 0x0801,
  0x55: 0x0835,
  0x57: 0x0837,
  0x5c: 0x083c,
  0x73: 0x2a53,
};

/** The pieces of the text in order (sections 2.9.38 and 2.9.177 of [MS-DOC]). */
export function piecesOf(file: DocFile): readonly Piece[] {
  const clx = tablePart(file, 33);
  const changes: Properties[] = [];
  let at = 0;
  while (clx.getUint8(at) === 1) {
    const length = clx.getUint16(at + 1, true);
    changes.push(propertiesOf(bytesOf(clx, at + 3, length)));
    at += 3 + length;
  }
  if (clx.getUint8(at) !== 2) throw new RangeError(t('no table of pieces'));
  const { positions, view, recordAt } = plcOf(
    viewOf(bytesOf(clx, at + 5, clx.getUint32(at + 1, true))),
    8,
  );
  return positions.slice(1).map((end, i): Piece => {
    const place = view.getUint32(recordAt(i) + 2, true);
    const isNarrow = (place & 0x4000_0000) !== 0;
    const change = view.getUint16(recordAt(i) + 6, true);
    const single = CODES[(change >> 1) & 0x7f];
    return {
      start: positions[i]!,
      end,
      at: isNarrow ? (place & 0x3fff_ffff) / 2 : place & 0x3fff_ffff,
      width: isNarrow ? 1 : 2,
      properties:
        change & 1
          ? (changes[change >> 1] ?? [])
          : single === undefined
            ? []
            : [[single, change >> 8]],
    };
  });
}

/** Sizes of operands by the upper three bits of a property's number; 6 says its own. */
const SIZES = [1, 1, 2, 4, 2, 2, -1, 3];

/** The properties of a list of them (section 2.6 of [MS-DOC]); operands of up to four bytes as a number. */
export function propertiesOf(bytes: Uint8Array): Properties {
  const view = viewOf(bytes);
  const found: [number, number][] = [];
  for (let at = 0; at + 2 < bytes.length;) {
    const code = view.getUint16(at, true);
    at += 2;
    let size = SIZES[code >> 13]!;
    if (size < 0) {
      // A table's definition counts with two bytes; tab stops without a length end the list.
      if (code === 0xc615 && bytes[at] === 255) break;
      size =
        code === 0xd608
          ? at + 1 < bytes.length
            ? view.getUint16(at, true) + 1
            : 0
          : bytes[at]! + 1;
    }
    if (at + size > bytes.length) break;
    let operand = 0;
    for (let i = Math.min(4, size) - 1; i >= 0; i--) operand = operand * 256 + bytes[at + i]!;
    found.push([code, operand]);
    at += size;
  }
  return found;
}

/** The last value that properties give one of them. */
export const property = (of: Properties, code: number): number | undefined =>
  of.findLast(([one]) => one === code)?.[1];

/** A stretch of the main stream with the same properties. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
  readonly properties: Properties;
  /** Of paragraphs. */
  readonly style: number;
}

const PAGE = 512;

/** The properties of characters or paragraphs by their place in the main stream, in order. */
export function stretchesOf(file: DocFile, kind: 'characters' | 'paragraphs'): readonly Stretch[] {
  const { main, data } = file;
  const { positions, view, recordAt } = plcOf(tablePart(file, kind === 'characters' ? 12 : 13), 4);
  const all: Stretch[] = [];
  for (let i = 0; i + 1 < positions.length; i++) {
    const start = (view.getUint32(recordAt(i), true) & 0x3f_ffff) * PAGE;
    const page = viewOf(bytesOf(main, start, PAGE));
    const runs = page.getUint8(PAGE - 1);
    for (let run = 0; run < runs; run++) {
      const at = 2 * page.getUint8(4 * (runs + 1) + run * (kind === 'characters' ? 1 : 13));
      const list = at === 0 ? new Uint8Array() : listAt(page, at, kind);
      const isStyled = kind === 'paragraphs' && list.length >= 2;
      const own = propertiesOf(isStyled ? list.subarray(2) : list);
      const far = property(own, 0x6646) ?? property(own, 0x6645);
      all.push({
        start: page.getUint32(4 * run, true),
        end: page.getUint32(4 * run + 4, true),
        style: isStyled ? viewOf(list).getUint16(0, true) : 0,
        properties:
          far === undefined
            ? own
            : [...own, ...propertiesOf(bytesOf(data, far + 2, data.getUint16(far, true)))],
      });
    }
  }
  return all.sort((a, b) => a.start - b.start);
}

function listAt(page: DataView, at: number, kind: 'characters' | 'paragraphs'): Uint8Array {
  const size = page.getUint8(at);
  if (kind === 'characters') return bytesOf(page, at + 1, size);
  return size === 0
    ? bytesOf(page, at + 2, 2 * page.getUint8(at + 1))
    : bytesOf(page, at + 1, 2 * size - 1);
}

/** The stretch at a place; between stretches, one without properties up to the next. */
export function stretchAt(all: readonly Stretch[], place: number): Stretch {
  let [low, high] = [0, all.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (all[middle]!.end <= place) low = middle + 1;
    else high = middle;
  }
  const found = all[low];
  return found && found.start <= place
    ? found
    : { start: place, end: found?.start ?? Infinity, properties: [], style: 0 };
}

/** UTF-16 text of a number of characters. */
export const wideText = (view: DataView, at: number, characters: number): string =>
  Buffer.from(bytesOf(view, at, 2 * characters)).toString('utf16le');

/** The strings of a table of strings that are UTF-16 (section 2.2.4 of [MS-DOC]). */
export function stringsOf(view: DataView, at = 0): string[] {
  if (view.byteLength < at + 6 || view.getUint16(at, true) !== 0xffff) return [];
  const extra = view.getUint16(at + 4, true);
  const found: string[] = [];
  let next = at + 6;
  for (let left = view.getUint16(at + 2, true); left > 0; left--) {
    const length = view.getUint16(next, true);
    found.push(wideText(view, next + 2, length));
    next += 2 + 2 * length + extra;
  }
  return found;
}
