import { hexColor } from '../markup/colors.ts';
import { docxMarkdown, type Printed } from './docxMarkdown.ts';
import {
  MAX_TEXT,
  WORD_DEFAULTS,
  type Imported,
  type NotImported,
  type WordOptions,
} from './imported.ts';
import { chartWords, diagramParagraphs } from './office/drawing.ts';
import { isCompound, PART_LIMITS, relationships, targets } from './opc.ts';
import { plainWords, readBody, type Block } from './word/body.ts';
import { headingLevels } from './word/headings.ts';
import { readNumbering } from './word/numbering.ts';
import { standingParts } from './word/standing.ts';
import { readStyles } from './word/styles.ts';
import { emptyTally, tallyText, unreadOf } from './word/tally.ts';
import { child, elements, NO_XML, switchOf, xmlTree, type Xml } from './word/xmlTree.ts';
import { readZip, ZipProblem } from './zip.ts';
import { t } from '../../core/text/l10n.ts';

/** Text, styles, numbering, notes, charts, diagrams and what joins them. Pictures, macros and templates are never unpacked. */
const WANTED =
  /^(?:\[Content_Types\]\.xml|_rels\/\.rels|word\/(?:_rels\/)?(?:document|styles|numbering|settings|footnotes|endnotes|comments|header|footer)\d*\.xml(?:\.rels)?|word\/(?:charts\/chart|diagrams\/data)\d*\.xml)$/;

/**
 * The text of a Word document as Word shows it, in Markdown: numbers, headings, paragraphs, lists, tables,
 * notes, comments, headers and footers. Nothing outside the file is opened.
 */
export function importDocx(
  bytes: Uint8Array,
  options: WordOptions = WORD_DEFAULTS,
): Imported | NotImported {
  if (isCompound(bytes)) return { reason: t('protected by a password, or of an older Word') };
  try {
    const read = readWord(bytes, options);
    return 'reason' in read ? read : read.imported;
  } catch (error) {
    if (error instanceof ZipProblem) return { reason: error.message };
    throw error;
  }
}

/** A document as it was read, with all that is needed to find a place of its text again. */
export interface WordReading {
  readonly imported: Imported;
  /** The paragraphs of the text in order. */
  readonly printed: readonly Printed[];
  /** The name of the main part, and its element. */
  readonly main: string;
  readonly document: Xml;
  /** The parts that were unpacked, by name. */
  readonly parts: ReadonlyMap<string, Uint8Array>;
}

/** @throws ZipProblem for an archive or a part that cannot be read. */
export function readWord(bytes: Uint8Array, options: WordOptions): WordReading | NotImported {
  const entries = new Map(
    readZip(bytes, name => WANTED.test(name), PART_LIMITS).map(({ name, data }) => [name, data]),
  );
  const trees = new Map<string, Xml>();
  const partAt = (name: string): Xml | undefined => {
    const data = entries.get(name);
    if (!data) return undefined;
    let tree = trees.get(name);
    if (!tree) trees.set(name, (tree = xmlTree(data)));
    return tree;
  };
  const main = targets(partAt('_rels/.rels'), '', 'officeDocument')[0] ?? 'word/document.xml';
  const document = partAt(main) ?? partAt('word/document.xml');
  const body = child(document, 'w:body');
  if (!document) return { reason: t('not a Word document') };
  if (!body) return { reason: t('damaged: it has no body') };
  const folder = main.slice(0, main.lastIndexOf('/') + 1);
  const rels = partAt(main.replace(/([^/]+)$/, '_rels/$1.rels'));
  const related = (type: string): Xml | undefined =>
    partAt(targets(rels, folder, type)[0] ?? `${folder}${type}.xml`);

  const tally = emptyTally();
  const styles = readStyles(related('styles'));
  const numbering = readNumbering(related('numbering'), style => styles.paragraph(style).numId);
  const notes = new Map<string, Xml>();
  for (const kind of ['footnote', 'endnote', 'comment'] as const)
    for (const note of elements(related(`${kind}s`) ?? NO_XML)) {
      const type = note.attributes['w:type'];
      if (type === undefined || type === 'normal')
        notes.set(`${kind} ${note.attributes['w:id'] ?? ''}`, note);
    }
  const parts = { styles, numbering, notes, options, tally };
  const byId = new Map(relationships(rels, folder).map(({ id, target }) => [id, target]));
  const drawn = (id: string): { name: string; text: string } | undefined => {
    const part = partAt(byId.get(id) ?? '');
    if (!part) return undefined;
    if (part.name !== 'dgm:dataModel') {
      const words = chartWords(part);
      return words === '' ? undefined : { name: t('Chart'), text: `[Chart: ${words}]` };
    }
    const words = diagramParagraphs(part, {}).map(({ text }) => text.replaceAll('\n', ' '));
    if (words.length === 0) return undefined;
    return { name: t('Diagram'), text: `[Diagram: ${words.join('; ')}]` };
  };
  const page = child(document, 'w:background')?.attributes['w:color'];
  const main_ = readBody(body, {
    ...parts,
    drawn,
    ...(page === undefined ? {} : { behind: hexColor(page) ?? 'unknown' }),
  });
  const standing = standingParts(body, switchOf(related('settings'), 'w:evenAndOddHeaders'));
  const around = (type: 'header' | 'footer'): Block[] => {
    const names = standing?.[type].map(id => byId.get(id) ?? '') ?? targets(rels, folder, type);
    const words = names
      .map(name => partAt(name))
      .map(part => (part ? plainWords(part, parts) : ''));
    return [...new Set(words)]
      .filter(text => /\p{L}/u.test(text))
      .map(text => ({
        kind: 'paragraph',
        text: `[${type === 'header' ? 'Header' : 'Footer'}: ${text}]`,
        bold: false,
        origin: { kind: 'around', name: type },
      }));
  };
  const blocks = [...around('header'), ...main_, ...around('footer')];
  if (blocks.length === 0) return { reason: t('no text in it') };
  const { text, pages, printed } = docxMarkdown(blocks, headingLevels(blocks));
  if (text.length > MAX_TEXT) return { reason: t('too large: more text than is read at once') };
  const told = tallyText(tally, options);
  const imported: Imported = {
    text,
    kind: 'markdown',
    languageId: 'markdown',
    pages,
    ...unreadOf(tally),
    ...(told.length > 0 ? { told } : {}),
  };
  return {
    imported,
    printed,
    main: partAt(main) ? main : 'word/document.xml',
    document,
    parts: entries,
  };
}
