import assert from 'node:assert/strict';
import { importOdt } from '../../../../src/sources/import/odf/odt.ts';
import { lines, options, readDocument, spotOf } from '../../../support/documents/readDocument.ts';
import { makeZip } from '../../../support/documents/zipFile.ts';

const NS = ['office', 'text', 'table', 'style', 'fo']
  .map(
    prefix =>
      `xmlns:${prefix}="urn:oasis:names:tc:opendocument:xmlns:${prefix === 'fo' ? 'xsl-fo-compatible' : prefix}:1.0"`,
  )
  .concat('xmlns:dc="http://purl.org/dc/elements/1.1/"')
  .join(' ');

const STYLES = `<office:styles>
<style:style style:name="Heading_20_1" style:family="paragraph"/>
<style:style style:name="Hidden" style:family="text"><style:text-properties text:display="none"/></style:style>
<style:style style:name="Struck" style:family="text"><style:text-properties style:text-line-through-style="solid"/></style:style>
<text:outline-style style:name="Outline">${[1, 2].map(n => `<text:outline-level-style text:level="${n}" style:num-format="1" style:num-suffix="." text:display-levels="${n}"/>`).join('')}</text:outline-style>
<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/><text:list-level-style-number text:level="2" style:num-format="a" style:num-prefix="(" style:num-suffix=")"/></text:list-style>
<text:list-style style:name="L2"><text:list-level-style-bullet text:level="1" text:bullet-char="•"/></text:list-style>
</office:styles>`;
const MASTER = `<office:master-styles><style:master-page style:name="Standard"><style:header><text:p>Draft 3</text:p></style:header></style:master-page><style:master-page style:name="Unused"><style:footer><text:p>Nowhere</text:p></style:footer></style:master-page></office:master-styles>`;

const document = (body: string): string =>
  `<office:document-content ${NS}><office:body><office:text>${body}</office:text></office:body></office:document-content>`;

const makeOdt = (body: string, extra: readonly { name: string; data: string }[] = []): Buffer =>
  makeZip([
    { name: 'mimetype', data: 'application/vnd.oasis.opendocument.text' },
    { name: 'content.xml', data: document(body) },
    {
      name: 'styles.xml',
      data: `<office:document-styles ${NS}>${STYLES}${MASTER}</office:document-styles>`,
    },
    ...extra,
  ]);

const p = (text: string): string => `<text:p>${text}</text:p>`;
const h = (text: string, level: number): string =>
  `<text:h text:outline-level="${level}">${text}</text:h>`;
const item = (inside: string, start = ''): string =>
  `<text:list-item${start}>${inside}</text:list-item>`;

describe('OpenDocument texts', () => {
  it('headings, numbers of several levels, lists and tables read as they are shown', async () => {
    const cell = (text: string): string => `<table:table-cell>${p(text)}</table:table-cell>`;
    const read = await readDocument(
      importOdt,
      makeOdt(
        h('Price', 1) +
          h('Payment', 2) +
          `<text:list text:style-name="L1" xml:id="a">${item(p('pay')) + item(p('deliver') + `<text:list>${item(p('whole')) + item(p('in parts'))}</text:list>`)}</text:list>` +
          p('Between.') +
          `<text:list text:style-name="L1" text:continue-list="a">${item(p('go on'))}</text:list>` +
          `<text:list text:style-name="L1">${item(p('begin anew'))}</text:list>` +
          `<text:list text:style-name="L2">${item(p('a point'))}</text:list>` +
          `<table:table><table:table-row>${cell('Item')}${cell('Total')}</table:table-row><table:table-row>${cell('Pump')}${cell('100')}</table:table-row></table:table>` +
          h('Term', 1),
      ),
    );
    assert.deepEqual(lines(read), [
      '[Header: Draft 3]',
      '# 1. Price',
      '## 1.1. Payment',
      '1. pay',
      '2. deliver',
      '(a) whole',
      '(b) in parts',
      'Between.',
      '3. go on',
      '1. begin anew',
      '- a point',
      '|Item |Total |',
      '|---|---|',
      '|Pump |100 |',
      '# 2. Term',
    ]);
    assert.equal(spotOf(read, 'in parts'), 'clause 2(b)');
  });

  it('hidden and struck-out text and comments are left out and said, or read and marked if asked', async () => {
    const body = p(
      'Seen. <text:span text:style-name="Hidden">walk away</text:span> <text:span text:style-name="Struck">old</text:span><office:annotation><text:p>ask Anna</text:p></office:annotation> End<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>a note</text:p></text:note-body></text:note>',
    );
    const read = await readDocument(importOdt, makeOdt(body));
    assert.deepEqual(lines(read), ['[Header: Draft 3]', 'Seen. End[fn 1]', '[Footnote 1: a note]']);
    assert.deepEqual(read.told, [
      'hidden text in 1 place and struck-out text in 1 place (after “Seen.”): left out',
      '1 comment: left out',
    ]);
    const all = await readDocument(importOdt, makeOdt(body), { hidden: true });
    assert.match(all.text, /\[hidden: walk away\] \[struck out: old\] \[Comment: ask Anna\]/);
  });

  it('tracked changes are read as accepted, as rejected, or both', async () => {
    const region = (id: string, inside: string): string =>
      `<text:changed-region text:id="${id}">${inside}</text:changed-region>`;
    const by = '<office:change-info><dc:creator>A</dc:creator></office:change-info>';
    const body =
      `<text:tracked-changes>${region('c1', `<text:insertion>${by}</text:insertion>`)}${region('c2', `<text:deletion>${by}<text:p>thirty</text:p></text:deletion>`)}${region('c3', `<text:deletion>${by}</text:deletion>`)}</text:tracked-changes>` +
      p(
        'within <text:change text:change-id="c2"/><text:change-start text:change-id="c1"/>ninety<text:change-end text:change-id="c1"/> days<text:change-start text:change-id="c3"/> or so',
      ) +
      p('more or less<text:change-end text:change-id="c3"/> of it');
    const read = async (changes: 'accepted' | 'rejected' | 'both') =>
      lines(await readDocument(importOdt, makeOdt(body), { changes })).slice(1);
    assert.deepEqual(await read('accepted'), ['within ninety days of it']);
    assert.deepEqual(await read('rejected'), ['within thirty days or so', 'more or less of it']);
    assert.deepEqual(await read('both'), [
      'within {--thirty--}{++ninety++} days{-- or so',
      'more or less--} of it',
    ]);
    const { told } = await readDocument(importOdt, makeOdt(body));
    assert.deepEqual(told, [
      'tracked changes: 1 insertion and 2 deletions by 1 author; read as accepted',
    ]);
  });

  it('headings whose style takes them out of the outline have no number; LibreOffice counts 01, 02', async () => {
    const styles = `<style:style style:name="Free" style:family="paragraph" style:parent-style-name="H" style:list-style-name=""/><style:style style:name="H" style:family="paragraph" style:list-style-name="L1"/><text:outline-style style:name="Outline"><text:outline-level-style text:level="1" num-format="01, 02, 03, ..." style:num-format=""/></text:outline-style>`;
    const flat = `<?xml version="1.0"?><office:document ${NS}><office:styles>${styles}</office:styles><office:body><office:text><text:h text:style-name="Free" text:outline-level="1">Preface</text:h>${h('Price', 1)}</office:text></office:body></office:document>`;
    const read = await readDocument(importOdt, Buffer.from(flat));
    assert.deepEqual(lines(read), ['# Preface', '# 01 Price']);
  });

  it('a flat document is read as a packed one', async () => {
    const flat = `<?xml version="1.0"?><office:document ${NS}>${STYLES}<office:body><office:text>${h('Price', 1)}${p('It is fixed.')}</office:text></office:body></office:document>`;
    const read = await readDocument(importOdt, Buffer.from(flat));
    assert.deepEqual(lines(read), ['# 1. Price', 'It is fixed.']);
  });

  it('a formula is read as its author wrote it, another object is a gap', async () => {
    const object = (name: string): string =>
      `<text:p>Let <draw:frame xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"><draw:object xlink:href="./${name}"/><draw:image/></draw:frame> be.</text:p>`;
    const math =
      '<math xmlns="http://www.w3.org/1998/Math/MathML"><semantics><mi>x</mi><annotation encoding="StarMath 5.0">{a + b} over 2</annotation></semantics></math>';
    const read = await readDocument(
      importOdt,
      makeOdt(object('Object 1'), [{ name: 'Object 1/content.xml', data: math }]),
    );
    assert.deepEqual(lines(read).slice(1), ['Let {a + b} over 2 be.']);
    assert.equal(read.textless, undefined);
    assert.equal(
      (await readDocument(importOdt, makeOdt(object('Object 2')))).textless?.where,
      '1 inserted file',
    );
  });

  it('the words of a chart and of grouped shapes are read, scripts are not', async () => {
    const DRAW =
      'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"';
    const chart = `<office:document-content ${NS}><office:body><office:chart><chart xmlns="urn:oasis:names:tc:opendocument:xmlns:chart:1.0"><title>${p('Sales')}</title><table:table><table:table-row><table:table-cell>${p('North')}</table:table-cell><table:table-cell>${p('12.5')}</table:table-cell></table:table-row></table:table></chart></office:chart></office:body></office:document-content>`;
    const read = await readDocument(
      importOdt,
      makeOdt(
        `<text:p ${DRAW}><draw:frame><draw:object xlink:href="./Object 1"/><draw:image/></draw:frame></text:p>` +
          `<text:p ${DRAW}>See.<draw:g><draw:rect>${p('Seller')}</draw:rect><draw:custom-shape>${p('Buyer')}</draw:custom-shape></draw:g></text:p>` +
          `<text:p>Go<text:script>function no() {}</text:script><script xmlns="http://www.w3.org/1999/xhtml">no()</script> on.</text:p>`,
        [{ name: 'Object 1/content.xml', data: chart }],
      ),
    );
    assert.deepEqual(lines(read).slice(1), [
      '[Chart: Sales; North]',
      'See.',
      'Seller',
      'Buyer',
      'Go on.',
    ]);
    assert.equal(read.textless, undefined);
  });

  it('what a condition hides at present is left out, what it shows is read', async () => {
    const paragraph = (isHidden: boolean): string =>
      p(`Fee ${isHidden}.<text:hidden-paragraph text:is-hidden="${isHidden}"/>`);
    const text = (isHidden: boolean): string =>
      p(`A <text:hidden-text text:is-hidden="${isHidden}" text:string-value="word ${isHidden}"/>.`);
    const section = (isHidden: boolean): string =>
      `<text:section text:display="condition" text:is-hidden="${isHidden}">${p(`Section ${isHidden}.`)}</text:section>`;
    const both = (of: (isHidden: boolean) => string): string => of(true) + of(false);
    const read = await readDocument(
      importOdt,
      makeOdt(both(paragraph) + both(text) + both(section)),
    );
    assert.deepEqual(lines(read).slice(1), [
      'Fee false.',
      'A .',
      'A word false.',
      'Section false.',
    ]);
    assert.match(read.told?.join() ?? '', /hidden text in 3 places/);
  });

  it('encrypted and other OpenDocument files are refused', () => {
    const locked = makeOdt('<', [
      {
        name: 'META-INF/manifest.xml',
        data: '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>',
      },
    ]);
    assert.deepEqual(importOdt(locked, options()), {
      reason: 'encrypted: a password is needed to read it',
    });
    const sheet = `<office:document ${NS}><office:body><office:drawing/></office:body></office:document>`;
    assert.deepEqual(importOdt(Buffer.from(sheet), options()), {
      reason: 'not an OpenDocument text that is read: save it as DOCX',
    });
  });

  it('spreadsheets are sheets with their tables, hidden ones only if asked', async () => {
    const cell = (text: string, more = ''): string =>
      `<table:table-cell ${more}><text:p>${text}</text:p></table:table-cell>`;
    const row = (cells: string, more = ''): string =>
      `<table:table-row ${more}>${cells}</table:table-row>`;
    const sheet = (name: string, style: string, inside: string): string =>
      `<table:table table:name="${name}" table:style-name="${style}">${inside}</table:table>`;
    const ods = makeZip([
      { name: 'mimetype', data: 'application/vnd.oasis.opendocument.spreadsheet' },
      {
        name: 'content.xml',
        data: `<office:document-content ${NS}><office:automatic-styles><style:style style:name="off" style:family="table"><style:table-properties table:display="false"/></style:style></office:automatic-styles><office:body><office:spreadsheet>${[
          sheet(
            'Prices',
            'on',
            '<table:table-column/><table:table-column table:visibility="collapse"/><table:table-column/>' +
              row(cell('Item') + cell('Cost') + cell('Price')) +
              row(cell('Pump') + cell('60') + cell('100'), 'table:number-rows-repeated="2"') +
              row(cell('Secret'), 'table:visibility="filter"') +
              row(
                '<table:table-cell table:number-columns-repeated="16384"/>',
                'table:number-rows-repeated="1048572"',
              ),
          ),
          sheet('Margins', 'off', row(cell('40 %'))),
        ].join('')}</office:spreadsheet></office:body></office:document-content>`,
      },
    ]);
    const shown = await readDocument(importOdt, ods);
    assert.equal(
      shown.text,
      '# Prices\n\n|Item |Price |\n|---|---|\n|Pump |100 |\n|Pump |100 |\n',
    );
    assert.equal(spotOf(shown, '100'), 'sheet “Prices”, C2');
    assert.deepEqual(shown.told, [
      '1 hidden sheet (“Margins”), 1 hidden row, 1 hidden column: left out',
    ]);
    const all = await readDocument(importOdt, ods, { hidden: true });
    assert.match(all.text, /60[^]*Secret[^]*# Margins \[hidden sheet\]\n\n40 %/);
    const records = await readDocument(importOdt, ods, { records: true });
    assert.match(records.text, /^Item,+Price\nPump,+100\n/);
  });
});
