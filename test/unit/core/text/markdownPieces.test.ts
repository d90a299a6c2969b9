import assert from 'node:assert/strict';
import fc from 'fast-check';
import createMarkdown from 'markdown-it';
import { linesOf } from '../../../../src/core/text/lines.ts';
import {
  markdownParser,
  markdownPieces,
  type MarkdownPiece,
  type MarkdownToken,
} from '../../../../src/core/text/markdownPieces.ts';

const parser = markdownParser(createMarkdown);
const piecesOf = (text: string): MarkdownPiece[] => [
  ...markdownPieces(parser, text, linesOf(text), {}),
];

type Lines = readonly [type: string, from: number, to: number];

/** Blocks at the top and where they are. */
const blocksOf = (text: string): Lines[] =>
  piecesOf(text).flatMap(({ tokens, line }) =>
    tokens
      .filter(token => token.level === 0 && token.nesting >= 0 && token.map)
      .map(({ type, map }): Lines => [type, line + map![0], line + map![1]]),
  );
const atOnce = (text: string): Lines[] => {
  const tokens: MarkdownToken[] = [];
  parser.block.parse(text.replaceAll('\r\n', '\n'), parser, {}, tokens);
  return tokens
    .filter(token => token.level === 0 && token.nesting >= 0 && token.map)
    .map(({ type, map }): Lines => [type, map![0], map![1]]);
};

const rows = (count: number) =>
  Array.from({ length: count }, (_, i) => `| key ${i} | ${'word '.repeat(i % 9)}|\n`).join('');
const TABLE = `| Key | Meaning |\n|:--|---|\n${rows(16_000)}`;

describe('Markdown in pieces', () => {
  it('reads a table of any length as one table, which ends where it ends for a parse at once', () => {
    assert.ok(TABLE.length > 400_000);
    for (const after of [
      '',
      '\nText.\n',
      '# Heading\n\ntext\n',
      'a lazy row\n\ntext\n',
      '- item\n',
    ])
      for (const end of ['\n', '\r\n']) {
        const text = `# A\n\ntext\n\n${TABLE}${after}`.replaceAll('\n', end);
        assert.deepEqual(blocksOf(text), atOnce(text));
      }
  });

  it('a table that ends near the end of a piece ends there', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 4085, max: 4100 }),
        fc.constantFrom('\n', '\n\n', '\ntext\n\n', '***\n', '> quote\n'),
        (count, between) => {
          const text = `|a|b|\n|-|-|\n${'|1|2|\n'.repeat(count)}${between}|a|b|\n|-|-|\n${'|1|2|\n'.repeat(4500)}`;
          assert.deepEqual(blocksOf(text), atOnce(text));
        },
      ),
      { numRuns: 8 },
    );
  });

  it('an overlong list is parted between its items', () => {
    const text = Array.from(
      { length: 9000 },
      (_, i) => `1. item ${'word '.repeat(i % 9)}\n\n   - sub\n\n     more of it\n\n`,
    ).join('');
    assert.ok(text.length > 400_000);
    const types = new Set(blocksOf(text).map(([type]) => type));
    assert.deepEqual([...types], ['ordered_list_open']);
    const items = piecesOf(text).flatMap(({ tokens, line }) =>
      tokens.filter(t => t.type === 'list_item_open' && t.level === 1).map(t => line + t.map![0]),
    );
    assert.deepEqual(
      items,
      Array.from({ length: 9000 }, (_, i) => i * 6),
    );
  });

  it('a fence of many short lines is one fence', () => {
    const text = `# A\n\n\`\`\`\n${'a\n\n'.repeat(60_000)}\`\`\`\n\n# B\n`;
    assert.deepEqual(blocksOf(text), atOnce(text));
  });

  it('parses a bounded number of lines of one paragraph at once', () => {
    const pieces = piecesOf('a\n'.repeat(200_000));
    assert.ok(Math.max(...pieces.map(({ parsed }) => parsed)) < 100_000);
  });

  it('parses a bounded number of blocks at once, however short the lines', () => {
    for (const line of [
      '#\n',
      '- a\n',
      '1. a\n',
      '> a\n\n',
      '***\n',
      'a\n\n',
      'a\n-\n',
      '- - a\n',
    ]) {
      const text = line.repeat(150_000 / line.length);
      const pieces = piecesOf(text);
      assert.ok(Math.max(...pieces.map(({ tokens }) => tokens.length)) < 100_000, line);
      assert.equal(
        pieces.reduce((at, piece) => (assert.equal(piece.line, at), piece.endLine), 0),
        linesOf(text).starts.length,
      );
    }
  });
});
