import assert from 'node:assert/strict';
import { withoutRows } from '../../../../src/sources/import/pdf/pdfColumns.ts';
import { linesOf, type Line } from '../../../../src/sources/import/pdf/pdfLines.ts';
import { bookmarksOf, withHeadings } from '../../../../src/sources/import/pdf/pdfOutline.ts';
import { importPdf } from '../../../../src/sources/import/pdf/pdf.ts';
import { pdfText } from '../../../../src/sources/import/pdf/pdfText.ts';
import { column, makePdf } from '../../../support/documents/pdfFile.ts';

const line = (text: string, y: number, more: Partial<Line> = {}): Line => ({
  text,
  left: 0,
  right: text.length * 5,
  y,
  size: 10,
  ...more,
});

describe('the structure of a PDF', () => {
  it('bookmarks become headings where their words stand, numbers and broken lines apart', () => {
    const pages = [
      [
        line('CHAPTER', 700),
        line('ONE', 688),
        line('Terms', 650),
        line('It begins.', 638),
        line('# no heading', 626),
      ],
      [line('1.2 Price and', 700), line('payment', 688), line('It is fixed.', 676)],
    ];
    const { pages: titled, found } = withHeadings(pages, [
      { title: 'Terms', level: 1, page: 0 },
      { title: 'Price and payment', level: 2, page: 1 },
      { title: 'Gone', level: 1, page: 1 },
    ]);
    assert.equal(found, 2);
    const { text, pages: marks } = pdfText(titled, true);
    assert.match(
      text,
      /\n\n# Terms\n\nIt begins\.\n+\\# no heading\n\n## 1\.2 Price and payment\n\nIt is fixed\.\n$/,
    );
    assert.equal(text.slice(marks[1]!.start).startsWith('## 1.2'), true);
  });

  it('bookmarks are resolved by name and by reference; those that lead nowhere are left out', async () => {
    interface Node {
      title: string;
      dest: unknown;
      items: Node[];
    }
    const node = (title: string, dest: unknown, items: Node[] = []): Node => ({
      title,
      dest,
      items,
    });
    const found = await bookmarksOf({
      getOutline: () =>
        Promise.resolve([
          node('A', 'named', [node('B', [{ num: 7, gen: 0 }, { name: 'Fit' }])]),
          node('C', [{ num: 99, gen: 0 }]),
          node('D', null),
        ]),
      getDestination: name => Promise.resolve(name === 'named' ? [2] : null),
      getPageIndex: ({ num }) => (num === 7 ? Promise.resolve(4) : Promise.reject(new Error('no'))),
    });
    assert.deepEqual(found, [
      { title: 'A', level: 1, page: 2 },
      { title: 'B', level: 2, page: 4 },
    ]);
  });

  const row = (left: string, right: string, y: number, gutter = 250): Line => ({
    text: `${left}\t${right}`,
    left: 50,
    right: 50 + gutter + right.length * 5,
    y,
    size: 10,
    parts: [
      { text: left, left: 50, right: 50 + left.length * 5 },
      { text: right, left: 50 + gutter, right: 50 + gutter + right.length * 5 },
    ],
  });

  it('two columns drawn row by row are read one after the other; a table stays a table', () => {
    const rows = Array.from({ length: 10 }, (_, i) =>
      row(`left words that fill the line ${i}`, `right words that fill a line ${i}`, 700 - i * 12),
    );
    const { lines, parted } = withoutRows([
      line('Title', 720),
      ...rows,
      line('the end', 570, { left: 50, right: 85 }),
    ]);
    assert.equal(parted, 11);
    assert.deepEqual(
      lines.map(({ text }) => text.slice(0, 5)),
      ['Title', ...Array<string>(10).fill('left '), 'the e', ...Array<string>(10).fill('right')],
    );
    const cells = Array.from({ length: 10 }, (_, i) =>
      row(i % 2 ? 'Pump' : 'A valve of brass, large', String(i * 100), 700 - i * 12),
    );
    assert.deepEqual(withoutRows(cells), { lines: cells, parted: 0 });
  });

  it('letters of Arabic are those that are typed, whatever shapes the font names; others stay', () => {
    const [read] = linesOf([
      { str: 'ﺍﻟﻌﻘﺪ ﬁ ²', transform: [1, 0, 0, 1, 0, 700], width: 50, height: 10, hasEOL: true },
    ]);
    assert.equal(read?.text, 'العقد ﬁ ²');
  });

  it('pages are named by what is printed on them beside their number in the file', async () => {
    const bytes = makePdf([column(['Foreword.']), column(['Chapter one begins here.'])], {
      objects: ['<< /Nums [0 << /S /r >> 1 << /S /D >>] >>'],
      catalog: '/PageLabels 90000 0 R',
    });
    const read = await importPdf(new Uint8Array(bytes));
    assert.ok('text' in read);
    assert.deepEqual(
      read.pages.map(({ spot }) => spot),
      ['p. i (page 1 of the file)', 'p. 1 (page 2 of the file)'],
    );
  });

  it('blank pages are told from scans also where there are many', async () => {
    const pages = [column(['Words.']), ...Array.from({ length: 20 }, () => [])];
    const read = await importPdf(new Uint8Array(makePdf(pages)));
    assert.ok('text' in read);
    assert.equal(read.textless, undefined);
  });
});
