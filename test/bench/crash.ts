import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { RunEvent } from '../../src/core/state/events.ts';
import type { Report } from '../../src/core/report/report.ts';
import { ok, startChaos, type Chaos } from '../support/chaosServer.ts';

export interface CrashResult {
  readonly trials: number;
  readonly branches: number;
  /** Branches that had an outcome on disk and were sent again all the same. */
  readonly finishedSentAgain: number;
  /** Trials whose final report differs from an uninterrupted run's in findings, coverage or synthesis. */
  readonly differentReports: number;
  /** Calls beyond one per branch, over all trials: those in flight at the kill. */
  readonly extraCalls: number;
  /** Of one trial, the most; no more than may run at once. */
  readonly mostExtraCalls: number;
}

const PERSPECTIVES = 3;
export const CONCURRENCY = 8;
const cli = join(import.meta.dirname, '../../dist/cli.js');

/**
 * W6: a run of about 200 branches is killed (SIGKILL) when a random number of calls has been sent, then
 * resumed. Real processes, real sockets, the real store.
 */
export async function crash(
  trials: number,
  random: () => number,
  until = Infinity,
  clauses = 67,
): Promise<CrashResult> {
  const folder = mkdtempSync(join(tmpdir(), 'fanout-crash-'));
  const chaos = await startChaos(({ body }) => {
    const quote = /Item \d+ is delivered on day \d+\./.exec(JSON.stringify(body))?.[0];
    const about = { title: 'No hour', message: 'The day has no hour.', suggestion: null };
    const findings = quote ? [{ quote, ...about, severity: 'minor', confidence: 0.8 }] : [];
    const input = Math.ceil(JSON.stringify(body).length / 4);
    return ok({ findings, assessment: 'Clear.' }, { latencyMs: 4, usage: { input, output: 50 } });
  });
  try {
    writeFileSync(join(folder, 'contract.md'), contract(clauses));
    const fresh = () => {
      rmSync(join(folder, 'store'), { recursive: true, force: true });
      return start(folder, chaos, 'review', 'contract.md', '--no-cache', '--out', 'whole.json');
    };
    await fresh().ended;
    const whole = readReport(join(folder, 'whole.json'));
    const result = { finishedSentAgain: 0, differentReports: 0, extraCalls: 0, mostExtraCalls: 0 };
    let done = 0;
    for (; done < trials && performance.now() < until; done += 1) {
      const before = chaos.requests.length;
      const stopAt = before + 1 + Math.floor(random() * (whole.branches - 2));
      const { child, ended } = fresh();
      while (chaos.requests.length < stopAt && child.exitCode === null) await pause(1);
      child.kill('SIGKILL');
      await ended;
      const { runId, finished } = abandoned(join(folder, 'store', 'runs.db'));
      await start(folder, chaos, 'resume', runId, '--out', 'resumed.json').ended;
      // By key: requests of the killed process may still be read from its sockets.
      const sent = chaos.requests
        .slice(before)
        .filter(({ headers }) => headers['authorization'] === 'Bearer resume').length;
      result.finishedSentAgain += Math.max(0, sent - (whole.branches - finished));
      const extra = chaos.requests.length - before - whole.branches;
      result.extraCalls += extra;
      result.mostExtraCalls = Math.max(result.mostExtraCalls, extra);
      if (readReport(join(folder, 'resumed.json')).comparable !== whole.comparable)
        result.differentReports += 1;
    }
    return { trials: done, branches: whole.branches, ...result };
  } finally {
    await chaos.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const contract = (clauses: number): string =>
  Array.from(
    { length: clauses },
    (_, i) =>
      `## Clause ${i + 1}\n\nItem ${i + 1} is delivered on day ${i + 1}. ${`Unit ${i + 1} is checked. `.repeat(100)}\n\n`,
  ).join('');

function start(
  folder: string,
  chaos: Chaos,
  ...args: string[]
): { child: ChildProcess; ended: Promise<unknown> } {
  const model =
    args[0] === 'review'
      ? ['--model', 'compatible:m', '--base-url', `${chaos.url}/v1`, '--chunk-tokens', '600']
      : [];
  const more = ['--store', 'store', '--format', 'json', '--concurrency', String(CONCURRENCY)];
  const synthesis = args[0] === 'review' ? ['--no-synthesis'] : [];
  const child = spawn(process.execPath, [cli, ...args, ...model, ...more, ...synthesis], {
    cwd: folder,
    env: { PATH: process.env['PATH'], FANOUT_API_KEY: args[0] },
    stdio: 'ignore',
  });
  return { child, ended: new Promise(resolve => child.once('close', resolve)) };
}

function readReport(file: string): { branches: number; comparable: string } {
  const { coverage, findings, synthesis, chunks } = JSON.parse(
    readFileSync(file, 'utf8'),
  ) as Report;
  return {
    branches: chunks.length * PERSPECTIVES,
    comparable: JSON.stringify({ coverage, findings, synthesis, chunks }),
  };
}

/** Ends the dead process's hold on its run, as 30 s of silence would, and counts what it had finished. */
function abandoned(file: string): { runId: string; finished: number } {
  const db = new DatabaseSync(file);
  db.exec('UPDATE runs SET owned_until = 0');
  const { id } = db.prepare('SELECT id FROM runs').get() as { id: string };
  const rows = db.prepare('SELECT event FROM events').all() as { event: string }[];
  db.close();
  const events = rows.map(row => JSON.parse(row.event) as RunEvent);
  return { runId: id, finished: events.filter(e => e.type === 'branch.ended').length };
}

const pause = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms));
