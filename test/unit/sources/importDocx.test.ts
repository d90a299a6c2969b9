import assert from 'node:assert/strict';
import { promises as fs } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { markAt } from '../../../src/core/domain/pages.ts';
import type { Source } from '../../../src/core/domain/source.ts';
import type { Imported } from '../../../src/sources/import/imported.ts';
import { createImporter, type Importer } from '../../../src/sources/import/importer.ts';
import { quoteAll } from '../../support/documents/quoteAll.ts';
import { sentence } from '../../support/documents/sentences.ts';
import { makeDocx, type WordBlock, type WordOptions } from '../../support/documents/wordFile.ts';
import { makeZip } from '../../support/documents/zipFile.ts';

/** A page of some 500 words: a heading, paragraphs, a list and a table. */
function page(index: number): WordBlock[] {
  const at = index * 30;
  const six = (from: number) => Array.from({ length: 6 }, (_, i) => sentence(from + i)).join(' ');
  return [
    { heading: `Deliveries of stage ${index + 1}`, level: 1 },
    { paragraph: six(at) },
    { paragraph: '' },
    { heading: 'Conditions', level: 2 },
    { paragraph: six(at + 6) },
    { item: sentence(at + 12), level: 0, ordered: true },
    { item: sentence(at + 13), level: 1 },
    {
      table: [
        ['Item', 'Duty'],
        [`No. ${at + 14}`, sentence(at + 14)],
        ['Last', sentence(at + 15)],
      ],
    },
    { paragraph: six(at + 16) },
    { paragraph: six(at + 22) },
  ];
}

describe('DOCX', () => {
  let importer: Importer;
  before(() => {
    importer = createImporter();
  });
  after(() => importer.dispose());

  const read = (bytes: Buffer) => importer.read('docx', new Uint8Array(bytes));
  const imported = async (bytes: Buffer): Promise<Imported> => {
    const result = await read(bytes);
    assert.ok('text' in result, JSON.stringify(result));
    return result;
  };
  const textOf = async (blocks: WordBlock[], options?: WordOptions) =>
    (await imported(makeDocx(blocks, options))).text;
  const reasonOf = async (bytes: Buffer): Promise<string> => {
    const result = await read(bytes);
    assert.ok('reason' in result, 'it was read');
    return result.reason;
  };

  it('200 pages: every sentence is quoted exactly, in its paragraph', async () => {
    const blocks = Array.from({ length: 200 }, (_, i) => page(i)).flat();
    const { text, pages, kind, languageId } = await imported(makeDocx(blocks, { deflate: true }));
    const source: Source = { id: 's', path: 's.docx', kind, languageId, text, pages };
    const used = (n: number) => n % 30 < 28;
    const quotes = Array.from({ length: 6000 }, (_, i) => i)
      .filter(used)
      .map(sentence);
    const findings = await quoteAll(source, quotes);
    assert.equal(findings.filter(f => f.match === 'exact').length, quotes.length);
    // 15 paragraphs a page: the empty one does not count, each cell does.
    const order = [2, 4, 5, 6, 10, 12, 13, 14];
    const last = [6, 12, 13, 14, 15, 16, 22, 28];
    findings.forEach((finding, i) => {
      const inPage = order[last.findIndex(end => i % 28 < end)]!;
      assert.equal(finding.quote, quotes[i]);
      const expected = Math.floor(i / 28) * 14 + inPage;
      assert.equal(markAt(source, finding.range!.start)?.paragraph, expected);
    });
    assert.equal(pages.length, 200 * 14);
    assert.equal(text.match(/^# Deliveries of stage \d+$/gm)?.length, 200);
    assert.equal(text.match(/^\|---\|---\|$/gm)?.length, 200);
  });

  it('headings, lists and tables become Markdown, emphasis and links leave their text', async () => {
    const bold = '<w:r><w:rPr><w:b/><w:i/></w:rPr><w:t>bold</w:t></w:r>';
    const link = '<w:hyperlink r:id="rId9"><w:r><w:t>link</w:t></w:r></w:hyperlink>';
    const text = await textOf(
      [
        { heading: 'Title', level: 1 },
        { heading: 'Part', level: 3 },
        { xml: `<w:p>${bold}<w:r><w:t xml:space="preserve"> &amp; </w:t></w:r>${link}</w:p>` },
        { item: 'one', level: 0 },
        { item: 'inner', level: 1 },
        { item: 'two', level: 0 },
        { paragraph: 'Between.' },
        { item: 'first', level: 0, ordered: true },
        { item: 'second', level: 0, ordered: true },
        {
          table: [
            ['a', 'b|c'],
            ['', 'd'],
          ],
        },
        { table: [['A frame around text.'], ['And more.']] },
      ],
      {
        relationships:
          '<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" Target="https://example.com/" TargetMode="External"/>',
      },
    );
    assert.equal(
      text,
      [
        '# Title\n\n### Part\n\nbold & link',
        '- one\n  - inner\n- two',
        'Between.',
        '1. first\n2. second',
        '|a |b\\|c |\n|---|---|\n||d |',
        'A frame around text.\n\nAnd more.\n',
      ].join('\n\n'),
    );
  });

  it('cells that span columns or rows keep the others in their columns', async () => {
    const cell = (text: string, properties = '') =>
      `<w:tc><w:tcPr>${properties}</w:tcPr><w:p><w:r><w:t>${text}</w:t></w:r></w:p></w:tc>`;
    const text = await textOf([
      {
        xml: `<w:tbl><w:tr>${cell('wide', '<w:gridSpan w:val="2"/>')}${cell('c')}</w:tr><w:tr>${cell('tall', '<w:vMerge w:val="restart"/>')}${cell('b')}${cell('c')}</w:tr><w:tr>${cell('', '<w:vMerge/>')}${cell('b2')}${cell('c2')}</w:tr></w:tbl>`,
      },
    ]);
    assert.equal(text, '|wide ||c |\n|---|---|---|\n|tall |b |c |\n||b2 |c2 |\n');
  });

  it('text that looks like Markdown stays a paragraph', async () => {
    const lines = ['# not a heading', '> no quote', '---', '```', '<div>', '| a | b |', '===='];
    const text = await textOf(lines.map(paragraph => ({ paragraph })));
    assert.equal(text, `${lines.map(line => `\\${line}`).join('\n\n')}\n`);
  });

  it('raised digits are powers, not more digits', async () => {
    const raised = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>6</w:t></w:r>';
    assert.equal(await textOf([{ xml: `<w:p><w:r><w:t>10</w:t></w:r>${raised}</w:p>` }]), '10^6\n');
  });

  it('deleted text is left out and inserted text is kept', async () => {
    const text = await textOf([
      {
        xml: '<w:p><w:del w:id="1"><w:r><w:delText>old</w:delText></w:r></w:del><w:ins w:id="2"><w:r><w:t>new</w:t></w:r></w:ins></w:p>',
      },
    ]);
    assert.equal(text, 'new\n');
  });

  it('T54 I35 a picture linked to a file outside is not opened', async () => {
    const folder = await fs.mkdtemp(path.join(tmpdir(), 'fanout-link-'));
    const secret = path.join(folder, 'secret.txt');
    await fs.writeFile(secret, 'the secret');
    for (const target of [pathToFileURL(secret).href, secret, '/dev/zero', 'file:///dev/zero']) {
      const picture = `<w:p><w:r><w:t>Before.</w:t></w:r><w:r><w:drawing><wp:inline><a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:link="rId9"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`;
      const text = await textOf([{ xml: picture }, { paragraph: 'After.' }], {
        relationships: `<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="${target}" TargetMode="External"/>`,
      });
      assert.equal(text, 'Before.\n\nAfter.\n');
    }
    await fs.rm(folder, { recursive: true });
  });

  it('T54 a part that unpacks to 100 MB is refused, whatever size its header claims', async () => {
    const data = Buffer.alloc(100e6, 32);
    for (const claimedSize of [data.length, 0, 10]) {
      const bomb = makeZip([{ name: 'word/document.xml', data, deflate: true, claimedSize }]);
      assert.equal(await reasonOf(bomb), 'unpacks to more than 100 times its size');
    }
  });

  it('T54 parts that are large together are refused', async () => {
    // Noise packs to half its size, far from a suspicious ratio.
    const noise = Buffer.from(
      Array.from({ length: 1 << 20 }, (_, i) => 32 + ((i * 2_654_435_761) >>> 27)),
    );
    const data = Buffer.concat(Array<Buffer>(33).fill(noise));
    const parts = ['document', 'styles', 'numbering'].map(name => ({
      name: `word/${name}.xml`,
      data,
    }));
    assert.equal(await reasonOf(makeZip(parts)), 'unpacks to more than 64 MB');
  });

  it('T54 pictures and archives inside are never unpacked', async () => {
    const data = Buffer.alloc(100e6, 0);
    const extra = [{ name: 'word/media/image1.bmp', data, deflate: true }];
    assert.equal(await textOf([{ paragraph: 'Text.' }], { extra }), 'Text.\n');
  });

  it('charts and diagrams are read where they are, and what has no words is a picture', async () => {
    const A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"';
    const C = 'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"';
    const D = 'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram"';
    const drawing = (xml: string) =>
      `<w:p><w:r><w:drawing><wp:inline><a:graphic><a:graphicData>${xml}</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`;
    const chart = (id: string) => ({ xml: drawing(`<c:chart ${C} r:id="${id}"/>`) });
    const diagram = { xml: drawing(`<dgm:relIds ${D} r:dm="rId12"/>`) };
    const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
    const relationships = ['charts/chart1.xml', 'charts/chart2.xml', 'diagrams/data1.xml']
      .map((name, i) => `<Relationship Id="rId${10 + i}" Type="${office}/part" Target="${name}"/>`)
      .join('');
    const values = (...of: string[]) => of.map(v => `<c:pt><c:v>${v}</c:v></c:pt>`).join('');
    const point = (words: string) =>
      `<dgm:pt><dgm:t><a:p><a:r><a:t>${words}</a:t></a:r></a:p></dgm:t></dgm:pt>`;
    const extra = [
      {
        name: 'word/charts/chart1.xml',
        data: `<c:chartSpace ${C} ${A}><c:title><a:t>Sales of 2025</a:t></c:title><c:ser><c:tx>${values('Pumps')}</c:tx><c:cat>${values('May', 'June')}</c:cat><c:val>${values('3', '4')}</c:val></c:ser></c:chartSpace>`,
      },
      { name: 'word/charts/chart2.xml', data: `<c:chartSpace ${C}/>` },
      {
        name: 'word/diagrams/data1.xml',
        data: `<dgm:dataModel ${D} ${A}>${point('Order')}${point('Deliver')}</dgm:dataModel>`,
      },
    ];
    const bytes = makeDocx(
      [chart('rId10'), { paragraph: 'Between.' }, chart('rId11'), diagram, chart('rId99')],
      { relationships, extra },
    );
    const read = await imported(bytes);
    assert.equal(
      read.text,
      '[Chart: Sales of 2025; Pumps; May; June]\n\nBetween.\n\n[Diagram: Order; Deliver]\n',
    );
    assert.equal(read.textless?.where, '2 pictures');
  });

  it('pictures are counted and told of as not read, without being a gap', async () => {
    const picture = (id: string) =>
      `<w:p><w:r><w:drawing><wp:inline><a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:embed="${id}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`;
    const relationships = ['rId8', 'rId9']
      .map(
        id =>
          `<Relationship Id="${id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="media/image1.png"/>`,
      )
      .join('');
    const extra = [{ name: 'word/media/image1.png', data: 'not looked at' }];
    const blocks = [{ xml: picture('rId8') }, { paragraph: 'Text.' }, { xml: picture('rId9') }];
    const read = await imported(makeDocx(blocks, { relationships, extra }));
    assert.equal(read.text, 'Text.\n');
    assert.deepEqual(read.textless, {
      where: '2 pictures',
      reason: 'pictures are not read',
      gap: false,
    });
    assert.equal((await imported(makeDocx([{ paragraph: 'a' }]))).textless, undefined);
  });

  it('T54 too many parts, entities and parts that are there twice are refused', async () => {
    const many = Array.from({ length: 2001 }, (_, i) => ({ name: `word/a${i}.xml`, data: '' }));
    assert.equal(await reasonOf(makeZip(many)), 'holds more than 2000 parts');
    const prolog = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>';
    assert.match(await reasonOf(makeDocx([{ paragraph: 'a' }], { prolog })), /document type/);
    const twice = { name: 'word/document.xml', data: '<a/>' };
    assert.match(await reasonOf(makeZip([twice, twice])), /twice/);
  });

  it('a file that was cut off, is encrypted, is no Word document or empty is refused with its reason', async () => {
    const whole = makeDocx([{ paragraph: 'Text.' }]);
    assert.equal(
      await reasonOf(whole.subarray(0, whole.length / 2)),
      'damaged or cut off: get it again, or open it in its program and save it as a new file',
    );
    const name = 'word/document.xml';
    assert.match(await reasonOf(makeZip([{ name, data: 'x', flags: 1 }])), /^encrypted/);
    const compound = Buffer.from('d0cf11e0a1b11ae1', 'hex');
    assert.match(await reasonOf(compound), /^protected by a password/);
    assert.equal(await reasonOf(makeZip([{ name: 'a.txt', data: 'x' }])), 'not a Word document');
    assert.match(await reasonOf(makeDocx([{ xml: '<w:p><w:r>' }])), /^damaged/);
    assert.equal(await reasonOf(makeDocx([{ paragraph: ' ' }])), 'no text in it');
    const nested = '<w:sdt><w:sdtContent>'.repeat(50_000);
    assert.match(await reasonOf(makeDocx([{ xml: nested }])), /^(?:damaged|needs|its parser)/);
    assert.equal(await textOf([{ paragraph: 'Still here.' }]), 'Still here.\n');
  });
});
