import assert from 'node:assert/strict';
import { importEpub } from '../../../../src/sources/import/epub.ts';
import { lines, options, readDocument, spotOf } from '../../../support/documents/readDocument.ts';
import { makeZip } from '../../../support/documents/zipFile.ts';

const page = (body: string): string =>
  `<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body>${body}</body></html>`;

const CHAPTERS: Readonly<Record<string, string>> = {
  'two.xhtml': page('<h1>Second</h1><p>It ends &amp; begins.<a id="x"/> Here.</p>'),
  'one.xhtml': page('<p>First</p><p>It begins.</p><p style="display:none">unseen words</p>'),
  'nav.xhtml': page('<nav><ol><li><a href="one.xhtml#a">First</a></li></ol></nav>'),
  'unused.xhtml': page('<p>Nowhere.</p>'),
};

const makeEpub = (more: readonly { name: string; data: string }[] = []): Buffer =>
  makeZip([
    { name: 'mimetype', data: 'application/epub+zip' },
    {
      name: 'META-INF/container.xml',
      data: '<container><rootfiles><rootfile full-path="OPS/book.opf"/></rootfiles></container>',
    },
    {
      name: 'OPS/book.opf',
      data: `<package><manifest>${Object.keys(CHAPTERS)
        .map(
          name =>
            `<item id="${name}" href="text/${name}" media-type="application/xhtml+xml"${name === 'nav.xhtml' ? ' properties="nav"' : ''}/>`,
        )
        .join('')}</manifest><spine>${['nav', 'one', 'two', 'gone']
        .map(name => `<itemref idref="${name}.xhtml"/>`)
        .join('')}</spine></package>`,
    },
    ...Object.entries(CHAPTERS).map(([name, data]) => ({ name: `OPS/text/${name}`, data })),
    ...more,
  ]);

describe('e-books', () => {
  it('chapters are read in their order, under their headings or what the contents call them', async () => {
    const read = await readDocument(importEpub, makeEpub());
    assert.deepEqual(lines(read), ['# First', 'It begins.', '# Second', 'It ends & begins. Here.']);
    assert.equal(spotOf(read, 'It ends'), '“It ends & begins. Here.…”');
    assert.deepEqual(read.told, ['2 words that the page hides: left out']);
  });

  it('copy protection and other archives are refused', async () => {
    const data =
      '<encryption><EncryptedData><CipherData><CipherReference URI="OPS/text/one.xhtml"/></CipherData></EncryptedData></encryption>';
    const locked = await importEpub(
      makeEpub([{ name: 'META-INF/encryption.xml', data }]),
      options(),
    );
    assert.deepEqual(locked, { reason: 'encrypted: a book under copy protection is not read' });
    assert.deepEqual(await importEpub(makeZip([{ name: 'a', data: 'b' }]), options()), {
      reason: 'not an e-book',
    });
  });
});
