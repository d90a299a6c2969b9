import assert from 'node:assert/strict';
import { importPdf } from '../../../../../src/sources/import/pdf/pdf.ts';
import { makePdf } from '../../../../support/documents/pdfFile.ts';
import { lines, readDocument } from '../../../../support/documents/readDocument.ts';

const at = (y: number, text: string, before = ''): string =>
  `q ${before} BT /F1 11 Tf 72 ${y} Td (${text}) Tj ET Q`;
const read = (content: string, hidden = false) =>
  readDocument(
    importPdf,
    Uint8Array.from(
      makePdf([[]], { content: { entries: '', data: Buffer.from(content, 'latin1') } }),
    ),
    { hidden },
  );

const PICTURE = 'q 595 0 0 842 0 0 cm BI /W 2 /H 2 /BPC 8 /CS /G ID \x00\x01\x02\x03 EI Q';

describe('text of a PDF that its reader cannot see', () => {
  const HIDDEN: Readonly<Record<string, string>> = {
    'drawn in no way': at(680, 'Secret words', '3 Tr'),
    'white on the page': at(680, 'Secret words', '1 g'),
    'white by four inks': at(680, 'Secret words', '0 0 0 0 k'),
    'in the colour of its box': `q 0 0 1 rg 60 670 300 30 re f Q ${at(680, 'Secret words', '0 0 1 rg')}`,
    'under a black box': `${at(680, 'Secret words')} q 0 g 60 670 300 30 re f Q`,
  };
  for (const [what, content] of Object.entries(HIDDEN))
    it(`is left out and told: ${what}`, async () => {
      const all = `${at(720, 'Shown words')} ${content} ${at(640, 'More words')}`;
      const usual = await read(all);
      assert.deepEqual(lines(usual), ['Shown words', 'More words']);
      assert.deepEqual(usual.told, [
        'text in 1 place that is not drawn, covered or in the colour of its page (page 1): left out',
      ]);
      assert.match((await read(all, true)).text, /\[hidden: Secret words\]/);
    });

  const SEEN: Readonly<Record<string, string>> = {
    'white on a dark box': `q 0 0 0.5 rg 60 670 300 30 re f Q ${at(680, 'Box words', '1 g')}`,
    'white on a picture': `${PICTURE} ${at(680, 'Box words', '1 g')}`,
    'over a white box': `q 1 g 60 670 300 30 re f Q ${at(680, 'Box words')}`,
    'over a line': `${at(680, 'Box words')} q 0 g 60 678 300 1 re f Q`,
    'outlined in black': at(680, 'Box words', '1 g 2 Tr'),
  };
  for (const [what, content] of Object.entries(SEEN))
    it(`is read where it is seen: ${what}`, async () => {
      const usual = await read(`${at(720, 'Shown words')} ${content}`);
      assert.deepEqual(lines(usual), ['Shown words', 'Box words']);
      assert.equal(usual.told, undefined);
    });

  it('is left out of a line of which the rest is seen', async () => {
    const usual = await read(
      'BT /F1 11 Tf 72 700 Td (The price is ) Tj 1 g (not ) Tj 0 g (final.) Tj ET',
    );
    assert.deepEqual(lines(usual), ['The price is final.']);
  });

  it('is left out off the page and where it is a trace of letters', async () => {
    const usual = await read(
      `${at(720, 'Shown words', '1 0 0 1 0 0 cm')} q /G gs Q ${at(900, 'Above')} BT /F1 0.5 Tf 72 500 Td (Traces) Tj ET`,
    );
    assert.deepEqual(lines(usual), ['Shown words']);
    assert.deepEqual(usual.told, [
      'letters too small to be read in 1 place (page 1): left out',
      'text outside its page in 1 place: left out',
    ]);
  });

  it('is read where it is what text recognition found in the picture of a page, and that is told', async () => {
    const usual = await read(`${PICTURE} ${at(720, 'Scanned words', '3 Tr')}`);
    assert.deepEqual(lines(usual), ['Scanned words']);
    assert.deepEqual(usual.told, [
      'the words of 1 page are what text recognition found in their pictures',
    ]);
  });
});
