import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  parseMarkdown,
  type Block,
  type Inline,
} from '../../../../../media/report/summary/markdown.ts';

const known = (id: string): boolean => Number(id.slice(1)) <= 20;
const inlines = (block: Block | undefined): readonly Inline[] =>
  block === undefined ? [] : block.type === 'list' ? block.items.flat() : block.inlines;
const texts = (blocks: readonly Block[]): string =>
  blocks
    .flatMap(inlines)
    .map(i => (i.type === 'finding' ? i.id : i.text))
    .join('');

describe('markdown', () => {
  it('reads paragraphs, headings, lists and emphasis', () => {
    const blocks = parseMarkdown(
      '# Title\nOne *two* **three** `four`\nfive\n\n- a\n- b\n  more\n\n1. x\n2) y',
      known,
    );
    assert.deepEqual(
      blocks.map(b => b.type),
      ['heading', 'paragraph', 'list', 'list'],
    );
    assert.deepEqual(inlines(blocks[1]), [
      { type: 'text', text: 'One ' },
      { type: 'emphasis', text: 'two' },
      { type: 'text', text: ' ' },
      { type: 'strong', text: 'three' },
      { type: 'text', text: ' ' },
      { type: 'code', text: 'four' },
      { type: 'text', text: ' five' },
    ]);
    const list = blocks[2];
    assert.ok(list?.type === 'list' && !list.ordered);
    assert.deepEqual(list.items[1], [{ type: 'text', text: 'b more' }]);
    assert.ok(blocks[3]?.type === 'list' && blocks[3].ordered);
  });

  it('links ids of findings that exist and leaves others as text', () => {
    const [block] = parseMarkdown('See [F1], **[F2, F3]** and [F99] or [F].', known);
    assert.deepEqual(
      inlines(block).filter(i => i.type === 'finding'),
      [
        { type: 'finding', id: 'F1' },
        { type: 'finding', id: 'F2' },
        { type: 'finding', id: 'F3' },
      ],
    );
    assert.match(texts(block ? [block] : []), /\[F99\] or \[F\]/);
  });

  it('T29 T30 T32 links, images and tags stay the text they are', () => {
    for (const text of [
      '[click](https://evil.example/?d=1)',
      '![x](https://evil.example/x.png)',
      '<img src=x onerror=alert(1)>',
      '<script>alert(1)</script>',
      '[run](command:workbench.action.quit)',
      'https://evil.example',
    ]) {
      const blocks = parseMarkdown(text, known);
      assert.deepEqual(
        blocks.flatMap(inlines).map(i => i.type),
        ['text'],
      );
      assert.equal(texts(blocks), text);
    }
  });

  it('marks that are not closed, or stand inside a word, are text', () => {
    for (const text of ['2 * 3', 'a ** b', 'snake_case_name', '`open', '5 * 4 * 3'])
      assert.equal(texts(parseMarkdown(text, known)), text);
  });

  it('any text gives blocks without loss of its letters, and never throws', () => {
    const text = fc.string({ unit: fc.constantFrom(...'ab *_`[]F12\\\n-#>'), maxLength: 120 });
    fc.assert(
      fc.property(text, markdown => {
        const letters = (s: string): string => s.replace(/[^abF]/g, '');
        assert.equal(letters(texts(parseMarkdown(markdown, known))), letters(markdown));
      }),
      { numRuns: 500 },
    );
  });

  it('a hostile text is read in linear time', () => {
    for (const piece of ['*', '**a', '_', '`', '[F1', '[', '\\', '- ', '[F1]'])
      assert.ok(parseMarkdown(piece.repeat(30_000), known).length >= 0);
  });
});
