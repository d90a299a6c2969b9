import assert from 'node:assert/strict';
import { importEpub } from '../../../../src/sources/import/epub.ts';
import { htmlText } from '../../../../src/sources/import/html.ts';
import { attachmentName } from '../../../../src/sources/import/mail/letter.ts';
import { importRtf } from '../../../../src/sources/import/rtf/rtf.ts';
import { importPo } from '../../../../src/sources/import/text/po.ts';
import { importSubtitles } from '../../../../src/sources/import/text/subtitles.ts';
import { importXliff } from '../../../../src/sources/import/text/xliff.ts';
import { viewOf, type Viewed } from '../../../../src/sources/markup/view.ts';
import { readRecords } from '../../../../src/sources/records/records.ts';
import { writeZip } from '../../../../src/sources/import/zip.ts';
import { cpuNow } from '../../../support/cpuTime.ts';

const ALL = { changes: 'both', hidden: true } as const;
const SHORT = 40_000;

const cue = (text: string): string => `1\n00:00:01,000 --> 00:00:02,000\n${text}\n\n`;
const xliff = (text: string): string =>
  `<xliff><file><trans-unit id="1"><source>${text}</source></trans-unit></file></xliff>`;
const book = (page: string): Uint8Array =>
  writeZip(
    Object.entries({
      'META-INF/container.xml': '<container><rootfile full-path="a.opf"/></container>',
      'a.opf':
        '<package><manifest><item id="a" href="100%.html"/><item id="n" href="n.html" properties="nav"/></manifest><spine><itemref idref="a"/></spine></package>',
      '100%.html': page,
      'n.html': page,
    }).map(([name, text]) => ({ name, data: Buffer.from(text) })),
  );

const PAGE = { languageId: 'html', readAs: 'text' } as const;
const article = (text: string): Viewed => ({
  languageId: 'xml',
  readAs: 'auto',
  text: `<article xmlns="http://docbook.org/ns/docbook"><title id="a">b</title><para>${text}</para></article>`,
});
const table = (text: string): Promise<unknown> =>
  readRecords(
    { id: 'a.csv', path: 'a.csv', kind: 'prose', languageId: 'plaintext', text },
    { columns: ['text'] },
    () => Promise.resolve(),
  ).catch((error: unknown) => error);

/** A text that makes a pattern or a loop begin again at every place, of about so many characters. */
type Hostile = readonly [name: string, read: (length: number) => unknown];

const of = (unit: string, length: number): string => unit.repeat(Math.ceil(length / unit.length));
const many = (length: number, unit: (n: number) => string): string =>
  Array.from({ length: Math.ceil(length / 16) }, (_, i) => unit(i)).join('');
const HOSTILE: readonly Hostile[] = [
  [
    'rich text that hides every other word',
    n => importRtf(Buffer.from(`{\\rtf1 ${of('{\\v a }b ', n)}}`), ALL),
  ],
  [
    'rich text that strikes every other word',
    n => importRtf(Buffer.from(`{\\rtf1 ${of('{\\strike a   }b ', n)}}`), ALL),
  ],
  ['cues of a long talk', n => importSubtitles(Buffer.from(of(cue('Yes.'), 2 * n)), ALL)],
  ['a cue of opened voices', n => importSubtitles(Buffer.from(cue(of('<v ', n))), ALL)],
  ['a cue of voices with classes', n => importSubtitles(Buffer.from(cue(of('<v.', n))), ALL)],
  ['a cue of a voice of blanks', n => importSubtitles(Buffer.from(cue(`<v ${of(' ', n)}x`)), ALL)],
  ['a cue of opened styles', n => importSubtitles(Buffer.from(cue(of('{\\', n))), ALL)],
  ['a translation of blanks', n => importXliff(Buffer.from(xliff(`a${of(' ', n)}a`)), ALL)],
  [
    'a catalogue of blanks',
    n => importPo(Buffer.from(`msgid "a${of(' ', n)}a"\nmsgstr "b"\n`), ALL),
  ],
  ['a book of opened links', n => importEpub(book(of('<a ', n)), ALL)],
  ['a book of links without an end', n => importEpub(book(of('<a href="x">', n)), ALL)],
  ['a book of opened sections', n => importEpub(book(of('<![CDATA[', n)), ALL)],
  [
    'a page of very many styles',
    n =>
      htmlText(
        `<style>${many(n, i => `.a${i}{display:none}`)}</style>${many(n, i => `<p class=b${i}>a</p>`)}`,
      ),
  ],
  ['a page of lists in lists', n => htmlText(of('<ul><li>a', n))],
  ['a letter of opened titles', n => htmlText(of('<title ', n))],
  ['a page of quotations in quotations', n => htmlText(of('<q>', n))],
  ['a page whose style has no rule', n => htmlText(`<style>${of('a', n)}}</style><p>a`)],
  ['a page of opened listings', n => viewOf({ ...PAGE, text: of('<pre>', n) })],
  ['a page of opened scripts', n => viewOf({ ...PAGE, text: of('<script ', n) })],
  ['an article with an error at every sign', n => viewOf(article(of('<', n)))],
  ['an article of words that refer', n => viewOf(article(of('<link linkend="a"/>', n)))],
  ['a cell of line ends', n => table(`id,text\n1,"${of('\n', n)}"\n`)],
  ['rows that have one id', n => table(`id,text\n${of('a,b\n', n)}`)],
  ['a quote that is not closed', n => table(`id,text\n1,"${of('a\n', n)}`)],
];

const median = (all: readonly number[]): number => [...all].sort((a, b) => a - b)[1] ?? 0;

describe('documents of strangers', () => {
  for (const [name, read] of HOSTILE)
    it(`${name}: four times the length takes at most eight times as long`, async () => {
      await read(SHORT / 10);
      const timed = async (length: number): Promise<number> => {
        const times: number[] = [];
        for (let i = 0; i < 3; i++) {
          const start = cpuNow();
          await read(length);
          times.push(cpuNow() - start);
          if (times[0]! > 3000) return times[0]!;
        }
        return median(times);
      };
      const short = Math.max(12, await timed(SHORT));
      assert.ok((await timed(4 * SHORT)) <= 8 * short);
    });

  it('a book with a percent sign in the name of a chapter, and one of very many paragraphs, are read', async () => {
    const one = await importEpub(book('<p>Kept whole</p>'), ALL);
    assert.ok('text' in one && one.text.includes('Kept whole'), JSON.stringify(one));
    const many = await importEpub(book('<p>a</p>'.repeat(150_000)), ALL);
    assert.ok('pages' in many && many.pages.length === 150_000);
  });

  it('a chapter that a book names very often is read once', async () => {
    const [container, list, page] = [
      '<container><rootfile full-path="a.opf"/></container>',
      `<package><manifest><item id="a" href="a.html"/></manifest><spine>${'<itemref idref="a"/>'.repeat(500)}</spine></package>`,
      '<p>Once</p>',
    ].map(text => Buffer.from(text));
    const read = await importEpub(
      writeZip([
        { name: 'META-INF/container.xml', data: container! },
        { name: 'a.opf', data: list! },
        { name: 'a.html', data: page! },
      ]),
      ALL,
    );
    assert.ok('text' in read);
    assert.equal(read.text, 'Once\n');
  });

  it('what a page hides with a zero of any form, or behind comments, is left out', async () => {
    for (const style of [
      'opacity:.0',
      'opacity:0%',
      'font-size:0.0px',
      'display:/* */none',
      'opacity:0.',
    ])
      assert.deepEqual(
        await htmlText(`<p>Seen by all</p><p style="${style}">Gone</p>`),
        { text: 'Seen by all\n', hidden: 1, unhidden: 0, marked: 0 },
        style,
      );
    for (const style of ['opacity:0.5', 'font-size:0.9em', 'font-size:.8em'])
      assert.equal((await htmlText(`<p style="${style}">Seen</p>`)).hidden, 0, style);
  });

  it('a name of an attachment turns no direction of writing', () => {
    assert.equal(attachmentName('a\u202etxt.exe', '', 1), 'atxt.exe');
    assert.equal(attachmentName('\u202e', 'text/plain', 2), 'attachment 2.txt');
  });

  it('marks of hidden and changed words stand before the blanks that follow them', () => {
    const read = importRtf(
      Buffer.from('{\\rtf1 a {\\v b }c {\\strike d  }{\\v e}{\\revised f }g\\par}'),
      ALL,
    );
    assert.ok('text' in read);
    assert.equal(
      read.text,
      'a [hidden: b] c [struck out: d]  [hidden: e]{++f ++}g\n'.replace('  ', ' '),
    );
  });
});
