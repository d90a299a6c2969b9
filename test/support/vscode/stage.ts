import { cpSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PackageManager, listFiles } from '@vscode/vsce';
import { ROOT } from './paths.ts';

/**
 * Copies what ships, and only that, to a folder of its own: a test then fails where the extension
 * needs a file the package lacks, and a rebuild does not disturb a window that is open.
 */
export async function stageExtension(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'fanout-ext-'));
  for (const file of await listFiles({ cwd: ROOT, packageManager: PackageManager.None })) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(join(ROOT, file), join(folder, file));
  }
  return folder;
}
