import { homedir } from 'node:os';
import { join } from 'node:path';
import { usageError } from '../core/errors.ts';
import { percent } from '../core/report/wording.ts';
import type { LoadedRun, RunStore, StoredRun } from '../store/runStore.ts';

/** Where the command line keeps its runs when `--store` names no folder. */
export function dataFolder(env: Readonly<Record<string, string | undefined>>): string {
  if (process.platform === 'win32' && env['APPDATA']) return join(env['APPDATA'], 'fanout');
  if (process.platform === 'darwin') return join(homedir(), 'Library/Application Support/fanout');
  return join(env['XDG_DATA_HOME'] || join(homedir(), '.local/share'), 'fanout');
}

/** @throws FanoutError `usage` when no run, or more than one, begins with `id`. */
export function loadRun(store: RunStore, id: string): LoadedRun {
  const matches = store.list().filter(run => run.id.startsWith(id));
  const [first] = matches;
  if (!first) throw usageError(`There is no stored run ${id}. See them with: fanout runs`);
  if (matches.length > 1)
    throw usageError(`${matches.length} runs begin with ${id}: give more of the id.`);
  const run = store.load(first.id);
  if (!run) throw usageError(`Run ${id} was deleted.`);
  return run;
}

/** `format` json: `{runs: [{id, job, name, status, startedAt, coverage}]}`. */
export function renderRuns(runs: readonly StoredRun[], format: string): string {
  if (format === 'json') {
    const rows = runs.map(({ id, job, name, status, startedAt, reviewedFraction }) => ({
      id,
      job,
      name,
      status,
      startedAt: new Date(startedAt).toISOString(),
      coverage: reviewedFraction ?? null,
    }));
    return `${JSON.stringify({ runs: rows }, null, 2)}\n`;
  }
  if (runs.length === 0) return 'No stored runs.\n';
  return runs
    .map(({ id, job, name, status, startedAt, reviewedFraction }) =>
      [
        id.slice(0, 8),
        new Date(startedAt).toISOString().slice(0, 16).replace('T', ' '),
        job,
        status.padEnd(11),
        (reviewedFraction === undefined ? '-' : percent(reviewedFraction)).padStart(7),
        name,
      ].join('  '),
    )
    .join('\n')
    .concat('\n');
}
