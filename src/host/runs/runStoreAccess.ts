import type * as vscode from 'vscode';
import type { Logger } from '../../core/ports/ports.ts';
import { dataFolder, openRuns, type RunStore, storeFileIn } from '../../engine/openRuns.ts';
import type { Config } from '../settings/config.ts';
import { warn } from '../ui/messages.ts';
import { folderOfWorkspace } from './storeFolder.ts';

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
    const folder = storeFolder(context, config);
    opening ??= openRuns(folder, config.read().keepRunsDays, warn, log).then(store => {
      log.info('store opened', { inMemory: store.inMemory });
      context.subscriptions.push({ dispose: () => store.close() });
      return store;
    });
    return opening;
  };
}

type Storage = Pick<vscode.ExtensionContext, 'storageUri' | 'globalStorageUri'>;

const storeFolder = ({ storageUri, globalStorageUri }: Storage, config: Config): string =>
  config.read().runStore === 'shared'
    ? dataFolder(process.env)
    : folderOfWorkspace((storageUri ?? globalStorageUri).fsPath);

/** Where the runs of this workspace are, if it ever had any. */
export const storeFile = (context: Storage, config: Config): string =>
  storeFileIn(storeFolder(context, config));
