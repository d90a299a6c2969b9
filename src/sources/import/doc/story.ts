import { element, type Xml } from '../word/xmlTree.ts';
import type { Styles } from '../word/styles.ts';
import {
  bytesOf,
  property,
  stretchAt,
  type DocFile,
  type Piece,
  type Properties,
  type Stretch,
} from './binary.ts';
import { formField } from './formField.ts';
import { paragraphLook, runLook, SHADED } from './looks.ts';

export interface DocText {
  readonly file: DocFile;
  readonly pieces: readonly Piece[];
  readonly characters: readonly Stretch[];
  readonly paragraphs: readonly Stretch[];
  readonly styles: Styles;
  readonly fonts: readonly string[];
  readonly authors: readonly string[];
  /** What else is at a position of the text: notes, comments, boxes. */
  readonly anchored: ReadonlyMap<number, Xml>;
}

interface Run {
  readonly text: string;
  /** Of its first character: in the text, and in the main stream. */
  readonly start: number;
  readonly at: number;
  readonly width: number;
  readonly look: Properties;
}

/** The runs of a stretch of the text in order. @throws RangeError where the file does not hold it. */
function* runsOf({ file, pieces, characters }: DocText, from: number, to: number): Generator<Run> {
  for (const { start, end, at, width, properties } of pieces) {
    if (end <= from || start >= to) continue;
    const last = Math.min(end, to);
    for (let next = Math.max(start, from); next < last;) {
      const place = at + (next - start) * width;
      const stretch = stretchAt(characters, place);
      const left = Math.ceil((stretch.end - place) / width);
      const count = Math.min(last - next, Math.max(1, left));
      const bytes = Buffer.from(bytesOf(file.main, place, count * width));
      yield {
        text: width === 2 ? bytes.toString('utf16le') : NARROW.decode(bytes),
        start: next,
        at: place,
        width,
        look: [...stretch.properties, ...properties],
      };
      next += count;
    }
  }
}

const NARROW = new TextDecoder('windows-1252');

/** Signs that Word keeps in the text: section 2.4.1 of [MS-DOC]. */
const PARAGRAPH = 0x0d;
const CELL = 0x07;
const PAGE = 0x0c;
const FIELD: Readonly<Record<number, string>> = { 0x13: 'begin', 0x14: 'separate', 0x15: 'end' };

/** A stretch of the text as paragraphs and tables of a DOCX, in order. */
export function storyXml(text: DocText, from: number, to: number): Xml[] {
  const blocks: Xml[] = [];
  let [rows, cells, inCell]: [Xml[], Xml[], Xml[]] = [[], [], []];
  let content: Xml[] = [];
  /** Of the fields that are open: whether their code is being read. */
  const codes: boolean[] = [];

  const endRow = (): void => {
    if (inCell.length > 0) cells.push(cellOf(inCell));
    if (cells.length > 0) rows.push(element('w:tr', cells));
    [cells, inCell] = [[], []];
  };
  const endTable = (): void => {
    endRow();
    if (rows.length > 0) blocks.push(element('w:tbl', rows));
    rows = [];
  };
  const endParagraph = (sign: number, at: number, mark: Properties): void => {
    const { properties, style } = stretchAt(text.paragraphs, at);
    const own = property(properties, 0x4600) ?? style;
    const paragraph = element('w:p', [
      paragraphLook(properties, own, element('w:rPr', [changeMark(mark)])),
      ...content,
    ]);
    content = [];
    const depth = property(properties, 0x6649) ?? property(properties, 0x2416) ?? 0;
    const isRowEnd = (property(properties, 0x2417) ?? 0) !== 0;
    if (depth === 0) {
      endTable();
      blocks.push(paragraph);
    } else if (depth === 1 && isRowEnd) endRow();
    else if ((property(properties, 0x244c) ?? 0) === 0) {
      inCell.push(paragraph);
      if (depth > 1 || sign !== CELL) return;
      cells.push(cellOf(inCell));
      inCell = [];
    }
  };

  for (const run of runsOf(text, from, to)) {
    const { look } = run;
    const style = styleAt(text, run);
    const properties = runLook(look, style);
    let words = '';
    const put = (part: Xml): void => {
      content.push(changed(element('w:r', [properties, part]), look, text.authors));
    };
    const flush = (): void => {
      if (words === '') return;
      const isDeleted = isOn(look, DELETED);
      const name = codes.includes(true) ? 'w:instrText' : isDeleted ? 'w:delText' : 'w:t';
      put(element(name, [words]));
      words = '';
    };
    const isSpecial = (property(look, 0x0855) ?? 0) !== 0;
    for (let i = 0; i < run.text.length; i++) {
      const sign = run.text.charCodeAt(i);
      const anchored = text.anchored.get(run.start + i);
      if (anchored) {
        flush();
        put(anchored);
      }
      const at = run.at + i * run.width;
      const field = FIELD[sign];
      if (sign === PARAGRAPH || sign === CELL) {
        flush();
        endParagraph(sign, at, look);
      } else if (sign === PAGE) {
        flush();
        // The same character is a page break inside a paragraph, or the end of a section and of its paragraph.
        if (stretchAt(text.paragraphs, at).end <= at + run.width) endParagraph(sign, at, look);
        else words += '\n';
      } else if (field !== undefined) {
        flush();
        if (field === 'begin') codes.push(true);
        else if (field === 'separate' && codes.length > 0) codes[codes.length - 1] = false;
        else codes.pop();
        put(element('w:fldChar', [], { 'w:fldCharType': field }));
      } else if (isSpecial && sign === 0x28) {
        flush();
        put(symbol(look, text.fonts));
      } else if (isSpecial && sign === 0x01) {
        flush();
        const place = property(look, 0x6a03);
        if (place !== undefined && property(look, 0x0806)) {
          const form = formField(text.file.data, place);
          // The shown value is stored in the field's code, which is not read.
          if (form !== undefined)
            content.push(
              ...outOfCode(changed(element('w:r', [properties, form]), look, text.authors)),
            );
        } else if (place !== undefined) put(PICTURE);
      } else words += SIGNS[sign] ?? (sign < 0x20 ? '' : run.text[i]!);
    }
    flush();
  }
  if (content.length > 0) endParagraph(PARAGRAPH, -1, []);
  endTable();
  return blocks;
}

/** A table cell. Its background is not evaluated, so its text counts as seen. */
const cellOf = (blocks: readonly Xml[]): Xml =>
  element('w:tc', [element('w:tcPr', [SHADED]), ...blocks]);

const PICTURE = element('w:pict', [element('v:imagedata')]);

const SIGNS: Readonly<Record<number, string>> = { 0x09: '\t', 0x0b: '\n', 0x0e: '\n', 0x1e: '-' };

/** Shows a run that is in the code of a field. */
const outOfCode = (run: Xml): Xml[] => {
  const char = (type: string): Xml =>
    element('w:r', [element('w:fldChar', [], { 'w:fldCharType': type })]);
  return [char('separate'), run];
};

function symbol(look: Properties, fonts: readonly string[]): Xml {
  const said = property(look, 0x6a09) ?? 0;
  return element('w:sym', [], {
    'w:font': fonts[said & 0xffff] ?? '',
    'w:char': (said >>> 16).toString(16),
  });
}

function styleAt(text: DocText, { at }: Run): ReturnType<Styles['paragraph']> {
  const { style, properties } = stretchAt(text.paragraphs, at);
  return text.styles.paragraph(String(property(properties, 0x4600) ?? style));
}

const DELETED = 0x0800;
const INSERTED = 0x0801;
/** Word writes 1 and 0x81 for changes. */
const isOn = (look: Properties, code: number): boolean => ((property(look, code) ?? 0) & 1) === 1;

const changeMark = (look: Properties): Xml | undefined =>
  isOn(look, DELETED) ? element('w:del') : isOn(look, INSERTED) ? element('w:ins') : undefined;

/** A run inside the marks of the changes that it belongs to. */
function changed(run: Xml, look: Properties, authors: readonly string[]): Xml {
  const by = (code: number) => ({ 'w:author': authors[property(look, code) ?? -1] ?? '' });
  let xml = run;
  if (isOn(look, DELETED)) xml = element('w:del', [xml], by(0x4863));
  if (isOn(look, INSERTED)) xml = element('w:ins', [xml], by(0x4804));
  return xml;
}

export const noteReference = (kind: 'footnote' | 'endnote' | 'comment', nth: number): Xml =>
  element(`w:${kind}Reference`, [], { 'w:id': String(nth) });

export const textBox = (blocks: readonly Xml[]): Xml =>
  element('w:pict', [element('w:txbxContent', blocks)]);
