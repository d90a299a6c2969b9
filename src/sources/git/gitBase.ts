import path from 'node:path';
import type { ChangeSpec } from '../../core/domain/jobSpec.ts';
import type { Git } from './git.ts';
import { sidesOf } from './gitSides.ts';
import { refusedAsUsage, repositoryAt } from './repository.ts';

/** The files before a change. They may supply rules for judging it, since the change cannot have written them. */
export interface BaseSide {
  /** Twelve digits of the commit. */
  readonly commit: string;
  /** The root of the repository. */
  readonly root: string;
  /** A regular file of at most `maxBytes`, by absolute path; undefined if the base has none at that path. */
  read(file: string, maxBytes: number): Promise<Buffer | undefined>;
}

/**
 * The base side of a change in the repository of `cwd`.
 * @throws FanoutError `usage`: no Git, no repository, no commits, or no such branch or commit.
 */
export async function baseSideOf(cwd: string, change: ChangeSpec): Promise<BaseSide> {
  const { git, root } = await repositoryAt(cwd);
  const { base } = await refusedAsUsage(() => sidesOf(git, change));
  return {
    commit: base.slice(0, 12),
    root,
    read: (file, maxBytes) =>
      refusedAsUsage(async () => {
        const name = path.relative(root, file).split(path.sep).join('/');
        if (name === '' || name.startsWith('../') || path.isAbsolute(name)) return undefined;
        return fileAt(git, base, name, maxBytes);
      }),
  };
}

/** A regular file of a commit, or of the index (`undefined`), by its path in the repository. */
export async function fileAt(
  git: Git,
  commit: string | undefined,
  name: string,
  maxBytes: number,
): Promise<Buffer | undefined> {
  const listed = await (commit === undefined
    ? git('ls-files', '--stage', '--full-name', '-z', '--', name)
    : git('ls-tree', '-z', '--full-tree', commit, '--', name));
  // Links and submodules have other modes.
  const blob = /^100(?:644|755) (?:blob )?([0-9a-f]+)(?: 0)?\t/.exec(listed.toString())?.[1];
  if (blob === undefined) return undefined;
  const size = Number((await git('cat-file', '-s', blob)).toString());
  return size > maxBytes ? undefined : git('cat-file', 'blob', blob);
}
