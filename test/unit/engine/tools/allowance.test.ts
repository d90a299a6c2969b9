import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  type Allowed,
  createAllowance,
  type Grant,
} from '../../../../src/engine/tools/allowance.ts';

const amount = fc.record({
  usd: fc.double({ min: 0, max: 10, noNaN: true }),
  tokens: fc.nat({ max: 10_000 }),
});

describe('allowance of agents', () => {
  it('never grants more than is left, however runs begin and end', () => {
    fc.assert(
      fc.property(
        amount,
        fc.array(
          fc.record({
            wanted: amount,
            settles: fc.boolean(),
            share: fc.double({ min: 0, max: 1, noNaN: true }),
          }),
        ),
        (caps, steps) => {
          const allowance = createAllowance(() => caps);
          const open: Grant[] = [];
          const spent = { usd: 0, tokens: 0 };
          for (const { wanted, settles, share } of steps) {
            const grant = allowance.take(wanted);
            if (grant) open.push(grant);
            const ended = settles ? open.shift() : undefined;
            if (ended) {
              const used = { usd: ended.usd * share, tokens: Math.floor(ended.tokens * share) };
              spent.usd += used.usd;
              spent.tokens += used.tokens;
              ended.settle(used);
              // A second time counts nothing.
              ended.settle(used);
            }
            const held = (of: keyof Allowed): number =>
              open.reduce((sum, each) => sum + each[of], spent[of]);
            assert.ok(held('usd') <= caps.usd + 1e-9);
            assert.ok(held('tokens') <= caps.tokens);
          }
        },
      ),
    );
  });

  it('does not limit what has no cap', () => {
    const allowance = createAllowance(() => ({ usd: Infinity, tokens: 100 }));
    const first = allowance.take({ usd: Infinity, tokens: 60 });
    assert.equal(first?.usd, Infinity);
    assert.deepEqual(allowance.left(), { usd: Infinity, tokens: 40 });
    assert.equal(allowance.take({ usd: Infinity, tokens: 60 })?.tokens, 40);
    assert.equal(allowance.take({ usd: Infinity, tokens: 60 }), undefined);
  });
});
