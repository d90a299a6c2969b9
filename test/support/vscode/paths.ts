import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

/** The repository. */
export const ROOT = resolve(import.meta.dirname, '../../..');

/** Everything that is fetched or unpacked for tests; not under version control. */
export const CACHE = join(ROOT, '.vscode-test');

/** Where each runner leaves its counts, for `.ci/run`. */
export const RESULTS = join(ROOT, 'out', 'test-results');

/**
 * Makes a folder once: `build` fills a staging folder beside it, which takes the final name only
 * when it is whole. An interrupted or a second, simultaneous build therefore never shows.
 */
export async function buildOnce(
  folder: string,
  build: (staging: string) => void | Promise<void>,
): Promise<void> {
  if (existsSync(folder)) return;
  mkdirSync(dirname(folder), { recursive: true });
  removeAbandoned(folder);
  const staging = `${folder}.building-${process.pid}`;
  mkdirSync(staging);
  try {
    await build(staging);
    if (!existsSync(folder)) renameSync(staging, folder);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

function removeAbandoned(folder: string): void {
  const prefix = `${basename(folder)}.building-`;
  for (const name of readdirSync(dirname(folder))) {
    if (!name.startsWith(prefix) || isAlive(Number(name.slice(prefix.length)))) continue;
    rmSync(join(dirname(folder), name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
