import assert from 'node:assert/strict';
import fc from 'fast-check';
import { importDoc } from '../../../../src/sources/import/doc/doc.ts';
import { WORD_DEFAULTS, type WordOptions } from '../../../../src/sources/import/imported.ts';
import {
  compoundFile,
  DELETED,
  docParagraph,
  HIDDEN,
  IN_TABLE,
  INSERTED,
  listed,
  makeDoc,
  ROW_END,
  type DocParts,
} from '../../../support/documents/docFile.ts';

const read = async (parts: DocParts, options: Partial<WordOptions> = {}) => {
  const result = await importDoc(makeDoc(parts), { ...WORD_DEFAULTS, ...options });
  if ('reason' in result) throw new Error(result.reason);
  return result;
};
const reasonOf = async (bytes: Uint8Array): Promise<string> => {
  const result = await importDoc(bytes, WORD_DEFAULTS);
  return 'reason' in result ? result.reason : 'read';
};

const CONTRACT: DocParts = {
  header: 'Draft 3',
  body: [
    docParagraph('Price', { style: 1, look: listed(0) }),
    docParagraph('The fee is\xa0€ 45\x02 a day.', { look: listed(1) }),
    docParagraph('It is »fixed«.', { look: listed(1) }),
    docParagraph('Term', { style: 1, look: listed(0) }),
    docParagraph('It ends on \x13 DATE \\@ yyyy \x142026\x15.', { look: listed(1) }),
  ],
  footnotes: ['Without tax.'],
};

describe('binary Word documents', () => {
  it('are read as Word shows them: headings, numbers, notes, fields, headers', async () => {
    const { text } = await read(CONTRACT);
    assert.deepEqual(text.trim().split('\n\n'), [
      '[Header: Draft 3]',
      '# 1. Price',
      '1.1 The fee is\xa0€ 45[fn 1] a day.',
      '[Footnote 1: Without tax.]',
      '1.2 It is »fixed«.',
      '# 2. Term',
      '2.1 It ends on 2026.',
    ]);
  });

  it('headers of first and even pages are read only where Word shows them', async () => {
    for (const headerOf of ['even', 'first'] as const) {
      const { text } = await read({ ...CONTRACT, headerOf });
      assert.ok(text.startsWith('# 1. Price'), headerOf);
      const shown = await read({ ...CONTRACT, headerOf, tellsPages: true });
      assert.ok(shown.text.startsWith('[Header: Draft 3]\n\n# 1. Price'), headerOf);
    }
  });

  it('tracked changes are read as asked, and hidden text only if asked', async () => {
    const parts: DocParts = {
      body: [
        {
          runs: [
            { text: 'Pay in ' },
            { text: '30', look: DELETED },
            { text: '45', look: INSERTED },
            { text: ' days' },
            { text: ' or walk away', look: HIDDEN },
            { text: '.' },
          ],
        },
      ],
    };
    const accepted = await read(parts);
    assert.equal(accepted.text, 'Pay in 45 days.\n');
    assert.deepEqual(accepted.told, [
      'tracked changes: 1 insertion and 1 deletion; read as accepted',
      'hidden text in 1 place (after “Pay in 45 days”): left out',
    ]);
    assert.equal((await read(parts, { changes: 'rejected' })).text, 'Pay in 30 days.\n');
    const both = await read(parts, { changes: 'both', hidden: true });
    assert.match(both.text, /Pay in \{--30--\}\{\+\+45\+\+\} days\[hidden: or walk away\]\./);
  });

  it('tables are tables', async () => {
    const cell = (text: string) => docParagraph(text, { look: IN_TABLE, end: '\x07' });
    const end = docParagraph('', { look: ROW_END, end: '\x07' });
    const { text } = await read({
      body: [
        cell('Item'),
        cell('Price'),
        end,
        cell('Pump'),
        cell('100'),
        end,
        docParagraph('After.'),
      ],
    });
    assert.equal(text, '|Item |Price |\n|---|---|\n|Pump |100 |\n\nAfter.\n');
  });

  it('what cannot be read is refused with the way out', async () => {
    assert.match(
      await reasonOf(makeDoc({ ...CONTRACT, flags: 0x0100 })),
      /^protected by a password: .*DOCX/,
    );
    assert.match(
      await reasonOf(makeDoc({ ...CONTRACT, version: 0x68 })),
      /^a document of Word 95 or older.*DOCX/,
    );
    assert.match(
      await reasonOf(compoundFile({ Workbook: new Uint8Array(5000) })),
      /^not a Word document: .*DOCX/,
    );
    assert.match(
      await reasonOf(compoundFile({ EncryptedPackage: new Uint8Array(5000) })),
      /^protected by a password/,
    );
    assert.match(await reasonOf(Buffer.from('Just words.')), /^not a Word document: .*DOCX/);
  });

  it('T54 cut and damaged files are refused or read, and never throw', async () => {
    const whole = makeDoc(CONTRACT);
    const { text } = await read(CONTRACT);
    for (let length = 512; length < whole.length; length += 512) {
      const result = await importDoc(whole.slice(0, length), WORD_DEFAULTS);
      if ('reason' in result) assert.match(result.reason, /save it as DOCX/);
      else assert.equal(result.text, text, `cut at ${length}`);
    }
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 20 }),
        async changes => {
          const bytes = Uint8Array.from(whole);
          for (const [at, byte] of changes) bytes[at] = byte;
          const result = await importDoc(bytes, WORD_DEFAULTS);
          assert.ok('reason' in result || result.text !== '');
        },
      ),
      { numRuns: 100 },
    );
  });
});
