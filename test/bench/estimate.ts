import { loadTokenCounter } from '../../src/core/split/tokens/tokens.ts';
import { infoOf } from '../../src/models/prices.ts';
import { accuracyOf, estimateRuns, type Provider } from '../support/estimateRuns.ts';

/** Models at list prices; answers as long, and as different, as reviews are. */
const PROVIDERS: readonly Provider[] = [
  {
    info: infoOf('openai', 'gpt-6-luna'),
    medians: [300, 260, 420, 180],
    sigma: 0.8,
    documents: 0.12,
  },
  {
    info: infoOf('openai', 'gpt-6-sol'),
    medians: [800, 900, 500, 1200],
    sigma: 0.7,
    documents: 0.12,
  },
];
/** The same over documents of a few chunks: a dozen answers differ more than a hundred do. */
const SMALL = PROVIDERS.map((provider): Provider => ({ ...provider, sections: [4, 24] }));
const RUNS = 40;

/** Estimate against actual over 40 runs each: inside low-high in 90 %, median error 15 % after 5 runs. */
export async function estimate() {
  const count = await loadTokenCounter();
  const rows = [];
  for (const provider of [...PROVIDERS, ...SMALL]) {
    const measured = await estimateRuns(provider, RUNS, count);
    const cost = accuracyOf(
      measured,
      one => one.estimate.costUsd ?? { low: 0, expected: 0, high: 0 },
      one => one.costUsd,
    );
    const time = accuracyOf(
      measured,
      one => one.estimate.seconds,
      one => one.seconds,
    );
    const [planned, billed] = [
      measured.reduce((sum, one) => sum + one.planned, 0),
      measured.reduce((sum, one) => sum + one.billed, 0),
    ];
    const luck = accuracyOf(
      measured,
      one => ({ low: 0, expected: one.averageUsd, high: Infinity }),
      one => one.costUsd,
    );
    const calls = measured.map(one => one.estimate.calls).sort((a, b) => a - b);
    rows.push({
      model: provider.info.id,
      'median calls': calls[calls.length >> 1],
      runs: RUNS,
      'cost inside': cost.inside,
      'cost median error': Number(cost.medianError.toFixed(3)),
      'of it the answers': Number(luck.medianError.toFixed(3)),
      'time inside': time.inside,
      'time median error': Number(time.medianError.toFixed(3)),
      'input planned / billed': Number((planned / billed).toFixed(4)),
    });
  }
  console.log(
    '\nEstimate against actual (bar: inside >= 0.9, median error <= 0.15 after 5 runs;\n"of it the answers": what is left when the average answer to each question is known):',
  );
  console.table(rows);
  return rows;
}
