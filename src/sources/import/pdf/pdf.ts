import type { PDFDocumentProxy, PDFPageProxy } from 'unpdf/pdfjs';
import type { PageMark } from '../../../core/domain/source.ts';
import { count } from '../../../core/format/format.ts';
import { MAX_TEXT, type Imported, type ImportOptions, type NotImported } from '../imported.ts';
import { inflatesTooFar } from './pdfBombs.ts';
import { withAnnotations } from './pdfAnnotations.ts';
import { withoutRows } from './pdfColumns.ts';
import { furnitureText, withoutFurniture } from './pdfFurniture.ts';
import { linesOf, type Line } from './pdfLines.ts';
import { bookmarksOf, withHeadings, type Bookmark } from './pdfOutline.ts';
import { pdfText } from './pdfText.ts';
import { withTitles } from './pdfTitles.ts';
import { mayHide, unseenOf, type Unseen } from './pdfUnseen.ts';
import { t } from '../../../core/text/l10n.ts';

/** Fonts may hold programs, and older parsers ran them. */
const PARSING = {
  isEvalSupported: false,
  disableFontFace: true,
  useSystemFonts: false,
  verbosity: 0,
} as const;

/** Pages of one file that are read; longer ones are refused, not cut. */
const MAX_PAGES = 10_000;

/**
 * The text of a PDF, page by page, lines joined to paragraphs. Nothing in it is run, fetched or drawn.
 * Files whose end is missing are refused: a parser would guess what was in them.
 */
export async function importPdf(
  bytes: Uint8Array,
  { hidden = false }: Partial<ImportOptions> = {},
): Promise<Imported | NotImported> {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!view.subarray(0, 1024).includes('%PDF-')) return { reason: t('not a PDF') };
  if (!hasEnd(view)) return { reason: t('damaged or cut off: its end is missing') };
  // What is encrypted or packed in a rare way is not looked into.
  let looks = ['/Encrypt', 'ASCII85Decode', 'LZWDecode'].some(name => view.includes(name));
  const look = (stream: Buffer): void => {
    looks ||= mayHide(stream);
  };
  if (inflatesTooFar(view, look)) return { reason: t('unpacks to far more than a document holds') };
  const { getDocumentProxy } = await import('unpdf');
  const pages: Line[][] = [];
  const blank = new Set<number>();
  let scans = 0;
  let parted = 0;
  let bookmarks: readonly Bookmark[];
  let labels: readonly string[] | null;
  let unseen: Unseen;
  try {
    const copy = Uint8Array.from(bytes);
    // A picture of more than one dot is placed and not unpacked.
    const pdf = await getDocumentProxy(bytes, { ...PARSING, maxImageSize: 1 });
    unseen = await unseenOf(pdf, looks, hidden);
    let whole: Promise<PDFDocumentProxy> | undefined;
    const withPictures = async (number: number): Promise<PDFPageProxy> => {
      whole ??= getDocumentProxy(copy, PARSING);
      return (await whole).getPage(number);
    };
    if (pdf.numPages > MAX_PAGES) return { reason: t('too large: {0} pages', pdf.numPages) };
    let length = 0;
    for (let number = 1; number <= pdf.numPages; number++) {
      const page = await pdf.getPage(number);
      const { items } = await page.getTextContent();
      const seen = await unseen.seen(
        page,
        number,
        items.filter(item => 'str' in item),
      );
      const drawn = withoutRows(linesOf(seen));
      if (drawn.parted > 0) parted += 1;
      const lines = withAnnotations(drawn.lines, await page.getAnnotations());
      length += lines.reduce((sum, line) => sum + line.text.length + 1, 0);
      if (length > MAX_TEXT) return { reason: t('too large: more text than is read at once') };
      pages.push(lines);
      if (lines.length === 0 && scans < MAX_LOOKS) {
        if (await isBlank(page, () => withPictures(number))) blank.add(number);
        else scans += 1;
      }
      page.cleanup();
    }
    bookmarks = await bookmarksOf(pdf);
    labels = await pdf.getPageLabels();
  } catch (error) {
    if (error instanceof Error && error.name === 'PasswordException')
      return { reason: t('encrypted: a password is needed to read it') };
    throw error;
  }
  if (pages.every(lines => lines.length === 0))
    return { reason: t('no text in it: its {0} pages may be scans', pages.length) };
  const running = withoutFurniture(pages);
  const textless = pages.flatMap((lines, index) =>
    lines.length === 0 && !blank.has(index + 1) ? [index + 1] : [],
  );
  const titled = withHeadings(running.pages, bookmarks);
  // Bookmarks that are not in the text are pictures' names, or another program's.
  const marked =
    titled.found > 1 && titled.found >= bookmarks.length / 2
      ? titled.pages
      : withTitles(running.pages);
  const isTitled = marked !== undefined;
  const read = marked ? pdfText(marked, true) : pdfText(running.pages);
  const told = [
    ...unseen.told(),
    ...(running.left.length > 0 ? [furnitureText(running.left)] : []),
    ...(parted > 0
      ? [t('{0} with two columns drawn row by row: read column by column', count(parted, 'page'))]
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
            reason: t('no text: pictures or drawings, perhaps scans'),
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
async function isBlank(
  page: PDFPageProxy,
  withPictures: () => Promise<PDFPageProxy>,
): Promise<boolean> {
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
  const paints = (list: readonly number[]): boolean => list.some(code => painting.has(code));
  if (annotations.length > 0 || paints(fnArray)) return false;
  // Pictures are placed, but not unpacked.
  if (!fnArray.includes(OPS.transform)) return true;
  return !paints((await (await withPictures()).getOperatorList()).fnArray);
}

/** Whether the file is complete. Data that some programs append after its end is ignored. */
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
