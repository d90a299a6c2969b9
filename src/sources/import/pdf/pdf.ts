import type { PDFPageProxy } from 'unpdf/pdfjs';
import type { PageMark } from '../../../core/domain/source.ts';
import { count } from '../../../core/format/format.ts';
import { MAX_TEXT, type Imported, type NotImported } from '../imported.ts';
import { inflatesTooFar } from './pdfBombs.ts';
import { withAnnotations } from './pdfAnnotations.ts';
import { withoutRows } from './pdfColumns.ts';
import { furnitureText, withoutFurniture } from './pdfFurniture.ts';
import { linesOf, type Line } from './pdfLines.ts';
import { bookmarksOf, withHeadings, type Bookmark } from './pdfOutline.ts';
import { pdfText } from './pdfText.ts';

/** Pages of one file that are read; longer ones are refused, not cut. */
const MAX_PAGES = 10_000;

/**
 * The text of a PDF, page by page, lines joined to paragraphs. Nothing in it is run, fetched or drawn.
 * Files whose end is missing are refused: a parser would guess what was in them.
 */
export async function importPdf(bytes: Uint8Array): Promise<Imported | NotImported> {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!view.subarray(0, 1024).includes('%PDF-')) return { reason: 'not a PDF' };
  if (!hasEnd(view)) return { reason: 'damaged or cut off: its end is missing' };
  if (inflatesTooFar(view)) return { reason: 'unpacks to far more than a document holds' };
  const { getDocumentProxy } = await import('unpdf');
  const pages: Line[][] = [];
  const blank = new Set<number>();
  let looks = 0;
  let parted = 0;
  let bookmarks: readonly Bookmark[];
  let labels: readonly string[] | null;
  try {
    // Fonts may hold programs, and older parsers ran them.
    const pdf = await getDocumentProxy(bytes, {
      isEvalSupported: false,
      disableFontFace: true,
      useSystemFonts: false,
      verbosity: 0,
    });
    if (pdf.numPages > MAX_PAGES) return { reason: `too large: ${pdf.numPages} pages` };
    let length = 0;
    for (let number = 1; number <= pdf.numPages; number++) {
      const page = await pdf.getPage(number);
      const { items } = await page.getTextContent();
      const drawn = withoutRows(linesOf(items.filter(item => 'str' in item)));
      if (drawn.parted > 0) parted += 1;
      const lines = withAnnotations(drawn.lines, await page.getAnnotations());
      length += lines.reduce((sum, line) => sum + line.text.length + 1, 0);
      if (length > MAX_TEXT) return { reason: 'too large: more text than is read at once' };
      pages.push(lines);
      if (lines.length === 0 && looks < MAX_LOOKS) {
        if (await isBlank(page)) blank.add(number);
        else looks += 1;
      }
      page.cleanup();
    }
    bookmarks = await bookmarksOf(pdf);
    labels = await pdf.getPageLabels();
  } catch (error) {
    if (error instanceof Error && error.name === 'PasswordException')
      return { reason: 'encrypted: a password is needed to read it' };
    throw error;
  }
  if (pages.every(lines => lines.length === 0))
    return { reason: `no text in it: its ${pages.length} pages may be scans` };
  const running = withoutFurniture(pages);
  const textless = pages.flatMap((lines, index) =>
    lines.length === 0 && !blank.has(index + 1) ? [index + 1] : [],
  );
  const titled = withHeadings(running.pages, bookmarks);
  // Bookmarks that are not in the text are pictures' names, or another program's.
  const isTitled = titled.found > 1 && titled.found >= bookmarks.length / 2;
  const read = isTitled ? pdfText(titled.pages, true) : pdfText(running.pages);
  const told = [
    ...(running.left.length > 0 ? [furnitureText(running.left)] : []),
    ...(parted > 0
      ? [`${count(parted, 'page')} with two columns drawn row by row: read column by column`]
      : []),
  ];
  return {
    text: read.text,
    pages: labels === null ? read.pages : read.pages.map(mark => labelled(mark, labels)),
    ...(isTitled
      ? { kind: 'markdown', languageId: 'markdown' }
      : { kind: 'prose', languageId: 'plaintext' }),
    ...(told.length > 0 ? { told } : {}),
    ...(textless.length > 0
      ? {
          textless: {
            where: pagesText(textless),
            reason: 'no text: pictures or drawings, perhaps scans',
          },
        }
      : {}),
  };
}

/** A page that is printed with another number than its own in the file is named by both. */
function labelled(mark: PageMark, labels: readonly string[]): PageMark {
  const label = labels[(mark.page ?? 0) - 1]?.trim() ?? '';
  return label === '' || label === String(mark.page)
    ? mark
    : { ...mark, spot: `p. ${label} (page ${mark.page} of the file)` };
}

/** Pages without text and with drawings that are looked at closely, which unpacks their pictures: a scan has nothing else. */
const MAX_LOOKS = 12;
const PAINTS =
  /^(?:.*paint.*|stroke|closeStroke|fill|eoFill|fillStroke|eoFillStroke|closeFillStroke|closeEOFillStroke|shadingFill|beginInlineImage|rawFillPath)$/i;

/** True for a page on which nothing is drawn: it is blank, and nothing of it is lost. */
async function isBlank(page: PDFPageProxy): Promise<boolean> {
  const [{ fnArray }, annotations, { OPS }] = await Promise.all([
    page.getOperatorList(),
    page.getAnnotations(),
    (await import('unpdf')).getResolvedPDFJS(),
  ]);
  const painting = new Set(
    Object.entries(OPS)
      .filter(([name]) => PAINTS.test(name))
      .map(([, code]) => code),
  );
  return annotations.length === 0 && !fnArray.some(code => painting.has(code));
}

/** True when the file is there to its end; what some programs append after it is no part of it. */
function hasEnd(view: Buffer): boolean {
  const end = view.lastIndexOf('%%EOF');
  return (
    end >= 0 &&
    !/\d\s+obj\b/.test(view.toString('latin1', end, Math.min(view.length, end + 65_536)))
  );
}

/** Ascending page numbers as `page 3` or `pages 2, 5–9`. */
function pagesText(numbers: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const number of numbers) {
    const last = runs.at(-1);
    if (last && last[1] === number - 1) last[1] = number;
    else runs.push([number, number]);
  }
  const shown = runs.map(([from, to]) => (from === to ? String(from) : `${from}–${to}`));
  return `${numbers.length === 1 ? 'page' : 'pages'} ${shown.join(', ')}`;
}
