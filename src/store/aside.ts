import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const MARK = '.damaged-';

/** Renames a damaged store, its log included. @returns the new name. */
export function setAside(file: string): string {
  const aside = `${file}${MARK}${new Date().toISOString().replace(/[:.]/g, '-')}`;
  for (const suffix of ['', '-wal', '-shm'])
    if (existsSync(file + suffix)) renameSync(file + suffix, aside + suffix);
  return aside;
}

/** Deletes what was set aside of a store and last written before a time, ms since 1970. */
export function removeSetAside(file: string, before: number): void {
  const folder = dirname(file);
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (name.startsWith(basename(file) + MARK) && statSync(path).mtimeMs < before) rmSync(path);
  }
}
