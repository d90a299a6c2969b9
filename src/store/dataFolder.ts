import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where runs are kept that belong to no workspace: those of the command line, and of the editor where it shares them. */
export function dataFolder(env: Readonly<Record<string, string | undefined>>): string {
  // Not the roaming folder: a database of hundreds of megabytes has no place in a profile that travels.
  if (process.platform === 'win32' && env['LOCALAPPDATA'])
    return join(env['LOCALAPPDATA'], 'fanout');
  if (process.platform === 'darwin') return join(homedir(), 'Library/Application Support/fanout');
  return join(env['XDG_DATA_HOME'] || join(homedir(), '.local/share'), 'fanout');
}
