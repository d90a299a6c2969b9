import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import type { ChangeSpec } from '../core/domain/jobSpec.ts';
import type { Perspective } from '../core/domain/review/perspective.ts';
import { messageOf, usageError } from '../core/errors.ts';
import { perspectiveIdOf, readPerspectiveFile } from '../core/jobs/review/perspectiveFile.ts';
import { builtInPerspectives, customPerspectives } from '../core/jobs/review/perspectives.ts';
import { isRecord } from '../core/text/json.ts';
import { baseSideOf } from '../engine/sources.ts';
import type { RunSettings } from './options/types.ts';
import { tell } from './output/output.ts';

/** Where a team's perspectives are looked for, in this order, here and above, up to the Git root. */
const FOUND = [join('.fanout', 'perspectives.json'), join('.vscode', 'settings.json')];
/** One perspective a file, named by its id. */
const FOLDER = join('.fanout', 'perspectives');
/** What may be looked for as the name of a file. */
const ID = /^[a-zA-Z][a-zA-Z0-9-]{0,39}$/;
const SETTING = 'fanout.customPerspectives';
/** Largest file that is read, in bytes: 64 perspectives of 32 KB each, with room for other settings. */
const MAX_BYTES = 4 * 1024 * 1024;

/** Reads a file as a run is to see it; undefined: there is none. */
type Read = (file: string) => Promise<string | undefined>;

/**
 * A team's own perspectives, when one that is named is not built in: from the file that the user names, else from the
 * nearest that is found. Of a change it is the file on the base side, for a change does not choose how it is read;
 * and who can change a folder does not choose where text goes: models that a found file names are left out.
 * @throws FanoutError `usage` when a perspective is in neither, or the file cannot be read.
 */
export async function ownPerspectives(
  { perspectives = [], perspectiveModels = {}, perspectivesFile, spec }: RunSettings,
  cwd: string,
): Promise<readonly Perspective[]> {
  const builtIn = builtInPerspectives.map(({ id }) => id);
  const named = [...perspectives, ...Object.keys(perspectiveModels)];
  const others = named.filter(id => !builtIn.includes(id));
  if (perspectivesFile === undefined && others.length === 0) return [];
  const change = spec?.kind === 'review' ? spec.change : undefined;
  const own =
    perspectivesFile === undefined
      ? await foundFor(others, cwd, change)
      : { file: perspectivesFile, perspectives: namedFile(perspectivesFile) };
  const known = [...builtIn, ...(own?.perspectives ?? []).map(({ id }) => id)];
  const unknown = others.find(id => !known.includes(id));
  if (unknown !== undefined)
    throw usageError(
      `There is no perspective ${unknown}. There are ${known.join(', ')}.${own ? '' : ' Your own go into .fanout/perspectives/ID.md or .fanout/perspectives.json, here or in a parent folder, or into the file of --perspectives-file.'} Nothing was sent.`,
    );
  if (own && others.length > 0) tell(`Perspectives of ${own.file}: ${others.join(', ')}`);
  return own?.perspectives ?? [];
}

/** One perspective of a Markdown file, or the list of a JSON file. */
const namedFile = (file: string): readonly Perspective[] =>
  file.endsWith('.md')
    ? [perspectiveOf(file, readWhole(file), basename(file))]
    : perspectivesIn(file);

function readWhole(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw usageError(`${file} cannot be read (${messageOf(error)}). Nothing was sent.`);
  }
}

/** @throws FanoutError `usage` that names the first line with a problem. */
function perspectiveOf(file: string, text: string, name: string): Perspective {
  const { perspective, problems } = readPerspectiveFile(perspectiveIdOf(name), text);
  if (perspective) return perspective;
  const [first] = problems;
  const line = text.slice(0, first?.start ?? 0).split('\n').length;
  throw usageError(
    `The perspective in ${file}:${line} cannot be used: ${first?.message ?? ''} Nothing was sent.`,
  );
}

/** Those of files of their own, then those of the nearest list. */
async function foundFor(
  ids: readonly string[],
  cwd: string,
  change: ChangeSpec | undefined,
): Promise<Found | undefined> {
  const files = await foundFiles(ids, cwd, change);
  const inFiles = files.map(({ perspective }) => perspective);
  const rest = ids.filter(id => !inFiles.some(perspective => perspective.id === id));
  const list = rest.length > 0 ? await foundPerspectives(cwd, change) : undefined;
  if (files.length === 0) return list;
  return {
    file: [...files.map(({ file }) => file), ...(list ? [list.file] : [])].join(', '),
    perspectives: [...inFiles, ...(list?.perspectives ?? []).filter(({ id }) => rest.includes(id))],
  };
}

/** The nearest file of each id, without the models it names; see `ownPerspectives`. */
async function foundFiles(
  ids: readonly string[],
  cwd: string,
  change: ChangeSpec | undefined,
): Promise<{ readonly file: string; readonly perspective: Perspective }[]> {
  const wanted = new Set(ids.filter(id => ID.test(id)));
  if (wanted.size === 0) return [];
  const { read, at } = await readerFor(cwd, change);
  const found: { file: string; perspective: Perspective }[] = [];
  for (const folder of foldersUp(cwd))
    for (const id of wanted) {
      const file = join(folder, FOLDER, `${id}.md`);
      const text = await read(file);
      if (text === undefined) continue;
      wanted.delete(id);
      const shown = `${relative(cwd, file) || file}${at}`;
      const { models: _, ...perspective } = perspectiveOf(shown, text, basename(file));
      found.push({ file: shown, perspective });
    }
  return found;
}

/** Here and above, up to the Git root. */
function foldersUp(cwd: string): string[] {
  const folders = [realpathSync(cwd)];
  for (;;) {
    const folder = folders.at(-1) ?? '';
    if (existsSync(join(folder, '.git')) || dirname(folder) === folder) return folders;
    folders.push(dirname(folder));
  }
}

async function readerFor(
  cwd: string,
  change: ChangeSpec | undefined,
): Promise<{ readonly read: Read; readonly at: string }> {
  const base = change && (await baseSideOf(cwd, change));
  return base
    ? {
        read: async file => (await base.read(file, MAX_BYTES))?.toString('utf8'),
        at: ` at ${base.commit}`,
      }
    : {
        read: file => Promise.resolve(existsSync(file) ? readFileSync(file, 'utf8') : undefined),
        at: '',
      };
}

/** @throws FanoutError `usage`. */
export function perspectivesIn(file: string, text?: string): readonly Perspective[] {
  try {
    const value = parseJsonWithComments(text ?? readFileSync(file, 'utf8'));
    return customPerspectives(isRecord(value) ? value[SETTING] : value);
  } catch (error) {
    throw usageError(
      `The perspectives in ${file} cannot be used: ${messageOf(error)} Nothing was sent.`,
    );
  }
}

interface Found {
  readonly file: string;
  readonly perspectives: readonly Perspective[];
}

/** The nearest file with perspectives of the team; undefined: there is none. */
export async function foundPerspectives(
  cwd: string,
  change?: ChangeSpec,
): Promise<Found | undefined> {
  const { read, at } = await readerFor(cwd, change);
  for (const folder of foldersUp(cwd))
    for (const name of FOUND) {
      const file = join(folder, name);
      const text = await read(file);
      if (text === undefined || (name.endsWith('settings.json') && !text.includes(SETTING)))
        continue;
      const perspectives = perspectivesIn(file, text).map(({ models: _, ...rest }) => rest);
      return { file: `${relative(cwd, file) || file}${at}`, perspectives };
    }
  return undefined;
}

/** Comments and trailing commas are allowed, as they are in the editor's settings. */
function parseJsonWithComments(text: string): unknown {
  const strings = '"(?:[^"\\\\]|\\\\.)*"';
  const without = (dropped: string, from: string): string =>
    from.replace(new RegExp(`(${strings})|${dropped}`, 'gs'), (_, kept?: string) => kept ?? '');
  const bare = without('//[^\\n]*|/\\*.*?\\*/', text.replace(/^\uFEFF/, ''));
  return JSON.parse(without(',(?=\\s*[\\]}])', bare));
}
