// What has to pass, two steps side by side: the tests in a browser wait more than they work. Steps are taken from one
// list by two lanes, so that neither stands still, and what a step prints comes out whole when it ends.
//   node runAll.ts         everything (`npm test`)
//   node runAll.ts unit    the tests in plain Node (`npm run test:unit`)
//   node runAll.ts browser the tests in a browser (`npm run test:browser`)
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import type { TestResults } from './testResults.ts';
import { RESULTS } from './vscode/paths.ts';

interface Step {
  readonly name: string;
  readonly command: string;
  /** Runs tests, which are given a second try on a busy machine; the end names what failed the first time. */
  readonly secondTry?: true;
  readonly env?: Readonly<Record<string, string>>;
  /** Looks at what tests leave in the temporary folder, and so needs one of its own. */
  readonly ownTemp?: true;
}

const NODE = 'node --disable-warning=MODULE_TYPELESS_PACKAGE_JSON';
const mochaOf = (name: string, rest: string): string =>
  `mocha ${rest} --reporter test/support/resultReporter.ts --reporter-option name=${name}`;

/** Most of them start the command line as a process of its own, and wait for it. */
const CLI = 'test/unit/cli/**/*.test.ts';
/** A step of their own, so that both lanes end at about the same time. */
const SOURCES = 'test/unit/sources/**/*.test.ts';
const unit: readonly Step[] = [
  {
    name: 'unit',
    command: mochaOf('unit', `--ignore "${CLI}" --ignore "${SOURCES}"`),
    ownTemp: true,
    secondTry: true,
  },
  {
    name: 'unit-cli',
    command: mochaOf('unit-cli', '--config test/unit/cli/.mocharc.json'),
    env: { FANOUT_CLI: join(import.meta.dirname, '../../dist/cli.js') },
    ownTemp: true,
    secondTry: true,
  },
  {
    name: 'unit-sources',
    command: mochaOf('unit-sources', '--config test/unit/sources/.mocharc.json'),
    ownTemp: true,
    secondTry: true,
  },
];

/** One window after the other in each: a file is a step, so that two windows are open at a time. */
const browser: readonly Step[] = globSync('test/browser/*.test.ts')
  .sort()
  .map(file => {
    const name = `browser-${basename(file, '.test.ts')}`;
    const options = '--config test/browser/.mocharc.json --spec';
    return { name, command: mochaOf(name, `${options} ${file}`), secondTry: true };
  });

const all: readonly Step[] = [
  ...unit,
  { name: 'lint', command: 'npm run --silent lint' },
  { name: 'types', command: 'npm run --silent check-types' },
  { name: 'two builds', command: 'npm run --silent test:build' },
  { name: 'faults', command: `${NODE} test/faults/main.ts --sample 6` },
  {
    name: 'extension',
    command: `${NODE} test/support/vscode/runExtensionTests.ts`,
    secondTry: true,
  },
  ...browser,
];

const running = new Set<ChildProcess>();

/** Whether the step passed; what it printed is told at its end. */
function take({ name, command, ownTemp, env }: Step): Promise<boolean> {
  const started = performance.now();
  const temp = ownTemp ? mkdtempSync(join(tmpdir(), 'fu-')) : undefined;
  const printed: Buffer[] = [];
  const child = spawn(command, {
    shell: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env, ...(temp === undefined ? {} : { TMPDIR: temp }) },
  });
  running.add(child);
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (bytes: Buffer) => printed.push(bytes));
  return new Promise(resolve => {
    child.once('close', code => {
      running.delete(child);
      if (temp !== undefined) rmSync(temp, { recursive: true, force: true });
      process.stdout.write(Buffer.concat(printed));
      const seconds = Math.round((performance.now() - started) / 1000);
      console.log(`=== ${name}: ${code === 0 ? 'passed' : 'FAILED'} after ${seconds} s\n`);
      resolve(code === 0);
    });
  });
}

// Set up before the first step: ended from outside, no step goes on by itself.
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    for (const child of running) child.kill(signal);
    process.exit(130);
  });

const {
  positionals: [what = 'all'],
} = parseArgs({ allowPositionals: true });
const steps = { all, unit, browser }[what];
if (!steps) throw new Error(`Say one of: all, unit, browser; not ${what}.`);

// Built once: a build while windows are made of its files would disturb them.
const build: readonly Step[] = [
  { name: 'build', command: `node esbuild.js${what === 'unit' ? '' : ' --tests'}` },
];
const failed: string[] = [];
const takenTwice: string[] = [];

/** The titles of the tests that failed in a step, as far as it came to its end. */
function failedIn({ name }: Step): readonly string[] {
  const files = [name, `${name}-minimum`, `${name}-latest`].map(of => join(RESULTS, `${of}.json`));
  return files
    .filter(existsSync)
    .map(file => JSON.parse(readFileSync(file, 'utf8')) as TestResults)
    .flatMap(({ failed }) => failed.map(({ title, message }) => `${title}: ${message}`));
}

function takeAgain(step: Step): Promise<boolean> {
  takenTwice.push(step.name, ...failedIn(step).map(title => `  ${title}`));
  return take(step);
}

for (const step of build) if (!(await take(step))) failed.push(step.name);
if (failed.length === 0) {
  const queue = [...steps];
  const lane = async (): Promise<void> => {
    for (let step = queue.shift(); step; step = queue.shift())
      if (!(await take(step)) && !(step.secondTry && (await takeAgain(step))))
        failed.push(step.name);
  };
  await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, lane));
}
if (takenTwice.length > 0) console.log(`Needed a second try:\n${takenTwice.join('\n')}`);
if (failed.length > 0) console.log(`Failed: ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
