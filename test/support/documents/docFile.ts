import { burn } from '@kenjiuno/msgreader/lib/Burner.js';

export interface DocRun {
  readonly text: string;
  /** Properties as the file keeps them: bytes of numbers and operands. */
  readonly look?: readonly number[];
}

export interface DocParagraph {
  readonly runs: readonly DocRun[];
  /** 0 is plain, 1 a first heading. */
  readonly style?: number;
  readonly look?: readonly number[];
  /** What ends it: a cell's end in tables. */
  readonly end?: string;
}

export interface DocParts {
  readonly body: readonly DocParagraph[];
  /** One for each `\x02` of the text. */
  readonly footnotes?: readonly string[];
  readonly header?: string;
  /** The pages that the header is for; those of odd numbers if absent. */
  readonly headerOf?: 'even' | 'odd' | 'first';
  /** Whether even and odd pages, or first pages, have headers of their own. */
  readonly tellsPages?: boolean;
  /** Bits set in the header's flags. */
  readonly flags?: number;
  readonly version?: number;
}

export const DELETED = [0x00, 0x08, 0x81];
export const INSERTED = [0x01, 0x08, 0x81];
export const HIDDEN = [0x3c, 0x08, 1];
/** A level of the list that every file has: 1., 1.1, 1.1.1. */
export const listed = (level: number): number[] => [0x0a, 0x26, level, 0x0b, 0x46, 1, 0];
export const IN_TABLE = [0x16, 0x24, 1];
export const ROW_END = [...IN_TABLE, 0x17, 0x24, 1];

export const docParagraph = (text: string, more: Partial<DocParagraph> = {}): DocParagraph => ({
  runs: [{ text }],
  ...more,
});

const int = (...values: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, i) => bytes.writeUInt32LE(value, 4 * i));
  return bytes;
};
const short = (...values: readonly number[]): Buffer =>
  Buffer.from(values.flatMap(value => [value & 255, value >> 8]));
const TEXT = 0x800;
/** Where the properties of the section are. */
const SECTION = 0x7f0;
const PAGE = 512;

/** A small document of Word 97 ([MS-DOC]): its text in one piece, properties on a page each. */
export function makeDoc(parts: DocParts): Uint8Array {
  const { body, footnotes = [], header, headerOf = 'odd', flags = 0, version = 0xc1 } = parts;
  const notes = footnotes.map(text => `\x02 ${text}\r`);
  const around = header === undefined ? '' : `${header}\r\r`;
  const paragraphs: DocParagraph[] = [
    ...body,
    ...[...notes, ...(notes.length > 0 ? ['\r'] : []), around]
      .filter(text => text !== '')
      .map(text => docParagraph(text.slice(0, -1))),
  ];
  const runs = paragraphs.flatMap(({ runs: own, end = '\r' }) =>
    own.map((run, i) => (i === own.length - 1 ? { ...run, text: run.text + end } : run)),
  );
  const text = `${runs.map(run => run.text).join('')}\r`;
  const ends = (texts: readonly string[]): number[] => {
    let at = TEXT;
    return [at, ...texts.map(one => (at += 2 * one.length))];
  };
  const charPage = page(
    ends(runs.map(run => run.text)),
    1,
    runs.map(({ look = [] }) => Buffer.from(look.length === 0 ? [] : [look.length, ...look])),
  );
  const texts = paragraphs.map(
    ({ runs: own, end = '\r' }) => own.map(run => run.text).join('') + end,
  );
  const paragraphPage = page(
    ends(texts),
    13,
    paragraphs.map(({ style = 0, look = [] }) =>
      // An even number of bytes after a count of words, of which the count is half a one.
      Buffer.from([
        (look.length + 4) >> 1,
        ...short(style),
        ...look,
        ...(look.length % 2 ? [] : [0]),
      ]),
    ),
  );
  const bodyText = texts.slice(0, body.length).join('');
  const table: Buffer[] = [];
  const places = new Map<number, readonly [number, number]>();
  let size = 0;
  const put = (nth: number, bytes: Buffer, uncounted = Buffer.alloc(0)): void => {
    places.set(nth, [size, bytes.length]);
    table.push(bytes, uncounted);
    size += bytes.length + uncounted.length;
  };
  const textPages = Math.ceil((2 * text.length) / PAGE);
  const firstPage = TEXT / PAGE + textPages;
  put(1, styleSheet());
  put(12, int(TEXT, TEXT + 2 * text.length, firstPage));
  put(13, int(TEXT, TEXT + 2 * text.length, firstPage + 1));
  const clx = Buffer.concat([int(0, text.length), short(0), int(TEXT), short(0)]);
  put(33, Buffer.concat([Buffer.from([2]), int(clx.length), clx]));
  if (footnotes.length > 0) {
    const at = [...bodyText].flatMap((sign, i) => (sign === '\x02' ? [i] : []));
    put(2, Buffer.concat([int(...at, bodyText.length), Buffer.alloc(2 * at.length)]));
    let next = 0;
    put(3, int(0, ...notes.map(note => (next += note.length)), next + 1));
  }
  if (header !== undefined) {
    const own = 6 + { even: 0, odd: 1, first: 4 }[headerOf];
    // Six separate notes from the text, six are of the section; then an end mark.
    put(11, int(...Array.from({ length: 14 }, (_, nth) => (nth > own ? header.length + 1 : 0))));
  }
  if (parts.tellsPages) {
    put(31, Buffer.from([1]));
    const section = Buffer.alloc(12);
    section.writeUInt32LE(SECTION, 2);
    put(6, Buffer.concat([int(0, bodyText.length), section]));
  }
  const levels = Array.from({ length: 9 }, (_, depth) => listLevel(depth));
  put(73, Buffer.concat([short(1), int(7, 0), Buffer.alloc(20)]), Buffer.concat(levels));
  put(74, Buffer.concat([int(1, 7, 0, 0, 0), int(0xffff_ffff)]));

  const head = Buffer.alloc(TEXT);
  head.writeUInt16LE(0xa5ec, 0);
  head.writeUInt16LE(version, 2);
  head.writeUInt16LE(0x0200 | flags, 0x0a);
  head.writeUInt32LE(bodyText.length, 0x4c);
  head.writeUInt32LE(notes.length > 0 ? notes.join('').length + 1 : 0, 0x50);
  head.writeUInt32LE(around.length, 0x54);
  for (const [nth, pair] of places) int(...pair).copy(head, 0x9a + 8 * nth);
  if (parts.tellsPages) Buffer.from([3, 0, 0x0a, 0x30, 1]).copy(head, SECTION);
  const main = Buffer.alloc(TEXT + textPages * PAGE);
  head.copy(main);
  main.write(text, TEXT, 'utf16le');
  return compoundFile({
    WordDocument: Buffer.concat([main, charPage, paragraphPage]),
    '1Table': Buffer.concat(table),
  });
}

/** A compound file with these streams. */
export function compoundFile(streams: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const files = Object.entries(streams).map(([name, given]) => {
    // What writes the file takes the whole buffer.
    const data = Uint8Array.from(given);
    return { name, type: 2 as const, length: data.length, binaryProvider: () => data };
  });
  const root = {
    name: 'Root Entry',
    type: 5 as const,
    length: 0,
    children: files.map((_, i) => i + 1),
  };
  return burn([root, ...files]);
}

/** Properties by place: places, then where each list lies on the page, then the lists from its end. */
function page(places: readonly number[], slot: number, lists: readonly Buffer[]): Buffer {
  const bytes = Buffer.alloc(PAGE);
  int(...places).copy(bytes);
  let free = PAGE - 2;
  lists.forEach((list, i) => {
    if (list.length === 0) return;
    free = (free - list.length) & ~1;
    if (free < 4 * places.length + slot * lists.length) throw new Error('more than a page');
    list.copy(bytes, free);
    bytes[4 * places.length + slot * i] = free / 2;
  });
  bytes[PAGE - 1] = lists.length;
  return bytes;
}

function styleSheet(): Buffer {
  const style = (known: number, name: string): Buffer => {
    const own = Buffer.concat([
      short(known, 0xfff1, 2, 0, 0, name.length),
      Buffer.from(`${name}\0`, 'utf16le'),
      short(2, known, 0),
    ]);
    return Buffer.concat([short(own.length), own]);
  };
  return Buffer.concat([short(4, 2, 10), style(0, 'Standard'), style(1, 'Überschrift 1')]);
}

function listLevel(depth: number): Buffer {
  const pattern = Array.from({ length: depth + 1 }, (_, i) => String.fromCharCode(i)).join('.');
  const shown = depth === 0 ? `${pattern}.` : pattern;
  return Buffer.concat([
    int(1),
    Buffer.alloc(24),
    short(shown.length),
    Buffer.from(shown, 'utf16le'),
  ]);
}
