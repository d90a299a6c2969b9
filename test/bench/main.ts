import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { branchCost, type BranchCost } from './branchCost.ts';
import { randomOf } from './draws.ts';
import { ours } from './ours.ts';
import { PEERS } from './peers.ts';
import { measure, median, type Result } from './scheduling.ts';
import { WORKLOADS, type Workload } from './workloads.ts';

/**
 * `npm run bench`                      everything
 * `npm run bench -- scheduling W2`     sections by name, and workloads whose name begins so
 * `npm run bench -- --ours`            without the peers
 * `npm run bench -- --json FILE`       the numbers as JSON, too
 * `npm run bench -- classify --file FILE --column NAME --labels JSON`   records of one's own
 * `npm run bench -- reports 37 41`     habits of servers and files from public reports, all or by their number
 * `npm run bench -- windows`           a review at small windows of servers of several styles
 * `npm run bench -- window run findings writing ten cancel`   the real workbench: all scenes or those named; `0.1` for a tenth of the size
 * `npm run bench -- offline --planted DIR --plant DIR --clean DIR --judged FILE`   the offline rules on texts of one's own
 */
const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    ours: { type: 'boolean' },
    json: { type: 'string' },
    file: { type: 'string' },
    column: { type: 'string' },
    labels: { type: 'string' },
    planted: { type: 'string' },
    plant: { type: 'string' },
    clean: { type: 'string' },
    judged: { type: 'string' },
  },
});

const SEEDS = [1, 2, 3];
const US = 'fanout';

interface Row extends Result {
  readonly workload: string;
  readonly tool: string;
  /** What of the bar was missed; empty when it was met. Absent for peers. */
  readonly missed?: readonly string[];
}

const SECTIONS: Readonly<Record<string, () => Promise<unknown>>> = {
  scheduling,
  cost,
  sockets: async () => {
    const { sockets } = await import('./sockets.ts');
    const results = await sockets();
    console.log('\nReal sockets and time, ms:');
    console.table(results);
    return results;
  },
  crash: async () => {
    const { crash } = await import('./crash.ts');
    const result = await crash(50, randomOf('crash'));
    console.log('\nW6 kill -9 and resume:', JSON.stringify(result));
    return result;
  },
  edited: async () => {
    const { edited } = await import('./edited.ts');
    const result = await edited(50, randomOf('edited'));
    console.log('\nW7 one paragraph edited (at most 3 %):', JSON.stringify(result));
    return result;
  },
  estimate: async () => (await import('./estimate.ts')).estimate(),
  classify: async () => {
    const { classify, generatedRecords, recordsIn } = await import('./classify.ts');
    const { file, column = 'text', labels } = flags;
    const records = file === undefined ? generatedRecords(13_083) : recordsIn(file, column, labels);
    const result = await classify(records, 10, randomOf('classify'));
    console.log('\nRecords, killed and resumed (0 wrong):', JSON.stringify(result));
    return result;
  },
  batch: async () => {
    const { labelsBothWays } = await import('../support/batchLabels.ts');
    const results = [];
    for (const api of ['openai', 'anthropic'] as const) {
      const { live, batched, ...result } = await labelsBothWays(api, 5000);
      const same = batched.filter((label, i) => label === live[i]).length;
      results.push({ api, records: live.length, same, ...result });
    }
    console.log('\nRecords in batches, closed and opened again (same as live, at most 0.55):');
    console.table(results);
    return results;
  },
  offline: async () => (await import('./offline.ts')).offline(flags),
  reports: async () => (await import('./reports/main.ts')).reports(names),
  windows: async () => {
    const { windows } = await import('./reports/windows.ts');
    const results = await windows('accuracy,tone,completeness', 0.25);
    console.log('\nA review at small windows (all read, under 10 refused calls):');
    console.table(results);
    return results;
  },
  reading: async () => {
    const { reading } = await import('./reading.ts');
    const results = await reading();
    console.log('\nChunks read by all perspectives, of those read by any:');
    console.table(results);
    return results;
  },
  window: async () => (await import('./window/main.ts')).windowBench(names),
  fanin: async () => (await import('./fanin.ts')).fanin(),
  digest: async () => (await import('./digest.ts')).digest(),
  split: async () => {
    const { split, splitTable } = await import('./split.ts');
    const results = await split();
    console.log(`\n${splitTable(results)}`);
    return results;
  },
};

const chosen = Object.keys(SECTIONS).filter(name => positionals.includes(name));
const names = positionals.filter(name => !chosen.includes(name));
const run = chosen.length > 0 ? chosen : names.length > 0 ? ['scheduling'] : Object.keys(SECTIONS);
const all: Record<string, unknown> = {};
for (const name of run) all[name] = await SECTIONS[name]?.();
if (flags.json) writeFileSync(flags.json, `${JSON.stringify(all, null, 2)}\n`);
else console.log(`\n${JSON.stringify(all)}`);

async function scheduling(): Promise<readonly Row[]> {
  console.log('makespan over lower bound until all is done; lost: after one call of the tool;');
  console.log(`rejected: calls answered 429, per branch; medians of ${SEEDS.length} seeds\n`);
  const rows: Row[] = [];
  for (const workload of WORKLOADS) {
    if (names.length > 0 && !names.some(name => workload.id.startsWith(name))) continue;
    const result = await medianOf(seed => measure(workload, ours(workload.ours), seed));
    const before = rows.find(r => r.tool === US && r.workload === workload.bar.tokensOver?.id);
    rows.push({
      workload: workload.id,
      tool: US,
      ...result,
      missed: missedBy(workload, result, before),
    });
    print(rows.at(-1), workload);
    if (flags.ours || workload.oursOnly) continue;
    for (const { name, driver } of PEERS) {
      const peer = await medianOf(seed => measure(workload, driver, seed));
      rows.push({ workload: workload.id, tool: name, ...peer });
      print(rows.at(-1), workload);
    }
  }
  const missed = rows.filter(row => row.missed && row.missed.length > 0);
  const met = rows.filter(row => row.missed).length - missed.length;
  console.log(`\n${met} bars met, ${missed.length} missed`);
  return rows;
}

async function medianOf(once: (seed: number) => Promise<Result>): Promise<Result> {
  const results: Result[] = [];
  for (const seed of SEEDS) results.push(await once(seed));
  return median(results);
}

function missedBy({ bar }: Workload, result: Result, before: Row | undefined): string[] {
  const missed: string[] = [];
  const { ratio = Infinity } = result;
  if (ratio > bar.ratio) missed.push(`ratio ${ratio.toFixed(3)} > ${bar.ratio}`);
  if (result.lost > 0) missed.push(`lost ${percent(result.lost)}`);
  if (bar.rejected !== undefined && result.rejected > bar.rejected)
    missed.push(`rejected ${percent(result.rejected)} > ${percent(bar.rejected)}`);
  if (bar.warm !== undefined && result.warm < bar.warm) missed.push(`warm ${result.warm}`);
  if (bar.seconds && (result.seconds < bar.seconds[0] || result.seconds > bar.seconds[1]))
    missed.push(`${result.seconds.toFixed(2)} s`);
  if (bar.tokensOver && before && result.tokens > before.tokens * (1 + bar.tokensOver.share))
    missed.push(`${percent(result.tokens / before.tokens - 1)} more tokens`);
  return missed;
}

function print(row: Row | undefined, { bar, cachesPrefix }: Workload): void {
  if (!row) return;
  const verdict = row.missed?.length === 0 ? 'met' : (row.missed?.join(', ') ?? '');
  console.log(
    [
      row.workload.padEnd(15),
      row.tool.padEnd(21),
      (row.ratio?.toFixed(3) ?? 'nd').padStart(7),
      row.tool === US ? `<= ${bar.ratio}`.padEnd(9) : ''.padEnd(9),
      `${row.seconds.toFixed(1)} s`.padStart(9),
      `lost ${percent(row.lost)}`.padEnd(11),
      `rejected ${percent(row.rejected)}`.padEnd(16),
      cachesPrefix ? `warm ${row.warm}`.padEnd(8) : `${Math.round(row.tokens / 1_000)}k tok`,
      verdict,
    ].join(' '),
  );
}

async function cost(): Promise<readonly BranchCost[]> {
  console.log('\nW5, 10,000 branches of 2 ms, 64 at once; ours over HTTP with its store');
  const rows: BranchCost[] = [];
  for (const network of ['none', 'http'] as const)
    for (const tool of ['fetch', 'p-limit', 'fanout'] as const) {
      if (network === 'none' && tool === 'fetch') continue;
      const row = await branchCost(tool, network);
      rows.push(row);
      console.log(
        [
          network.padEnd(5),
          tool.padEnd(8),
          `CPU ${row.cpuUs.toFixed(0)} us`.padEnd(12),
          `wall ${row.wallUs.toFixed(0)} us`.padEnd(13),
          `heap +${row.heapGrowthMb.toFixed(0)} MB`.padEnd(13),
          `held +${row.heldMb.toFixed(0)} MB`.padEnd(12),
          `RSS ${row.maxRssMb.toFixed(0)} MB`.padEnd(11),
          `loop p99 ${row.loopP99Ms.toFixed(1)} ms`,
        ].join(' '),
      );
    }
  return rows;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)}%`;
}
