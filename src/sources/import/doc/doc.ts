import { importedBlocks, plain } from '../blocks.ts';
import type { Imported, ImportOptions, NotImported } from '../imported.ts';
import { isCompound } from '../opc.ts';
import { plainWords, readBody, type Block } from '../word/body.ts';
import { headingLevels } from '../word/headings.ts';
import { readNumbering } from '../word/numbering.ts';
import { readStyles } from '../word/styles.ts';
import { emptyTally, tallyText, unreadOf } from '../word/tally.ts';
import { element, type Xml } from '../word/xmlTree.ts';
import {
  piecesOf,
  plcOf,
  stretchesOf,
  stringsOf,
  tablePart,
  viewOf,
  wideText,
  type DocFile,
} from './binary.ts';
import { docLists } from './lists.ts';
import { docFonts, docStyles } from './looks.ts';
import { standingStories } from './standing.ts';
import { noteReference, storyXml, textBox, type DocText } from './story.ts';
import { t } from '../../../core/text/l10n.ts';

const WAY_OUT = t('open it in Word or LibreOffice and save it as DOCX');

/**
 * The text of a binary document of Word 97 to 2003 ([MS-DOC]) as Word shows it: turned into what a DOCX holds,
 * and read as one. Never throws for a damaged file.
 */
export async function importDoc(
  bytes: Uint8Array,
  options: ImportOptions,
): Promise<Imported | NotImported> {
  if (!isCompound(bytes)) return { reason: t('not a Word document: {0}', WAY_OUT) };
  try {
    const file = await openDoc(bytes);
    return 'reason' in file ? file : readDoc(file, options);
  } catch {
    // All offsets come from the file. A wrong one throws a RangeError.
    return { reason: t('damaged or cut: {0}', WAY_OUT) };
  }
}

/** Version numbers below it are those of Word 95 and older. */
const WORD_97 = 0xc1;

async function openDoc(bytes: Uint8Array): Promise<DocFile | NotImported> {
  const { Reader } = await import('@kenjiuno/msgreader/lib/Reader.js');
  const { buffer, byteOffset, byteLength } = bytes;
  const compound = new Reader(new DataView(buffer as ArrayBuffer, byteOffset, byteLength));
  compound.parse();
  const root = compound.rootFolder();
  const streams = new Map(root.fileNameSets().map(one => [one.name.toLowerCase(), one]));
  const stream = (name: string): DataView | undefined => {
    const found = streams.get(name.toLowerCase());
    if (!found) return undefined;
    const read = Uint8Array.from(found.provider());
    if (read.length < found.length) throw new RangeError(t('a stream ends before its length'));
    return viewOf(read);
  };
  if (streams.has('encryptedpackage'))
    return { reason: t('protected by a password: {0} without one', WAY_OUT) };
  const main = stream('WordDocument');
  if (!main) return { reason: t('not a Word document: {0}', WAY_OUT) };
  if (main.getUint16(0, true) !== 0xa5ec || main.getUint16(2, true) < WORD_97)
    return { reason: t('a document of Word 95 or older, which is not read: {0}', WAY_OUT) };
  const flags = main.getUint16(0x0a, true);
  if (flags & 0x0100) return { reason: t('protected by a password: {0} without one', WAY_OUT) };
  const table = stream(flags & 0x0200 ? '1Table' : '0Table');
  if (!table) return { reason: t('damaged or cut: {0}', WAY_OUT) };
  return { main, table, data: stream('Data') ?? viewOf(new Uint8Array()) };
}

/** The parts of the text in their order, and where the file's header has their lengths. */
const STORIES = {
  body: 0x4c,
  footnote: 0x50,
  around: 0x54,
  macro: 0x58,
  comment: 0x5c,
  endnote: 0x60,
  box: 0x64,
} as const;

/** Kinds of notes: indexes of their references and their texts in the header, and the size of a reference. */
const NOTES = [
  ['footnote', 2, 3, 2],
  ['endnote', 46, 47, 2],
  ['comment', 4, 5, 30],
] as const;

function readDoc(file: DocFile, options: ImportOptions): Imported | NotImported {
  const pieces = piecesOf(file);
  const starts = new Map<string, number>();
  let length = 0;
  for (const [name, at] of Object.entries(STORIES)) {
    starts.set(name, length);
    length += file.main.getInt32(at, true);
  }
  if ((pieces.at(-1)?.end ?? 0) < length) throw new RangeError(t('less text than it says'));
  const styles = readStyles(docStyles(file));
  const fonts = docFonts(file);
  const anchored = new Map<number, Xml>();
  const text: DocText = {
    file,
    pieces,
    characters: stretchesOf(file, 'characters'),
    paragraphs: stretchesOf(file, 'paragraphs'),
    styles,
    fonts,
    authors: stringsOf(tablePart(file, 51)),
    anchored,
  };
  const between = (story: keyof typeof STORIES, positions: readonly number[], nth: number): Xml[] =>
    storyXml(text, starts.get(story)! + positions[nth]!, starts.get(story)! + positions[nth + 1]!);

  const boxes = boxesOf(file, between);
  for (const { at, xml } of boxes) if (at !== undefined) anchored.set(at, textBox(xml));
  const notes = new Map<string, Xml>();
  const names = commentAuthors(file);
  for (const [kind, places, texts, size] of NOTES) {
    const placed = plcOf(tablePart(file, places), size);
    const { positions } = plcOf(tablePart(file, texts), 0);
    for (let nth = 0; nth + 1 < placed.positions.length && nth + 1 < positions.length; nth++) {
      const author =
        kind === 'comment' ? names[placed.view.getUint16(placed.recordAt(nth) + 20, true)] : '';
      notes.set(
        `${kind} ${nth}`,
        element(`w:${kind}`, between(kind, positions, nth), { 'w:author': author ?? '' }),
      );
      anchored.set(placed.positions[nth]!, noteReference(kind, nth));
    }
  }

  const tally = emptyTally();
  const numbering = readNumbering(docLists(file, fonts), id => styles.paragraph(id).numId);
  const end = file.main.getInt32(STORIES.body, true);
  const body = element('w:body', [
    ...storyXml(text, 0, end),
    ...boxes.flatMap(({ at, xml }) => (at === undefined ? xml : [])),
  ]);
  const main = readBody(body, { styles, numbering, notes, options, tally });
  const { positions } = plcOf(tablePart(file, 11), 0);
  const standing = standingStories(file, positions);
  const around = (stories: readonly number[], title: string): Block[] => {
    const words = stories.map(nth =>
      plainWords(element('w:hdr', between('around', positions, nth)), { styles, options, tally }),
    );
    return [...new Set(words)]
      .filter(said => /\p{L}/u.test(said))
      .map(said => plain(`[${title}: ${said}]`));
  };
  const blocks = [
    ...around(standing.header, 'Header'),
    ...main,
    ...around(standing.footer, 'Footer'),
  ];
  return importedBlocks(
    blocks,
    { told: tallyText(tally, options), ...unreadOf(tally) },
    headingLevels(blocks),
  );
}

/** Text boxes and their anchors in the text; no anchor for a box in a group of shapes. */
function boxesOf(
  file: DocFile,
  between: (story: 'box', positions: readonly number[], nth: number) => Xml[],
): { readonly at: number | undefined; readonly xml: Xml[] }[] {
  const shapes = plcOf(tablePart(file, 40), 26);
  const places = new Map(
    shapes.positions
      .slice(0, -1)
      .map((at, nth) => [shapes.view.getUint32(shapes.recordAt(nth), true), at]),
  );
  const { positions, view, recordAt } = plcOf(tablePart(file, 56), 22);
  // The last one is an end mark.
  return positions.slice(0, -2).map((_, nth) => ({
    at: places.get(view.getUint32(recordAt(nth) + 14, true)),
    xml: between('box', positions, nth),
  }));
}

/** Authors of comments, by index. */
function commentAuthors(file: DocFile): readonly string[] {
  const view = tablePart(file, 36);
  const names: string[] = [];
  for (let at = 0; at + 2 <= view.byteLength;) {
    const length = view.getUint16(at, true);
    names.push(wideText(view, at + 2, length));
    at += 2 + 2 * length;
  }
  return names;
}
