import { spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { FAULTS } from './faults.ts';
import type { Entry } from './table.ts';
import { THREATS } from './threats.ts';

/**
 * Prints a table: every fault and threat, whether its tests pass, and with `--mutations` whether they fail
 * once the code that meets it is taken out of a copy of the project. `--sample N`: of N of them, by chance.
 * Ids as arguments: these alone. Exits 1 when anything is not as it should be.
 */
const args = process.argv.slice(2);
const root = join(import.meta.dirname, '../..');
const copy = join(root, 'out/faults');
const LIMIT_MS = 120_000;
const AT_ONCE = 2;
/** Built, installed, or none of a test's business. */
const NOT_COPIED = new Set(['node_modules', 'out', 'dist', '.git', '.vscode-test']);

type Guarded = Extract<Entry, { test: string }>;
const isGuarded = (entry: Entry): entry is Guarded => 'test' in entry;

const chosen = args.filter(arg => /^[FT]\d\d$/.test(arg));
const entries = [...FAULTS, ...THREATS].filter(
  ({ id }) => chosen.length === 0 || chosen.includes(id),
);
const guarded = entries.filter(isGuarded);

interface Ran {
  /** It did not end in time. */
  readonly hung: boolean;
  /** Undefined: it hung, or could not begin. */
  readonly tests: readonly { readonly fullTitle: string; readonly failed: boolean }[] | undefined;
}

/** Runs the tests of the files whose names hold the pattern. */
function mocha(files: readonly string[], pattern: string, folder: string): Promise<Ran> {
  const bin = join(root, 'node_modules/mocha/bin/mocha.js');
  const paths = files.map(file => join('test', file));
  const child = spawn(
    process.execPath,
    [
      bin,
      '--no-config',
      '--exit',
      '--timeout',
      '20000',
      '--reporter',
      'json',
      '-g',
      pattern,
      ...paths,
    ],
    {
      cwd: folder,
      env: { ...process.env, NODE_COMPILE_CACHE: join(root, 'out/compile-cache') },
      stdio: ['ignore', 'pipe', 'ignore'],
      detached: true,
    },
  );
  let out = '';
  child.stdout.on('data', (bytes: Buffer) => (out += String(bytes)));
  const limit = LIMIT_MS * (files.length > 1 ? 5 : 1);
  const timer = setTimeout(() => child.pid && process.kill(-child.pid, 'SIGKILL'), limit);
  return new Promise(resolve =>
    child.once('close', (_code, signal) => {
      clearTimeout(timer);
      resolve({ hung: signal === 'SIGKILL', tests: testsIn(out) });
    }),
  );
}

function testsIn(out: string): Ran['tests'] {
  try {
    const { tests } = JSON.parse(out.slice(out.indexOf('{\n  "stats"'))) as {
      tests: { fullTitle: string; err: object }[];
    };
    return tests.map(({ fullTitle, err }) => ({
      fullTitle,
      failed: Object.keys(err).length > 0,
    }));
  } catch {
    return undefined;
  }
}

async function pooled<T>(items: readonly T[], work: (item: T, lane: number) => Promise<void>) {
  const queue = [...items];
  const lanes = Array.from({ length: AT_ONCE }, async (_, lane) => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item, lane);
  });
  await Promise.all(lanes);
}

const sample = Number(args[args.indexOf('--sample') + 1]) || 0;
const mutated = args.includes('--mutations')
  ? guarded
  : args.includes('--sample')
    ? guarded.toSorted(() => Math.random() - 0.5).slice(0, sample)
    : [];
const tried = args.includes('--sample') ? mutated : guarded;

const results = new Map<string, string>();
const files = [...new Set(tried.map(({ test }) => test))];
const { tests = [] } = await mocha(files, `\\b(?:${tried.map(({ id }) => id).join('|')})\\b`, root);
for (const { id } of tried) {
  const own = tests.filter(({ fullTitle }) => new RegExp(`\\b${id}\\b`).test(fullTitle));
  const failed = own.filter(test => test.failed).length;
  results.set(id, own.length === 0 ? 'NO TEST' : failed > 0 ? 'FAILED' : `passed (${own.length})`);
}

const red = new Map<string, string>();
if (mutated.length > 0) {
  rmSync(copy, { recursive: true, force: true });
  for (let lane = 0; lane < AT_ONCE; lane += 1) {
    const folder = join(copy, String(lane));
    mkdirSync(folder, { recursive: true });
    for (const name of readdirSync(root))
      if (!NOT_COPIED.has(name)) cpSync(join(root, name), join(folder, name), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  }
  await pooled(mutated, async (entry, lane) => {
    const folder = join(copy, String(lane));
    const cuts = [entry, ...(entry.also ?? [])];
    const missing = [...cuts.map(({ file }) => file), join('test', entry.test)].find(
      file => !existsSync(join(folder, file)),
    );
    if (missing !== undefined) return void red.set(entry.id, 'STALE');
    const before = new Map(
      cuts.map(({ file }) => [file, readFileSync(join(folder, file), 'utf8')]),
    );
    const after = new Map(before);
    for (const { file, find, by } of cuts) {
      const text = after.get(file) ?? '';
      if (!text.includes(find)) return void red.set(entry.id, 'STALE');
      after.set(
        file,
        text.replace(find, () => by),
      );
    }
    for (const [file, text] of after) writeFileSync(join(folder, file), text);
    const { hung, tests: ran } = await mocha([entry.test], `\\b${entry.id}\\b`, folder);
    for (const [file, text] of before) writeFileSync(join(folder, file), text);
    const isRed = hung || ran?.some(({ failed }) => failed);
    red.set(entry.id, isRed ? 'red without it' : ran ? 'SURVIVED' : 'BROKEN');
  });
  rmSync(copy, { recursive: true, force: true });
}

for (const entry of entries) {
  const how =
    'because' in entry
      ? `does not apply: ${entry.because}`
      : 'slow' in entry
        ? `in test/${entry.slow}`
        : [results.get(entry.id) ?? 'not run', red.get(entry.id), `test/${entry.test}`]
            .filter(Boolean)
            .join('  ');
  console.log(`${entry.id}  ${entry.what.padEnd(48)}${how}`);
}
const bad = [...results, ...red].filter(([, how]) => how === how.toUpperCase());
console.log(
  `${entries.length} faults and threats: ${[...results.values()].filter(how => how.startsWith('passed')).length} with tests that pass, ${entries.length - guarded.length} with a reason or in an editor; ${[...red.values()].filter(how => how === 'red without it').length} of ${red.size} tried were seen to fail without what meets them.`,
);
if (bad.length > 0)
  console.log(`Not as it should be: ${bad.map(([id, how]) => `${id} ${how}`).join(', ')}`);
process.exitCode = bad.length > 0 ? 1 : 0;
