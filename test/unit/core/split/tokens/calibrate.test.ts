import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  learned,
  tokenFactor,
  defaultFactor,
  type Calibration,
} from '../../../../../src/core/split/tokens/calibrate.ts';
import { noUsage } from '../../../../../src/core/domain/cost.ts';

const claude = { tokensPerO200k: 1.35 };
const gpt = { tokensPerO200k: 1 };
const billed = (inputTokens: number, estimated = false) => ({ ...noUsage, inputTokens, estimated });

describe('calibrated tokens', () => {
  it('begin with what is usual for the provider', () => {
    assert.equal(tokenFactor(gpt, undefined), 1);
    assert.equal(tokenFactor(claude, undefined), 1.35);
    assert.equal(defaultFactor({}), 1);
  });

  it('come within 3 % of what a model bills after some hundred calls, whatever that is', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.5, max: 3, noNaN: true }),
        fc.array(fc.integer({ min: 2000, max: 9000 }), { minLength: 600, maxLength: 700 }),
        (truth, counts) => {
          let known: Calibration | undefined;
          for (const counted of counts)
            known = learned(known, counted, billed(Math.round(counted * truth)));
          assert.ok(Math.abs(tokenFactor(claude, known) / truth - 1) < 0.03);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('stay within the bounds, whatever a provider says', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.double(), fc.double(), fc.boolean())), calls => {
        let known: Calibration | undefined;
        for (const [counted, tokens, estimated] of calls)
          known = learned(known, counted, billed(tokens, estimated));
        const factor = tokenFactor(gpt, known);
        assert.ok(factor >= 0.4 && factor <= 4, String(factor));
      }),
    );
  });

  it('learn nothing from estimates and absurd counts', () => {
    assert.equal(learned(undefined, 1000, billed(1400, true)), undefined);
    assert.equal(learned(undefined, 1000, billed(0)), undefined);
    assert.equal(learned(undefined, 1000, billed(1e9)), undefined);
    assert.equal(learned(undefined, 0, billed(10)), undefined);
  });

  it('notice a change: what is older fades', () => {
    let known: Calibration | undefined;
    for (let i = 0; i < 2000; i++) known = learned(known, 5000, billed(5000));
    for (let i = 0; i < 2000; i++) known = learned(known, 5000, billed(7000));
    assert.ok(Math.abs(tokenFactor(gpt, known) - 1.4) < 0.02);
  });
});
