import assert from 'node:assert/strict';
import {
  linesOf,
  type Line,
  type TextItem,
} from '../../../../../src/sources/import/pdf/pdfLines.ts';
import { pdfText } from '../../../../../src/sources/import/pdf/pdfText.ts';

const WIDTH = 40;
/** Lines of a column 40 letters wide; a number instead of a text is a gap in points. */
function lines(...of: readonly (string | number)[]): Line[] {
  let y = 800;
  return of.flatMap(text => {
    if (typeof text === 'number') {
      y -= text;
      return [];
    }
    y -= 14;
    return [{ text, left: 60, right: 60 + text.length * 5, y, size: 11 }];
  });
}
const full = (text: string): string => text.padEnd(WIDTH, 'x');
const textOf = (...pages: Line[][]): string => pdfText(pages).text;

describe('text of PDF pages', () => {
  it('joins lines that were full and keeps apart those that ended early', () => {
    const page = lines(full('One '), 'and the end.', full('Two '), 'is next.');
    assert.equal(textOf(page), `${full('One ')} and the end.\n${full('Two ')} is next.\n`);
  });

  it('a wider gap or another size of letters begins a paragraph', () => {
    const [first, second] = lines(full('a'), full('b'));
    assert.equal(
      textOf(lines(full('a'), full('b'), 12, full('c'), full('d'))),
      `${full('a')} ${full('b')}\n\n${full('c')} ${full('d')}\n`,
    );
    assert.equal(textOf([{ ...first!, size: 16 }, second!]), `${full('a')}\n\n${full('b')}\n`);
  });

  it('items of lists and numbered clauses begin lines', () => {
    const page = lines(full('It covers '), '• the first;', '(b) the second;', '12.3 Third');
    assert.equal(textOf(page).split('\n').length, 5);
  });

  it('pages are a blank line apart, but where a sentence goes on', () => {
    assert.equal(textOf(lines(full('ends.')), lines('On.')), `${full('ends.')}\n\nOn.\n`);
    assert.equal(textOf(lines(full('goes')), lines('on.')), `${full('goes')} on.\n`);
  });

  describe('a hyphen at the end of a line', () => {
    const joined = (end: string, start: string, elsewhere = ''): string => {
      const page = lines(`${'x'.repeat(WIDTH - end.length - 1)} ${end}`, start, 20, elsewhere);
      return textOf(page).split('\n')[0]!.replace(/^x+ /, '');
    };
    it('goes when it only marked the break', () => {
      assert.equal(joined('exam-', 'ple text'), 'example text');
      assert.equal(joined('pay-', 'ment due', 'each payment'), 'payment due');
      assert.equal(joined('soft\u00ad', 'ware'), 'software');
    });
    it('stays in compounds', () => {
      assert.equal(joined('well-', 'known name', 'a well-known one'), 'well-known name');
      assert.equal(joined('third-', 'party claim', 'a third and a party'), 'third-party claim');
      assert.equal(joined('state-of-', 'the art'), 'state-of-the art');
    });
    it('stays before capitals and after numbers', () => {
      assert.equal(joined('Franco-', 'German'), 'Franco-German');
      assert.equal(joined('2024-', '2025 season'), '2024-2025 season');
    });
    it('a dash between words keeps its spaces', () => {
      assert.equal(joined('rain –', 'or snow'), 'rain – or snow');
    });
  });
});

describe('lines of a PDF page', () => {
  const item = (str: string, x: number, y: number, more: Partial<TextItem> = {}): TextItem => ({
    str,
    transform: [1, 0, 0, 1, x, y],
    width: str.length * 5,
    height: 10,
    hasEOL: false,
    ...more,
  });
  const texts = (...items: TextItem[]): string[] => linesOf(items).map(line => line.text);

  it('joins runs of text by their distance', () => {
    assert.deepEqual(texts(item('Hel', 0, 9), item('lo', 15, 9), item('you', 30, 9)), [
      'Hello you',
    ]);
    assert.deepEqual(texts(item('Item', 0, 9), item('Price', 300, 9)), ['Item\tPrice']);
  });
  it('keeps raised letters on their line and others not', () => {
    assert.deepEqual(texts(item('note', 0, 9), item('1', 20, 13, { height: 6 })), ['note1']);
    assert.deepEqual(texts(item('a', 0, 30), item('b', 0, 10)), ['a', 'b']);
  });
  it('drops control characters and halves of characters', () => {
    assert.deepEqual(texts(item('a\u0000b\ud800', 0, 9)), ['ab\ufffd']);
    assert.deepEqual(texts(item('  ', 0, 9, { hasEOL: true }), item('', 0, 9)), []);
  });
});
