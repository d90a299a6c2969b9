import assert from 'node:assert/strict';
import fc from 'fast-check';
import { split, splitInTwo } from '../../../../../src/core/split/split.ts';
import { approximateTokens } from '../../../../../src/core/split/tokens/tokens.ts';
import type { Chunk } from '../../../../../src/core/domain/chunk.ts';
import type { Source, SourceKind } from '../../../../../src/core/domain/source.ts';
import { recordSet } from '../../../../../src/sources/records/records.ts';
import { readTable } from '../../../../../src/sources/records/table.ts';

const sourceOf = (text: string, kind: SourceKind, more: Partial<Source> = {}): Source => ({
  id: 's',
  path: 'a',
  kind,
  languageId: 'typescript',
  text,
  ...more,
});

const MAX = 512;

/** A paragraph of that many tokens with its blank line; all begin alike, so no cut is better than another. */
const paragraph = (tokens: number): string =>
  `${'The party shall pay it. '.repeat(30).slice(0, 4 * tokens - 2)}\n\n`.replace(/ \n/, '.\n');

const sizesOf = async (paragraphs: readonly number[]): Promise<number[]> => {
  const text = paragraphs.map(paragraph).join('');
  const chunks = await split(sourceOf(text, 'markdown'), {
    maxTokens: MAX,
    count: approximateTokens,
  });
  return chunks.map(({ tokens }) => tokens);
};

const squares = (sizes: readonly number[]): number =>
  sizes.reduce((sum, size) => sum + size * size, 0);

/** The least sum of squares of all ways to cut the sizes, in order, to that many chunks without a crumb. */
function least(sizes: readonly number[], chunks: number): number {
  if (chunks === 0) return sizes.length === 0 ? 0 : Infinity;
  let best = Infinity;
  let size = 0;
  for (let i = 0; i < sizes.length && size + sizes[i]! <= MAX; i++) {
    size += sizes[i]!;
    if (size >= MAX / 4) best = Math.min(best, size ** 2 + least(sizes.slice(i + 1), chunks - 1));
  }
  return best;
}

describe('balanced cuts', () => {
  it('a few lists take as many calls as paragraphs; what must stay whole takes what it needs', async () => {
    const words = 'The party shall pay it. '.repeat(4).trim();
    const count = async (lines: (mark: string) => string): Promise<number> => {
      const text = ['One', 'Two', 'Three']
        .map(title => `## ${title}\n\n${lines('- ')}\n\n`)
        .join('');
      const chunks = await split(sourceOf(text, 'markdown'), {
        maxTokens: MAX,
        count: approximateTokens,
      });
      return chunks.length;
    };
    const rows = (mark: string, join: string): string =>
      Array.from({ length: 11 }, () => mark + words).join(join);
    assert.equal(await count(() => rows('', '\n\n')), 2);
    assert.equal(await count(mark => rows(mark, '\n')), 2);
    assert.equal(await count(() => `\`\`\`\n${rows('', '\n')}\n\`\`\``), 3);
  });

  it('equal paragraphs make chunks that differ by one paragraph at most', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(16, 32, 64, 96),
        fc.integer({ min: 2, max: 150 }),
        async (size, many) => {
          const sizes = await sizesOf(Array.from({ length: many }, () => size));
          assert.ok(Math.max(...sizes) - Math.min(...sizes) <= size, sizes.join(' '));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('no crumbs, and of as many chunks no other cuts have less variance', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(16, 32, 64, 96, 128, 160), { minLength: 3, maxLength: 16 }),
        async paragraphs => {
          const sizes = await sizesOf(paragraphs);
          if (sizes.length === 1) return;
          assert.ok(Math.min(...sizes) >= MAX / 4, sizes.join(' '));
          assert.equal(squares(sizes), least(paragraphs, sizes.length), sizes.join(' '));
        },
      ),
      { numRuns: 150 },
    );
  });
});

/** What sticks together: pairs, marks, joined emoji, flags, syllables, line ends. */
const cluster = fc.constantFrom(
  '\r\n',
  '\n',
  '\r',
  '😀',
  'e\u0301\u0323',
  '👩🏽‍🚀',
  '🇩🇪',
  '🇫',
  '각',
  'क्षि',
  'กำ',
  '\u0600',
  'a',
  'word ',
  '. ',
  ',',
  '"',
  '漢字',
  '한국어 문장. ',
  '# ',
  '\n\n',
  '- ',
  '| x |',
  '{',
  '}',
  ';\n',
);
const clusters = fc.array(cluster, { minLength: 1, maxLength: 120 }).map(parts => parts.join(''));

/** Every place where the whole text may be cut, as the Unicode rules say. */
const boundariesOf = (text: string): ReadonlySet<number> =>
  new Set([
    0,
    text.length,
    ...Array.from(
      new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text),
      ({ index }) => index,
    ),
  ]);

function assertUncut(text: string, chunks: readonly Chunk[]): void {
  const boundaries = boundariesOf(text);
  for (const { start, end } of chunks)
    for (const at of [start, end])
      assert.ok(boundaries.has(at), `cut inside ${JSON.stringify(text.slice(at - 3, at + 3))}`);
}

describe('no cut in a surrogate pair, a grapheme or a CRLF', () => {
  const maxTokens = fc.integer({ min: 1, max: 40 });

  it('by any splitter of text, by halves either', async () => {
    await fc.assert(
      fc.asyncProperty(
        clusters,
        fc.constantFrom<SourceKind>('markdown', 'prose', 'code'),
        maxTokens,
        async (text, kind, max) => {
          const source = sourceOf(text, kind);
          const chunks = await split(source, { maxTokens: max, count: approximateTokens });
          assertUncut(text, chunks);
          const [whole] = await split(source, { maxTokens: 1e6, count: approximateTokens });
          const halves = whole && splitInTwo(source, whole, approximateTokens);
          if (halves) assertUncut(text, halves);
        },
      ),
      { numRuns: 250 },
    );
  });

  it('of a change', async () => {
    await fc.assert(
      fc.asyncProperty(
        clusters,
        fc.constantFrom<SourceKind>('markdown', 'code'),
        maxTokens,
        fc.nat(),
        async (text, kind, max, at) => {
          const lines = [0, ...[...text.matchAll(/\r\n|\n|\r/g)].map(m => m.index + m[0].length)];
          const start = lines[at % lines.length]!;
          const changed: Source['changed'] = [
            { start, end: lines.find(line => line > start) ?? text.length },
          ];
          const chunks = await split(sourceOf(text, kind, { changed }), {
            maxTokens: max,
            count: approximateTokens,
          });
          assertUncut(text, chunks);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('of a record set', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(clusters, { minLength: 2, maxLength: 12 }),
        maxTokens,
        async (cells, max) => {
          const rows = cells.map(cell => `"${cell.replaceAll('"', '""')}"\r\n`);
          const text = `text\r\n${rows.join('')}`;
          const pause = async (): Promise<void> => undefined;
          const table = await readTable('a.csv', text, 'csv', { pause });
          const whole = sourceOf(text, 'prose');
          const { source } = await recordSet(whole, table, { columns: ['text'] }, pause);
          const chunks = await split(source, { maxTokens: max, count: approximateTokens });
          assertUncut(text, chunks);
        },
      ),
      { numRuns: 60 },
    );
  });
});
