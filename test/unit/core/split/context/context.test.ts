import assert from 'node:assert/strict';
import fc from 'fast-check';
import { contextOf } from '../../../../../src/core/split/context/context.ts';
import { indexDefinitions } from '../../../../../src/core/split/context/definitions.ts';
import { split } from '../../../../../src/core/split/split.ts';
import { approximateTokens } from '../../../../../src/core/split/tokens/tokens.ts';
import type { Source } from '../../../../../src/core/domain/source.ts';

const text = Array.from({ length: 30 }, (_, chapter) =>
  [
    `# Chapter ${chapter}\n`,
    ...Array.from(
      { length: 6 },
      (_unused, part) =>
        `## Part ${chapter}.${part}\n\n${`Sentence of part ${chapter}.${part}. `.repeat(20)}\n`,
    ),
  ].join('\n'),
).join('\n');
const source: Source = { id: 's', path: 'book.md', kind: 'markdown', languageId: 'markdown', text };

const GAP = /\[\.\.\. (\d+) characters skipped \.\.\.\]/;

describe('context of a chunk', () => {
  const contexts = async (of: Source = source) => {
    const chunks = await split(of, { maxTokens: 300, count: approximateTokens });
    return chunks.map(chunk => ({ chunk, ...contextOf(of, chunks, chunk) }));
  };

  it('marks the place of the chunk once, under its parents', async () => {
    const all = await contexts();
    for (const { chunk, outline } of all) {
      assert.equal(outline.match(/\(this part\)/g)?.length, 1);
      const lines = outline.split('\n').map(line => line.trim());
      assert.ok(lines.includes(`> ${chunk.headings.at(-1)} (this part)`), outline);
      if (chunk.headings.length > 1) assert.ok(lines.includes(`- ${chunk.headings[0]}`), outline);
      assert.match(
        lines[0] ?? '',
        new RegExp(`^book.md, part ${chunk.index + 1} of ${all.length}, lines `),
      );
    }
  });

  it('is budgeted, however long the document', async () => {
    for (const { outline, before, after } of await contexts()) {
      assert.ok(approximateTokens(outline) <= 420, String(approximateTokens(outline)));
      assert.ok(before.length <= 640 && after.length <= 640);
    }
  });

  it('keeps its budget, whatever the text, its headings and its path', async () => {
    const line = fc.oneof(
      fc.nat(8).map(depth => `${'#'.repeat(1 + depth)} ${'Long heading 漢字 '.repeat(12)}\n`),
      fc.nat(40).map(depth => `${'  '.repeat(depth)}class C${depth} { method() {\n`),
      fc.constantFrom('"Term" means that. ', 'Term\n\n', '\r\n', '漢'.repeat(300), '👩‍👩‍👧‍👦'.repeat(80)),
      fc.string({ unit: 'grapheme', maxLength: 200 }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { minLength: 1, maxLength: 60 }),
        fc.constantFrom('markdown', 'prose', 'code'),
        fc.integer({ min: 20, max: 400 }),
        fc.nat(3000),
        async (lines, kind, maxTokens, deep) => {
          const of: Source = {
            ...source,
            path: `${'deep/'.repeat(deep)}a.md`,
            kind,
            languageId: 'typescript',
            text: lines.join(''),
          };
          await indexDefinitions(of);
          const chunks = await split(of, { maxTokens, count: approximateTokens });
          for (const chunk of chunks) {
            const { outline, before, after, definitions } = contextOf(of, chunks, chunk);
            assert.ok(outline.length <= 1600, `${outline.length} characters of outline`);
            assert.ok(before.length <= 650 && after.length <= 650);
            assert.ok(approximateTokens(definitions ?? '') <= 520);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('gives whole sentences from right before and right after, nothing at the edges', async () => {
    const all = await contexts();
    assert.equal(all[0]?.before, '');
    assert.equal(all.at(-1)?.after, '');
    for (const { chunk, before, after } of all) {
      const shownBefore = before.replace(GAP, '').trim();
      const shownAfter = after.replace(GAP, '').trim();
      assert.ok(text.slice(0, chunk.start).trimEnd().endsWith(shownBefore));
      assert.ok(text.slice(chunk.end).trimStart().startsWith(shownAfter));
      if (before) assert.match(shownBefore, /^(?:Sentence|#)/);
      if (after) assert.match(shownAfter, /\.$/);
    }
  });

  it('says how much is left out between the chunk’s neighbours and the ends of the text', async () => {
    for (const { chunk, before, after } of await contexts()) {
      const ahead = text.slice(0, chunk.start);
      const skipped = Number(GAP.exec(before)?.[1] ?? 0);
      assert.equal(ahead.slice(skipped).trim(), before.replace(GAP, '').trim());
      const behind = text.slice(chunk.end);
      const left = Number(GAP.exec(after)?.[1] ?? 0);
      assert.equal(behind.slice(0, behind.length - left).trim(), after.replace(GAP, '').trim());
    }
  });

  it('stays within the source and the selection', async () => {
    const part = { ...source, range: { start: 2000, end: 6000 } };
    const all = await contexts(part);
    assert.equal(all[0]?.before, '');
    assert.equal(all.at(-1)?.after, '');
    const other = { ...source, id: 'other', path: 'other.md' };
    const chunks = [
      ...(await split(source, { maxTokens: 300, count: approximateTokens })),
      ...(await split(other, { maxTokens: 300, count: approximateTokens })),
    ];
    assert.match(contextOf(other, chunks, chunks.at(-1)!).outline, /^other\.md, part (\d+) of \1,/);
  });

  it('tells no model where on the disk a file lies', async () => {
    const absolute = { ...source, path: '/home/someone/contracts/book.md' };
    for (const { outline } of await contexts(absolute)) assert.match(outline, /^book\.md, part/);
  });
});
