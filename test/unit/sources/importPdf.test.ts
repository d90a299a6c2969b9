import assert from 'node:assert/strict';
import zlib from 'node:zlib';
import { markAt } from '../../../src/core/domain/pages.ts';
import type { Source } from '../../../src/core/domain/source.ts';
import { createImporter, type Importer } from '../../../src/sources/import/importer.ts';
import type { Imported } from '../../../src/sources/import/imported.ts';
import { column, makePdf, type PdfText } from '../../support/documents/pdfFile.ts';
import { quoteAll } from '../../support/documents/quoteAll.ts';
import { sentence, wrapped } from '../../support/documents/sentences.ts';

const PAGES = 200;
const PER_PAGE = 12;

/** Two paragraphs of six sentences between a running head and a page number. */
function page(index: number): PdfText[] {
  const first = index * PER_PAGE;
  const paragraph = (from: number) =>
    wrapped(Array.from({ length: 6 }, (_, i) => sentence(from + i)).join(' '), 475);
  return [
    { text: 'Supply Agreement, draft 7', x: 60, y: 812, size: 8 },
    { text: `${index + 1}. Deliveries of stage ${index + 1}`, x: 60, y: 785, size: 15 },
    ...column(paragraph(first), { top: 755 }),
    ...column(paragraph(first + 6), { top: 600 }),
    { text: `Page ${index + 1} of ${PAGES}`, x: 270, y: 30, size: 8 },
  ];
}

/** So many blanks packed by LZW: each code stands for one blank more than the one before. */
function lzwOfBlanks(length: number): Buffer {
  let bits = '';
  let [next, last] = [258, 0];
  const push = (code: number): void => {
    const width = next >= 2047 ? 12 : next >= 1023 ? 11 : next >= 511 ? 10 : 9;
    bits += code.toString(2).padStart(width, '0');
    if (code === 256) [next, last] = [258, 0];
    else {
      if (last > 0 && next < 4096) next++;
      last++;
    }
  };
  for (let size = 0; size < length; size += last) {
    if (next > 4094 || size === 0) {
      push(256);
      push(32);
    } else push(next);
  }
  bits += '0'.repeat((8 - (bits.length % 8)) % 8);
  return Buffer.from(bits.match(/.{8}/g)!.map(byte => parseInt(byte, 2)));
}

describe('PDF', () => {
  let importer: Importer;
  before(() => {
    importer = createImporter();
  });
  after(() => importer.dispose());

  const read = (bytes: Buffer) => importer.read('pdf', new Uint8Array(bytes));
  const textOf = async (bytes: Buffer): Promise<Imported> => {
    const result = await read(bytes);
    assert.ok('text' in result, JSON.stringify(result));
    return result;
  };
  const reasonOf = async (bytes: Buffer): Promise<string> => {
    const result = await read(bytes);
    assert.ok('reason' in result, 'it was read');
    return result.reason;
  };

  it('200 pages: every sentence is quoted exactly, on its page', async () => {
    const pages = Array.from({ length: PAGES }, (_, i) => page(i));
    const { text, pages: marks, kind, told } = await textOf(makePdf(pages, { deflate: true }));
    const source: Source = {
      id: 's',
      path: 's.pdf',
      kind,
      languageId: 'plaintext',
      text,
      pages: marks,
    };
    const quotes = Array.from({ length: PAGES * PER_PAGE }, (_, i) => sentence(i));
    const findings = await quoteAll(source, quotes);
    assert.equal(findings.filter(f => f.match === 'exact').length, quotes.length);
    findings.forEach((finding, i) => {
      assert.equal(finding.quote, quotes[i]);
      assert.equal(markAt(source, finding.range!.start)?.page, Math.floor(i / PER_PAGE) + 1);
    });
    assert.deepEqual(
      marks.map(mark => mark.page),
      pages.map((_, i) => i + 1),
    );
    // Heads and page numbers stay, apart from the text.
    assert.match(text, /\n\n#+ 88\. Deliveries/);
    assert.ok(!text.includes('Supply Agreement, draft 7') && !text.includes('Page 87 of'));
    assert.match(
      told?.[0] ?? '',
      /not read as text: “Supply Agreement, draft 7”, “Page 1 of 200”$/,
    );
  });

  it('an empty page takes a number and no text', async () => {
    const { pages, text, textless } = await textOf(
      makePdf([column(['First.']), [], column(['Third.'])]),
    );
    assert.equal(text, 'First.\n\nThird.\n');
    assert.equal(textless, undefined, 'nothing is drawn on it: nothing is lost');
    assert.deepEqual(pages, [
      { start: 0, page: 1 },
      { start: 8, page: 3 },
    ]);
  });

  it('pages that are pictures are named, and a file of nothing else is refused', async () => {
    // A picture fills the page, as a scanner makes it.
    const picture = 'q 595 0 0 842 0 0 cm BI /W 2 /H 2 /BPC 8 /CS /G ID abcd EI Q';
    const options = { content: { entries: '', data: Buffer.from(picture) } };
    const text = column(['Text.']);
    const mixed = await textOf(makePdf([[], text, [], [], [], text], options));
    assert.equal(mixed.textless?.where, 'page 1', 'the others are blank');
    assert.equal(mixed.textless?.reason, 'no text: pictures or drawings, perhaps scans');
    assert.equal((await textOf(makePdf([text, text]))).textless, undefined);
    const reason = await reasonOf(makePdf([[], []], options));
    assert.equal(reason, 'no text in it: its 2 pages may be scans');
  });

  it('values of a form stand beside their labels, and notes at the end of their page', async () => {
    const field = (name: string, value: string, y: number) =>
      `<< /Type /Annot /Subtype /Widget /FT /Tx /T (${name}) /V (${value}) /Rect [150 ${y} 350 ${y + 16}] /F 4 >>`;
    const note =
      '<< /Type /Annot /Subtype /Text /Contents (Agreed at 1,150.) /Rect [400 700 420 720] >>';
    const pdf = makePdf([column(['Tenant:', 'Monthly rent:', 'The tenant pays.'])], {
      objects: [field('name', 'Jane Doe', 766), field('rent', 'EUR 1,250', 752), note],
      annotations: '90000 0 R 90001 0 R 90002 0 R',
    });
    const { text } = await textOf(pdf);
    assert.match(text, /Tenant:\tJane Doe\n+Monthly rent:\tEUR 1,250\n+The tenant pays\./);
    assert.match(text, /\[Note: Agreed at 1,150\.\]\n$/);
  });

  it('what programs append after the end of a file is no damage', async () => {
    const pdf = makePdf([column(['Text.'])]);
    const tail = Buffer.alloc(5000, '\n<!-- saved by a web server -->');
    assert.equal((await textOf(Buffer.concat([pdf, tail]))).text, 'Text.\n');
  });

  it('numbered headings at the same place of pages are no running heads', async () => {
    const pages = [1, 2, 3, 4].map(n => column([`${n}. Deliveries of stage ${n}`, 'Text.']));
    const { text, told } = await textOf(makePdf(pages));
    assert.equal(text.match(/Deliveries of stage/g)?.length, 4);
    assert.ok(!(told?.[0] ?? '').includes('Deliveries'));
  });

  it('letters beyond ASCII and parentheses are kept', async () => {
    const { text } = await textOf(makePdf([column(['Café (naïve) \\ façade ½ §'])]));
    assert.equal(text, 'Café (naïve) \\ façade ½ §\n');
  });

  it('T54 a page that unpacks to 100 MB is refused, packed once, twice or as a table of objects', async () => {
    const once = zlib.deflateSync(Buffer.alloc(100e6, 32));
    const one = (entries: string, data: Buffer) => makePdf([[]], { content: { entries, data } });
    const reason = 'unpacks to far more than a document holds';
    assert.equal(await reasonOf(one('/Filter /FlateDecode', once)), reason);
    const twice = one('/Filter [/FlateDecode /FlateDecode]', zlib.deflateSync(once));
    assert.equal(await reasonOf(twice), reason);
    assert.equal(await reasonOf(one('/Filter /Fl#61teDecode /Type /ObjStm', once)), reason);
  });

  it('T54 run lengths and LZW that unpack to 100 MB are refused before they are unpacked', async () => {
    const one = (entries: string, data: Buffer) => makePdf([[]], { content: { entries, data } });
    const reason = 'unpacks to far more than a document holds';
    const runs = Buffer.alloc(2e6, Buffer.from([129, 32]));
    assert.equal(await reasonOf(one('/Filter /RunLengthDecode', runs)), reason);
    assert.equal(
      await reasonOf(one('/Filter [/FlateDecode /RL]', zlib.deflateSync(runs))),
      reason,
      'packed twice',
    );
    assert.equal(await reasonOf(one('/Filter /LZWDecode', lzwOfBlanks(100e6))), reason);
    const small = Buffer.from([...Buffer.from('\x14BT /F1 11 Tf (Text) Tj ET'.slice(1))]);
    const packed = Buffer.concat([Buffer.of(small.length - 1), small, Buffer.of(128)]);
    assert.equal((await textOf(one('/Filter /RunLengthDecode', packed))).text, 'Text\n');
  });

  it('T54 a page of very many lines takes time in proportion to them', async () => {
    const timeOf = async (lines: number): Promise<number> => {
      const texts = Array.from({ length: lines }, (_, i) => ({
        text: `a${i}-`,
        x: (i * 7) % 500,
        y: 800 - (i % 700),
      }));
      const pdf = makePdf([texts]);
      const began = performance.now();
      await textOf(pdf);
      return performance.now() - began;
    };
    await timeOf(1000);
    const few = await timeOf(5000);
    assert.ok((await timeOf(20_000)) < 10 * few + 500);
  });

  it('T54 streams that are small one by one and too large together are refused', async () => {
    const data = zlib.deflateSync(Buffer.alloc(40e6, 32));
    const object = `<< /Filter /FlateDecode >>\nstream\n${data.toString('latin1')}\nendstream`;
    const pdf = makePdf([column(['Text.'])], { objects: Array<string>(6).fill(object) });
    assert.equal(await reasonOf(pdf), 'unpacks to far more than a document holds');
  });

  it('a file that was cut off, is encrypted, is no PDF or holds no text is refused with its reason', async () => {
    const whole = makePdf([page(0), page(1)]);
    assert.match(await reasonOf(whole.subarray(0, whole.length / 2)), /^damaged or cut off/);
    const id = '<00112233445566778899aabbccddeeff>';
    const encrypted = makePdf([page(0)], {
      trailer: `/Encrypt 90000 0 R /ID [${id} ${id}]`,
      objects: [
        `<< /Filter /Standard /V 1 /R 2 /P -4 /O <${'ab'.repeat(32)}> /U <${'cd'.repeat(32)}> >>`,
      ],
    });
    assert.equal(await reasonOf(encrypted), 'encrypted: a password is needed to read it');
    assert.equal(await reasonOf(Buffer.from('PK not a pdf')), 'not a PDF');
    const broken = Buffer.from(`%PDF-1.7\n${'x'.repeat(3000)}\n%%EOF`);
    assert.match(await reasonOf(broken), /^damaged: /);
    assert.equal(await reasonOf(makePdf([[], []])), 'no text in it: its 2 pages may be scans');
  });

  it('after a file that was refused the next is read', async () => {
    await reasonOf(Buffer.from('nothing'));
    assert.equal((await textOf(makePdf([column(['Fine.'])]))).text, 'Fine.\n');
  });
});
