import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { CONCURRENCY, crash } from '../bench/crash.ts';
import { readDamagedStores } from '../support/damagedStores.ts';
import { soakAnswers } from './answers.ts';
import { soakBranches } from './branches.ts';
import { soakDisks } from './disks.ts';
import { soakCanary, soakTwoProcesses } from './processes.ts';
import { randomOf } from './random.ts';
import { soakRendering } from './rendering.ts';
import { soakWorkspaces } from './workspaces.ts';

/**
 * Hours of misfortune: `npm run soak`, or a part of it (`--only kills,damage`) with `--scale 0.01` of the counts
 * or at most `--seconds` for each part. Deterministic by `--seed` but for what the system schedules. Prints a line
 * a part; exits 1 when anything was lost, altered, paid twice, leaked or not said.
 */
const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    scale: { type: 'string', default: '1' },
    seconds: { type: 'string' },
    seed: { type: 'string', default: '1' },
  },
});
const scale = Number(values.scale);
const seed = Number(values.seed);
const times = (count: number): number => Math.max(1, Math.round(count * scale));
const until = (): number =>
  values.seconds === undefined ? Infinity : performance.now() + Number(values.seconds) * 1_000;

interface Result {
  readonly figures: object;
  readonly wrong: readonly string[];
}

const PARTS: Readonly<Record<string, () => Promise<Result>>> = {
  /** A review of 10,000 branches, 15 % faults, random cancels, kills and reloads. */
  branches: async () => {
    const { wrong, paidAgain, ...figures } = await soakBranches(times(10_000), seed);
    const again = paidAgain > 0 ? [`${paidAgain} stored answers were paid for again`] : [];
    return { figures: { ...figures, paidAgain }, wrong: [...wrong, ...again] };
  },
  /** kill -9 of the command line at random. */
  kills: async () => {
    const random = randomOf(seed);
    const figures = await crash(times(1_000), () => random(1e9) / 1e9, until(), 24);
    const { finishedSentAgain, differentReports, mostExtraCalls } = figures;
    return {
      figures,
      wrong: [
        ...(finishedSentAgain > 0
          ? [`${finishedSentAgain} stored answers were paid for again`]
          : []),
        ...(differentReports > 0 ? [`${differentReports} reports differ`] : []),
        ...(mostExtraCalls > CONCURRENCY ? [`a kill repeated ${mostExtraCalls} calls`] : []),
      ],
    };
  },
  /** Databases and logs that were cut, flipped and overwritten. */
  damage: async () => {
    const { wrong, ...figures } = await readDamagedStores(times(20_000), seed, undefined, until());
    return { figures, wrong };
  },
  /** Generated answers of models. */
  answers: () => {
    const { wrong, ...figures } = soakAnswers(times(1_000_000), seed, until());
    return Promise.resolve({ figures, wrong });
  },
  /** Two processes on one store. */
  processes: async () => {
    const { wrong, ...figures } = await soakTwoProcesses(times(20), until());
    return { figures, wrong };
  },
  /** Full, read-only and newer stores, clock jumps. */
  disks: async () => {
    const { wrong, ...figures } = await soakDisks();
    return { figures, wrong };
  },
  /** A key in six encodings through all outputs. */
  canary: async () => {
    const { wrong, ...figures } = await soakCanary();
    return { figures, wrong };
  },
  /** Folders that strangers made. */
  workspaces: async () => {
    const { wrong, ...figures } = await soakWorkspaces(until());
    return { figures, wrong };
  },
  /** Texts that want to run, load or go somewhere, in a real browser. */
  rendering: async () => {
    const { wrong, ...figures } = await soakRendering(scale, until());
    return { figures, wrong };
  },
};

const chosen = values.only?.split(',') ?? Object.keys(PARTS);
console.log(
  `${new Date().toISOString().slice(0, 10)}, ${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}`,
);
for (const name of chosen) {
  const part = PARTS[name];
  if (!part) throw new Error(`no part ${name}; there are ${Object.keys(PARTS).join(', ')}`);
  const since = performance.now();
  const { figures, wrong } = await part();
  const seconds = Math.round((performance.now() - since) / 1_000);
  console.log(
    `${name}: ${wrong.length === 0 ? 'nothing wrong' : `${wrong.length} WRONG`} in ${seconds} s ${JSON.stringify(figures)}`,
  );
  for (const line of wrong.slice(0, 20)) console.log(`  ${line}`);
  if (wrong.length > 0) process.exitCode = 1;
}
