import assert from 'node:assert/strict';
import { withoutFurniture } from '../../../../../src/sources/import/pdf/pdfFurniture.ts';

/** What is left of pages whose first lines are heads, and what is told of them. */
const read = (heads: readonly string[]): { text: string; left: readonly string[] } => {
  const pages = heads.map((head, page) =>
    [head, ...Array.from({ length: 8 }, (_, i) => `Words ${page * 97 + i * 7} of it`)].map(
      (text, i) => ({ text, size: 10, left: 72, right: 400, y: 800 - i * 14 }),
    ),
  );
  const { pages: kept, left } = withoutFurniture(pages);
  const text = kept
    .flat()
    .map(line => line.text)
    .filter(line => !line.startsWith('Words'))
    .join('\n');
  return { text, left };
};

describe('running heads of a PDF', () => {
  it('are left out when they name another chapter on every page, beside the number of the page', () => {
    const heads = [
      'The manual\tiii',
      'The manual\tiv',
      'The manual\tv',
      '1.1 Scope\t1',
      '2\tChapter 1 Scope',
      '2.1 Terms\t3',
      '4\tChapter 2 Terms',
      '3.4 Notices\t5',
      '6\tChapter 3 Notices',
    ];
    const { text, left } = read(heads);
    assert.equal(text, '');
    assert.deepEqual(left, ['The manual\tiii', '1.1 Scope\t1']);
    assert.equal(read(heads.map(head => head.replace(/\t(\d)$/, '\t$1 / 57'))).text, '');
  });

  it('are not what only looks like them: rows of a table, headings with a number in their words', () => {
    const rows = ['Rent\t12', 'Water\t40', 'Heat\t7', 'Tax\t31', 'Sum\t90'];
    assert.equal(read(rows).text, rows.join('\n'));
    const headings = ['Stage 1', 'Stage 2', 'Stage 3', 'Stage 4', 'Stage 5'].map(
      name => `Deliveries of ${name}`,
    );
    assert.equal(read(headings).text, headings.join('\n'));
  });
});
