import assert from 'node:assert/strict';
import type { Source } from '../../../../src/core/domain/source.ts';
import { NOTEBOOK, readable } from '../../../../src/sources/markup/readable.ts';
import { viewOf } from '../../../../src/sources/markup/view.ts';
import { readNotebook } from '../../../../src/sources/import/notebook.ts';
import { cpuNow } from '../../../support/cpuTime.ts';

const page = (length: number): string =>
  `<p>Before</p><table>${'<tr><td>The rent</td><td>1,000</td></tr>\n'.repeat(length / 40)}</table>`;
const article = (length: number): string =>
  `<article xmlns="http://docbook.org/ns/docbook"><title>Rent</title>${'<para>The rent is due.</para>\n'.repeat(length / 30)}</article>`;
const notebook = (length: number): string =>
  JSON.stringify({
    cells: Array.from({ length: length / 80 }, () => ({
      cell_type: 'code',
      source: ['a = 1\n'],
      outputs: [{ text: ['1\n'] }],
    })),
  });

const sourceOf = (text: string, languageId: string): Source => ({
  id: 'a',
  path: 'a',
  kind: 'code',
  languageId,
  text,
});

describe('texts in markup', () => {
  const CASES: readonly (readonly [string, Source, (text: string) => unknown])[] = [
    [
      'a page',
      sourceOf(page(800_000), 'html'),
      text => viewOf({ text, languageId: 'html', readAs: 'auto' }),
    ],
    [
      'an article',
      sourceOf(article(800_000), 'xml'),
      text => viewOf({ text, languageId: 'xml', readAs: 'auto' }),
    ],
    [
      'a notebook',
      { ...sourceOf(notebook(1_600_000), NOTEBOOK), id: 'a#code', uri: 'file:///a' },
      text => readNotebook(text),
    ],
  ];
  for (const [name, source, inPlace] of CASES)
    it(`${name} of a megabyte takes at most half of its work from the thread it is asked in`, async () => {
      await inPlace(source.text.slice(0, 2000));
      const began = cpuNow();
      await inPlace(source.text);
      const alone = cpuNow() - began;
      const asked = cpuNow();
      const read = await readable(source);
      assert.ok(cpuNow() - asked < alone / 2, name);
      assert.ok(read.text.length > 1000 && read.original?.text === source.text);
    });

  it('read in a thread are what they are in place, with any signs', async () => {
    const text = `<p>a\ud800 &amp; &#x1f600; b</p>${'<p>The <b>rent</b> is due.</p>\n'.repeat(2000)}`;
    const there = await readable(sourceOf(text, 'html'));
    const here = await viewOf({ text, languageId: 'html', readAs: 'auto' });
    assert.equal(there.text, here?.text);
    assert.deepEqual(there.original?.pieces, here?.pieces);
    assert.equal(there.kind, here?.kind);
  });

  it('an article that is nested too deeply, or grows without end, is read with its marks', async () => {
    const deep = `<article><title>a</title>${'<para>'.repeat(3000)}`;
    assert.equal((await readable(sourceOf(deep, 'xml'))).text, deep);
    const xhtml = `<?xml version="1.0"?><html><body>${'<div>'.repeat(3000)}The rent is due on the first day of the month.`;
    assert.equal(
      (await readable(sourceOf(xhtml, 'html'))).text,
      'The rent is due on the first day of the month.\n',
    );
    const grown = `<!DOCTYPE article [<!ENTITY e "${'a'.repeat(10_000)}">]><article><para>${'&e;'.repeat(4000)}</para></article>`;
    assert.equal((await readable(sourceOf(grown, 'xml'))).text, grown);
  });

  it('a page that its thread cannot read is read with its marks, and that is said', async () => {
    const text = '<p>The rent is due.</p>\n'.repeat(2000);
    const read = await readable(sourceOf(text, 'html'), 'text', async () => ({
      view: async () => ({ reason: 'needs too much memory' }),
      read: async () => ({ reason: '' }),
      notebook: async () => ({ reason: '' }),
      review: async () => ({ reason: '' }),
      dispose: async () => undefined,
    }));
    assert.equal(read.text, text);
    assert.equal(read.kind, 'prose');
    assert.deepEqual(read.told, ['needs too much memory: read with its marks']);
  });
});
