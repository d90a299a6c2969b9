import assert from 'node:assert/strict';
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { importPptx } from '../../../../src/sources/import/office/pptx.ts';
import { importXlsx } from '../../../../src/sources/import/office/xlsx.ts';
import { columnName } from '../../../../src/sources/import/office/sheetBlocks.ts';
import { makePptx, makeXlsx, type Sheet } from '../../../support/documents/officeFile.ts';
import { lines, options, readDocument, spotOf } from '../../../support/documents/readDocument.ts';

const DECK = makePptx(
  [
    { title: 'Plan', body: ['Begin in May', 'End in June'], notes: 'walk away at 200k' },
    { title: 'Old plan', body: ['Begin in April'], hidden: true },
    { body: ['Prices'], comment: 'ask Anna' },
    {
      title: 'Table',
      xml: `<p:graphicFrame><a:graphic><a:graphicData><a:tbl><a:tr><a:tc><a:txBody><a:p><a:r><a:t>Item</a:t></a:r></a:p></a:txBody></a:tc><a:tc><a:txBody><a:p><a:r><a:t>Total</a:t></a:r></a:p></a:txBody></a:tc></a:tr><a:tr><a:tc><a:txBody><a:p><a:r><a:t>Pump</a:t></a:r></a:p></a:txBody></a:tc><a:tc><a:txBody><a:p><a:r><a:t>100</a:t></a:r></a:p></a:txBody></a:tc></a:tr></a:tbl></a:graphicData></a:graphic></p:graphicFrame>`,
    },
  ],
  'Confidential',
);

describe('presentations', () => {
  it('slides are read in the order in which they are shown, under their titles', async () => {
    const read = await readDocument(importPptx, DECK);
    assert.deepEqual(lines(read), [
      '[On the slides: Confidential]',
      '# Plan',
      '- Begin in May',
      '- End in June',
      '# Slide 3',
      '- Prices',
      '# Table',
      '|Item |Total |',
      '|---|---|',
      '|Pump |100 |',
    ]);
    assert.equal(spotOf(read, 'Begin in May'), 'slide 1');
    assert.equal(spotOf(read, 'Pump'), 'slide 4');
  });

  it('hidden slides, notes and comments are left out and said, or read and marked if asked', async () => {
    const read = await readDocument(importPptx, DECK);
    assert.doesNotMatch(read.text, /Old plan|walk away|Anna/);
    const what = '1 hidden slide (2), speaker notes of 1 slide, 1 comment';
    assert.deepEqual(read.told, [`${what}: left out`]);
    const all = await readDocument(importPptx, DECK, { hidden: true });
    assert.match(all.text, /# Old plan \[hidden slide\]\n/);
    assert.match(all.text, /\[Speaker notes: walk away at 200k\]/);
    assert.match(all.text, /\[Comment: ask Anna\]/);
    assert.deepEqual(all.told, [`${what}: read and marked`]);
  });

  it('an object of another program is a gap, and equations are read as linear text', async () => {
    const frame = (uri: string, inside: string): string =>
      `<p:graphicFrame><a:graphic><a:graphicData uri="${uri}">${inside}</a:graphicData></a:graphic></p:graphicFrame>`;
    const object = frame('ole', '<p:oleObj progId="MSGraph.Chart.8"><p:embed/></p:oleObj>');
    const read = await readDocument(importPptx, makePptx([{ title: 'Budget', xml: object }]));
    assert.equal(read.textless?.where, '1 inserted file');
    assert.notEqual(read.textless.gap, false);
    const unknown = importPptx(makePptx([{ xml: frame('chartex', '') }]), options());
    assert.deepEqual(unknown, {
      reason: 'no text in it is read (1 picture: pictures are not read)',
    });
    const M = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"';
    const t = (text: string): string => `<m:r><m:t>${text}</m:t></m:r>`;
    const math = `<p:sp><p:nvSpPr><p:cNvPr id="3" name="z"/><p:nvPr/></p:nvSpPr><p:txBody><a:p><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice><m:oMath ${M}><m:f><m:num>${t('a')}</m:num><m:den>${t('b')}</m:den></m:f></m:oMath></mc:Choice></mc:AlternateContent></a:p></p:txBody></p:sp>`;
    assert.deepEqual(lines(await readDocument(importPptx, makePptx([{ xml: math }]))).slice(1), [
      'a/b',
    ]);
  });

  it('numbered lists have their numbers, and hidden boxes are not read', async () => {
    const point = (text: string, look: string): string =>
      `<a:p><a:pPr>${look}</a:pPr><a:r><a:t>${text}</a:t></a:r></a:p>`;
    const auto = '<a:buAutoNum type="alphaLcParenR"/>';
    const shape = (hidden: string, inside: string): string =>
      `<p:sp><p:nvSpPr><p:cNvPr id="3" name="z"${hidden}/><p:nvPr/></p:nvSpPr><p:txBody>${inside}</p:txBody></p:sp>`;
    const deck = makePptx([
      {
        title: 'Steps',
        xml:
          shape('', point('open', auto) + point('close', auto) + point('done', '<a:buNone/>')) +
          shape(' hidden="1"', point('secret', '')),
      },
    ]);
    const read = await readDocument(importPptx, deck);
    assert.deepEqual(lines(read), ['# Steps', 'a) open', 'b) close', 'done']);
    assert.deepEqual(read.told, ['1 hidden box: left out']);
  });

  it('a package that is no presentation is refused', () => {
    assert.deepEqual(importPptx(makeXlsx([]), options()), { reason: 'not a presentation' });
  });
});

const PRICES: Sheet = {
  name: 'Prices',
  rows: [
    ['Price list'],
    [],
    ['Item', 'From', 'Price', 'Margin'],
    ['Pump', { xml: '<c s="1"><v>46027</v></c>' }, { xml: '<c s="2"><v>1234.5</v></c>' }, 0.4],
    ['Valve', undefined, { xml: '<c s="3"><v>99</v></c>' }, 0.5],
    ['Secret', undefined, 7],
  ],
  hiddenRows: [6],
  hiddenColumns: [4],
  comment: ['C4', 'too dear'],
};

describe('workbooks', () => {
  it('cells are read as they are shown, each sheet a heading and its tables', async () => {
    const read = await readDocument(importXlsx, makeXlsx([PRICES]));
    assert.deepEqual(lines(read), [
      '# Prices',
      'Price list',
      '|Item |From |Price |',
      '|---|---|---|',
      '|Pump |2026-01-05 |1,234.50 € |',
      '|Valve |||',
    ]);
    assert.equal(spotOf(read, '1,234.50'), 'sheet “Prices”, C4');
    assert.equal(spotOf(read, 'Price list'), 'sheet “Prices”, A1');
  });

  it('a sheet takes hardly more tokens than its rows as CSV', async () => {
    const rows = Array.from({ length: 60 }, (_, i) => [
      `Pump ${i}`,
      i * 37,
      i % 3 === 0 ? 'in stock' : undefined,
      (i * 7919) % 1000,
      undefined,
      `Hall ${i % 5}`,
    ]);
    const header = ['Item', 'Price', 'State', 'Parts', 'Note', 'Place'];
    const book = makeXlsx([{ name: 'Stock', rows: [header, ...rows] }]);
    const sheet = await readDocument(importXlsx, book);
    const records = await readDocument(importXlsx, book, { records: true });
    const ratio = encode(sheet.text).length / encode(records.text).length;
    assert.ok(ratio <= 1.15, `${ratio} times`);
  });

  it('hidden sheets, rows, columns and comments are left out and said, or read if asked', async () => {
    const book = makeXlsx([
      PRICES,
      { name: 'Internal', rows: [['walk away at 200k']], state: 'veryHidden' },
    ]);
    const read = await readDocument(importXlsx, book);
    assert.doesNotMatch(read.text, /Secret|Margin|0\.4|too dear|walk away|reading/);
    const what = '1 hidden sheet (“Internal”), 1 hidden row, 1 hidden column, 1 comment';
    assert.deepEqual(read.told, [
      `${what}: left out`,
      '1 value that its format does not show: left out',
    ]);
    const all = await readDocument(importXlsx, book, { hidden: true });
    assert.match(all.text, /\|Secret \|/);
    assert.match(all.text, /Margin/);
    assert.match(all.text, /\[Comment on C4: too dear\]/);
    assert.match(all.text, /# Internal \[hidden sheet\]\n\nwalk away at 200k/);
  });

  it('a formula whose value the file does not hold is a gap', async () => {
    const sheet = { name: 'S', rows: [['Sum', { xml: '<c><f>1+1</f></c>' }]] };
    const read = await readDocument(importXlsx, makeXlsx([sheet]));
    assert.deepEqual(read.textless, {
      where: '1 formula',
      reason: 'the file does not hold their values: open and save it in a spreadsheet program',
    });
  });

  it('as records, sheets with the columns of the first are rows too, others are named', async () => {
    const columns = ['id', 'text'];
    const book = makeXlsx([
      { name: 'May', rows: [columns, ['1', 'It “leaks”, often'], ['2', 'fine']] },
      { name: 'June', rows: [columns, ['3', 'late']] },
      {
        name: 'Notes',
        rows: [
          ['Any', 'other', 'thing'],
          ['a', 'b', 'c'],
        ],
      },
    ]);
    const read = await readDocument(importXlsx, book, { records: true });
    assert.equal(read.languageId, 'csv');
    assert.equal(read.text, 'id,text\n1,"It “leaks”, often"\n2,fine\n');
    assert.equal(spotOf(read, 'fine'), 'sheet “May”, row 3');
    const [june, notes] = read.attachments ?? [];
    assert.equal(june?.name, 'June.csv');
    assert.equal(new TextDecoder().decode(june.bytes), 'id,text\n3,late\n');
    assert.match(notes?.reason ?? '', /its columns are not those of the first sheet/);
  });

  it('columns are named as programs name them', () => {
    assert.deepEqual([0, 25, 26, 701, 702].map(columnName), ['A', 'Z', 'AA', 'ZZ', 'AAA']);
  });
});
