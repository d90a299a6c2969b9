import { docxMarkdown } from './docxMarkdown.ts';
import {
  MAX_TEXT,
  WORD_DEFAULTS,
  type Imported,
  type NotImported,
  type WordOptions,
} from './imported.ts';
import { plainWords, readBody, type Block } from './word/body.ts';
import { headingLevels } from './word/headings.ts';
import { readNumbering } from './word/numbering.ts';
import { readStyles } from './word/styles.ts';
import { emptyTally, tallyText, type Tally } from './word/tally.ts';
import { child, elements, xmlTree, type Xml } from './word/xmlTree.ts';
import { readZip, ZipProblem } from './zip.ts';

/** Of the parts that are parsed: as a tree they take some ten times that in memory. */
const LIMITS = { maxEntries: 2000, maxBytes: 64 * 1024 * 1024, maxRatio: 100 };
/** Text, styles, numbering, notes and what joins them. Pictures, macros and templates are never unpacked. */
const WANTED =
  /^(?:\[Content_Types\]\.xml|_rels\/\.rels|word\/(?:_rels\/)?(?:document|styles|numbering|footnotes|endnotes|comments|header|footer)\d*\.xml(?:\.rels)?)$/;

/**
 * The text of a Word document as Word shows it, in Markdown: numbers, headings, paragraphs, lists, tables,
 * notes, comments, headers and footers. Nothing outside the file is opened.
 */
export function importDocx(
  bytes: Uint8Array,
  options: WordOptions = WORD_DEFAULTS,
): Imported | NotImported {
  if (isCompound(bytes)) return { reason: 'protected by a password, or of an older Word' };
  try {
    return read(bytes, options);
  } catch (error) {
    if (error instanceof ZipProblem) return { reason: error.message };
    throw error;
  }
}

function read(bytes: Uint8Array, options: WordOptions): Imported | NotImported {
  const entries = new Map(
    readZip(bytes, name => WANTED.test(name), LIMITS).map(({ name, data }) => [name, data]),
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
  if (!document) return { reason: 'not a Word document' };
  if (!body) return { reason: 'damaged: it has no body' };
  const folder = main.slice(0, main.lastIndexOf('/') + 1);
  const rels = partAt(main.replace(/([^/]+)$/, '_rels/$1.rels'));
  const related = (type: string): Xml | undefined =>
    partAt(targets(rels, folder, type)[0] ?? `${folder}${type}.xml`);

  const tally = emptyTally();
  const styles = readStyles(related('styles'));
  const numbering = readNumbering(related('numbering'), style => styles.paragraph(style).numId);
  const notes = new Map<string, Xml>();
  for (const kind of ['footnote', 'endnote', 'comment'] as const)
    for (const note of elements(related(`${kind}s`) ?? NOTHING)) {
      const type = note.attributes['w:type'];
      if (type === undefined || type === 'normal')
        notes.set(`${kind} ${note.attributes['w:id'] ?? ''}`, note);
    }
  const main_ = readBody(body, { styles, numbering, notes, options, tally });
  const around = (type: 'header' | 'footer'): Block[] => {
    const words = targets(rels, folder, type)
      .map(name => partAt(name))
      .map(part => (part ? plainWords(part) : ''));
    return [...new Set(words)]
      .filter(text => /\p{L}/u.test(text))
      .map(text => ({
        kind: 'paragraph',
        text: `[${type === 'header' ? 'Header' : 'Footer'}: ${text}]`,
        bold: false,
      }));
  };
  const blocks = main_.length === 0 ? [] : [...around('header'), ...main_, ...around('footer')];
  if (blocks.length === 0) return { reason: 'no text in it' };
  const { text, pages } = docxMarkdown(blocks, headingLevels(blocks));
  if (text.length > MAX_TEXT) return { reason: 'too large: more text than is read at once' };
  const told = tallyText(tally, options);
  return {
    text,
    kind: 'markdown',
    languageId: 'markdown',
    pages,
    ...unreadOf(tally),
    ...(told.length > 0 ? { told } : {}),
  };
}

const NOTHING: Xml = { name: '', attributes: {}, children: [] };

/** The parts that a relationship part names by the last word of their type, inside the file. */
function targets(rels: Xml | undefined, folder: string, type: string): string[] {
  return elements(rels ?? NOTHING)
    .filter(
      ({ attributes }) =>
        (attributes['Type'] ?? '').endsWith(`/${type}`) && attributes['TargetMode'] !== 'External',
    )
    .map(({ attributes }) => {
      const target = attributes['Target'] ?? '';
      return target.startsWith('/') ? target.slice(1) : folder + target;
    });
}

/** A logo is no gap; a page that was scanned into the document may be, so it is always told. Text of another file is one. */
function unreadOf({ pictures, embedded }: Tally): Pick<Imported, 'textless'> {
  if (embedded > 0)
    return {
      textless: {
        where: embedded === 1 ? '1 inserted file' : `${embedded} inserted files`,
        reason: 'files inserted into a document are not read: insert their text instead',
      },
    };
  if (pictures === 0) return {};
  return {
    textless: {
      where: pictures === 1 ? '1 picture' : `${pictures} pictures`,
      reason: 'pictures are not read',
      gap: false,
    },
  };
}

/** The older container of Office, which also wraps encrypted documents. */
const isCompound = (bytes: Uint8Array): boolean =>
  bytes[0] === 0xd0 && bytes[1] === 0xcf && bytes[2] === 0x11 && bytes[3] === 0xe0;
