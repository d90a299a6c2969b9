import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunEvent } from '../../src/core/state/events.ts';
import { FanoutError } from '../../src/core/errors.ts';
import { noUsage } from '../../src/core/domain/cost.ts';
import type { Source } from '../../src/core/domain/source.ts';
import { openStore } from '../../src/store/openStore.ts';
import type { LoadedRun, RunStore } from '../../src/store/runStore.ts';
import { STORE_FILE } from '../../src/store/schema.ts';

/** What damaged stores were read as. */
export interface DamageCount {
  readonly cases: number;
  /** Everything was as it was written: the damage met free space, or what the log holds anyway. */
  readonly whole: number;
  /** Records are missing, and that is said. */
  readonly told: number;
  /** The log lost its end, as a power cut leaves it: an earlier state, every record of it true. */
  readonly earlier: number;
  /** A record that was never written was given, one is missing without a word, or a raw error was thrown. */
  readonly wrong: readonly string[];
}

const RUNS = 4;
const EVENTS = 40;
const ANSWERS = 30;

const words = (n: number, seed: number): string =>
  Array.from({ length: n }, (_, i) => `word${(i * 7919 + seed * 104_729) % 9_973}`).join(' ');

const sourceOf = (run: number, position: number): Source => ({
  id: `s${position}`,
  path: `part ${position}.md`,
  kind: 'markdown',
  languageId: 'markdown',
  text: words(position === 0 ? 2_000 : 40, run * 10 + position),
});

const eventOf = (run: number, seq: number): RunEvent =>
  seq === EVENTS - 1
    ? { type: 'run.ended', at: seq, status: 'succeeded' }
    : {
        type: 'branch.ended',
        at: seq,
        branchId: `b${seq}`,
        outcome: {
          status: 'succeeded',
          findings: [],
          assessment: words(seq % 9 === 0 ? 900 : 30, run * 100 + seq),
          dropped: 0,
          usage: { ...noUsage, inputTokens: 900 + seq, outputTokens: 90 },
          cached: false,
          attempts: 1,
        },
      };

const answerOf = (n: number): unknown => ({ findings: [], assessment: words(n % 5 ? 40 : 900, n) });
const keyOf = (n: number): string => `answer-${(n * 7919) % 1_000}`;
const idOf = (run: number): string => `0000000${run}-1111-2222-3333-444444444444`;

/** A store of several runs: with what was written last still in its log, or without a log. */
async function makeStore(folder: string, withLog: boolean): Promise<Map<string, LoadedRun>> {
  const live = join(folder, 'live');
  const copy = join(folder, withLog ? 'log' : 'plain');
  mkdirSync(copy);
  const store = await openStore(live);
  try {
    for (let run = 0; run < RUNS; run += 1) {
      const sources = [0, 1, 2].map(position => sourceOf(run, position));
      const about = {
        id: idOf(run),
        job: 'review',
        name: `run ${run}`,
        startedAt: 1_000 + run,
      } as const;
      store.begin(about, sources, { model: `model ${run}`, more: words(200, run) });
      for (let seq = 0; seq < EVENTS; seq += 1) {
        if (seq < ANSWERS && run === 0) store.remember(keyOf(seq), answerOf(seq), idOf(run));
        store.append(idOf(run), [eventOf(run, seq)]);
      }
      store.release(idOf(run), 1);
    }
    const all = new Map(store.list().map(({ id }) => [id, store.load(id)!]));
    if (withLog)
      for (const end of ['', '-wal'])
        copyFileSync(join(live, STORE_FILE + end), join(copy, STORE_FILE + end));
    return all;
  } finally {
    store.close();
    if (!withLog) copyFileSync(join(live, STORE_FILE), join(copy, STORE_FILE));
    rmSync(live, { recursive: true });
  }
}

/** Ways to damage a file; `random(n)` gives an integer below n. */
const DAMAGE: readonly ((bytes: Buffer, random: (n: number) => number) => Buffer)[] = [
  flipBits(1),
  flipBits(1),
  flipBits(1),
  flipBits(3),
  (bytes, random) => {
    bytes[random(bytes.length)] = random(256);
    return bytes;
  },
  (bytes, random) => fill(bytes, random, () => 0),
  (bytes, random) => fill(bytes, random, () => random(256)),
  (bytes, random) => {
    const page = (): number => 4_096 * random(bytes.length / 4_096);
    const [from, to] = [page(), page()];
    bytes.copy(bytes, to, from, from + 4_096);
    return bytes;
  },
  (bytes, random) => bytes.subarray(0, random(bytes.length)),
  (bytes, random) => bytes.subarray(0, 4_096 * random(bytes.length / 4_096)),
];

function flipBits(count: number) {
  return (bytes: Buffer, random: (n: number) => number): Buffer => {
    for (let i = 0; i < count; i += 1) {
      const at = random(bytes.length);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << random(8));
    }
    return bytes;
  };
}

function fill(bytes: Buffer, random: (n: number) => number, byte: () => number): Buffer {
  const at = random(bytes.length);
  const end = Math.min(bytes.length, at + 1 + random(random(2) ? 64 : 4_096));
  for (let i = at; i < end; i += 1) bytes[i] = byte();
  return bytes;
}

/**
 * Damages `cases` copies of stores, a database or its log, opens and reads each wholly, and judges what was
 * read. Deterministic by seed. @param progress called with the number of cases that are done.
 */
export async function readDamagedStores(
  cases: number,
  seed: number,
  progress?: (done: number) => void,
  until = Infinity,
): Promise<DamageCount> {
  const folder = mkdtempSync(join(tmpdir(), 'fanout-damage-'));
  const counts = { whole: 0, told: 0, earlier: 0 };
  const wrong: string[] = [];
  let n = 0;
  try {
    const originals = { plain: await makeStore(folder, false), log: await makeStore(folder, true) };
    for (; n < cases && performance.now() < until; n += 1) {
      const random = randomOf(seed * 1_000_003 + n);
      const base = random(2) ? 'log' : 'plain';
      const target = base === 'log' && random(2) ? '-wal' : '';
      const way = random(DAMAGE.length);
      const trial = join(folder, 'trial');
      rmSync(trial, { recursive: true, force: true });
      mkdirSync(trial);
      for (const end of ['', '-wal'])
        if (existsSync(join(folder, base, STORE_FILE + end)))
          copyFileSync(join(folder, base, STORE_FILE + end), join(trial, STORE_FILE + end));
      const damaged = join(trial, STORE_FILE + target);
      writeFileSync(damaged, DAMAGE[way]!(readFileSync(damaged), random));
      const judged = await judge(trial, originals[base], target === '-wal');
      if (judged in counts) counts[judged as keyof typeof counts] += 1;
      else wrong.push(`case ${n} of seed ${seed} (${base}${target}, way ${way}): ${judged}`);
      if (n % 1_000 === 999) progress?.(n + 1);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return { cases: n, ...counts, wrong };
}

async function judge(
  folder: string,
  originals: ReadonlyMap<string, LoadedRun>,
  mayBeEarlier: boolean,
): Promise<string> {
  let store: RunStore | undefined;
  try {
    store = await openStore(folder);
    return judgeRead(store, originals, mayBeEarlier);
  } catch (error) {
    return error instanceof FanoutError ? 'told' : `raw error: ${String(error)}`;
  } finally {
    store?.close();
  }
}

function judgeRead(
  store: RunStore,
  originals: ReadonlyMap<string, LoadedRun>,
  mayBeEarlier: boolean,
): string {
  let isTold = store.notices.length > 0;
  let isEarlier = false;
  let isWhole = true;
  const listed = store.list();
  for (const { id } of listed) if (!originals.has(id)) return `a run that never was: ${id}`;
  for (const [id, original] of originals) {
    const entry = listed.find(run => run.id === id);
    const run = store.load(id);
    if (!entry || !run) {
      isWhole = false;
      isEarlier ||= mayBeEarlier;
      if (!isTold && !mayBeEarlier) return `run ${id} is missing without a word`;
      continue;
    }
    if (run.damaged > 0) isTold = true;
    const known = new Set(original.events.map(event => JSON.stringify(event)));
    if (run.events.some(event => !known.has(JSON.stringify(event))))
      return `an altered event of ${id}`;
    const texts = new Set(original.sources.map(source => JSON.stringify(source)));
    if (run.sources.some(source => !texts.has(JSON.stringify(source))))
      return `an altered text of ${id}`;
    for (const name of ['job', 'name', 'startedAt'] as const)
      if (run[name] !== original[name] || entry[name] !== original[name])
        return `another ${name} of ${id}`;
    if (
      run.settings !== undefined &&
      JSON.stringify(run.settings) !== JSON.stringify(original.settings)
    )
      return `other settings of ${id}`;
    const lost =
      original.events.length - run.events.length + original.sources.length - run.sources.length;
    const isSame =
      run.status === original.status && run.reviewedFraction === original.reviewedFraction;
    if (lost === 0 && isSame && run.settings !== undefined) continue;
    isWhole = false;
    const isPrefix = run.events.every((event, i) => event.at === i) && run.sources.length === 3;
    if (mayBeEarlier && isPrefix && run.settings !== undefined && run.damaged === 0)
      isEarlier = true;
    else if (run.damaged === 0 && !store.notices.some(notice => notice.includes(original.name)))
      return `something of ${id} is missing and not counted (${lost}, ${run.status})`;
  }
  for (let n = 0; n < ANSWERS; n += 1) {
    const before = store.damagedAnswers;
    const answer = store.recall(keyOf(n));
    if (answer === undefined) {
      isWhole = false;
      isEarlier ||= mayBeEarlier;
      if (store.damagedAnswers > before) isTold = true;
      else if (!isTold && !mayBeEarlier) return `answer ${n} is missing without a word`;
    } else if (JSON.stringify(answer) !== JSON.stringify(answerOf(n)))
      return `an altered answer ${n}`;
  }
  const problem = goesOn(store);
  if (problem !== undefined) return problem;
  if (isWhole) return 'whole';
  if (isTold) return 'told';
  return isEarlier ? 'earlier' : 'something is missing without a word';
}

/** A new run is kept as it should be, whatever was before. */
function goesOn(store: RunStore): string | undefined {
  store.begin({ id: 'new', job: 'review', name: 'new', startedAt: 9_000 }, [sourceOf(9, 0)], null);
  store.append('new', [eventOf(9, 1)]);
  const run = store.load('new');
  const isKept =
    run?.damaged === 0 &&
    run.events.length === 1 &&
    JSON.stringify(run.events[0]) === JSON.stringify(eventOf(9, 1));
  return isKept ? undefined : 'a new run was not kept';
}

/** Mulberry32: small, and the same everywhere. */
function randomOf(seed: number): (n: number) => number {
  let state = seed >>> 0;
  return n => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * Math.max(1, Math.floor(n)));
  };
}
