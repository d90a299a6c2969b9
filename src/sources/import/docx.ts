import { messageOf } from '../../core/errors.ts';
import { docxMarkdown } from './docxMarkdown.ts';
import { MAX_TEXT, type Imported, type NotImported } from './imported.ts';
import { readZip, writeZip, ZipProblem } from './zip.ts';

/** Of the parts that are parsed: as a tree they take some ten times that in memory. */
const LIMITS = { maxEntries: 2000, maxBytes: 64 * 1024 * 1024, maxRatio: 100 };
/** Text, styles, numbering, notes and what joins them. Pictures, macros and templates are never unpacked. */
const WANTED =
  /^(?:\[Content_Types\]\.xml|_rels\/\.rels|word\/(?:document|styles|numbering|footnotes|endnotes)\.xml|word\/_rels\/(?:document|footnotes|endnotes)\.xml\.rels)$/;

const STYLES = ["p[style-name='Title'] => h1:fresh", "p[style-name='Subtitle'] => h2:fresh"];

/**
 * The text of a Word document as Markdown: headings, paragraphs, lists, tables, notes. Pictures, links,
 * comments and deleted text are left out; nothing outside the file is opened.
 */
export async function importDocx(bytes: Uint8Array): Promise<Imported | NotImported> {
  if (isCompound(bytes)) return { reason: 'protected by a password, or of an older Word' };
  let buffer;
  try {
    const parts = readZip(bytes, name => WANTED.test(name), LIMITS);
    if (!parts.some(part => part.name === 'word/document.xml'))
      return { reason: 'not a Word document' };
    // Entities that name each other, or files, are made there; Word writes none.
    if (parts.some(part => Buffer.from(part.data).includes('<!DOCTYPE')))
      return { reason: 'damaged: it declares a document type' };
    buffer = writeZip(parts);
  } catch (error) {
    if (error instanceof ZipProblem) return { reason: error.message };
    throw error;
  }
  const { default: mammoth } = await import('mammoth');
  let pictures = 0;
  const { value, messages } = await mammoth.convertToHtml(
    { buffer },
    {
      styleMap: STYLES,
      includeEmbeddedStyleMap: false,
      externalFileAccess: false,
      convertImage: mammoth.images.imgElement(() => {
        pictures += 1;
        return Promise.resolve({ src: '' });
      }),
    },
  );
  const { text, pages } = docxMarkdown(value);
  if (text.trim() === '') {
    const error = messages.find(message => message.type === 'error');
    return { reason: error ? `damaged: ${messageOf(error.message)}` : 'no text in it' };
  }
  if (text.length > MAX_TEXT) return { reason: 'too large: more text than is read at once' };
  return {
    text,
    kind: 'markdown',
    languageId: 'markdown',
    pages,
    ...(pictures > 0 ? { textless: picturesLeftOut(pictures) } : {}),
  };
}

/** A logo is no gap; a page that was scanned into the document may be, so it is always told. */
const picturesLeftOut = (count: number): NonNullable<Imported['textless']> => ({
  where: count === 1 ? '1 picture' : `${count} pictures`,
  reason: 'pictures are not read',
  gap: false,
});

/** The older container of Office, which also wraps encrypted documents. */
const isCompound = (bytes: Uint8Array): boolean =>
  bytes[0] === 0xd0 && bytes[1] === 0xcf && bytes[2] === 0x11 && bytes[3] === 0xe0;
