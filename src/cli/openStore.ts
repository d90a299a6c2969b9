import type { RunState } from '../core/state/runState.ts';
import { applyEvent } from '../core/state/applyEvent.ts';
import { emptyState } from '../core/state/runState.ts';
import {
  damagedNotice,
  dataFolder,
  type LoadedRun,
  openRuns,
  type RunStore,
} from '../engine/openRuns.ts';
import type { OutputArgs } from './options/types.ts';
import type { DecisionPlace } from './commands/knownDecisions.ts';
import { tell } from './output/output.ts';

/** Days after which stored runs are deleted. */
const RETENTION_DAYS = 30;

/** Opens the store a command line names, and closes it whatever happens. */
export async function withStore(
  { store: folder }: OutputArgs,
  work: (store: RunStore) => Promise<number>,
): Promise<number> {
  const store = await openRuns(folder ?? dataFolder(process.env), RETENTION_DAYS, tell);
  try {
    return await work(store);
  } finally {
    const notice = damagedNotice(store.damagedAnswers);
    if (notice !== undefined) tell(notice);
    store.close();
  }
}

export const placeOf = ({ decisions, store }: OutputArgs): DecisionPlace => ({
  ...(decisions === undefined ? {} : { file: decisions }),
  store: store ?? dataFolder(process.env),
  cwd: process.cwd(),
});

export const fold = ({ events }: LoadedRun): RunState => events.reduce(applyEvent, emptyState());
