import { promises as fs } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Where a repository keeps its data. The two folders differ in a linked worktree. */
export interface GitFolders {
  /** Holds HEAD and the index. */
  readonly own: string;
  /** Holds the objects and branches. */
  readonly common: string;
}

/** Files and folders of `common` that contain only data. Hooks, configuration and remotes are left out. */
const DATA = ['packed-refs', 'shallow', 'refs', 'logs', 'reftable'];
const INFO = ['exclude', 'attributes', 'sparse-checkout'];
/** Data files of `own`: HEAD, ORIG_HEAD, the file a split index points to. */
const OWN_DATA = /^(?:[A-Z_]{0,30}HEAD|sharedindex\.[0-9a-f]+)$/;

/**
 * A Git folder with the data of another and a safe configuration: the repository's own configuration and hooks are
 * never read. Accessible to the user only; removed with `removeShadow`.
 */
export async function makeShadow(folders: GitFolders, config: string): Promise<string> {
  const shadow = await fs.mkdtemp(path.join(tmpdir(), 'fanout-git-'));
  try {
    await fs.writeFile(path.join(shadow, 'config'), config);
    await fs.mkdir(path.join(shadow, 'info'));
    const own = (await fs.readdir(folders.own)).filter(name => OWN_DATA.test(name));
    for (const name of own) await link(folders.own, shadow, name);
    for (const name of DATA) await link(folders.common, shadow, name);
    for (const name of INFO)
      await link(path.join(folders.common, 'info'), path.join(shadow, 'info'), name);
    // Git does not recognise a folder without them as a Git folder.
    await fs.mkdir(path.join(shadow, 'refs'), { recursive: true });
    await fs.mkdir(path.join(shadow, 'objects'));
    return shadow;
  } catch (error) {
    await removeShadow(shadow);
    throw error;
  }
}

/** Removes the folder and the links in it, never the link targets. */
export const removeShadow = (shadow: string): Promise<void> =>
  fs.rm(shadow, { recursive: true, force: true });

/** The variables that make Git use the shadow for the files of `root`. */
export const shadowVariables = (
  shadow: string,
  { own, common }: GitFolders,
  root: string,
): NodeJS.ProcessEnv => ({
  GIT_DIR: shadow,
  GIT_WORK_TREE: root,
  GIT_INDEX_FILE: path.join(own, 'index'),
  GIT_OBJECT_DIRECTORY: path.join(common, 'objects'),
});

async function link(from: string, to: string, name: string): Promise<void> {
  const [source, target] = [path.join(from, name), path.join(to, name)];
  const found = await fs.stat(source).catch(() => undefined);
  if (!found) return;
  // On Windows only administrators can link files, but anyone can create folder junctions.
  if (found.isDirectory()) await fs.symlink(source, target, 'junction');
  else if (process.platform === 'win32' || name === 'HEAD') await fs.copyFile(source, target);
  else await fs.symlink(source, target);
}
