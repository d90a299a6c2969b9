import assert from 'node:assert/strict';
import { encapsulatedHtml } from '../../../../src/sources/import/rtf/encapsulated.ts';
import { importRtf } from '../../../../src/sources/import/rtf/rtf.ts';
import { lines, options, readDocument, spotOf } from '../../../support/documents/readDocument.ts';

const HEAD = String.raw`{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fcharset0 Times;}{\f1\fcharset238{\*\falt Arial}Arial CE;}{\f2\fcharset128 MS Mincho;}{\f3\fcharset2 Symbol;}{\f4\fcharset78 Osaka;}}{\colortbl;\red0\green0\blue0;}{\stylesheet{\s0 Normal;}{\s1\outlinelevel0 heading 1;}{\s2 Heading 2;}{\*\cs10 Emphasis;}}{\info{\title Not shown}}{\*\generator Made up;}`;

const rtf = (body: string): Buffer => Buffer.from(`${HEAD}${body}}`, 'latin1');
const read = (body: string, more = {}) => readDocument(importRtf, rtf(body), more);

describe('rich text', () => {
  it('headings, stored numbers, lists and tables read as they are shown', async () => {
    const result = await read(
      String.raw`\pard\s1 {\listtext\pard\plain 1.\tab}Price\par \pard\s2 Payment\par \pard{\listtext (a)\tab}pay\par {\listtext\f3 \'b7\tab}a point\par ` +
        String.raw`\trowd\cellx1\cellx2\pard\intbl Item\cell Total\cell\row\trowd\cellx1\cellx2\pard\intbl Pump\cell 100\cell\row\pard After.\par`,
    );
    assert.deepEqual(lines(result), [
      '# 1. Price',
      '## Payment',
      '(a) pay',
      '- a point',
      '|Item |Total |',
      '|---|---|',
      '|Pump |100 |',
      'After.',
    ]);
    assert.equal(spotOf(result, 'pay'), 'clause (a)');
  });

  it('letters of all encodings arrive as they are', async () => {
    const result = await read(
      String.raw`\pard Caf\'e9 \u8211 ?{\f1 \'b9\'9f}{\f2 \'93\'fa\'96\'7b}{\f4 \'93\'fa}{\uc2\u20013 ??\u22269\'b2\'c4}\emdash\~end\line next {\upr{A}{\*\ud{\u937 O}}}\par`,
    );
    assert.deepEqual(lines(result), ['Café –ąź日本日中国—\u00a0end', 'next Ω']);
  });

  it('equations are read as linear text, without what says how they look', async () => {
    const result = await read(
      String.raw`\pard Let {\mmath{\*\moMath{\mf{\mfPr{\mtype bar}{\mctrlPr b}}{\mnum{\mr a}}{\mden{\mr 2}}}{\mr =}{\msSup{\me{\mr x}}{\msup{\mr 2}}}}}{\mmathPict{\pict 0a}} be.\par`,
    );
    assert.deepEqual(lines(result), ['Let a/2=x^2 be.']);
  });

  it('signs, brackets and groups of equations are those that are shown', async () => {
    const result = await read(
      String.raw`\pard {\mmath{\*\moMathPara{\*\moMathParaPr\mjc1}{\*\moMath{\mnary{\mnaryPr{\mchr \u8721 ?}{\mctrlPr b}}{\msub{\mr i=1}}{\msup{\mr n}}{\me{\mrad{\mradPr\mdegHide1}{\mdeg}{\me{\mr\mscr0{\i i}}}}}}{\mr =}{\mf{\mnum{\mr a+b}}{\mden{\mr c}}}{\md{\mdPr{\mbegChr [}{\mendChr ]}}{\me{\mr x}}}}}} holds.\par`,
    );
    assert.deepEqual(lines(result), ['∑_(i=1)^n √(i)=(a+b)/c[x] holds.']);
  });

  it('headers of all pages are read, each of their cells apart, even if there is nothing else', async () => {
    const around = String.raw`\facingp{\headerl\pard Left\par}{\headerr\pard Right\par}{\footer\pard\intbl Bank\cell 05/2011\cell\row\pard Page two\par}`;
    const shown = ['[Header: Left]', '[Header: Right]', '[Footer: Bank 05/2011 Page two]'];
    assert.deepEqual(lines(await read(around)), shown);
    assert.deepEqual(lines(await read(`${around}\\pard Body\\par`)), shown.toSpliced(2, 0, 'Body'));
  });

  it('a star inside a group hides none of its text', async () => {
    const result = await read(
      String.raw`\pard{\i0\*\cs7\b0 All of it}{\*\unknown none of it}.\par`,
    );
    assert.deepEqual(lines(result), ['All of it.']);
  });

  it('white letters are seen on pages with a background', async () => {
    const white = (begin: string) =>
      Buffer.from(
        String.raw`{\rtf1{\colortbl;\red255\green255\blue255;}${begin}\pard\cf1 Seen\par}`,
      );
    assert.deepEqual(
      lines(await readDocument(importRtf, white(String.raw`{\*\background{\shp{\*\shpinst}}}`))),
      ['Seen'],
    );
    assert.match(JSON.stringify(importRtf(white(''), options())), /hidden text in 1 place/);
  });

  it('hidden, struck-out and deleted text and comments are left out and said', async () => {
    const body = String.raw`\pard Seen. {\v walk away}{\v  at 200k}{\strike old} {\deleted thirty}{\revised ninety} days{\*\atnid A}{\*\atnauthor Anna}{\*\annotation why?}{\super\chftn}{\footnote\pard{\super\chftn} a note}.\par`;
    assert.deepEqual(lines(await read(body)), ['Seen. ninety days[fn 1].', '[Footnote 1: a note]']);
    assert.deepEqual((await read(body)).told, [
      'tracked changes: 1 insertion and 1 deletion; read as accepted',
      'hidden text in 1 place and struck-out text in 1 place (after “Seen.”): left out',
      '1 comment: left out',
    ]);
    assert.match((await read(body, { changes: 'rejected' })).text, /Seen\. thirty days/);
    const all = await read(body, { changes: 'both', hidden: true });
    assert.match(all.text, /\[hidden: walk away at 200k\]\[struck out: old\] /);
    assert.match(all.text, /\{--thirty--\}\{\+\+ninety\+\+\}/);
    assert.match(all.text, /\[Comment: why\?\]/);
  });

  it('headers of first and left pages are read only where they are shown', async () => {
    const around = String.raw`{\headerf\pard First\par}{\headerl\pard Left\par}{\footer\pard Right\par}\pard Text.\par`;
    assert.deepEqual(lines(await read(around)), ['Text.', '[Footer: Right]']);
    assert.deepEqual(lines(await read(String.raw`\facingp\titlepg${around}`)), [
      ...['[Header: First]', '[Header: Left]'],
      ...['Text.', '[Footer: Right]'],
    ]);
  });

  it('a word for list numbers among the properties of a paragraph does not hide its text', async () => {
    const result = await read(
      String.raw`\pard\pn\pnlvlblt\ls1 Confirm the alert.\par {\pn\pnlvlbody not shown}\pard Close it.\par`,
    );
    assert.deepEqual(
      lines(result).map(line => line.replace(/^- /, '')),
      ['Confirm the alert.', 'Close it.'],
    );
  });

  it('pictures, fields, headers and boxes: what is shown is read, codes are not', async () => {
    const result = await read(
      String.raw`{\header\pard Draft 3\par}\pard See {\field{\*\fldinst HYPERLINK "http://a"}{\fldrslt the terms}}{\pict\wmetafile8 0102\bin3 }}}}{\*\shppict{\pict 01}}{\shp{\*\shpinst{\sp{\sn a}{\sv b}}{\shptxt\pard A box.\par}}{\shprslt A box again}} here.\par`,
    );
    assert.deepEqual(lines(result), ['[Header: Draft 3]', 'A box.', 'See the terms here.']);
    assert.equal(result.textless?.gap, false);
  });

  it('cut off or no rich text at all is refused', () => {
    assert.deepEqual(importRtf(Buffer.from('{\\rtf1 Some words'), options()), {
      reason: 'damaged or cut off: its end is missing',
    });
    assert.deepEqual(importRtf(Buffer.from('words'), options()), { reason: 'not rich text' });
    const deep = Buffer.from(`{\\rtf1 ${'{'.repeat(1e5)}${'}'.repeat(1e5)}}`);
    assert.deepEqual(importRtf(deep, options()), { reason: 'damaged: nested too deep' });
  });

  it('a page wrapped in rich text is taken out as it was', () => {
    const page = rtf(
      String.raw`\fromhtml1{\*\htmltag84 <p>}\htmlrtf {\b \htmlrtf0 Bold\htmlrtf }\htmlrtf0 {\*\htmltag92 </p>}\par{\*\htmltag84 &nbsp;}\htmlrtf\'a0\htmlrtf0 caf\'e9`,
    );
    assert.equal(encapsulatedHtml(page), '<p>Bold</p>\n&nbsp;café');
    assert.equal(encapsulatedHtml(rtf('words')), undefined);
  });
});
