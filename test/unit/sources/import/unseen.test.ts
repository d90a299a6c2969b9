import assert from 'node:assert/strict';
import { importDocx } from '../../../../src/sources/import/docx.ts';
import type { Imported } from '../../../../src/sources/import/imported.ts';
import { importOdt } from '../../../../src/sources/import/odf/odt.ts';
import { importPptx } from '../../../../src/sources/import/office/pptx.ts';
import { importXlsx } from '../../../../src/sources/import/office/xlsx.ts';
import { importRtf } from '../../../../src/sources/import/rtf/rtf.ts';
import { makePptx, makeXlsx } from '../../../support/documents/officeFile.ts';
import { lines, readDocument } from '../../../support/documents/readDocument.ts';
import { makeDocx } from '../../../support/documents/wordFile.ts';
import { makeZip } from '../../../support/documents/zipFile.ts';

const SEEN = 'The price is';
const told = ({ told: all = [] }: Imported): string => all.join('; ');

describe('letters that a reader of the original cannot see', () => {
  describe('in Word', () => {
    const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
    const styles = `<w:styles ${W}>
<w:style w:type="character" w:styleId="Pale"><w:name w:val="Pale"/><w:rPr><w:color w:val="FFFFFF"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Gone"><w:name w:val="Gone"/><w:basedOn w:val="Base"/></w:style>
<w:style w:type="character" w:styleId="Base"><w:name w:val="Base"/><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Box"><w:name w:val="Box"/><w:pPr><w:shd w:val="clear" w:fill="003366"/></w:pPr><w:rPr><w:color w:val="FFFFFF"/></w:rPr></w:style>
<w:style w:type="table" w:styleId="Grid"><w:name w:val="Grid"/><w:tblStylePr w:type="firstRow"><w:tcPr><w:shd w:val="clear" w:fill="003366"/></w:tcPr></w:tblStylePr></w:style>
</w:styles>`;
    const run = (text: string, look = ''): string =>
      `<w:r><w:rPr>${look}</w:rPr><w:t xml:space="preserve">${text}</w:t></w:r>`;
    const read = (xml: string, hidden = false): Promise<Imported> =>
      readDocument(
        importDocx,
        makeDocx([{ xml }], { extra: [{ name: 'word/styles.xml', data: styles }], replace: true }),
        { hidden },
      );
    const paragraph = (look: string): string =>
      `<w:p>${run(`${SEEN} `)}${run('not final', look)}${run(' now.')}</w:p>`;

    for (const look of [
      '<w:color w:val="FFFFFF"/>',
      '<w:color w:val="fdfdfd"/>',
      '<w:sz w:val="2"/>',
      '<w:highlight w:val="black"/><w:color w:val="000000"/>',
      '<w:shd w:val="clear" w:fill="0000FF"/><w:color w:val="0000FF"/>',
      '<w:rStyle w:val="Pale"/>',
      '<w:rStyle w:val="Gone"/>',
    ])
      it(`are left out and told with their place: ${look}`, async () => {
        const usual = await read(paragraph(look));
        assert.deepEqual(lines(usual), [`${SEEN} now.`]);
        assert.deepEqual(usual.told, [`hidden text in 1 place (after “${SEEN}”): left out`]);
        const all = await read(paragraph(look), true);
        assert.deepEqual(lines(all), [`${SEEN} [hidden: not final] now.`]);
      });

    for (const look of [
      '<w:color w:val="auto"/>',
      '<w:color w:val="808080"/>',
      '<w:shd w:val="clear" w:fill="000000"/><w:color w:val="FFFFFF"/>',
      '<w:highlight w:val="red"/><w:color w:val="FFFFFF"/>',
      '<w:shd w:val="pct75" w:color="auto" w:fill="FFFFFF"/><w:color w:val="FFFFFF"/>',
      '<w:shd w:val="clear" w:fill="000000"/>',
      '<w:sz w:val="8"/>',
      '<w:webHidden/>',
    ])
      it(`are read where they are seen: ${look}`, async () => {
        const usual = await read(paragraph(look));
        assert.deepEqual(lines(usual), [`${SEEN} not final now.`]);
      });

    it('are told from white ones on the shade of a paragraph, a cell, a table style or a box', async () => {
      const white = run('White', '<w:color w:val="FFFFFF"/>');
      const cell = (properties: string): string =>
        `<w:tc><w:tcPr>${properties}</w:tcPr><w:p>${white}</w:p></w:tc>`;
      const table = (look: string, cells: string): string =>
        `<w:tbl><w:tblPr>${look}</w:tblPr><w:tr>${cells}</w:tr></w:tbl>`;
      const dark = '<w:shd w:val="clear" w:fill="222222"/>';
      for (const xml of [
        `<w:p><w:pPr>${dark}</w:pPr>${white}</w:p>`,
        `<w:p><w:pPr><w:pStyle w:val="Box"/></w:pPr>${run('White')}</w:p>`,
        table('', cell(dark)),
        table('<w:tblStyle w:val="Grid"/>', cell('')),
        `<w:p><w:r><w:pict><w:txbxContent><w:p>${white}</w:p></w:txbxContent></w:pict></w:r></w:p>`,
      ])
        assert.deepEqual(lines(await read(xml)), ['White'], xml);
      const seen = `<w:p>${run('Seen.')}</w:p>`;
      assert.deepEqual(lines(await read(seen + table('', cell('')))), ['Seen.']);
    });

    it('comments of an earlier review are left out and told', async () => {
      const comments = (author: string): string =>
        `<w:comments ${W}><w:comment w:id="0" w:author="${author}"><w:p>${run('Why?')}</w:p></w:comment></w:comments>`;
      const xml = `<w:p>${run('Fixed.')}<w:r><w:commentReference w:id="0"/></w:r></w:p>`;
      const of = (author: string): Promise<Imported> =>
        readDocument(
          importDocx,
          makeDocx([{ xml }], {
            extra: [{ name: 'word/comments.xml', data: comments(author) }],
            replace: true,
          }),
        );
      assert.deepEqual(lines(await of('Partner')), ['Fixed.', '[Comment by Partner: Why?]']);
      const own = await of('Fanout Review');
      assert.deepEqual(lines(own), ['Fixed.']);
      assert.deepEqual(own.told, ['1 comment of an earlier review by Fanout: left out']);
    });
  });

  it('in rich text: by colour, by size, and on their background', async () => {
    const read = (body: string): Promise<Imported> =>
      readDocument(
        importRtf,
        Buffer.from(
          String.raw`{\rtf1\ansi{\fonttbl{\f0 A;}}{\colortbl;\red255\green255\blue255;\red0\green0\blue128;}\pard ${SEEN} ${body} now.\par}`,
          'latin1',
        ),
      );
    for (const hidden of [
      String.raw`{\cf1 not final}`,
      String.raw`{\fs2 not final}`,
      String.raw`{\fs0 not final}`,
      String.raw`{\chcbpat2\cf2 not final}`,
    ]) {
      const result = await read(hidden);
      assert.deepEqual(lines(result), [`${SEEN} now.`], hidden);
      assert.match(told(result), /^hidden text in 1 place \(after “The price is”\): left out$/);
    }
    for (const seen of [
      String.raw`{\cf2 not final}`,
      String.raw`{\cf1\highlight2 not final}`,
      String.raw`\cbpat2{\cf1 not final}`,
      String.raw`{\cf0 not final}`,
    ])
      assert.deepEqual(lines(await read(seen)), [`${SEEN} not final now.`], seen);
    const row = await read(
      String.raw`now.\par\trowd\clcbpat2\cellx1\cellx2\pard\intbl{\cf1 Head}\cell Total\cell\row\pard `,
    );
    assert.match(row.text, /\|Head \|Total \|/);
  });

  const NS = ['office', 'text', 'table', 'style', 'draw', 'presentation']
    .map(
      prefix =>
        `xmlns:${prefix}="urn:oasis:names:tc:opendocument:xmlns:${prefix === 'draw' ? 'drawing' : prefix}:1.0"`,
    )
    .concat(
      'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"',
      'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"',
    )
    .join(' ');
  const flat = (styles: string, body: string): Buffer =>
    Buffer.from(
      `<office:document ${NS}><office:automatic-styles>${styles}</office:automatic-styles>${MASTER}<office:body>${body}</office:body></office:document>`,
    );
  const MASTER = `<office:master-styles><style:master-page style:name="Standard"><style:header><text:p>Price list 2026</text:p></style:header><style:footer><text:p>Page <text:page-number>1</text:page-number></text:p></style:footer></style:master-page></office:master-styles>`;

  it('in OpenDocument texts: a span, a paragraph, and what is seen inside', async () => {
    const styles = `<style:style style:name="W" style:family="text"><style:text-properties fo:color="#ffffff"/></style:style>
<style:style style:name="B" style:family="text"><style:text-properties fo:color="#000000"/></style:style>
<style:style style:name="D" style:family="text"><style:text-properties fo:color="#ffffff" fo:background-color="#000000"/></style:style>
<style:style style:name="P" style:family="paragraph"><style:text-properties fo:color="#ffffff"/></style:style>
<style:style style:name="Q" style:family="paragraph"><style:paragraph-properties fo:background-color="#003366"/></style:style>`;
    const span = (style: string, text: string): string =>
      `<text:span text:style-name="${style}">${text}</text:span>`;
    const result = await readDocument(
      importOdt,
      flat(
        styles,
        `<office:text><text:p>${SEEN} ${span('W', 'secret')}${span('D', 'fixed')}.</text:p><text:p text:style-name="P">unseen ${span('B', 'Black.')}</text:p><text:p text:style-name="Q">${span('W', 'On blue.')}</text:p></office:text>`,
      ),
    );
    assert.deepEqual(lines(result), [
      '[Header: Price list 2026]',
      `${SEEN} fixed.`,
      'Black.',
      'On blue.',
    ]);
    assert.match(told(result), /hidden text in 2 places \(after “The price is”\): left out/);
  });

  it('in OpenDocument spreadsheets, whose headers are read', async () => {
    const styles =
      '<style:style style:name="W" style:family="table-cell"><style:text-properties fo:color="#ffffff"/></style:style>';
    const cell = (style: string, text: string): string =>
      `<table:table-cell table:style-name="${style}"><text:p>${text}</text:p></table:table-cell>`;
    const result = await readDocument(
      importOdt,
      flat(
        styles,
        `<office:spreadsheet><table:table table:name="A"><table:table-row>${cell('', 'Pump')}${cell('W', 'margin')}</table:table-row></table:table></office:spreadsheet>`,
      ),
    );
    assert.deepEqual(lines(result), ['# A', 'Pump', '[Header: Price list 2026]']);
    assert.match(told(result), /1 cell with letters in its own colour: left out/);
  });

  it('in OpenDocument presentations: slides, boxes outside them and notes', async () => {
    const styles = `<style:style style:name="off" style:family="drawing-page"><style:drawing-page-properties presentation:visibility="hidden"/></style:style>
<style:page-layout style:name="L"><style:page-layout-properties fo:page-width="28cm" fo:page-height="21cm"/></style:page-layout>`;
    const box = (text: string, more = ''): string =>
      `<draw:frame svg:x="1cm" svg:y="1cm" svg:width="9cm" svg:height="2cm" ${more}><draw:text-box><text:p>${text}</text:p></draw:text-box></draw:frame>`;
    const table =
      '<draw:frame><table:table><table:table-row><table:table-cell><text:p>Item</text:p></table:table-cell><table:table-cell><text:p>Total</text:p></table:table-cell></table:table-row></table:table></draw:frame>';
    const deck = flat(
      styles,
      `<office:presentation>
<draw:page>${box('Plan', 'presentation:class="title"')}${box('Begin in May')}${box('walk away').replace('svg:x="1cm"', 'svg:x="40cm"')}${table}<presentation:notes>${box('ask Anna', 'presentation:class="notes"')}</presentation:notes></draw:page>
<draw:page draw:style-name="off">${box('Old plan', 'presentation:class="title"')}</draw:page>
<draw:page>${box('Prices')}${box('Click to add', 'presentation:class="outline" presentation:placeholder="true"')}</draw:page>
</office:presentation>`,
    );
    const result = await readDocument(importOdt, deck);
    assert.deepEqual(lines(result), [
      '# Plan',
      'Begin in May',
      '|Item |Total |',
      '|---|---|',
      '# Slide 3',
      'Prices',
    ]);
    assert.equal(
      told(result),
      '1 hidden slide (2), 1 box outside its slide, speaker notes of 1 slide: left out',
    );
    const all = await readDocument(importOdt, deck, { hidden: true });
    assert.match(all.text, /walk away[^]*\[Speaker notes: ask Anna\][^]*Old plan \[hidden slide\]/);
  });

  it('in presentations: outside the slide, too small, and white on nothing', async () => {
    const shape = (x: number, look: string, text: string, fill = ''): string =>
      `<p:sp><p:nvSpPr><p:cNvPr id="3" name="z"/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm><a:off x="${x}" y="100"/><a:ext cx="1000" cy="1000"/></a:xfrm>${fill}</p:spPr><p:txBody><a:p><a:r><a:rPr ${look.startsWith('<') ? '' : look}>${look.startsWith('<') ? look : ''}</a:rPr><a:t>${text}</a:t></a:r></a:p></p:txBody></p:sp>`;
    const white = '<a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>';
    const blue = '<a:solidFill><a:srgbClr val="0000AA"/></a:solidFill>';
    const deck = makePptx([
      {
        title: 'Plan',
        xml:
          shape(9_999_999, '', 'outside') +
          shape(0, 'sz="100"', 'tiny') +
          shape(5000, white, 'white') +
          shape(10_000, white, 'On blue', blue) +
          shape(20_000, '', 'Backdrop', blue) +
          shape(20_500, white, 'Over blue'),
      },
    ]);
    const result = await readDocument(importPptx, deck);
    assert.deepEqual(lines(result), ['# Plan', 'On blue', 'Backdrop', 'Over blue']);
    assert.equal(
      told(result),
      '1 box outside its slide, text in 2 places in the colour of its slide or too small to be read: left out',
    );
  });

  it('in workbooks: cells in white on white', async () => {
    const book = makeXlsx([
      { name: 'A', rows: [['Pump', { xml: '<c s="4" t="str"><v>margin</v></c>' }, 'Price']] },
    ]);
    const result = await readDocument(importXlsx, book);
    assert.deepEqual(lines(result), ['# A', '|Pump |Price |', '|---|---|']);
    assert.match(told(result), /1 cell with letters in its own colour: left out/);
    assert.match(
      (await readDocument(importXlsx, book, { hidden: true })).text,
      /\[hidden: margin\]/,
    );
  });

  it('a package that says it is a presentation is read as one', async () => {
    const packed = makeZip([
      { name: 'mimetype', data: 'application/vnd.oasis.opendocument.presentation' },
      {
        name: 'content.xml',
        data: flat(
          '',
          '<office:presentation><draw:page><draw:custom-shape><text:p>Box</text:p></draw:custom-shape></draw:page></office:presentation>',
        ).toString(),
      },
    ]);
    assert.deepEqual(lines(await readDocument(importOdt, packed)), ['# Slide 1', 'Box']);
  });
});
