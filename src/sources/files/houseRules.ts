import { promises as fs } from 'node:fs';
import path from 'node:path';
import { usageError } from '../../core/errors.ts';
import { readHouseRules, type HouseRule } from '../../core/domain/review/houseRules.ts';
import { findSecrets, masked } from '../../core/text/secrets.ts';
import type { Source } from '../../core/domain/source.ts';
import { decode } from './decode.ts';
import { t } from '../../core/text/l10n.ts';

/** Files in which a project keeps rules for contributors. */
const NAMES = ['.fanout/instructions.md', 'AGENTS.md'];
/** Larger files are not read, in bytes. */
const MAX_BYTES = 32 * 1024;

/** A source and the file it came from. */
export interface Located {
  readonly source: Source;
  /** Absolute; undefined for text that is not in a file. */
  readonly file: string | undefined;
  /** The topmost folder that is searched, absolute. */
  readonly root: string;
  /** Prefix for the names of the rules' files if there are several roots. */
  readonly prefix?: string;
}

export interface WithHouseRules {
  /** Each source with the rules files that apply to it. */
  readonly sources: readonly Source[];
  readonly rules: readonly HouseRule[];
  /** Notes for the user about the rules, one sentence each. */
  readonly notes: readonly string[];
}

/**
 * The project's rules for each source: of each kind of rules file the nearest, from the source's folder up to its root.
 * Links are not followed. A rules file that the change under review edits is reviewed and not applied.
 */
export async function withHouseRules(located: readonly Located[]): Promise<WithHouseRules> {
  const known = new Map<string, Promise<readonly HouseRule[]>>();
  const notes = new Set<string>();
  const changed = new Set(located.flatMap(({ source, file }) => (source.changed && file) || []));
  const read = (file: string, shown: string): Promise<readonly HouseRule[]> => {
    const before = known.get(file);
    if (before) return before;
    const reading = rulesOf(file, shown, notes).then(rules => {
      if (rules.length === 0 || !changed.has(file)) return rules;
      notes.add(
        t('{0} is part of the change: it is reviewed, and its rules are not applied.', shown),
      );
      return [];
    });
    known.set(file, reading);
    return reading;
  };
  const sources: Source[] = [];
  const rules = new Map<string, HouseRule>();
  for (const { source, file, root, prefix = '' } of located) {
    const own: HouseRule[] = [];
    const folders = file === undefined ? [] : foldersUp(path.dirname(file), root);
    for (const name of NAMES)
      for (const folder of folders) {
        const at = path.join(folder, name);
        const shown = prefix + path.relative(root, at).split(path.sep).join('/');
        const found = await read(at, shown);
        if (found.length === 0) continue;
        own.push(...found);
        break;
      }
    for (const rule of own) rules.set(rule.id, rule);
    const { rulesFrom: _before, ...rest } = source;
    const from = [...new Set(own.map(rule => rule.file))];
    sources.push(from.length === 0 ? rest : { ...rest, rulesFrom: from });
  }
  return { sources, rules: [...rules.values()], notes: [...notes] };
}

function foldersUp(folder: string, root: string): string[] {
  const below = path.relative(root, folder);
  if (below.startsWith('..') || path.isAbsolute(below)) return [];
  const parts = below === '' ? [] : below.split(path.sep);
  return parts.reduceRight<string[]>(
    (folders, _part, i) => [...folders, path.join(root, ...parts.slice(0, i))],
    [folder],
  );
}

async function rulesOf(
  file: string,
  shown: string,
  notes: Set<string>,
): Promise<readonly HouseRule[]> {
  try {
    const stat = await fs.lstat(file);
    const folder = await fs.lstat(path.dirname(file));
    if (!stat.isFile() || folder.isSymbolicLink()) return [];
    if (stat.size > MAX_BYTES) {
      notes.add(
        t('{0} is larger than {1} KB: its rules are not applied.', shown, MAX_BYTES / 1024),
      );
      return [];
    }
  } catch {
    return [];
  }
  return rulesIn(await fs.readFile(file), shown, notes);
}

async function rulesIn(
  bytes: Uint8Array,
  shown: string,
  notes: Set<string>,
): Promise<readonly HouseRule[]> {
  const decoded = decode(bytes);
  if ('reason' in decoded) return [];
  const { text } = masked(decoded, await findSecrets(decoded));
  const { rules, leftOut } = readHouseRules(text, shown);
  if (leftOut > 0)
    notes.add(t('{0}: its last {1} rules did not fit and are not applied.', shown, leftOut));
  return rules;
}

/** Reads a file as it was before the change under review; undefined: it did not exist, or was too large. */
export type ReadBase = (file: string, maxBytes: number) => Promise<Uint8Array | undefined>;

/**
 * The rules from files that the user named, for all sources. A file that the change under review edits supplies its
 * previous rules.
 * @throws FanoutError `usage` for a file that cannot be read or is empty.
 */
export async function namedHouseRules(
  sources: readonly Source[],
  files: readonly string[],
  readBase?: ReadBase,
): Promise<WithHouseRules> {
  const rules: HouseRule[] = [];
  const notes = new Set<string>();
  for (const file of files) {
    const own = readBase
      ? await rulesBefore(file, sources, readBase, notes)
      : await rulesOf(path.resolve(file), file, notes);
    if (own.length === 0)
      throw usageError(
        t(
          '--instructions {0}: there is no file with rules of at most {1} KB. Nothing was sent.',
          file,
          MAX_BYTES / 1024,
        ),
      );
    rules.push(...own);
  }
  return {
    sources: sources.map(source => ({ ...source, rulesFrom: [...files] })),
    rules,
    notes: [...notes],
  };
}

/** A change must not control the rules it is judged by: the base version counts. */
async function rulesBefore(
  file: string,
  sources: readonly Source[],
  readBase: ReadBase,
  notes: Set<string>,
): Promise<readonly HouseRule[]> {
  const real = await fs.realpath(file).catch(() => path.resolve(file));
  const isChanged = sources.some(source => source.changed && path.resolve(source.path) === real);
  const before = await readBase(real, MAX_BYTES);
  if (isChanged)
    notes.add(t('{0} is part of the change: only the rules that it had before count.', file));
  if (before) return rulesIn(before, file, notes);
  return isChanged ? [] : rulesOf(path.resolve(file), file, notes);
}
