import assert from 'node:assert/strict';
import { noUsage } from '../../../../../src/core/domain/cost.ts';
import { calibrationsIn } from '../../../../../src/core/run/estimate/calibrations.ts';
import { defaultFactor } from '../../../../../src/core/split/tokens/calibrate.ts';
import { scriptedModel } from '../../../../support/scriptedReviewer.ts';
import { memoryStore } from '../../../../support/scriptedRun.ts';

const billed = (inputTokens: number) => ({ ...noUsage, inputTokens });

describe('calibrations', () => {
  it('are kept in the store: the next run counts by what the one before was billed', () => {
    const store = memoryStore();
    const first = calibrationsIn(store);
    for (let i = 0; i < 100; i += 1) first.learn(scriptedModel, 1_000, billed(1_500));
    const next = calibrationsIn(store).factorOf(scriptedModel);
    assert.ok(Math.abs(next - first.factorOf(scriptedModel)) < 0.02, `${next}`);
    assert.ok(next > 1.3);
  });

  it('are not written for every call', () => {
    let writes = 0;
    const store = { ...memoryStore(), remember: () => void (writes += 1) };
    const known = calibrationsIn(store);
    for (let i = 0; i < 10_000; i += 1) known.learn(scriptedModel, 1_000, billed(1_200));
    assert.ok(writes < 120, `${writes}`);
  });

  it('nonsense in the store, or a store that refuses, is no calibration and no failure', () => {
    for (const value of [null, 7, {}, { counted: -1, billed: 3 }, { counted: 'a', billed: 1 }]) {
      const store = { ...memoryStore(), recall: () => value };
      assert.equal(calibrationsIn(store).factorOf(scriptedModel), defaultFactor(scriptedModel));
    }
    const full = {
      ...memoryStore(),
      remember: () => {
        throw new Error('disk full');
      },
    };
    assert.doesNotThrow(() => calibrationsIn(full).learn(scriptedModel, 1_000, billed(1_200)));
  });
});
