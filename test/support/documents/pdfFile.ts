import zlib from 'node:zlib';

/** A run of text at a place, in points from the lower left. */
export interface PdfText {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly size?: number;
}

export interface PdfOptions {
  /** Content streams are packed. */
  readonly deflate?: boolean;
  /** Added to the trailer: `/Encrypt 99 0 R`. */
  readonly trailer?: string;
  /** Added to the catalogue: `/PageLabels 90000 0 R`. */
  readonly catalog?: string;
  /** Objects to add, from number 90,000 on. */
  readonly objects?: readonly string[];
  /** References to the annotations of the first page. */
  readonly annotations?: string;
  /** Bytes in place of the first page's content stream, and its dictionary's entries. */
  readonly content?: { readonly entries: string; readonly data: Buffer };
}

const FIRST_EXTRA = 90_000;

/** A PDF of pages of Latin text in Helvetica. */
export function makePdf(pages: readonly (readonly PdfText[])[], options: PdfOptions = {}): Buffer {
  const objects = new Map<number, Buffer>();
  const kids = pages.map((_, i) => `${4 + 2 * i} 0 R`);
  objects.set(1, Buffer.from(`<< /Type /Catalog /Pages 2 0 R ${options.catalog ?? ''} >>`));
  objects.set(
    2,
    Buffer.from(`<< /Type /Pages /Kids [${kids.join(' ')}] /Count ${pages.length} >>`),
  );
  objects.set(
    3,
    Buffer.from(
      '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
    ),
  );
  pages.forEach((texts, i) => {
    objects.set(
      4 + 2 * i,
      Buffer.from(
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents ${5 + 2 * i} 0 R ${i === 0 && options.annotations ? `/Annots [${options.annotations}] ` : ''}>>`,
      ),
    );
    objects.set(
      5 + 2 * i,
      i === 0 && options.content ? stream(options.content) : page(texts, options),
    );
  });
  options.objects?.forEach((object, i) =>
    objects.set(FIRST_EXTRA + i, Buffer.from(object, 'latin1')),
  );
  return file(objects, options.trailer ?? '');
}

function page(texts: readonly PdfText[], { deflate }: PdfOptions): Buffer {
  const operators = texts.map(
    ({ text, x, y, size = 11 }) => `BT /F1 ${size} Tf ${x} ${y} Td (${escaped(text)}) Tj ET`,
  );
  const data = Buffer.from(operators.join('\n'), 'latin1');
  return deflate
    ? stream({ entries: '/Filter /FlateDecode', data: zlib.deflateSync(data) })
    : stream({ entries: '', data });
}

const stream = ({ entries, data }: { readonly entries: string; readonly data: Buffer }): Buffer =>
  Buffer.concat([
    Buffer.from(`<< /Length ${data.length} ${entries} >>\nstream\n`),
    data,
    Buffer.from('\nendstream'),
  ]);

const escaped = (text: string): string => text.replace(/[\\()]/g, '\\$&');

function file(objects: ReadonlyMap<number, Buffer>, trailer: string): Buffer {
  const parts = [Buffer.from('%PDF-1.7\n')];
  const offsets: string[] = [];
  let length = parts[0]!.length;
  for (const [number, body] of objects) {
    const object = Buffer.concat([
      Buffer.from(`${number} 0 obj\n`),
      body,
      Buffer.from('\nendobj\n'),
    ]);
    offsets.push(`${number} 1\n${String(length).padStart(10, '0')} 00000 n \n`);
    parts.push(object);
    length += object.length;
  }
  const size = Math.max(...objects.keys()) + 1;
  parts.push(
    Buffer.from(
      `xref\n0 1\n0000000000 65535 f \n${offsets.join('')}trailer\n<< /Size ${size} /Root 1 0 R ${trailer} >>\nstartxref\n${length}\n%%EOF\n`,
    ),
  );
  return Buffer.concat(parts);
}

/** Lines of a page set in one column, from the top. */
export const column = (
  lines: readonly string[],
  { top = 770, leading = 14, x = 60 } = {},
): PdfText[] => lines.map((text, i) => ({ text, x, y: top - i * leading }));
