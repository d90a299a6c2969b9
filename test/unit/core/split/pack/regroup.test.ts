import assert from 'node:assert/strict';
import fc from 'fast-check';
import { regroup } from '../../../../../src/core/split/pack/regroup.ts';
import { split } from '../../../../../src/core/split/split.ts';
import { approximateTokens } from '../../../../../src/core/split/tokens/tokens.ts';
import type { Source } from '../../../../../src/core/domain/source.ts';

const sourceOf = (text: string): Source => ({
  id: 's',
  path: 'doc.md',
  kind: 'markdown',
  languageId: 'markdown',
  text,
});

const block = fc.oneof(
  fc.nat(3).map(level => `${'#'.repeat(level + 1)} Title ${level}\n\n`),
  fc.nat(60).map(n => `${'Some words of text. '.repeat(n)}\n\n`),
  fc.constantFrom('- a\n- b\n\n', '```\ncode\n```\n\n', '漢字。', '👩‍👩‍👧‍👦\r\n'),
);

describe('regroup', () => {
  it('joins to the units exactly, in order, never over budget, and cuts at group ends', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(block, { minLength: 1, maxLength: 40 }),
        fc.array(fc.nat(5), { maxLength: 40 }),
        fc.integer({ min: 40, max: 400 }),
        async (blocks, sizes, maxTokens) => {
          const source = sourceOf(blocks.join(''));
          const units = await split(source, { maxTokens: maxTokens / 8, count: approximateTokens });
          const ends: number[] = [];
          let end = 0;
          for (const size of sizes) {
            end = Math.min(units.length, end + size + 1);
            if (end > (ends.at(-1) ?? 0)) ends.push(end);
          }
          if ((ends.at(-1) ?? 0) < units.length) ends.push(units.length);
          const groups = await regroup(source, units, ends, {
            maxTokens,
            count: approximateTokens,
          });
          assert.equal(groups.length, ends.length);
          let from = units[0]?.start ?? 0;
          groups.forEach((chunks, i) => {
            for (const chunk of chunks) {
              assert.equal(chunk.start, from);
              from = chunk.end;
              const text = source.text.slice(chunk.start, chunk.end);
              const own = approximateTokens(text);
              const single = units.some(u => u.start === chunk.start && u.end === chunk.end);
              assert.ok(own <= maxTokens || single, `${own} of ${maxTokens}`);
            }
            assert.equal(from, units[ends[i]! - 1]!.end);
            const first = units[ends[i - 1] ?? 0]!.start;
            const all = approximateTokens(source.text.slice(first, from));
            if (all <= maxTokens * 0.7) assert.equal(chunks.length, 1);
          });
          assert.equal(from, units.at(-1)?.end ?? 0);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('gives the same text the same id whatever the groups', async () => {
    const source = sourceOf(
      Array.from({ length: 8 }, (_, i) => `# H${i}\n\n${`word${i} `.repeat(40)}\n\n`).join(''),
    );
    const units = await split(source, { maxTokens: 60, count: approximateTokens });
    const half = units.length / 2;
    const options = { maxTokens: 1000, count: approximateTokens };
    const [first] = await regroup(source, units, [half, units.length], options);
    const [again] = await regroup(source, units, [half, half + 1, units.length], options);
    assert.deepEqual(first, again);
  });
});
