import { jsonText } from '../../core/report/text/terminalText.ts';
import { usageError } from '../../core/errors.ts';
import { percent } from '../../core/report/wording.ts';
import { leftOut } from '../../engine/request/storedRequest.ts';
import type { LoadedRun, RunStore, StoredRun } from '../../engine/openRuns.ts';
import { tell } from '../output/output.ts';

/** What names a run to a person. */
export const shortId = (id: string): string => id.slice(0, 8);

/** The id of the one run that begins with `id`. @throws FanoutError `usage` when none or several do. */
export function findRun(store: RunStore, id: string): string {
  const matches = store.list().filter(run => run.id.startsWith(id));
  const [first] = matches;
  if (!first) throw usageError(`There is no stored run ${id}. List them with: fanout runs`);
  if (matches.length > 1)
    throw usageError(`${matches.length} runs begin with ${id}: give more of the id.`);
  return first.id;
}

/** @throws FanoutError `usage` when no run, or more than one, begins with `id`. */
export function loadRun(store: RunStore, id: string): LoadedRun {
  const run = store.load(findRun(store, id));
  if (!run) throw usageError(`Run ${id} was deleted.`);
  if (run.damaged > 0) tell(leftOut(run));
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
    return `${jsonText({ runs: rows }, 2)}\n`;
  }
  if (runs.length === 0) return 'No stored runs.\n';
  const width = Math.max(...runs.map(({ job }) => job.length));
  return runs
    .map(({ id, job, name, status, startedAt, reviewedFraction }) =>
      [
        id.slice(0, 8),
        new Date(startedAt).toISOString().slice(0, 16).replace('T', ' '),
        job.padEnd(width),
        status.padEnd(11),
        (reviewedFraction === undefined ? '-' : percent(reviewedFraction)).padStart(7),
        name,
      ].join('  '),
    )
    .join('\n')
    .concat('\n');
}
