import type * as vscode from 'vscode';
import type { Logger } from '../core/ports.ts';
import { openStore } from '../store/openStore.ts';
import type { RunStore } from '../store/runStore.ts';
import { warn } from './messages.ts';

/**
 * The run store of this workspace, or of the window where there is none, opened when it is first
 * needed. What is wrong with it is told once; a run never waits for a disk that is not there.
 */
export function openRunStore(
  context: Pick<vscode.ExtensionContext, 'storageUri' | 'globalStorageUri' | 'subscriptions'>,
  log: Logger,
): () => Promise<RunStore> {
  let opening: Promise<RunStore> | undefined;
  return () => {
    opening ??= openStore((context.storageUri ?? context.globalStorageUri).fsPath).then(store => {
      for (const notice of store.notices) warn(notice);
      log.info('store opened', { inMemory: store.inMemory });
      context.subscriptions.push({ dispose: () => store.close() });
      return store;
    });
    return opening;
  };
}
