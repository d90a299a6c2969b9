import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/**
 * The folder that all windows of a workspace share. In a remote and in the browser a second window on the same folder
 * gets one of its own from VS Code, `ID-1` beside `ID`: its runs would be gone as soon as that window is. The store
 * knows which process is at work on a run.
 */
export function folderOfWorkspace(storage: string, exists = existsSync): string {
  const [own, workspace] = [basename(storage), dirname(storage)];
  const first = workspace.replace(/(?<=[/\\]workspaceStorage[/\\][^/\\-]+)-\d+$/, '');
  return first !== workspace && exists(first) ? join(first, own) : storage;
}
