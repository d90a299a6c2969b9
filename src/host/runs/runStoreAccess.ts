import { join } from 'node:path';
import type * as vscode from 'vscode';
import type { Logger } from '../../core/ports/ports.ts';
import { dataFolder } from '../../store/dataFolder.ts';
import { STORE_FILE } from '../../store/schema.ts';
import type { RunStore } from '../../store/runStore.ts';
import type { Config } from '../settings/config.ts';
import { warn } from '../ui/messages.ts';

/**
 * The run store of this workspace, or of the window where there is none, opened when it is first
 * needed. Runs that are older than the user keeps them are deleted then. A store error is reported once; a run never waits for a missing disk.
 */
export function openRunStore(
  context: Pick<vscode.ExtensionContext, 'storageUri' | 'globalStorageUri' | 'subscriptions'>,
  config: Config,
  log: Logger,
): () => Promise<RunStore> {
  let opening: Promise<RunStore> | undefined;
  return () => {
    opening ??= open(storeFolder(context, config)).then(store => {
      for (const notice of store.notices) warn(notice);
      log.info('store opened', { inMemory: store.inMemory });
      const { keepRunsDays } = config.read();
      try {
        if (keepRunsDays > 0) store.prune(keepRunsDays);
      } catch {
        // A full or locked disk: whatever is written next says so.
        log.warn('old runs could not be deleted');
      }
      context.subscriptions.push({ dispose: () => store.close() });
      return store;
    });
    return opening;
  };
}

const open = async (folder: string): Promise<RunStore> =>
  (await import('../../store/openStore.ts')).openStore(folder);

type Storage = Pick<vscode.ExtensionContext, 'storageUri' | 'globalStorageUri'>;

const storeFolder = ({ storageUri, globalStorageUri }: Storage, config: Config): string =>
  config.read().runStore === 'shared'
    ? dataFolder(process.env)
    : (storageUri ?? globalStorageUri).fsPath;

/** Where the runs of this workspace are, if it ever had any. */
export const storeFile = (context: Storage, config: Config): string =>
  join(storeFolder(context, config), STORE_FILE);
