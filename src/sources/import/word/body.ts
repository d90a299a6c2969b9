import type { WordOptions } from '../imported.ts';
import { WHITE } from '../../markup/colors.ts';
import { fillOf, isSeenOn, type Behind } from './ink.ts';
import type { Label, Numbering } from './numbering.ts';
import { inlineReader, tidy, type ParagraphText, type Piece } from './paragraph.ts';
import { ownLook, type ParagraphStyle, type Styles } from './styles.ts';
import { countUnseen, REVIEWER, type Tally } from './tally.ts';
import {
  child,
  descendants,
  elements,
  numberOf,
  switchOf,
  textOf,
  valueOf,
  type Xml,
} from './xmlTree.ts';

/** A paragraph as Word shows it. */
export interface Paragraph {
  readonly kind: 'paragraph';
  readonly text: string;
  /** Of a heading, 1 outermost. */
  readonly level?: number;
  /** Short and bold throughout: a heading where the document has no others. */
  readonly bold: boolean;
  readonly label?: Label;
  /** Lines that are kept as they are. */
  readonly code?: true;
  /** Its place if the original is not running text: "slide 3". */
  readonly spot?: string;
  /** Of a Word document, which a review is written back into. */
  readonly origin?: Origin;
}

/** The source of a paragraph's text in the document. */
export type Origin =
  | {
      readonly kind: 'body';
      /** Before white space was tidied. */
      readonly raw: string;
      readonly pieces: readonly Piece[];
      readonly paragraph: Xml;
    }
  | {
      readonly kind: 'note';
      /** "Footnote 3", "Comment by A. Smith", "Chart". */
      readonly name: string;
      /** Where the body refers to it: a child of a run. */
      readonly reference: Xml;
    }
  /** A header or footer, which is not in the body. */
  | { readonly kind: 'around'; readonly name: string };

export interface Table {
  readonly kind: 'table';
  /** The paragraphs of each cell; a cell that goes on from above or the left is empty. */
  readonly rows: readonly (readonly (readonly Paragraph[])[])[];
}

export type Block = Paragraph | Table;

export interface BodyParts {
  readonly styles: Styles;
  readonly numbering: Numbering;
  readonly notes: ReadonlyMap<string, Xml>;
  readonly options: WordOptions;
  readonly tally: Tally;
  /** A chart or diagram by the id of its part, in words; undefined if it has none. */
  readonly drawn?: (id: string) => { readonly name: string; readonly text: string } | undefined;
  /** Colour of the pages; white if absent. */
  readonly behind?: Behind;
}

/** Word allows 63 columns. */
const MAX_COLUMNS = 100;

/** The blocks of a part's body, in order; `notes` are set where what they belong to ends. */
export function readBody(body: Xml, parts: BodyParts): Block[] {
  const { styles, numbering, options, tally } = parts;
  const inline = inlineReader(styles, options, tally);
  const numbers = { footnote: 0, endnote: 0 };
  let behind: Behind = parts.behind ?? WHITE;
  /** Read so far of a paragraph that the next one goes on with; with the style of that one if there is none here. */
  let joined: { text: ParagraphText; style: ParagraphStyle | undefined; xml: Xml } | undefined;

  const blocksOf = (of: Xml): Block[] => elements(of).flatMap(blockOf);
  const blocksOn = (ground: Behind, of: Xml): Block[] => {
    const before = behind;
    behind = ground;
    const blocks = blocksOf(of);
    behind = before;
    return blocks;
  };

  const blockOf = (xml: Xml): Block[] => {
    switch (xml.name) {
      case 'w:p':
        return paragraphBlocks(xml);
      case 'w:tbl':
        return tableBlocks(xml);
      case 'w:sdt': {
        const content = child(xml, 'w:sdtContent');
        return content ? blocksOf(content) : [];
      }
      case 'mc:AlternateContent': {
        const chosen = child(xml, 'mc:Choice') ?? child(xml, 'mc:Fallback');
        return chosen ? blocksOf(chosen) : [];
      }
      case 'w:customXml':
      case 'w:smartTag':
      case 'w:ins':
      case 'w:moveTo':
        return blocksOf(xml);
      case 'w:altChunk':
      case 'w:subDoc':
        tally.embedded += 1;
        return [];
      default:
        return [];
    }
  };

  const paragraphBlocks = (xml: Xml): Block[] => {
    const properties = propertiesOf(xml, options);
    const own = styles.paragraph(valueOf(properties, 'w:pStyle'));
    const ground = fillOf(properties) ?? own.behind ?? behind;
    const read = inline.read(xml, joined?.style ?? own, ground);
    const raw = joined ? `${joined.text.text}${read.text}` : read.text;
    const words = tidy(raw);
    const style = joined?.style ?? own;
    const all: ParagraphText = {
      text: raw,
      pieces: joined ? joinedPieces(joined.text, read) : read.pieces,
      bold: read.bold && (joined?.text.bold ?? true),
      boxes: [...(joined?.text.boxes ?? []), ...read.boxes],
      drawings: [...(joined?.text.drawings ?? []), ...read.drawings],
      notes: [...(joined?.text.notes ?? []), ...read.notes],
    };
    if (goesOn(properties, options)) {
      const isEmpty = words === '' && all.boxes.length === 0 && all.drawings.length === 0;
      joined = isEmpty ? undefined : { text: all, style, xml };
      return [];
    }
    if (words !== '' && isDropCap(properties)) {
      joined = { text: { ...all, bold: true }, style: undefined, xml };
      return [];
    }
    joined = undefined;
    const label = words === '' ? emptyLabel(properties, style) : labelOf(properties, style);
    const outline = numberOf(properties, 'w:outlineLvl');
    const level = outline === undefined ? style.level : outline > 8 ? undefined : outline + 1;
    const isHidden = switchOf(child(properties, 'w:rPr'), 'w:specVanish') === true;
    const blocks: Block[] = [];
    if (words !== '')
      blocks.push({
        kind: 'paragraph',
        text: words,
        bold: all.bold && !isHidden,
        origin: { kind: 'body', raw, pieces: all.pieces, paragraph: xml },
        ...(level === undefined ? {} : { level }),
        ...(label ? { label } : {}),
      });
    for (const box of all.boxes) blocks.push(...blocksOn('unknown', box));
    blocks.push(...all.drawings.flatMap(drawingBlocks));
    for (const note of all.notes) blocks.push(...noteBlocks(note));
    return blocks;
  };

  const labelOf = (properties: Xml | undefined, style: ParagraphStyle): Label | undefined => {
    const given = child(properties, 'w:numPr');
    const numId = valueOf(given, 'w:numId') ?? style.numId;
    if (numId === undefined) return undefined;
    const ilvl = numberOf(given, 'w:ilvl') ?? (given && valueOf(given, 'w:numId') ? 0 : style.ilvl);
    return numbering.next(numId, ilvl, style.id);
  };
  /** An empty paragraph in a list takes a number all the same. */
  const emptyLabel = (properties: Xml | undefined, style: ParagraphStyle): undefined => {
    labelOf(properties, style);
    return undefined;
  };

  const drawingBlocks = ({ id, xml }: ParagraphText['drawings'][number]): Block[] => {
    const found = parts.drawn?.(id);
    if (!found) {
      tally.pictures += 1;
      return [];
    }
    const { name, text } = found;
    const origin = { kind: 'note', name, reference: xml } as const;
    return [{ kind: 'paragraph', text, bold: false, origin }];
  };

  const noteBlocks = (note: ParagraphText['notes'][number]): Block[] => {
    const found = parts.notes.get(`${note.kind} ${note.id}`);
    if (!found) return [];
    const words = blocksOf(found)
      .flatMap(block =>
        block.kind === 'paragraph' ? [block.text] : block.rows.flat(2).map(p => p.text),
      )
      .join(' ')
      .trim();
    if (words === '') return [];
    let lead: string;
    let name: string;
    if (note.kind === 'comment') {
      if (found.attributes['w:author'] === REVIEWER) {
        tally.reviewed += 1;
        return [];
      }
      tally.comments += 1;
      const on = (note.on ?? '').replace(/\s+/g, ' ').trim();
      const author = found.attributes['w:author'] ?? '';
      const short = on.length > 80 ? `${on.slice(0, 79).toWellFormed()}…` : on;
      name = `Comment${author && ` by ${author}`}`;
      lead = name + (short && ` on “${short}”`);
    } else {
      numbers[note.kind] += 1;
      name = `${note.kind === 'footnote' ? 'Footnote' : 'Endnote'} ${numbers[note.kind]}`;
      lead = name;
    }
    const origin = { kind: 'note', name, reference: note.xml } as const;
    return [{ kind: 'paragraph', text: `[${lead}: ${words}]`, bold: false, origin }];
  };

  const tableBlocks = (xml: Xml): Block[] => {
    const rows: Paragraph[][][] = [];
    const isShaded = styles.isShaded(valueOf(child(xml, 'w:tblPr'), 'w:tblStyle'));
    for (const row of rowsOf(xml)) {
      const look = child(row, 'w:trPr');
      if (child(look, 'w:del') && options.changes === 'accepted') continue;
      if (child(look, 'w:ins') && options.changes === 'rejected') continue;
      const cells: Paragraph[][] = [];
      for (let i = 0; i < Math.min(MAX_COLUMNS, numberOf(look, 'w:gridBefore') ?? 0); i++)
        cells.push([]);
      for (const cell of cellsOf(row)) {
        const properties = child(cell, 'w:tcPr');
        const goesOnFromAbove =
          child(properties, 'w:vMerge') !== undefined &&
          valueOf(properties, 'w:vMerge') !== 'restart';
        const ground = fillOf(properties) ?? (isShaded ? 'unknown' : behind);
        const content = blocksOn(ground, cell).flatMap(block =>
          block.kind === 'paragraph' ? [block] : block.rows.flat(2),
        );
        cells.push(goesOnFromAbove ? [] : content);
        const span = Math.min(MAX_COLUMNS, numberOf(properties, 'w:gridSpan') ?? 1);
        for (let i = 1; i < span; i++) cells.push([]);
      }
      if (cells.some(cell => cell.length > 0)) rows.push(cells);
    }
    if (rows.length === 0) return [];
    // A table of one column is a frame around paragraphs.
    return rows.every(row => row.length <= 1) ? rows.flat(2) : [{ kind: 'table', rows }];
  };

  const blocks = blocksOf(body);
  if (joined) {
    const { text: raw, pieces, bold } = joined.text;
    const origin = { kind: 'body', raw, pieces, paragraph: joined.xml } as const;
    blocks.push({ kind: 'paragraph', text: tidy(raw), bold, origin });
    blocks.push(...joined.text.drawings.flatMap(drawingBlocks));
    for (const note of joined.text.notes) blocks.push(...noteBlocks(note));
  }
  return blocks;
}

const joinedPieces = (before: ParagraphText, after: ParagraphText): Piece[] => [
  ...before.pieces,
  ...after.pieces.map(piece => ({ ...piece, at: piece.at + before.text.length })),
];

/** A paragraph's properties; as they were before, when changes are read as rejected. */
function propertiesOf(xml: Xml, { changes }: WordOptions): Xml | undefined {
  const properties = child(xml, 'w:pPr');
  const before = child(child(properties, 'w:pPrChange'), 'w:pPr');
  return changes === 'rejected' && before ? before : properties;
}

/** Whether a tracked change removes the paragraph's end, so that the next one continues it. */
function goesOn(properties: Xml | undefined, { changes }: WordOptions): boolean {
  const mark = child(properties, 'w:rPr');
  if (changes === 'accepted')
    return child(mark, 'w:del') !== undefined || child(mark, 'w:moveFrom') !== undefined;
  return (
    changes === 'rejected' &&
    (child(mark, 'w:ins') !== undefined || child(mark, 'w:moveTo') !== undefined)
  );
}

/** Whether a paragraph is the large first letter, or word, of the one that follows. */
const isDropCap = (properties: Xml | undefined): boolean =>
  /^(?:drop|margin)$/.test(child(properties, 'w:framePr')?.attributes['w:dropCap'] ?? '');

/** Rows and cells may be wrapped in content controls. */
const rowsOf = (table: Xml): Xml[] => inControls(table, 'w:tr');
const cellsOf = (row: Xml): Xml[] => inControls(row, 'w:tc');

const inControls = (of: Xml, name: string): Xml[] =>
  elements(of).flatMap(one => {
    if (one.name === name) return [one];
    const content = one.name === 'w:sdt' ? child(one, 'w:sdtContent') : undefined;
    if (content) return inControls(content, name);
    return one.name === 'w:customXml' || one.name === 'w:ins' ? inControls(one, name) : [];
  });

/** Signs that are elements of a run, as text on one line. */
const SIGNS: Readonly<Record<string, string>> = {
  'w:tab': ' ',
  'w:ptab': ' ',
  'w:br': ' ',
  'w:cr': ' ',
  'w:noBreakHyphen': '-',
};

/** The words of a header, footer or the like, on one line. */
export const plainWords = (
  part: Xml,
  { styles, options, tally }: Omit<BodyParts, 'notes' | 'numbering'>,
): string => {
  // Text in a table or shape may have a background that is not evaluated here.
  const isPlain = ['w:tbl', 'w:drawing', 'w:pict'].every(
    name => descendants(part, name).length === 0,
  );
  let text = '';
  const write = (
    words: string,
    own: Xml | undefined,
    style: ParagraphStyle,
    ground: Behind,
  ): void => {
    const look = {
      ...style,
      ...style.ink,
      ...styles.character(valueOf(own, 'w:rStyle')),
      ...ownLook(own),
    };
    const isHidden = words.trim() !== '' && (look.hidden || !isSeenOn(look, ground));
    if (isHidden) countUnseen(tally, 'hidden', text);
    if (!isHidden) text += words;
    else if (options.hidden) text += `[hidden: ${words.trim()}]`;
  };
  const visit = (of: Xml, style: ParagraphStyle, ground: Behind): void => {
    for (const one of elements(of)) {
      if (one.name === 'w:p') {
        const properties = child(one, 'w:pPr');
        const own = styles.paragraph(valueOf(properties, 'w:pStyle'));
        text += ' ';
        visit(one, own, fillOf(properties) ?? own.behind ?? (isPlain ? WHITE : 'unknown'));
        text += ' ';
      } else if (one.name === 'w:r') {
        let words = '';
        for (const said of elements(one))
          words += SIGNS[said.name] ?? (said.name === 'w:t' ? textOf(said) : '');
        write(words, child(one, 'w:rPr'), style, ground);
        visit(one, style, ground);
      } else if (one.name !== 'mc:Fallback' && one.name !== 'w:pPr') visit(one, style, ground);
    }
  };
  visit(part, styles.paragraph(undefined), isPlain ? WHITE : 'unknown');
  return text.replace(/\s+/g, ' ').trim();
};
