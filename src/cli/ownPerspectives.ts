import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { ChangeSpec } from '../core/domain/jobSpec.ts';
import type { Perspective } from '../core/domain/perspective.ts';
import { messageOf, usageError } from '../core/errors.ts';
import { builtInPerspectives, customPerspectives } from '../core/jobs/review/perspectives.ts';
import { isRecord } from '../core/text/json.ts';
import { baseSideOf } from '../engine/sources.ts';
import type { RunSettings } from './options/types.ts';
import { tell } from './output/output.ts';

/** Where a team's perspectives are looked for, in this order, here and above, up to the Git root. */
const FOUND = [join('.fanout', 'perspectives.json'), join('.vscode', 'settings.json')];
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
      ? await foundPerspectives(cwd, change)
      : { file: perspectivesFile, perspectives: perspectivesIn(perspectivesFile) };
  const known = [...builtIn, ...(own?.perspectives ?? []).map(({ id }) => id)];
  const unknown = others.find(id => !known.includes(id));
  if (unknown !== undefined)
    throw usageError(
      `There is no perspective ${unknown}. There are ${known.join(', ')}.${own ? '' : ' Your own go into .fanout/perspectives.json, here or in a parent folder, or into the file of --perspectives-file.'} Nothing was sent.`,
    );
  if (own && others.length > 0) tell(`Perspectives of ${own.file}: ${others.join(', ')}`);
  return own?.perspectives ?? [];
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
  const base = change && (await baseSideOf(cwd, change));
  const read: Read = base
    ? async file => (await base.read(file, MAX_BYTES))?.toString('utf8')
    : file => Promise.resolve(existsSync(file) ? readFileSync(file, 'utf8') : undefined);
  for (let folder = realpathSync(cwd); ; folder = dirname(folder)) {
    for (const name of FOUND) {
      const file = join(folder, name);
      const text = await read(file);
      if (text === undefined || (name.endsWith('settings.json') && !text.includes(SETTING)))
        continue;
      const perspectives = perspectivesIn(file, text).map(({ models: _, ...rest }) => rest);
      const at = base ? ` at ${base.commit}` : '';
      return { file: `${relative(cwd, file) || file}${at}`, perspectives };
    }
    if (existsSync(join(folder, '.git')) || dirname(folder) === folder) return undefined;
  }
}

/** Comments and trailing commas are allowed, as they are in the editor's settings. */
function parseJsonWithComments(text: string): unknown {
  const strings = '"(?:[^"\\\\]|\\\\.)*"';
  const without = (dropped: string, from: string): string =>
    from.replace(new RegExp(`(${strings})|${dropped}`, 'gs'), (_, kept?: string) => kept ?? '');
  const bare = without('//[^\\n]*|/\\*.*?\\*/', text.replace(/^\uFEFF/, ''));
  return JSON.parse(without(',(?=\\s*[\\]}])', bare));
}
