import { promises as fs } from 'node:fs';
import path from 'node:path';
import { messageOf } from '../../core/errors.ts';
import type { SkippedSource } from '../../core/domain/source.ts';
import { deniedFile } from './asciiDocFile.ts';
import { deniedFolder } from './denyList.ts';
import { gitRoot, outerRules, readIgnoreFile } from '../git/gitFolder.ts';
import { isIgnored, type IgnoreFile } from './ignoreRules.ts';
import { unwantedFolder, unwantedName } from './generatedFiles.ts';
import { t } from '../../core/text/l10n.ts';

export interface Walked {
  /** Absolute paths of regular files, in a stable order. */
  readonly files: readonly string[];
  /** Absolute paths of what was left out, except what ignore rules exclude. */
  readonly skipped: readonly SkippedSource[];
}

interface Rules {
  /** Weakest first. */
  readonly git: readonly IgnoreFile[];
  readonly own: readonly IgnoreFile[];
}

/**
 * The files under a folder that Git would not ignore (tracked or not), except those excluded by `.fanoutignore` files,
 * the deny list, and files that are not the user's work: packages, lock files, minified and generated files. Links are
 * not followed. `folder` must be a real path. Never throws.
 */
export async function walk(folder: string, home?: string): Promise<Walked> {
  const root = (await gitRoot(folder)) ?? folder;
  const files: string[] = [];
  const skipped: SkippedSource[] = [];
  let rules: Rules = { git: await outerRules(root, home), own: [] };
  const between = relative(root, folder)
    .split('/')
    .filter(part => part !== '');
  let at = root;
  for (const part of between) {
    rules = await withRulesOf(rules, root, at);
    at = path.join(at, part);
  }
  await visit(folder, rules);
  return { files, skipped };

  async function visit(directory: string, outer: Rules): Promise<void> {
    const inner = await withRulesOf(outer, root, directory);
    let entries;
    try {
      entries = await fs.readdir(directory, { withFileTypes: true });
    } catch (error) {
      skipped.push({ path: directory, reason: t('cannot be read: {0}', codeOf(error)) });
      return;
    }
    entries.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
    for (const entry of entries) {
      const file = path.join(directory, entry.name);
      const name = relative(root, file);
      const isDirectory = entry.isDirectory();
      if (entry.name === '.git') continue;
      if (isIgnored(inner.git, name, isDirectory) || isIgnored(inner.own, name, isDirectory))
        continue;
      const reason =
        (isDirectory
          ? deniedFolder(relative(folder, file))
          : await deniedFile(relative(folder, file), file)) ??
        (isDirectory ? unwantedFolder(entry.name) : undefined) ??
        (entry.isSymbolicLink() ? 'a link: not followed' : undefined) ??
        (!isDirectory && !entry.isFile() ? 'not a regular file' : undefined) ??
        (isDirectory ? undefined : unwantedName(entry.name));
      if (reason !== undefined) skipped.push({ path: file, reason });
      else if (isDirectory) await visit(file, inner);
      else files.push(file);
    }
  }
}

async function withRulesOf(rules: Rules, root: string, directory: string): Promise<Rules> {
  const folder = relative(root, directory);
  const git = await readIgnoreFile(path.join(directory, '.gitignore'), folder);
  const own = await readIgnoreFile(path.join(directory, '.fanoutignore'), folder);
  return { git: git ? [...rules.git, git] : rules.git, own: own ? [...rules.own, own] : rules.own };
}

const relative = (from: string, to: string) => path.relative(from, to).split(path.sep).join('/');

/** The error's system code (`EACCES`), or its message. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : messageOf(error);
