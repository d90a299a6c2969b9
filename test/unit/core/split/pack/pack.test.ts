import assert from 'node:assert/strict';
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
});
