import type { PDFPageProxy } from 'unpdf/pdfjs';
import { MAX_TEXT, type Imported, type NotImported } from './imported.ts';
import { inflatesTooFar } from './pdfBombs.ts';
import { withAnnotations } from './pdfAnnotations.ts';
import { furnitureText, withoutFurniture } from './pdfFurniture.ts';
import { linesOf, type Line } from './pdfLines.ts';
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
      const drawn = linesOf(items.filter(item => 'str' in item));
      const lines = withAnnotations(drawn, await page.getAnnotations());
      length += lines.reduce((sum, line) => sum + line.text.length + 1, 0);
      if (length > MAX_TEXT) return { reason: 'too large: more text than is read at once' };
      pages.push(lines);
      if (lines.length === 0 && looks++ < MAX_LOOKS && (await isBlank(page))) blank.add(number);
      page.cleanup();
    }
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
  return {
    ...pdfText(running.pages),
    kind: 'prose',
    languageId: 'plaintext',
    ...(running.left.length > 0 ? { told: [furnitureText(running.left)] } : {}),
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

/** Pages without text that are looked at closely, which unpacks their pictures: a document has few, a scan has nothing else. */
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
