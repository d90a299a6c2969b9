import assert from 'node:assert/strict';
import { yieldToEventLoop } from '../../../src/core/yieldToEventLoop.ts';

describe('takeTurns', () => {
  it('lets others run when 8 ms of work have passed since they last did, and not before', async () => {
    let now = 0;
    let turns = 0;
    const pause = yieldToEventLoop({
      now: () => now,
      date: () => 0,
      sleep: async () => {
        turns++;
        now += 1;
      },
    });
    const seen: number[] = [];
    for (const work of [3, 3, 3, 7, 1, 30]) {
      now += work;
      await pause();
      seen.push(turns);
    }
    assert.deepEqual(seen, [0, 0, 1, 1, 2, 3]);
  });
});
