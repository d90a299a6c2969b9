import assert from 'node:assert/strict';
import { atOnceText, modeHints, savingOf } from '../../../../src/core/format/modeHint.ts';
import type { Estimate } from '../../../../src/core/domain/billing.ts';

const costing = (
  usd: number | undefined,
  seconds: number,
  more: Partial<Estimate> = {},
): Estimate => ({
  calls: 126,
  cached: 0,
  inputTokens: 320_000,
  outputTokens: 40_000,
  ...(usd === undefined ? {} : { costUsd: { low: usd * 0.8, expected: usd, high: usd * 1.3 } }),
  seconds: { low: seconds / 2, expected: seconds, high: seconds * 2 },
  ...more,
});

describe('mode hints', () => {
  const fast = costing(1.2, 45);
  const economy = costing(0.6, 1800);
  const sequential = costing(0.8, 600);

  it('say which mode fits, what each saves and how long it takes', () => {
    assert.deepEqual(modeHints({ mode: 'fast', fast, sequential, economy }), [
      {
        mode: 'economy',
        text: 'about $0.60 instead of $1.20, usually within the hour, at most 24 h. Fits when there is no hurry.',
      },
      {
        mode: 'sequential',
        text: 'about $0.80 instead of $1.20, in about 10 min instead of about 45 s: later calls read the text from the provider’s cache.',
      },
    ]);
  });

  it('without batches, one by one is what fits when time does not matter', () => {
    const [hint, ...more] = modeHints({ mode: 'fast', fast, sequential });
    assert.equal(hint?.mode, 'sequential');
    assert.match(hint.text, /Fits when that time does not matter\.$/);
    assert.deepEqual(more, []);
  });

  it('are silent where nothing is worth the wait, unless that mode is the planned one', () => {
    const cheap = {
      fast: costing(0.1, 9),
      sequential: costing(0.09, 90),
      economy: costing(0.05, 1800),
    };
    assert.deepEqual(modeHints({ mode: 'fast', ...cheap }), []);
    assert.match(modeHints({ mode: 'economy', ...cheap })[0]?.text ?? '', /^saves little here/);
    assert.match(modeHints({ mode: 'sequential', ...cheap })[0]?.text ?? '', /^saves little here/);
    // Ten cents of many dollars are not worth hours.
    const dear = { mode: 'fast', fast: costing(30, 45), sequential: costing(29.8, 600) } as const;
    assert.equal(savingOf(dear, 'sequential'), undefined);
  });

  it('say nothing of prices that nobody knows', () => {
    const unknown = costing(undefined, 9);
    for (const mode of ['fast', 'sequential', 'economy'] as const)
      assert.deepEqual(
        modeHints({ mode, fast: unknown, sequential: unknown, economy: unknown }),
        [],
      );
  });

  it('name what no batch takes, with its price', () => {
    const some = costing(0.7, 1800, {
      atOnce: { calls: 4, costUsd: { low: 0.1, expected: 0.2, high: 0.3 } },
    });
    const words =
      ' 4 calls that no batch takes (joining, checks, models without batches) are made at once, at the full price, about $0.20 of it.';
    assert.equal(atOnceText(some), words);
    assert.ok(modeHints({ mode: 'fast', fast, economy: some })[0]?.text.endsWith(words));
    assert.equal(atOnceText(economy), '');
    assert.match(
      atOnceText(costing(undefined, 1, { atOnce: { calls: 1 } })),
      /1 call that .* is made at once, at the full price\.$/,
    );
  });
});
