import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Outcome } from '../../../../src/core/domain/branch.ts';
import { forecastOf, timeLeft } from '../../../../src/core/state/forecast.ts';
import { spendingOf, spendingText } from '../../../../src/core/state/spending.ts';
import { end, plannedRun, send, START, succeeded } from '../../views/sampleRun.ts';

/** A run of `n` chunks x two perspectives, expected to take $1.47 and 165 s. */
function estimated(n: number) {
  const run = plannedRun(n);
  run.estimate = {
    calls: 2 * n,
    cached: 0,
    inputTokens: 1,
    outputTokens: 1,
    costUsd: { low: 0.9, expected: 1.47, high: 3.52 },
    seconds: { low: 100, expected: 165, high: 300 },
  };
  return run;
}

describe('the forecast of a run under way', () => {
  it('is the estimate before anything was answered', () => {
    const forecast = forecastOf(estimated(10), START);
    assert.equal(forecast?.costUsd, undefined);
    assert.equal(forecast?.leftMs, 165_000);
    assert.equal(timeLeft(estimated(10), START), 'about 2:45 left');
  });

  it('a third for more than the whole was to cost: the run says at once what it is heading for', () => {
    const run = estimated(30);
    run.branchIds.slice(0, 20).forEach(id => end(run, id, { ...succeeded(), costUsd: 0.0755 }));
    const costUsd = forecastOf(run, START)?.costUsd ?? 0;
    assert.ok(costUsd > 3.7 && costUsd < 4.6, String(costUsd));
    const spending = spendingOf(run);
    const text = (spending && spendingText(spending)) ?? '';
    assert.match(
      text,
      /^\$1\.51, heading for about \$[34]\.\d\d, estimated \$1\.47 \(0\.90–3\.52\)$/,
    );
  });

  it('time left follows the pace of the run, not the clock', () => {
    const run = estimated(100);
    run.branchIds.slice(0, 54).forEach(id => end(run, id, succeeded()));
    const left = forecastOf(run, START + 181_000)?.leftMs ?? 0;
    // At this pace the rest takes 489 s; the estimate alone would say that it is over.
    assert.ok(left > 300_000 && left < 500_000, String(left));
  });

  it('time left is right after a tenth of the run, however far off the estimate was', () => {
    for (const [each, at] of [
      [10_000, 32],
      [1_000, 32],
      [60_000, 16],
    ] as const) {
      // 400 branches, `at` at a time, each of which takes `each` ms.
      const run = estimated(200);
      const all = (run.branchIds.length / at) * each;
      for (const share of [0.12, 0.5, 0.9]) {
        const now = START + share * all;
        run.branchIds.forEach((id, i) => {
          const startedAt = START + Math.floor(i / at) * each;
          const branch = run.branches[id];
          if (!branch || startedAt > now) return;
          branch.startedAt = startedAt;
          if (startedAt + each > now) branch.status = 'running';
          else if (branch.status !== 'succeeded') end(run, id, succeeded());
          if (startedAt + each <= now) branch.endedAt = startedAt + each;
        });
        const left = forecastOf(run, now)?.leftMs ?? 0;
        const is = (1 - share) * all;
        assert.ok(
          Math.abs(left - is) < 0.4 * is + each,
          `${each} ms, at ${share}: ${left} of ${is}`,
        );
      }
    }
  });

  it('nothing is left, and the cost is what was spent, when all is answered, whatever it took', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 2, noNaN: true }), { minLength: 4, maxLength: 4 }),
        costs => {
          const run = estimated(2);
          run.branchIds.forEach((id, i) =>
            end(run, id, { ...succeeded(), costUsd: costs[i] ?? 0 }),
          );
          const forecast = forecastOf(run, START + 1_000);
          assert.equal(forecast?.leftMs, 0);
          const sum = costs.reduce((a, b) => a + b, 0);
          assert.ok(Math.abs((forecast?.costUsd ?? 0) - sum) < 1e-9);
        },
      ),
    );
  });

  it('answers from the store are no work done', () => {
    const run = estimated(10);
    const cached = { ...succeeded(), cached: true } as Outcome;
    run.branchIds.slice(0, 10).forEach(id => end(run, id, cached));
    assert.equal(forecastOf(run, START)?.done, 0);
  });

  it('is silent about time once the branches are answered', () => {
    const run = estimated(1);
    send(run, { type: 'run.ended', status: 'cancelled' });
    assert.equal(timeLeft(run, START), undefined);
  });
});
