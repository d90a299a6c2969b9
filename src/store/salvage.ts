import type { DatabaseSync } from 'node:sqlite';
import {
  ANSWERS,
  type AnswerRow,
  isAnswerWhole,
  isRunWhole,
  isStateWhole,
  recordsOf,
  type RunRow,
  runRowsLeft,
  scan,
  settingsOf,
  stateSum,
} from './records.ts';
import { sumOf } from './checksum.ts';

/** What was taken over from a damaged store. */
export interface Salvaged {
  readonly runs: number;
  readonly answers: number;
  /** Names of the runs of which records are missing. */
  readonly incomplete: readonly string[];
}

/** Copies to an empty store what is as it was written; every other record is left out. */
export function salvage(from: DatabaseSync, to: DatabaseSync): Salvaged {
  to.exec('BEGIN IMMEDIATE');
  try {
    const runs = runRowsLeft(from).filter(isRunWhole);
    const incomplete = runs.filter(run => copyRun(from, to, run) > 0).map(({ name }) => name);
    const answers = scan<AnswerRow>(
      from,
      order => `${ANSWERS} ORDER BY key ${order}`,
      [],
      ({ key }) => key,
    ).filter(isAnswerWhole);
    const insert = to.prepare(
      'INSERT OR IGNORE INTO answers (key, answer, at, run_id, sum) VALUES (?, ?, ?, ?, ?)',
    );
    for (const { key, answer, at, run_id, sum } of answers)
      insert.run(key, answer, Number(at), run_id, Number(sum));
    to.exec('COMMIT');
    return { runs: runs.length, answers: answers.length, incomplete };
  } catch (error) {
    to.exec('ROLLBACK');
    throw error;
  }
}

/** @returns how many of the run's records are missing. */
function copyRun(from: DatabaseSync, to: DatabaseSync, run: RunRow): number {
  const isKnown = isStateWhole(run);
  const events = recordsOf(from, 'events', run.id, isKnown ? Number(run.events) : undefined);
  const sources = recordsOf(from, 'sources', run.id, Number(run.sources));
  const settings = settingsOf(from, run.id);
  // What became of a run whose state cannot be read is not known: it is one that was cut off.
  const status = isKnown ? run.status : 'running';
  const coverage = isKnown ? run.coverage : null;
  const count = isKnown ? Number(run.events) : events.read.length + events.damaged;
  to.prepare(
    `INSERT OR IGNORE INTO runs (id, job, name, started_at, sources, sum, status, coverage, events, state_sum)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    run.id,
    run.job,
    run.name,
    Number(run.started_at),
    Number(run.sources),
    Number(run.sum),
    status,
    coverage,
    count,
    stateSum(run.id, status, coverage, count),
  );
  if (settings !== undefined)
    to.prepare('INSERT OR IGNORE INTO settings (run_id, settings, sum) VALUES (?, ?, ?)').run(
      run.id,
      settings,
      sumOf('settings', settings, run.id),
    );
  for (const [table, columns, { read }] of [
    ['events', 'run_id, seq, event, sum', events],
    ['sources', 'run_id, position, source, sum', sources],
  ] as const) {
    const insert = to.prepare(`INSERT OR IGNORE INTO ${table} (${columns}) VALUES (?, ?, ?, ?)`);
    for (const { at, text } of read) insert.run(run.id, at, text, sumOf(table, text, run.id, at));
  }
  return events.damaged + sources.damaged + (isKnown ? 0 : 1) + (settings === undefined ? 1 : 0);
}
