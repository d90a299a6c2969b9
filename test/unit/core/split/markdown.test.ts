import assert from 'node:assert/strict';
import fc from 'fast-check';
import createMarkdown from 'markdown-it';
import type { Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { toString } from 'mdast-util-to-string';
import { markdownStructure } from '../../../../src/core/split/markdown.ts';
import { meterOf } from '../../../../src/core/split/pack/meter.ts';
import { split } from '../../../../src/core/split/split.ts';
import { approximateTokens } from '../../../../src/core/split/tokens/tokens.ts';
import type { Source } from '../../../../src/core/domain/source.ts';

const sourceOf = (text: string): Source => ({
  id: 's',
  path: 'a.md',
  kind: 'markdown',
  languageId: 'markdown',
  text,
});
const chunksOf = (text: string, maxTokens: number) =>
  split(sourceOf(text), { maxTokens, count: approximateTokens });
const textsOf = async (text: string, maxTokens: number) =>
  (await chunksOf(text, maxTokens)).map(({ start, end }) => text.slice(start, end));

/** The trail at an offset as another parser sees it. */
function otherTrail(tree: Root, offset: number): string[] {
  const open: { level: number; title: string }[] = [];
  for (const node of tree.children) {
    if (node.type !== 'heading' || node.position!.start.offset! > offset) continue;
    while (open.length > 0 && open.at(-1)!.level >= node.depth) open.pop();
    open.push({
      level: node.depth,
      title: toString(node, { includeHtml: false }).replace(/\s+/g, ' ').trim(),
    });
  }
  return open.map(({ title }) => title);
}

const section = fc.constantFrom(
  '# One *two* `three`\n\n',
  '## [Link](https://example.com) and [ref]\n\n',
  'Setext first\n============\n\n',
  'Setext\nof two lines\n---\n\n',
  '### Closed ###\n',
  '#### Escaped \\# &amp; entity\n\n',
  '####### seven is none\n\n',
  '#nospace\n\n',
  '    # indented code\n\n',
  '```\n# in a fence\n```\n\n',
  '~~~~md\n```\n# still in\n~~~~\n\n',
  '```\n# never closed by this\n',
  '<div>\n# in html\n</div>\n\n',
  '<!--\n\n# in a comment\n\n-->\n\n',
  '<pre>\n\n# in pre\n\n</pre>\n\n',
  '- item\n\n  # in a list\n\n- ```\n  # fence in a list\n',
  '> # in a quote\nlazy\n\n',
  '[ref]: https://example.com\n  "title\n# over lines"\n\n',
  'A paragraph of some words that goes on\nfor two lines.\n\n',
  '***\n\n',
  '1. one\n2. two\n\n   more\n\n',
  'text right before\n# a heading\ntext right after\n\n',
);

describe('markdown', () => {
  it('finds the headings another parser finds, whatever is around them', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(section, { minLength: 1, maxLength: 30 }),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.boolean(),
        async (sections, eol, bom) => {
          const text = (bom ? '\ufeff' : '') + sections.join('').replaceAll('\n', eol);
          const tree = fromMarkdown(text.replace('\ufeff', ' ').replace(/^ /, bom ? '' : ' '));
          const shift = bom ? 1 : 0;
          const chunks = await chunksOf(text, 60);
          for (const chunk of chunks) {
            const first = chunk.start + text.slice(chunk.start, chunk.end).search(/[^\s\ufeff]/);
            assert.deepEqual(
              chunk.headings,
              otherTrail(tree, Math.max(chunk.start, first) - shift),
            );
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it('parsing in pieces finds what parsing at once finds', async () => {
    const parts: string[] = [];
    for (let i = 0; i < 900; i++) {
      parts.push(
        `${'#'.repeat(1 + (i % 4))} Section ${i}\n\n${'Some words of text. '.repeat(9)}\n\n`,
      );
      if (i % 7 === 0) parts.push('```sh\n# not a heading\n\n# nor this\n```\n\n');
      if (i % 50 === 0) parts.push(`- ${'item\n- '.repeat(400)}last\n\n`);
      if (i % 90 === 0) parts.push(`~~~\n${'# code\n\n'.repeat(3000)}~~~\n\n`);
    }
    const text = parts.join('');
    assert.ok(text.length > 400_000);
    const { headings } = await markdownStructure(text, meterOf(undefined));
    const lines = text.split('\n');
    const tokens = createMarkdown('commonmark').parse(text, {});
    const expected = tokens
      .filter(token => token.type === 'heading_open' && token.level === 0)
      .map(token => lines[token.map![0]]!);
    assert.equal(headings.length, 900);
    assert.deepEqual(
      headings.map(({ start }) => text.slice(start, text.indexOf('\n', start))),
      expected,
    );
  });

  it('keeps a heading with its text wherever a piece ends', async () => {
    const text = '## Heading\n\nText.\n\n'.repeat(20_000);
    const { blocks } = await markdownStructure(text, meterOf(undefined));
    const costs = new Set(
      blocks.filter(({ start }) => text.startsWith('Text', start)).map(({ cost }) => cost),
    );
    assert.equal(costs.size, 1);
  });

  it('reads a byte order mark over the first heading', async () => {
    const [chunk] = await chunksOf('\ufeff# Title\n\ntext\n', 100);
    assert.equal(chunk?.start, 0);
    assert.deepEqual(chunk?.headings, ['Title']);
  });

  it('front matter is one block and no heading', async () => {
    const text = `---\ntitle: A long name of the page\ntags: [a, b]\n---\n\n# Real\n\n${'Words. '.repeat(40)}`;
    const [chunk] = await chunksOf(text, 500);
    assert.deepEqual(chunk?.headings, []);
    const { headings } = await markdownStructure(text, meterOf(undefined));
    assert.deepEqual(
      headings.map(({ title }) => title),
      ['Real'],
    );
  });

  it('cuts no fence, table, list item or HTML block that fits', async () => {
    const fence = `\`\`\`ts\n${'const a = 1;\n\n'.repeat(8)}\`\`\`\n`;
    const table = `| a | b |\n| - | - |\n${'| one | two |\n'.repeat(8)}`;
    const html = `<table>\n${'<tr><td>x</td></tr>\n'.repeat(5)}</table>\n`;
    const text = `# A\n\n${[fence, table, html]
      .map(block => `Some text before it.\n\n${block}\n`)
      .join('')
      .repeat(4)}`;
    for (const maxTokens of [60, 80, 130]) {
      for (const chunk of await textsOf(text, maxTokens)) {
        assert.equal((chunk.match(/```/g) ?? []).length % 2, 0);
        assert.equal(/\| a \| b \|/.test(chunk), /\| one \| two \|/.test(chunk));
        assert.equal(/<table>/.test(chunk), /<\/table>/.test(chunk));
      }
    }
  });

  it('cuts an oversize fence and table between lines, a list between items', async () => {
    const fence = `\`\`\`\n${Array.from({ length: 80 }, (_, i) => `statement number ${i}`).join('\n')}\n\`\`\`\n\n`;
    const table = `| a | b |\n| - | - |\n${Array.from({ length: 80 }, (_, i) => `| row | ${i} |`).join('\n')}\n\n`;
    const list = Array.from({ length: 60 }, (_, i) => `- item ${i}\n  goes on\n`).join('');
    for (const chunk of await textsOf(fence + table + list, 50)) {
      assert.match(chunk, /\n$/);
      assert.doesNotMatch(chunk, /^ {2}goes on/);
    }
  });

  it('keeps a heading with what it announces', async () => {
    const text = Array.from(
      { length: 30 },
      (_, i) => `## Part ${i}\n\n${'Some words here. '.repeat(5 + (i % 9))}\n\n`,
    ).join('');
    for (const chunk of await textsOf(text, 120))
      assert.doesNotMatch(chunk.trimEnd(), /## Part \d+$/);
  });
});
