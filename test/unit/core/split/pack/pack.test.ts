import assert from 'node:assert/strict';
import { nestHeadings } from '../../../../../src/core/split/blocks.ts';
import { meterOf } from '../../../../../src/core/split/pack/meter.ts';
import { pack } from '../../../../../src/core/split/pack/pack.ts';
import { cpuNow } from '../../../../support/cpuTime.ts';

describe('packing', () => {
  it('time to count one line grows with its length', async () => {
    const timeOf = async (length: number): Promise<number> => {
      const text = 'a b '.repeat(length / 4);
      const began = cpuNow();
      const [piece, ...more] = await pack(text, [{ start: 0, end: length, cost: 0 }], {
        maxTokens: Infinity,
        count: part => part.length,
        meter: meterOf(undefined),
      });
      assert.deepEqual([piece?.tokens, more.length], [length, 0]);
      return cpuNow() - began;
    };
    await timeOf(100_000);
    const once = await timeOf(1_000_000);
    const eightfold = await timeOf(8_000_000);
    assert.ok(
      eightfold <= Math.max(500, 16 * once),
      `${once.toFixed(0)} ms, eight times the text ${eightfold.toFixed(0)} ms`,
    );
  });

  it('a text of nothing but headings gives others a turn in every stage', async () => {
    const text = '#\n'.repeat(50_000);
    let turns = 0;
    const pause = (): Promise<void> => {
      turns += 1;
      return Promise.resolve();
    };
    const meter = meterOf(pause);
    const flat = Array.from({ length: 50_000 }, (_, i) => ({ start: 2 * i, level: 1, title: '' }));
    const headings = await nestHeadings(flat, text.length, meter);
    assert.deepEqual(
      [headings[0]?.end, headings.at(-1)?.end, turns >= 300],
      [2, text.length, true],
    );
    turns = 0;
    const blocks = flat.map(({ start }) => ({ start, end: start + 2, cost: 0 }));
    await pack(text, blocks, { maxTokens: 1000, count: part => part.length, meter });
    assert.deepEqual([blocks.length, turns >= 200], [0, true]);
  });
});
