import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createTurns } from '../../../../src/engine/tools/turns.ts';

const never = new AbortController().signal;

describe('turns of calls', () => {
  it('T49 a flood of calls: a few at once, some wait in order, the rest is refused', async () => {
    const turns = createTurns(2, 3);
    const gates = Array.from({ length: 8 }, () => Promise.withResolvers<undefined>());
    const begun: number[] = [];
    const calls = gates.map((gate, i) =>
      turns
        .take(never, async () => {
          begun.push(i);
          await gate.promise;
          return i;
        })
        .catch((error: unknown) => String(error)),
    );
    await new Promise(resolve => setImmediate(resolve));
    assert.deepEqual(begun, [0, 1]);
    for (const gate of gates) {
      gate.resolve(undefined);
      await new Promise(resolve => setImmediate(resolve));
    }
    const results = await Promise.all(calls);
    assert.deepEqual(results.slice(0, 5), [0, 1, 2, 3, 4]);
    assert.deepEqual(begun, [0, 1, 2, 3, 4]);
    for (const refused of results.slice(5))
      assert.match(String(refused), /2 calls are under way and 3 wait\. Nothing was read or sent/);
  });

  it('a call that is cancelled while it waits does nothing and holds no turn', async () => {
    const turns = createTurns(1, 5);
    const gate = Promise.withResolvers<undefined>();
    const first = turns.take(never, () => gate.promise);
    const abort = new AbortController();
    const second = turns.take(abort.signal, () => Promise.reject(new Error('began')));
    const third = turns.take(never, () => Promise.resolve('done'));
    abort.abort();
    await assert.rejects(second, /cancelled before its turn/);
    gate.resolve(undefined);
    await first;
    assert.equal(await third, 'done');
    await assert.rejects(
      turns.take(abort.signal, () => Promise.resolve('began')),
      /cancelled before its turn/,
    );
  });

  it('whatever calls do, fail or are cancelled, no more than the limit are under way, and none is lost', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.constantFrom('ends', 'fails', 'cancelled'), { maxLength: 30 }),
        async (atOnce, kinds) => {
          const turns = createTurns(atOnce, 1000);
          let [active, most] = [0, 0];
          const calls = kinds.map(kind => {
            const abort = new AbortController();
            const call = turns
              .take(abort.signal, async () => {
                most = Math.max(most, ++active);
                await Promise.resolve();
                active -= 1;
                if (kind === 'fails') throw new Error('failed');
              })
              .then(
                () => 'ends',
                (error: unknown) => (/cancelled/.test(String(error)) ? 'cancelled' : 'fails'),
              );
            if (kind === 'cancelled') abort.abort();
            return call;
          });
          const ended = await Promise.all(calls);
          assert.ok(most <= atOnce);
          ended.forEach((end, i) => assert.ok(end === kinds[i] || kinds[i] === 'cancelled'));
          assert.equal(await turns.take(never, () => Promise.resolve('free')), 'free');
        },
      ),
    );
  });
});
