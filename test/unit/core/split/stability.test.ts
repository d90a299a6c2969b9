import assert from 'node:assert/strict';
import { localHash } from '../../../../src/core/text/hash.ts';
import { split } from '../../../../src/core/split/split.ts';
import { approximateTokens } from '../../../../src/core/split/tokens/tokens.ts';
import type { Chunk } from '../../../../src/core/domain/chunk.ts';

const WORDS =
  'the agreement party shall deliver works on time under this section unless notice was given before payment falls due and no later than thirty days after acceptance of all milestones by engineer'.split(
    ' ',
  );

/** Running text that is the same in every run of the tests. */
const sentence = (seed: string, words: number) =>
  `${Array.from({ length: words }, (_, i) => WORDS[Math.floor(localHash(`${seed}/${i}`, 0) * WORDS.length)]).join(' ')}.`;

const paragraphs = Array.from({ length: 600 }, (_, i) => {
  const size = 1 + Math.floor(localHash(`size ${i}`, 0) * 6);
  const text = Array.from({ length: size }, (_unused, s) =>
    sentence(`${i}.${s}`, 8 + (s % 9)),
  ).join(' ');
  return i % 9 === 0 ? `${i % 45 === 0 ? '#' : '##'} Heading ${i}\n\n${text}` : text;
});
const MAX = 400;
const chunksOf = (parts: readonly string[]): Promise<Chunk[]> =>
  split(
    { id: 's', path: 'a.md', kind: 'markdown', languageId: 'markdown', text: parts.join('\n\n') },
    { maxTokens: MAX, count: approximateTokens },
  );

describe('chunks under edits', () => {
  it('the same text gives the same chunks', async () => {
    assert.deepEqual(await chunksOf(paragraphs), await chunksOf(paragraphs));
  });

  it('are balanced: no crumbs, nearly as few as fit', async () => {
    const sizes = (await chunksOf(paragraphs)).map(chunk => chunk.tokens);
    const total = sizes.reduce((sum, size) => sum + size, 0);
    assert.ok(Math.min(...sizes) > MAX / 3, `smallest ${Math.min(...sizes)}`);
    assert.ok(
      sizes.length <= Math.ceil((total / MAX) * 1.3),
      `${sizes.length} chunks for ${total} tokens`,
    );
  });

  it('one changed paragraph changes at most two chunk ids, but for one edit in twenty', async () => {
    const before = new Set((await chunksOf(paragraphs)).map(chunk => chunk.id));
    const changed: number[] = [];
    for (let i = 0; i < 120; i++) {
      const at = (i * 37 + 5) % paragraphs.length;
      const edited = [...paragraphs];
      const words = edited[at]!.split(' ');
      if (i % 3 === 0) words.splice(Math.floor(words.length / 2), 1, 'altered');
      else if (i % 3 === 1) words.push('Added.');
      else words.splice(-3, 2, 'much', 'changed', 'indeed');
      edited[at] = words.join(' ');
      changed.push((await chunksOf(edited)).filter(chunk => !before.has(chunk.id)).length);
    }
    assert.ok(changed.every(count => count >= 1));
    const many = changed.filter(count => count > 2);
    assert.ok(
      many.length <= 6,
      `of 120 edits, ${many.length} changed more than two: ${many.join(' ')}`,
    );
  });
});
