import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isSafeCut } from '../../../../src/core/split/prose/graphemes.ts';
import { contentHash } from '../../../../src/core/text/hash.ts';
import { split, splitInTwo, uniqueIds } from '../../../../src/core/split/split.ts';
import { approximateTokens, loadTokenCounter } from '../../../../src/core/split/tokens/tokens.ts';
import type { Chunk } from '../../../../src/core/domain/chunk.ts';
import type { Source, SourceKind } from '../../../../src/core/domain/source.ts';

const sourceOf = (text: string, kind: SourceKind, languageId = 'plaintext'): Source => ({
  id: 's',
  path: 'doc',
  kind,
  languageId,
  text,
});

const kinds = ['markdown', 'prose', 'code'] as const;

/** Text made of the parts that splitters stumble over. */
const part = fc.constantFrom(
  '# Heading\n',
  '## Second\r\n',
  'Title\n=====\n',
  '\n\n',
  '\r\n',
  '\r',
  '```ts\n',
  '```\n',
  '~~~\n',
  '- item one\n',
  '  - nested\n',
  '1. first\n',
  '| a | b |\n| - | - |\n| 1 | 2 |\n',
  '<div>\n',
  '</div>\n\n',
  '<!-- open\n',
  '-->\n',
  '---\n',
  '> quote\n',
  '[ref]: https://example.com\n',
  'ARTICLE IV\nCOVENANTS\n\n',
  'Section 2.1 Payment. The Owner shall pay.\n',
  '3.2.1\tMilestones\n',
  'SCHEDULE A\n',
  '\u00a0\u00a0',
  '\ufeff',
  'function f() {\n  return 1;\n}\n',
  'class A:\n    def b(self):\n        pass\n',
  '  }\n',
  '"""\n',
  '`',
  '/*',
  '*/',
  '👩‍👩‍👧‍👦',
  '🇩🇪🇫🇷',
  'e\u0301',
  '\u0600\u0661',
  '漢字かな。',
  'ไทยภาษา',
  '\ud83d',
  '\ude00',
  '\0',
  'word '.repeat(20),
  'x'.repeat(120),
  'A sentence here. Another one? Yes!\n',
);
const anyText = fc.oneof(
  fc.array(part, { maxLength: 60 }).map(parts => parts.join('')),
  fc.string({ unit: 'grapheme', maxLength: 400 }),
  fc.string({ unit: 'binary', maxLength: 200 }),
);

function assertPartition(chunks: readonly Chunk[], start: number, end: number): void {
  let at = start;
  chunks.forEach((chunk, index) => {
    assert.equal(chunk.start, at);
    assert.ok(chunk.end > chunk.start);
    assert.equal(chunk.index, index);
    at = chunk.end;
  });
  assert.equal(at, chunks.length === 0 ? start : end);
  if (end > start) assert.ok(chunks.length > 0);
}

describe('split', () => {
  it('puts every character in exactly one chunk, within the budget, cut at graphemes only (F44)', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyText,
        fc.constantFrom(...kinds),
        fc.integer({ min: 1, max: 120 }),
        fc.constantFrom('typescript', 'python', 'plaintext'),
        async (text, kind, maxTokens, languageId) => {
          const source = sourceOf(text, kind, languageId);
          const chunks = await split(source, { maxTokens, count: approximateTokens });
          assertPartition(chunks, 0, text.length);
          for (const chunk of chunks) {
            const own = text.slice(chunk.start, chunk.end);
            assert.ok(isSafeCut(text, chunk.start), `cut inside a cluster at ${chunk.start}`);
            assert.equal(chunk.hash, contentHash(own));
            assert.ok(chunk.id.startsWith(chunk.hash));
            const divisible = [...own].some((_, i) => i > 0 && isSafeCut(own, i));
            if (divisible) assert.ok(approximateTokens(own) <= maxTokens, JSON.stringify(own));
          }
          assert.equal(new Set(chunks.map(chunk => chunk.id)).size, chunks.length);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('honours the range of a selection', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyText,
        fc.constantFrom(...kinds),
        fc.nat(),
        fc.nat(),
        async (text, kind, a, b) => {
          const [start, end] = [a % (text.length + 1), b % (text.length + 1)].sort(
            (x, y) => x - y,
          ) as [number, number];
          const source = { ...sourceOf(text, kind), range: { start, end } };
          assertPartition(
            await split(source, { maxTokens: 30, count: approximateTokens }),
            start,
            end,
          );
        },
      ),
      { numRuns: 150 },
    );
  });

  it('splits in two halves that join to the chunk, or says that it cannot (F05)', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, fc.constantFrom(...kinds), async (text, kind) => {
        const source = sourceOf(text, kind);
        for (const chunk of await split(source, { maxTokens: 10_000, count: approximateTokens })) {
          const halves = splitInTwo(source, chunk, approximateTokens);
          if (chunk.end - chunk.start < 200) assert.equal(halves, undefined);
          if (!halves) continue;
          const [first, second] = halves;
          assert.equal(first.start, chunk.start);
          assert.equal(first.end, second.start);
          assert.equal(second.end, chunk.end);
          assert.ok(isSafeCut(text, second.start));
          assert.equal(first.hash, contentHash(text.slice(first.start, first.end)));
        }
      }),
      { numRuns: 100 },
    );
  });

  it('gives halves ids of their own, however often the text repeats itself and is split (F05)', async () => {
    const block = fc.constantFrom(
      'The same again. '.repeat(40),
      `${'word '.repeat(99)}\n\n`,
      'x'.repeat(600),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(block, { minLength: 2, maxLength: 12 }),
        fc.constantFrom(...kinds),
        async (blocks, kind) => {
          const source = sourceOf(blocks.join(''), kind);
          const chunks = await split(source, { maxTokens: 300, count: approximateTokens });
          const all = [...chunks];
          for (let level = chunks; level.length > 0;) {
            level = level.flatMap(chunk => splitInTwo(source, chunk, approximateTokens) ?? []);
            all.push(...level);
          }
          assert.equal(new Set(all.map(({ id }) => id)).size, all.length);
          assert.ok(all.length > chunks.length);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('numbers chunks with the same text', () => {
    const chunk = { hash: 'h', id: 'h' } as Chunk;
    assert.deepEqual(
      uniqueIds([chunk, chunk, { ...chunk, hash: 'g' }, chunk]).map(({ id }) => id),
      ['h', 'h.2', 'g', 'h.3'],
    );
  });

  it('F49 lets others run all the time, whatever it splits', async () => {
    const texts: readonly (readonly [SourceKind, string])[] = [
      ['prose', 'word '.repeat(60_000)],
      ['prose', 'x'.repeat(300_000)],
      ['prose', 'One short paragraph.\n\n'.repeat(14_000)],
      ['markdown', '# Heading\n\nSome text below it.\n\n'.repeat(10_000)],
      ['code', `function f() {\n${'  call();\n'.repeat(30_000)}}\n`],
    ];
    for (const [kind, text] of texts) {
      let since = 0;
      let most = 0;
      const count = (part: string) => {
        since += part.length;
        most = Math.max(most, since);
        return approximateTokens(part);
      };
      const pause = async () => {
        since = 0;
      };
      await split(sourceOf(text, kind), { maxTokens: 2000, count, pause });
      assert.ok(most <= 40_000, `${kind}: ${most} characters counted without a pause`);
    }
  });

  it('says exactly how many tokens a chunk cut out of one line has', async () => {
    const count = await loadTokenCounter();
    const word = fc.constantFrom(
      'the',
      'Fluxional',
      'x7',
      '12345',
      '"so',
      '(as',
      "don't",
      'Übermut',
    );
    const stop = fc.constantFrom('. ', ', ', '; ', ' ', '? ', '.  ');
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(word, stop), { minLength: 200, maxLength: 600 }),
        fc.integer({ min: 20, max: 90 }),
        async (words, maxTokens) => {
          const text = words.flat().join('');
          for (const { start, end, tokens } of await split(sourceOf(text, 'prose'), {
            maxTokens,
            count,
          }))
            assert.equal(tokens, count(text.slice(start, end)));
        },
      ),
      { numRuns: 30 },
    );
  });
});
