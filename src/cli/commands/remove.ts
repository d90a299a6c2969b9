import { FanoutError } from '../../core/errors.ts';
import type { RunStore } from '../../engine/openRuns.ts';
import type { CliArgs } from '../options/types.ts';
import { tell } from '../output/output.ts';
import { findRun } from './history.ts';

type DeleteArgs = Extract<CliArgs, { command: 'delete' }>;

/**
 * Removes a run, its text and the answers that quote it. @returns the exit code.
 * @throws FanoutError `usage` when no run, or more than one, has the id; `runBusy` while a process is at work
 * on it; `batchLeft` when answers of it are still to come, unless `force`; `storeUnusable`.
 */
export function remove({ runId, force }: DeleteArgs, store: RunStore): Promise<number> {
  const id = findRun(store, runId);
  const run = store.list().find(stored => stored.id === id);
  const short = id.slice(0, 8);
  if (run?.status === 'running' || run?.status === 'paused')
    throw new FanoutError(
      'runBusy',
      `Run ${short} is running in another window or process. Nothing was deleted. Stop it there first.`,
    );
  if (run?.status === 'batched' && !force)
    throw new FanoutError(
      'batchLeft',
      `Answers of run ${short} are waiting at the provider and would be billed and lost. Nothing was deleted. Cancel them first with: fanout cancel ${short}. Or delete the run anyway with: --force`,
    );
  store.delete(id);
  tell(
    `Deleted run ${short} over ${run?.name ?? 'a document'}, its text and the answers that quote it.`,
  );
  return Promise.resolve(0);
}
