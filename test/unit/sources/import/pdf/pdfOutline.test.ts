import assert from 'node:assert/strict';
import { withHeadings } from '../../../../../src/sources/import/pdf/pdfOutline.ts';

/** The headings that bookmarks to one page make of its lines. */
const headings = (titles: readonly string[], ...lines: readonly string[]): string[] => {
  const page = lines.map((text, i) => ({ text, size: 10, left: 72, right: 400, y: 800 - i * 14 }));
  const bookmarks = titles.map(title => ({ title, level: 1, page: 0 }));
  return withHeadings([page], bookmarks)
    .pages.flat()
    .flatMap(({ level, text }) => (level === undefined ? [] : [text]));
};

describe('headings of a PDF by its bookmarks', () => {
  it('are the lines that they name, with the numbers that the bookmarks lack', () => {
    const numbered = [
      ['NAME', 'A.1 NAME'],
      ['Multiarch', 'A.3.1 Multiarch'],
      ['The law of the sea', 'IV. The law of the sea'],
      ['Was bleibt', 'Kapitel 4 Was bleibt'],
      ['概述', '第 1 章 概述'],
    ];
    for (const [title = '', line = ''] of numbered)
      assert.deepEqual(headings([title], 'Before it.', line, 'After it.'), [line]);
    assert.deepEqual(headings(['4.2 Notice'], 'Notice', 'Any notice is written.'), ['Notice']);
  });

  it('are found where a word of the title looks like a number', () => {
    for (const title of ['Citing R', 'R messages', 'Can I use R', 'Portable C code', 'Problem 1'])
      assert.deepEqual(headings([title], 'Before it.', `2.8 ${title}`, 'After.'), [`2.8 ${title}`]);
  });

  it('begin at their own line: the end of a list before them is no number of theirs', () => {
    assert.deepEqual(
      headings(['The library path'], '• Section 5.7.1.2', '5.22.1 The library path', 'It is.'),
      ['5.22.1 The library path'],
    );
  });

  it('are the title of a table of contents too, which bookmarks seldom name', () => {
    const entries = ['1 Scope . . . . . . 3', '2 Terms\t4', '3 Notice ........ 5'];
    assert.deepEqual(headings([], 'The manual', 'Inhalt', ...entries), ['Inhalt']);
    assert.deepEqual(headings([], 'As of 3 May:', ...entries), []);
    assert.deepEqual(headings(['Prices'], 'Prices', 'In euros', 'A\t1', 'B\t2', 'C\t3'), [
      'Prices',
    ]);
  });

  it('may be broken into lines, and their number stand on a line of its own', () => {
    assert.deepEqual(
      headings(['Files and their names'], 'Chapter 3', 'Files and', 'their names', 'Text.'),
      ['Chapter 3 Files and their names'],
    );
  });
});
