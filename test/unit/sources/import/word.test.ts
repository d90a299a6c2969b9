import assert from 'node:assert/strict';
import { markAt, markText } from '../../../../src/core/domain/pages.ts';
import { importDocx } from '../../../../src/sources/import/docx.ts';
import type { Imported, WordOptions } from '../../../../src/sources/import/imported.ts';
import { numeral } from '../../../../src/sources/import/word/numerals.ts';
import { makeDocx, type WordBlock } from '../../../support/documents/wordFile.ts';

const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';

const level = (ilvl: number, format: string, text: string, more = '') =>
  `<w:lvl w:ilvl="${ilvl}"><w:start w:val="1"/><w:numFmt w:val="${format}"/>${more}<w:lvlText w:val="${text}"/></w:lvl>`;

/** A contract's outline: 1., 1.1, (a), (i); and a second list that counts on, restarts, and a bullet. */
const NUMBERING = `<w:numbering ${W}>
<w:abstractNum w:abstractNumId="0">${level(0, 'decimal', '%1.', '<w:pStyle w:val="Heading1"/>')}${level(1, 'decimal', '%1.%2')}${level(2, 'lowerLetter', '(%3)')}${level(3, 'lowerRoman', '(%4)')}</w:abstractNum>
<w:abstractNum w:abstractNumId="1">${level(0, 'upperRoman', 'Article %1:')}${level(1, 'decimal', '%1.%2', '<w:isLgl/>')}</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
</w:numbering>`;

const STYLES = `<w:styles ${W}>
<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Klausel"><w:name w:val="Klausel"/><w:basedOn w:val="Heading1"/></w:style>
<w:style w:type="paragraph" w:styleId="Outlined"><w:name w:val="Outlined"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
</w:styles>`;

const run = (text: string, look = ''): string =>
  `<w:r>${look && `<w:rPr>${look}</w:rPr>`}<w:t xml:space="preserve">${text}</w:t></w:r>`;
const p = (inside: string, properties = ''): WordBlock => ({
  xml: `<w:p><w:pPr>${properties}</w:pPr>${inside}</w:p>`,
});
const styled = (style: string, text: string): WordBlock =>
  p(run(text), `<w:pStyle w:val="${style}"/>`);
const listed = (text: string, ilvl: number, numId = 1): WordBlock =>
  p(run(text), `<w:numPr><w:ilvl w:val="${ilvl}"/><w:numId w:val="${numId}"/></w:numPr>`);

const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

function read(
  blocks: readonly WordBlock[],
  options: Partial<WordOptions> = {},
  parts: Readonly<Record<string, string>> = {},
): Imported {
  const all = { 'word/numbering.xml': NUMBERING, 'word/styles.xml': STYLES, ...parts };
  const extra = Object.entries(all).map(([name, data]) => ({ name, data }));
  const relationships = Object.keys(parts)
    .map(name => {
      const type = /(\w+?)\d*\.xml$/.exec(name)![1]!;
      return `<Relationship Id="r-${type}" Type="${OFFICE}/${type}" Target="${name.slice(5)}"/>`;
    })
    .join('');
  const bytes = makeDocx(blocks, { extra, relationships, replace: true });
  const result = importDocx(bytes, { changes: 'accepted', hidden: false, ...options });
  assert.ok('text' in result, JSON.stringify(result));
  return result;
}

const lines = ({ text }: Imported): string[] => text.split('\n').filter(line => line !== '');

describe('Word as Word shows it', () => {
  it('numbers of several levels, letters and styles are those that Word shows', () => {
    const result = read([
      styled('Heading1', 'Definitions'),
      listed('“Goods” means the goods.', 1),
      styled('Klausel', 'Price'),
      listed('The Seller may:', 1),
      listed('suspend deliveries; or', 2),
      listed('charge interest', 2),
      listed('at the base rate.', 3),
      listed('The Buyer pays.', 1),
      styled('Heading1', 'Term'),
      listed('It ends.', 1),
    ]);
    assert.deepEqual(lines(result), [
      '# 1. Definitions',
      '1.1 “Goods” means the goods.',
      '# 2. Price',
      '2.1 The Seller may:',
      '(a) suspend deliveries; or',
      '(b) charge interest',
      '(i) at the base rate.',
      '2.2 The Buyer pays.',
      '# 3. Term',
      '3.1 It ends.',
    ]);
    const clauseOf = (words: string) => markText(markAt(result, result.text.indexOf(words))!);
    assert.equal(clauseOf('charge'), 'clause 2.1(b)');
    assert.equal(clauseOf('base rate'), 'clause 2.1(b)(i)');
    assert.equal(clauseOf('It ends'), 'clause 3.1');
  });

  it('a level that is passed over counts as begun', () => {
    const result = read([
      listed('Scope', 0, 2),
      listed('The Seller may suspend.', 2),
      styled('Heading1', 'Price'),
      listed('suspend deliveries', 2),
      listed('The Buyer pays.', 1),
    ]);
    assert.deepEqual(lines(result).slice(-3), [
      '# 2. Price',
      '(a) suspend deliveries',
      '2.2 The Buyer pays.',
    ]);
  });

  it('a list counts on over what interrupts it, restarts where Word does, and writes legal numbers', () => {
    const result = read([
      listed('Scope', 0, 2),
      listed('First.', 1, 2),
      p(run('Between.')),
      listed('Price', 0, 2),
      listed('Second.', 1, 2),
      listed('Again', 0, 3),
      listed('On', 0, 3),
    ]);
    assert.deepEqual(lines(result), [
      'Article I: Scope',
      '1.1 First.',
      'Between.',
      'Article II: Price',
      '2.1 Second.',
      'Article I: Again',
      'Article II: On',
    ]);
    const between = result.text.indexOf('Between');
    assert.equal(markText(markAt(result, between)!), 'under 1.1, “Between.…”');
  });

  it('numbers are written in the formats of the standard', () => {
    const all: [number, string, string][] = [
      [4, 'lowerRoman', 'iv'],
      [28, 'lowerLetter', 'bb'],
      [3, 'decimalZero', '03'],
      [22, 'ordinal', '22nd'],
      [12, 'cardinalText', 'Twelve'],
      [21, 'ordinalText', 'Twenty-first'],
      [15, 'hebrew1', 'טו'],
      [23, 'chineseCounting', '二十三'],
      [2, 'russianUpper', 'Б'],
      [7, 'unheardOf', '7'],
    ];
    for (const [value, format, shown] of all) assert.equal(numeral(value, format), shown, format);
  });

  it('headings come from built-in styles, styles based on them and outline levels', () => {
    const result = read([
      styled('Outlined', 'By outline'),
      p(run('Text.')),
      p(run('Direct'), '<w:outlineLvl w:val="0"/>'),
      p(run('Text.')),
    ]);
    assert.deepEqual(lines(result), ['## By outline', 'Text.', '# Direct', 'Text.']);
  });

  it('where there are no headings, bold and numbered lines act as such, and bold sentences do not', () => {
    const bold = (text: string) => p(run(text, '<w:b/>'));
    const text = 'The tenant shall pay the rent in advance, on the first day of each month.';
    const result = read([
      bold('LEASE AGREEMENT'),
      p(run(text)),
      bold('1. Rent'),
      p(run(text)),
      bold('This sentence is bold because it matters very much to all of us.'),
      bold('2. Term'),
      p(run(text)),
    ]);
    assert.deepEqual(
      lines(result).filter(line => line.startsWith('#')),
      ['# LEASE AGREEMENT', '## 1. Rent', '## 2. Term'],
    );
  });

  const changed = p(
    `${run('Pay within ')}<w:del w:id="1" w:author="A"><w:r><w:delText>30</w:delText></w:r></w:del><w:ins w:id="2" w:author="B">${run('90')}</w:ins>${run(' days.')}`,
  );
  it('tracked changes are read as accepted, as rejected or both, and it is said', () => {
    const accepted = read([changed]);
    assert.deepEqual(lines(accepted), ['Pay within 90 days.']);
    assert.deepEqual(accepted.told, [
      'tracked changes: 1 insertion and 1 deletion by 2 authors; read as accepted',
    ]);
    const rejected = read([changed], { changes: 'rejected' });
    assert.deepEqual(lines(rejected), ['Pay within 30 days.']);
    assert.match(rejected.told![0]!, /read as rejected$/);
    const both = read([changed], { changes: 'both' });
    assert.deepEqual(lines(both), ['Pay within {--30--}{++90++} days.']);
  });

  it('a paragraph whose end was deleted goes on with the next, and one that was inserted only when accepted', () => {
    const mark = (name: string) => `<w:rPr><w:${name} w:id="1" w:author="A"/></w:rPr>`;
    const deleted = [p(run('One '), mark('del')), p(run('two.'))];
    assert.deepEqual(lines(read(deleted)), ['One two.']);
    assert.deepEqual(lines(read(deleted, { changes: 'rejected' })), ['One', 'two.']);
    const inserted = [p(run('One '), mark('ins')), p(run('two.'))];
    assert.deepEqual(lines(read(inserted)), ['One', 'two.']);
    assert.deepEqual(lines(read(inserted, { changes: 'rejected' })), ['One two.']);
  });

  it('hidden and struck-out text is not sent unless it is asked for, and it is said', () => {
    const blocks = [
      p(run('Walk away at 200.', '<w:vanish/>') + run('Shown. ') + run('Old.', '<w:strike/>')),
      p(run('Not hidden.', '<w:vanish w:val="0"/>')),
    ];
    const usual = read(blocks);
    assert.deepEqual(lines(usual), ['Shown.', 'Not hidden.']);
    assert.deepEqual(usual.told, [
      'hidden text in 1 place and struck-out text in 1 place (after “Shown.”): left out',
    ]);
    const all = read(blocks, { hidden: true });
    assert.equal(lines(all)[0], '[hidden: Walk away at 200.]Shown. [struck out: Old.]');
  });

  it('comments, notes, headers and footers stand where they belong, marked as what they are', () => {
    const note = (kind: string, id: string, text: string, more = '') =>
      `<w:${kind}s ${W}><w:${kind} w:id="${id}"${more}><w:p>${run(text)}</w:p></w:${kind}></w:${kind}s>`;
    const result = read(
      [
        p(
          `${run('No liability')}<w:r><w:footnoteReference w:id="2"/></w:r>${run(' at all. ')}<w:commentRangeStart w:id="0"/>${run('It is fixed.')}<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>`,
        ),
        p(run('Next.')),
      ],
      {},
      {
        'word/footnotes.xml': note('footnote', '2', 'Except for fraud.'),
        'word/comments.xml': note('comment', '0', 'Why?', ' w:author="Partner"'),
        'word/header1.xml': `<w:hdr ${W}><w:p>${run('DRAFT 3')}</w:p></w:hdr>`,
        'word/footer1.xml': `<w:ftr ${W}><w:p>${run('Ref 2026/17')}</w:p></w:ftr>`,
      },
    );
    assert.deepEqual(lines(result), [
      '[Header: DRAFT 3]',
      'No liability[fn 1] at all. It is fixed.',
      '[Footnote 1: Except for fraud.]',
      '[Comment by Partner on “It is fixed.”: Why?]',
      'Next.',
      '[Footer: Ref 2026/17]',
    ]);
  });

  it('words of a header are parted where they are seen apart, and those of its boxes are read once', () => {
    const box = (name: string) =>
      `<mc:${name}><w:txbxContent><w:p>${run('Boxed')}</w:p></w:txbxContent></mc:${name}>`;
    const header = `<w:hdr ${W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:p><w:r><w:t>Request</w:t><w:ptab/><w:t>Page</w:t><w:tab/><w:t>so</w:t><w:noBreakHyphen/><w:t>called</w:t><w:br/></w:r>${run('2')}<w:r><mc:AlternateContent>${box('Choice')}${box('Fallback')}</mc:AlternateContent></w:r></w:p></w:hdr>`;
    assert.deepEqual(lines(read([], {}, { 'word/header1.xml': header })), [
      '[Header: Request Page so-called 2 Boxed]',
    ]);
  });

  it('a level that does not exist is the first one', () => {
    assert.deepEqual(lines(read([listed('Scope', 0, 2), listed('Price', 12, 2)])), [
      'Article I: Scope',
      'Article II: Price',
    ]);
  });

  it('headers of first and even pages are read only where Word shows them', () => {
    const named = (type: string, nth: number): string =>
      `<w:headerReference w:type="${type}" r:id="h${nth}"/><w:footerReference w:type="${type}" r:id="f${nth}"/>`;
    const section = (inside: string): WordBlock => ({ xml: `<w:sectPr>${inside}</w:sectPr>` });
    const parts = Object.fromEntries(
      ['first', 'default', 'even', 'second'].flatMap((name, nth) => [
        [`word/header${nth}.xml`, `<w:hdr ${W}><w:p>${run(`Head ${name}`)}</w:p></w:hdr>`],
        [`word/footer${nth}.xml`, `<w:ftr ${W}><w:p>${run(`Foot ${name}`)}</w:p></w:ftr>`],
      ]),
    );
    const around = (blocks: readonly WordBlock[], settings = ''): string[] => {
      const extra = Object.entries({
        ...parts,
        'word/settings.xml': `<w:settings ${W}>${settings}</w:settings>`,
      }).map(([name, data]) => ({ name, data }));
      const relationships = [0, 1, 2, 3]
        .flatMap(nth =>
          ['header', 'footer'].map(
            type =>
              `<Relationship Id="${type[0]}${nth}" Type="${OFFICE}/${type}" Target="${type}${nth}.xml"/>`,
          ),
        )
        .join('');
      const result = importDocx(makeDocx(blocks, { extra, relationships }), {
        changes: 'accepted',
        hidden: false,
      });
      assert.ok('text' in result, JSON.stringify(result));
      return lines(result).map(line => line.replace(/^\[(?:Header|Footer): (.*)\]$/, '$1'));
    };
    const all = named('first', 0) + named('default', 1) + named('even', 2);
    const text = p(run('Text.'));
    assert.deepEqual(around([text, section(all)]), ['Head default', 'Text.', 'Foot default']);
    assert.deepEqual(around([text, section(`${all}<w:titlePg/>`)], '<w:evenAndOddHeaders/>'), [
      ...['Head first', 'Head default', 'Head even'],
      'Text.',
      ...['Foot first', 'Foot default', 'Foot even'],
    ]);
    // A later section takes over what it does not name, and shows its first page.
    const before = { xml: `<w:p><w:pPr><w:sectPr>${all}</w:sectPr></w:pPr>${run('One.')}</w:p>` };
    assert.deepEqual(around([before, text, section(`${named('default', 3)}<w:titlePg/>`)]), [
      ...['Head default', 'Head first', 'Head second'],
      ...['One.', 'Text.'],
      ...['Foot default', 'Foot first', 'Foot second'],
    ]);
  });

  it('a large first letter is read with the word that it begins', () => {
    const drop = (letter: string): WordBlock =>
      p(run(letter), '<w:framePr w:dropCap="drop" w:lines="3"/>');
    const result = read([
      drop('T'),
      p(run('he Seller delivers.')),
      drop('A'),
      styled('Heading1', 'ims'),
    ]);
    assert.deepEqual(lines(result), ['The Seller delivers.', '# 1. Aims']);
  });

  it('a document with nothing but a header is read', () => {
    const header = `<w:hdr ${W}><w:p>${run('DRAFT 3')}</w:p></w:hdr>`;
    assert.deepEqual(lines(read([], {}, { 'word/header1.xml': header })), ['[Header: DRAFT 3]']);
  });

  it('equations, fields, boxes, check boxes and content controls are read as they are shown', () => {
    const M = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"';
    const t = (text: string) => `<m:r><m:t>${text}</m:t></m:r>`;
    const field = (type: string, inside = '') =>
      `<w:r><w:fldChar w:fldCharType="${type}">${inside}</w:fldChar></w:r>`;
    const box = `<w:r><w:pict><w:txbxContent><w:p>${run('In a box.')}</w:p></w:txbxContent></w:pict></w:r>`;
    const result = read([
      p(
        `<m:oMath ${M}>${t('E=m')}<m:sSup><m:e>${t('c')}</m:e><m:sup>${t('2')}</m:sup></m:sSup><m:f><m:num>${t('a+b')}</m:num><m:den>${t('2')}</m:den></m:f></m:oMath>`,
      ),
      p(
        `${run('See ')}${field('begin')}<w:r><w:instrText> REF _x \\h </w:instrText></w:r>${field('separate')}${run('clause 9')}${field('end')}${run('.')}`,
      ),
      p(
        `${field('begin', '<w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData>')}${field('end')}${run(' agreed')}`,
      ),
      p(`<w:sdt><w:sdtContent>${run('Dublin')}</w:sdtContent></w:sdt>${run(' law')}`),
      p(run('Beside.') + box),
    ]);
    assert.deepEqual(lines(result), [
      'E=mc^2(a+b)/2',
      'See clause 9.',
      '☒ agreed',
      'Dublin law',
      'Beside.',
      'In a box.',
    ]);
  });

  it('an emoji that newer versions of Word draw themselves is read as the text beside it', () => {
    const sign =
      '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="w16se"><w16se:symEx xmlns:w16se="http://schemas.microsoft.com/office/word/2015/wordml/symex" w16se:font="Segoe UI Emoji" w16se:char="2764"/></mc:Choice><mc:Fallback><w:t>❤</w:t></mc:Fallback></mc:AlternateContent></w:r>';
    assert.deepEqual(lines(read([p(run('We ') + sign + run(' this.'))])), ['We ❤ this.']);
  });

  it('a file inserted into a document, which is not read, is a gap', () => {
    const result = read([p(run('Text.')), { xml: '<w:altChunk/>' }]);
    assert.equal(result.textless?.where, '1 inserted file');
    assert.equal(result.textless?.gap, undefined);
  });
});
