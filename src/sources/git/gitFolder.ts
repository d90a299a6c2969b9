import { promises as fs } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { parseIgnoreFile, type IgnoreFile } from '../files/ignoreRules.ts';

/** Longest ignore file read, in bytes. */
const MAX_IGNORE_BYTES = 4 * 1024 * 1024;

/** The rules of an ignore file; undefined if none can be read. Like Git, does not follow links. */
export async function readIgnoreFile(
  file: string,
  folder: string,
): Promise<IgnoreFile | undefined> {
  try {
    const stat = await fs.lstat(file);
    if (!stat.isFile() || stat.size > MAX_IGNORE_BYTES) return undefined;
    return parseIgnoreFile(await fs.readFile(file), folder);
  } catch {
    return undefined;
  }
}

/** The nearest folder at or above `folder` that contains `.git`, or undefined. */
export async function gitRoot(folder: string): Promise<string | undefined> {
  for (let at = folder; ; at = path.dirname(at)) {
    try {
      await fs.lstat(path.join(at, '.git'));
      return at;
    } catch {
      if (path.dirname(at) === at) return undefined;
    }
  }
}

/** Rules from outside the tree, weakest first: the user's own, then `.git/info/exclude`. */
export async function outerRules(root: string, home = homedir()): Promise<IgnoreFile[]> {
  const files = [
    await readFollowing(await userExcludes(home)),
    await readFollowing(path.join(await commonGitFolder(root), 'info', 'exclude')),
  ];
  return files.filter(file => file !== undefined);
}

async function readFollowing(file: string): Promise<IgnoreFile | undefined> {
  try {
    return await readIgnoreFile(await fs.realpath(file), '');
  } catch {
    return undefined;
  }
}

/** Path of the user's ignore file: `core.excludesFile`, otherwise Git's default. */
async function userExcludes(home: string): Promise<string> {
  const config = process.env['XDG_CONFIG_HOME'] ?? path.join(home, '.config');
  for (const file of [path.join(home, '.gitconfig'), path.join(config, 'git', 'config')]) {
    const content = await fs.readFile(file, 'utf8').catch(() => '');
    const core = /^\s*\[core\]([^[]*)/im.exec(content)?.[1] ?? '';
    const value = /^\s*excludesfile\s*=\s*"?([^"\r\n]+?)"?\s*$/im.exec(core)?.[1];
    if (value !== undefined)
      return value.startsWith('~/') ? path.join(home, value.slice(2)) : value;
  }
  return path.join(config, 'git', 'ignore');
}

/** `.git` itself, or what it points to in a worktree or submodule. */
async function commonGitFolder(root: string): Promise<string> {
  const dot = path.join(root, '.git');
  const link = await fs.readFile(dot, 'utf8').catch(() => '');
  const target = /^gitdir:\s*(.+?)\s*$/m.exec(link)?.[1];
  if (target === undefined) return dot;
  const folder = path.resolve(root, target);
  const common = await fs.readFile(path.join(folder, 'commondir'), 'utf8').catch(() => '');
  return common === '' ? folder : path.resolve(folder, common.trim());
}
