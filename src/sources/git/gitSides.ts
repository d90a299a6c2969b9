import { createHash } from 'node:crypto';
import { usageError } from '../../core/errors.ts';
import type { ChangeSpec } from '../../core/domain/jobSpec.ts';
import { GitRefused, type Git } from './git.ts';
import { t } from '../../core/text/l10n.ts';

export interface Sides {
  /** What the change is compared with: a commit, or the empty tree. */
  readonly base: string;
  /** Arguments of `git diff`. */
  readonly args: readonly string[];
  /** Whether the new side is the working tree. */
  readonly workingTree: boolean;
  /** The commit of the new side; undefined for the working tree and the index. */
  readonly to?: string;
}

/**
 * The two sides of a change.
 * @throws FanoutError `usage`: no commits, no such branch or commit, or a clone without that history.
 */
export async function sidesOf(
  git: Git,
  { ref, commit, staged = false }: ChangeSpec,
): Promise<Sides> {
  const head = await resolve(git, 'HEAD');
  if (head === undefined)
    throw usageError(
      t(
        'This repository has no commits yet: there is nothing to compare with. Review its files instead.',
      ),
    );
  if (staged) return { base: head, args: ['--cached', head], workingTree: false };
  if (commit !== undefined) {
    const of = await known(git, commit);
    const parent = await resolve(git, `${of}^`);
    if (parent === undefined && (await hasParent(git, of)))
      throw shallow(t('the parent of {0}', commit));
    const from = parent ?? emptyTree(of);
    return { base: from, args: [from, of], workingTree: false, to: of };
  }
  if (ref !== undefined) {
    const other = await known(git, ref);
    const base = await git('merge-base', other, head).catch(async (error: unknown) => {
      if (!(error instanceof GitRefused)) throw error;
      const cut = (await git('rev-parse', '--is-shallow-repository')).toString().trim() === 'true';
      throw cut
        ? shallow(t('where {0} and HEAD parted', ref))
        : usageError(t('{0} and HEAD have no commit in common. Nothing was read.', ref));
    });
    const from = base.toString().trim();
    return { base: from, args: [from, head], workingTree: false, to: head };
  }
  return { base: head, args: [head], workingTree: true };
}

/** Read from the commit itself: a shallow clone hides parents it does not contain. */
const hasParent = async (git: Git, commit: string): Promise<boolean> =>
  /^parent /m.test((await git('cat-file', 'commit', commit)).toString().split('\n\n')[0] ?? '');

const shallow = (what: string): Error =>
  usageError(
    t(
      'This clone is shallow and does not hold {0}. Nothing was read. Fetch the history first: git fetch --unshallow',
      what,
    ),
  );

async function known(git: Git, name: string): Promise<string> {
  const found = await resolve(git, name);
  if (found !== undefined) return found;
  throw usageError(t('{0} is no branch or commit of this repository. Nothing was read.', name));
}

/** The commit that a name refers to. Names that look like options are refused. */
async function resolve(git: Git, name: string): Promise<string | undefined> {
  if (/^-|\p{Cc}|^$/u.test(name)) return undefined;
  try {
    const found = await git('rev-parse', '--verify', '--quiet', `${name}^{commit}`);
    return found.toString().trim();
  } catch (error) {
    if (error instanceof GitRefused) return undefined;
    throw error;
  }
}

/** Base of a first commit: the hash of the empty tree, in the repository's hash format. */
const emptyTree = (commit: string): string =>
  createHash(commit.length === 64 ? 'sha256' : 'sha1')
    .update('tree 0\0')
    .digest('hex');
