import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { textOf } from '../../src/core/text/shownRecords.ts';
import type { Report } from '../../src/core/report/report.ts';
import { readRecords } from '../../src/sources/records/records.ts';
import { startChaos } from '../support/chaosServer.ts';
import { labelFor, labelScript } from '../support/labelScript.ts';
import { question } from '../support/labelRun.ts';

export interface ClassifyResult {
  readonly records: number;
  readonly kills: number;
  readonly calls: number;
  /** Calls that were packed; at most a twentieth of the records. */
  readonly chunks: number;
  /** Records without exactly one valid label, in the wrong place, or there twice. */
  readonly wrong: number;
  /** Live heap of the last process at its end, over that of an empty one, after collection. */
  readonly heapGrowthMb: number;
  readonly seconds: number;
}

export interface RecordsUnderTest {
  /** Its ending says what it holds. */
  readonly name: string;
  readonly text: string;
  readonly column: string;
  readonly labels: readonly string[];
}

const LABELS = Array.from({ length: 77 }, (_, i) => `label ${i + 1}`);

/** As many numbered questions. */
export const generatedRecords = (records: number): RecordsUnderTest => ({
  name: 'q.csv',
  text: `text\n${Array.from({ length: records }, (_, i) => `"${question(i)}"\n`).join('')}`,
  column: 'text',
  labels: LABELS,
});

/** A file of one's own, and the labels in a JSON array. */
export const recordsIn = (file: string, column: string, labels?: string): RecordsUnderTest => ({
  name: basename(file),
  text: readFileSync(file, 'utf8'),
  column,
  labels: labels === undefined ? LABELS : (JSON.parse(readFileSync(labels, 'utf8')) as string[]),
});

const BROKEN = 0.05;
const cli = join(import.meta.dirname, '../../dist/cli.js');
/** Writes what the process held at its end, after collection. */
const HEAP = `process.on('exit', () => { gc(); require('node:fs').writeFileSync('heap', String(process.memoryUsage().heapUsed)); });`;

/**
 * Records through a scripted model of whose answers a twentieth is broken in every way; the process is
 * killed (SIGKILL) `kills` times on the way and resumed. Real processes, sockets and store.
 */
export async function classify(
  { name, text, column, labels }: RecordsUnderTest,
  kills: number,
  random: () => number,
): Promise<ClassifyResult> {
  const { source } = await readRecords(
    { id: name, path: name, kind: 'prose', languageId: 'plaintext', text },
    { columns: [column] },
    () => Promise.resolve(),
  );
  const { layout, records: all = [] } = source;
  const texts = all.map(record => (layout ? textOf(layout, record) : ''));
  const records = texts.length;
  const folder = mkdtempSync(join(tmpdir(), 'fanout-classify-'));
  const chaos = await startChaos(labelScript(labels, { share: BROKEN, random, latencyMs: 10 }));
  const begun = performance.now();
  const start = (...args: string[]): { child: ChildProcess; ended: Promise<unknown> } => {
    const child = spawn(
      process.execPath,
      ['--expose-gc', '--require', './heap.cjs', cli, ...args, '--store', 'store'],
      { cwd: folder, env: { PATH: process.env['PATH'] }, stdio: 'ignore' },
    );
    return { child, ended: new Promise(resolve => child.once('close', resolve)) };
  };
  const output = ['--format', 'json', '--out', 'out.json', '--concurrency', '4'];
  const heap = (): number => Number(readFileSync(join(folder, 'heap'), 'utf8'));
  try {
    writeFileSync(join(folder, 'heap.cjs'), HEAP);
    writeFileSync(join(folder, 'labels.txt'), labels.join('\n'));
    writeFileSync(join(folder, name), text);
    await start('runs').ended;
    const empty = heap();
    let run = '';
    for (let kill = 0; kill <= kills; kill++) {
      const model = ['--model', 'compatible:m', '--base-url', `${chaos.url}/v1`];
      const { child, ended } = start(
        ...(run === ''
          ? ['classify', name, '--column', column, '--labels', 'labels.txt', ...model]
          : ['resume', run]),
        ...output,
      );
      if (kill < kills) {
        const stopAt = chaos.requests.length + 1 + Math.floor(random() * (records / 50 / kills));
        while (chaos.requests.length < stopAt && child.exitCode === null) await pause(1);
        child.kill('SIGKILL');
      }
      await ended;
      run = abandoned(join(folder, 'store', 'runs.db'));
    }
    const file = join(folder, 'out.json');
    if (!existsSync(file)) throw new Error('The last process wrote no report.');
    const report = JSON.parse(readFileSync(file, 'utf8')) as Report;
    const right = (report.records?.rows ?? []).filter(
      ({ number, labels: given, status }, i) =>
        number === i + 1 &&
        status === 'labelled' &&
        given.length === 1 &&
        given[0] === labelFor(texts[i] ?? '', labels),
    ).length;
    return {
      records,
      kills,
      calls: chaos.requests.length,
      chunks: report.chunks.length,
      wrong: Math.max(records, report.records?.rows.length ?? 0) - right,
      heapGrowthMb: (heap() - empty) / 1024 / 1024,
      seconds: (performance.now() - begun) / 1000,
    };
  } finally {
    await chaos.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Ends the dead process's hold on its run, as 30 s of silence would. */
function abandoned(file: string): string {
  const db = new DatabaseSync(file);
  db.exec('UPDATE runs SET owned_until = 0');
  const { id } = db.prepare('SELECT id FROM runs').get() as { id: string };
  db.close();
  return id;
}

const pause = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms));
