import { promises as fs } from 'node:fs';
import { usageError } from '../../core/errors.ts';
import { gitAt, GitRefused, type Git } from './git.ts';
import { gitRoot } from './gitFolder.ts';

export interface Repository {
  readonly git: Git;
  readonly root: string;
  /** The folder that was asked for, links resolved. */
  readonly cwd: string;
}

/**
 * The repository a folder is in. @throws FanoutError `usage`: no Git, no repository, or one whose files
 * are elsewhere.
 */
export async function repositoryAt(folder: string): Promise<Repository> {
  const cwd = await fs.realpath(folder);
  const root = await gitRoot(cwd);
  if (root === undefined)
    throw usageError(`${folder} is not in a Git repository. Review files or folders instead.`);
  const { git, files } = await refusedAsUsage(() => gitAt(root));
  // A repository may claim a folder elsewhere as its own, and what is in there as changed.
  if ((await fs.realpath(files)) !== (await fs.realpath(root)))
    throw usageError(
      `The repository in ${root} keeps its files elsewhere (${files}). Nothing was read. Open that folder.`,
    );
  return { git, root, cwd };
}

/** Git's refusals are reported to the user. */
export async function refusedAsUsage<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof GitRefused)
      throw usageError(`Git refused: ${error.message}. Nothing was read.`);
    throw error;
  }
}

export interface Named {
  /** What `ChangeSpec` takes. */
  readonly name: string;
  /** One line about it. */
  readonly hint: string;
}

/** Branches to compare with, other than the one that is checked out, the latest first; at most 200. */
export async function branchesOf({ git }: Repository): Promise<Named[]> {
  const format = '--format=%(HEAD)%00%(refname:short)%00%(committerdate:relative)';
  const listed = await refusedAsUsage(() =>
    git('for-each-ref', format, '--sort=-committerdate', '--count=200', ...REFS),
  );
  return rows(listed).flatMap(([here, name = '', hint = '']) =>
    here === '*' || name === '' || name.endsWith('/HEAD') ? [] : [{ name, hint }],
  );
}

const REFS = ['refs/heads', 'refs/remotes'];

/** The latest commits of HEAD, the newest first; none where there is no commit yet. */
export async function commitsOf({ git }: Repository, most = 50): Promise<Named[]> {
  try {
    const listed = await git('log', '-n', String(most), '--format=%h%x00%s, %cr', 'HEAD', '--');
    return rows(listed).map(([name = '', hint = '']) => ({ name, hint }));
  } catch (error) {
    if (error instanceof GitRefused) return [];
    throw error;
  }
}

const rows = (output: Buffer): string[][] =>
  output
    .toString()
    .split('\n')
    .filter(Boolean)
    .map(line => line.split('\0'));
