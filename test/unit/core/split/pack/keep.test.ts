import assert from 'node:assert/strict';
import fc from 'fast-check';
import { localHash } from '../../../../../src/core/text/hash.ts';
import { marksOf } from '../../../../../src/core/split/pack/keep.ts';
import { split } from '../../../../../src/core/split/split.ts';
import { approximateTokens } from '../../../../../src/core/split/tokens/tokens.ts';
import type { Chunk } from '../../../../../src/core/domain/chunk.ts';
import type { Source } from '../../../../../src/core/domain/source.ts';

const MAX = 300;
type Kind = 'markdown' | 'prose' | 'code';

const WORDS =
  'the agreement party shall deliver works on time under this section unless notice was given'.split(
    ' ',
  );

/** Numbers below `n`, the same for the same seed. */
const numbers = (seed: number) => {
  let at = 0;
  return (n: number) => Math.floor(localHash(`${seed}/${at++}`, 0) * n);
};
type Random = ReturnType<typeof numbers>;
const times = <T>(n: number, make: (i: number) => T): T[] =>
  Array.from({ length: n }, (_, i) => make(i));
const word = (random: Random) => WORDS[random(WORDS.length)]!;
const sentence = (random: Random) => `The ${times(4 + random(12), () => word(random)).join(' ')}.`;

/** A paragraph or function of up to a fourth of the budget. */
function partOf(kind: Kind, random: Random): string {
  const n = random(100_000);
  if (kind !== 'code')
    return `Number ${n}. ${times(1 + random(4), () => sentence(random)).join(' ')}`;
  const lines = times(1 + random(8), i => `  const v${i} = input.${word(random)}(${n});`);
  return [`function f${n}(input) {`, ...lines, '  return v0;', '}'].join('\n');
}

const headed = (kind: Kind, parts: readonly string[], every: number): string[] =>
  parts.flatMap((part, i) =>
    i % every !== 0 || kind === 'code'
      ? [part]
      : [kind === 'markdown' ? `## Heading ${i}` : `ARTICLE ${i + 1}. TERMS`, part],
  );

const isPart = (part: string) => !/^(?:##|ARTICLE)/.test(part);

type Edit = 'change' | 'delete' | 'insert';

/** The parts with one paragraph (or function) changed, deleted or inserted. */
function edited(kind: Kind, parts: readonly string[], how: Edit, random: Random): string[] {
  const places = parts.flatMap((part, i) => (isPart(part) ? [i] : []));
  const at = places[random(places.length)]!;
  const added = how === 'delete' ? [] : [partOf(kind, random)];
  return parts.toSpliced(at, how === 'insert' ? 0 : 1, ...added);
}

const sourceOf = (kind: Kind, parts: readonly string[]): Source => ({
  id: 's',
  path: 'a',
  kind,
  languageId: kind === 'code' ? 'javascript' : kind,
  text: `${parts.join('\n\n')}\n`,
});

const options = { maxTokens: MAX, count: approximateTokens };

function assertWhole(source: Source, chunks: readonly Chunk[]): void {
  let at = 0;
  for (const { start, end, tokens } of chunks) {
    assert.equal(start, at);
    assert.ok(tokens <= MAX);
    at = end;
  }
  assert.equal(at, source.text.length);
}

const texts = fc.record({
  kind: fc.constantFrom<Kind>('markdown', 'prose', 'code'),
  seed: fc.nat(),
  parts: fc.integer({ min: 40, max: 120 }),
  every: fc.integer({ min: 3, max: 20 }),
});

describe('kept cuts', () => {
  it('one paragraph changed, deleted or inserted changes at most two chunks, without crumbs', async () => {
    await fc.assert(
      fc.asyncProperty(
        texts,
        fc.array(fc.constantFrom<Edit>('change', 'delete', 'insert'), {
          minLength: 1,
          maxLength: 4,
        }),
        async ({ kind, seed, parts: n, every }, edits) => {
          const random = numbers(seed);
          let parts = headed(
            kind,
            times(n, () => partOf(kind, random)),
            every,
          );
          let source = sourceOf(kind, parts);
          let chunks = await split(source, options);
          for (const how of edits) {
            const kept = marksOf(source, chunks);
            const before = new Set(chunks.map(({ id }) => id));
            parts = edited(kind, parts, how, random);
            source = sourceOf(kind, parts);
            chunks = await split(source, { ...options, kept });
            assertWhole(source, chunks);
            const changed = chunks.filter(({ id }) => !before.has(id));
            assert.ok(changed.length <= 2, `${how}: ${changed.length} of ${chunks.length}`);
            for (const { tokens } of changed) assert.ok(tokens >= MAX / 4, `crumb of ${tokens}`);
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  it('of a text that is as it was, every cut stays, also where the text repeats itself', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom<Kind>('markdown', 'prose', 'code'),
        fc.array(
          fc.constantFrom('The same line.\n', 'The same line.\n\n', 'x', '漢字。', '  call();\n'),
          {
            minLength: 1,
            maxLength: 8,
          },
        ),
        fc.integer({ min: 1, max: 400 }),
        async (kind, parts, repeated) => {
          const source = { ...sourceOf(kind, []), text: parts.join('').repeat(repeated) };
          const chunks = await split(source, options);
          const again = await split(source, { ...options, kept: marksOf(source, chunks) });
          assert.deepEqual(again, chunks);
        },
      ),
      { numRuns: 150 },
    );
  });
});
