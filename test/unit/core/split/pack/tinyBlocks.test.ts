import assert from 'node:assert/strict';
import { CUT } from '../../../../../src/core/split/blocks.ts';
import { cheapest, type Atom } from '../../../../../src/core/split/pack/cuts.ts';
import { cpuNow } from '../../../../support/cpuTime.ts';

const MAX_TOKENS = 2500;
const meter = { add: () => false, pause: () => Promise.resolve() };
/** Blocks of one token, every tenth of them a heading. */
const atomsOf = (count: number): readonly Atom[] =>
  Array.from({ length: count }, (_, i) => ({
    start: 2 * i,
    end: 2 * i + 2,
    tokens: 1,
    cost: i % 10 === 0 ? CUT.heading(1) : CUT.line,
  }));

describe('blocks of one token', () => {
  const text = '#\n'.repeat(200_000);

  it('R21 very many are cut within the budget, before headings, near the target size', async () => {
    const atoms = atomsOf(200_000);
    const ends = await cheapest(text, atoms, { maxTokens: MAX_TOKENS, meter });
    assert.equal(ends.at(-1), atoms.length);
    ends.forEach((end, i) => {
      const size = end - (ends[i - 1] ?? 0);
      assert.ok(size > 0 && size <= MAX_TOKENS, String(size));
      if (i < ends.length - 1) {
        assert.ok(size > MAX_TOKENS / 2, String(size));
        assert.equal(end % 10, 0);
      }
    });
  });

  it('R21 of four times as many, each takes at most half as long', async () => {
    const timed = async (count: number): Promise<number> => {
      const atoms = atomsOf(count);
      const began = cpuNow();
      await cheapest(text, atoms, { maxTokens: MAX_TOKENS, meter });
      return (cpuNow() - began) / count;
    };
    await timed(5000);
    const few = await timed(50_000);
    assert.ok((await timed(200_000)) < few / 2 + 1e-4);
  });
});
