import assert from 'node:assert/strict';
import { withTitles } from '../../../../../src/sources/import/pdf/pdfTitles.ts';
import type { Line } from '../../../../../src/sources/import/pdf/pdfLines.ts';

/** Lines from the top of a page down; `[size, text]`, or text of the usual size. */
const page = (...rows: readonly (string | readonly [number, string])[]): Line[] =>
  rows.map((row, i) => {
    const [size, text] = typeof row === 'string' ? [10, row] : row;
    return { text, size, left: 72, right: 400, y: 800 - i * 14 };
  });
const TEXT = Array.from(
  { length: 12 },
  (_, i) => `A line of running text with its number ${i} in it`,
);
const headings = (pages: readonly (readonly Line[])[]): string[] | undefined =>
  withTitles(pages)
    ?.flat()
    .flatMap(({ level, text }) => (level === undefined ? [] : [`${level} ${text}`]));

describe('headings of a PDF without bookmarks', () => {
  it('are its larger lines, the largest outermost, a broken one joined', () => {
    assert.deepEqual(
      headings([
        page([20, 'The manual of'], [20, 'the machine'], ...TEXT, [14, '1 Begin'], ...TEXT),
        page([12, '1.1 Switch it on'], ...TEXT, [14, '2 End'], ...TEXT),
      ]),
      ['1 The manual of the machine', '2 1 Begin', '3 1.1 Switch it on', '2 2 End'],
    );
  });

  it('are none where larger lines are few, end sentences, have no text below, or are beside numbered ones', () => {
    assert.equal(headings([page([20, 'Contract'], ...TEXT, ...TEXT)]), undefined);
    const form = page(
      ...TEXT,
      ...['Name', 'Place', 'Date', 'Sum'].flatMap(word => [[14, word] as const, 'x']),
      ...TEXT,
      ...TEXT,
    );
    assert.equal(headings([form]), undefined);
    const numbered = ['1. Price', '2. Payment', '3. Term', '4. Notice'].flatMap(title => [
      title,
      ...TEXT,
    ]);
    const titles = ['Contract', 'Annex', 'Signatures'].flatMap(title => [
      [16, title] as const,
      ...TEXT,
    ]);
    assert.equal(headings([page(...titles, ...numbered)]), undefined);
    assert.equal(headings([page([14, 'It ends here.'], ...TEXT)]), undefined);
    assert.equal(headings([]), undefined);
  });
});
