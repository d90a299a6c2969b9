import { join } from 'node:path';
import type { Logger } from '../core/ports/ports.ts';
import { dataFolder } from '../store/dataFolder.ts';
import type { RunStore } from '../store/runStore.ts';
import { STORE_FILE } from '../store/schema.ts';
import { plural } from '../core/text/l10n.ts';

export { dataFolder };
export type { LoadedRun, RunStore, StoredRun } from '../store/runStore.ts';

/** The database of a store's folder. */
export const storeFileIn = (folder: string): string => join(folder, STORE_FILE);

/**
 * The store in a folder, without the runs that are older than `keepDays` (0: all are kept). Reports its notices to
 * `warn`. Never throws for the disk's sake: see `openStore`.
 */
export async function openRuns(
  folder: string,
  keepDays: number,
  warn: (notice: string) => void,
  log?: Pick<Logger, 'warn'>,
): Promise<RunStore> {
  const { openStore } = await import('../store/openStore.ts');
  const store = await openStore(folder);
  store.notices.forEach(warn);
  try {
    if (keepDays > 0) store.prune(keepDays);
  } catch {
    // A full or locked disk must not stop a run: the first write reports it.
    log?.warn('old runs could not be deleted');
  }
  return store;
}

/** What the user has to know of kept answers that were damaged; undefined: of none. */
export const damagedNotice = (answers: number): string | undefined =>
  answers === 0
    ? undefined
    : plural(
        answers,
        'A kept answer was damaged and not used: it is requested again.',
        '{0} kept answers were damaged and not used: they are requested again.',
        answers,
      );
