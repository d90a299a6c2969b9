import { ours } from './ours.ts';
import { measure, median, type Result } from './scheduling.ts';
import { WORKLOADS } from './workloads.ts';

const SEEDS = [1, 2, 3];
const only = process.argv.slice(2).filter(a => !a.startsWith('-'));
const all = new Map<string, Result>();
for (const workload of WORKLOADS) {
  if (only.length && !only.some(o => workload.id.startsWith(o))) continue;
  const t = performance.now();
  const results: Result[] = [];
  for (const seed of SEEDS) results.push(await measure(workload, ours(workload.ours), seed));
  const r = median(results);
  all.set(workload.id, r);
  console.log(
    workload.id.padEnd(16),
    (r.ratio?.toFixed(3) ?? 'nd').padEnd(7),
    `bar ${workload.bar.ratio}`.padEnd(10),
    `${r.seconds.toFixed(1)} s`.padEnd(9),
    `lost ${(r.lost * 100).toFixed(1)}%`.padEnd(11),
    `rej ${(r.rejected * 100).toFixed(1)}%`.padEnd(11),
    `tok ${r.tokens}`,
    `warm ${r.warm}`,
    results.map(x => `${x.ratio?.toFixed(3)}/${(x.rejected * 100).toFixed(1)}%`).join(' '),
    `${((performance.now() - t) / 1000).toFixed(1)}s`,
  );
}
