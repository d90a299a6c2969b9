import { realpathSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { usageError } from '../../core/errors.ts';
import type { Source } from '../../core/domain/source.ts';
import { deniedReason } from '../sources.ts';

/** The folders that an agent may read from, as real paths. */
export type Folders = readonly [string, ...string[]];

/**
 * The folders that the user named, else those of the client, else the one that the server was started in.
 * @throws FanoutError `usage` when there is none, or only one that holds everything.
 */
export function allowedFolders(
  named: readonly string[],
  ofClient: readonly string[],
  cwd: string,
): Folders {
  const asked = named.length > 0 ? named.map(folder => resolve(cwd, folder)) : ofClient;
  const [first, ...rest] = (asked.length > 0 ? asked : [cwd]).map(realFolder);
  if (first === undefined) throw usageError('There is no folder to read from.');
  // A client that starts servers anywhere must not open the whole disk to an agent.
  const everything = [first, ...rest].find(
    folder => folder === dirname(folder) || folder === realFolder(homedir()),
  );
  if (named.length === 0 && everything !== undefined)
    throw usageError(
      `${everything} is too much to open to an agent. Nothing was read or sent. Name the folder: fanout mcp FOLDER`,
    );
  return [first, ...rest];
}

/** Folders of the roots that a client names; other addresses are ignored. */
export const foldersOfRoots = (roots: readonly { readonly uri: string }[]): string[] =>
  roots.flatMap(({ uri }) => {
    try {
      return uri.startsWith('file:') ? [fileURLToPath(uri)] : [];
    } catch {
      return [];
    }
  });

/**
 * The one folder that holds all paths, links followed.
 * @throws FanoutError `usage` for a path outside, or paths of several folders.
 */
export function folderOf(paths: readonly string[], folders: Folders): string {
  const found = new Set(paths.map(path => folderOfPath(path, folders)));
  const [folder = folders[0], more] = found;
  if (more !== undefined)
    throw usageError(
      'The paths are in several workspace folders. Nothing was read or sent. Call once for each folder.',
    );
  return folder;
}

/** Names of perspective files. */
const PERSPECTIVE_ID = /^[a-zA-Z][a-zA-Z0-9-]{0,39}$/;

/** Longer files are no playbooks. */
const MAX_PLAYBOOK_BYTES = 1024 * 1024;

/**
 * The real file of a playbook that an agent names: a path, or the name of one in `.fanout/perspectives`.
 * @throws FanoutError `usage` for a file outside of the folders, one that usually holds secrets, and what is no
 * ordinary file.
 */
export function playbookPath(name: string, folders: Folders): string {
  const path = PERSPECTIVE_ID.test(name) ? `.fanout/perspectives/${name}.md` : name;
  const folder = folderOf([path], folders);
  const asked = resolve(folder, path);
  const real = realpathSync(asked);
  // The comments of such a file would be read as its headings.
  const denied = [asked, real]
    .map(file => deniedReason(relative(folder, file).split(sep).join('/')))
    .find(reason => reason !== undefined);
  if (denied !== undefined) throw usageError(`${name} is ${denied}. Nothing was read or sent.`);
  const stat = statSync(real);
  if (!stat.isFile() || stat.size > MAX_PLAYBOOK_BYTES)
    throw usageError(`${name} is no playbook, which is a text of at most 1 MB. Nothing was sent.`);
  return real;
}

function folderOfPath(path: string, folders: Folders): string {
  if (path.includes('\0')) throw usageError('A path contains a null character. Nothing was sent.');
  const candidates = isAbsolute(path) ? [path] : folders.map(folder => resolve(folder, path));
  for (const asked of candidates) {
    const real = realOf(asked);
    const folder = folders.find(each => isInside(resolve(asked), each) || isInside(real, each));
    if (folder !== undefined && real !== undefined && isInside(real, folder)) return folder;
  }
  if (candidates.every(asked => realOf(asked) === undefined))
    throw usageError(
      `${path} does not exist in the workspace. Nothing was read or sent. Check the path.`,
    );
  throw usageError(
    `${path} is outside of the folders that the user opened to agents. Nothing was read or sent.`,
  );
}

/** Whether every text of a run lies in the folders: what else is stored is not shown to an agent. */
export const isOfFolders = (sources: readonly Source[], folders: Folders): boolean =>
  sources.length > 0 &&
  sources.every(({ uri }) => {
    const file = uri === undefined ? undefined : foldersOfRoots([{ uri }])[0];
    return file !== undefined && folders.some(folder => isInside(file, folder));
  });

export function isInside(path: string | undefined, folder: string): boolean {
  if (path === undefined) return false;
  const way = relative(folder, path);
  return way === '' || (!/^\.\.(?:[\\/]|$)/.test(way) && !isAbsolute(way));
}

const realFolder = (folder: string): string => realOf(folder) ?? resolve(folder);

function realOf(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
