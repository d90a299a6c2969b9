import { promises as fs } from 'node:fs';
import { usageError } from '../../core/errors.ts';
import { gitAt, GitRefused, type Git } from './git.ts';
import { gitRoot } from './gitFolder.ts';
import { t } from '../../core/text/l10n.ts';

export interface Repository {
  readonly git: Git;
  readonly root: string;
  /** The requested folder, links resolved. */
  readonly cwd: string;
}

/**
 * The repository of a folder. @throws FanoutError `usage`: no Git, no repository, or a repository whose work tree is
 * elsewhere.
 */
export async function repositoryAt(folder: string): Promise<Repository> {
  const cwd = await fs.realpath(folder);
  const root = await gitRoot(cwd);
  if (root === undefined)
    throw usageError(t('{0} is not in a Git repository. Review files or folders instead.', folder));
  const { git, files } = await refusedAsUsage(() => gitAt(root));
  // A repository can claim a folder elsewhere as its work tree, and report that folder's files as changed.
  if ((await fs.realpath(files)) !== (await fs.realpath(root)))
    throw usageError(
      t(
        'The repository in {0} keeps its files elsewhere ({1}). Nothing was read. Open that folder.',
        root,
        files,
      ),
    );
  return { git, root, cwd };
}

/** Reports Git's errors to the user as `usage` errors. */
export async function refusedAsUsage<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof GitRefused)
      throw usageError(t('Git refused: {0}. Nothing was read.', error.message));
    throw error;
  }
}

export interface Named {
  /** The value for `ChangeSpec`. */
  readonly name: string;
  /** A one-line description. */
  readonly hint: string;
}

/** Branches to compare with, except the checked-out one, newest first; at most 200. */
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

/** The latest commits of HEAD, newest first; empty if there is no commit yet. */
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
