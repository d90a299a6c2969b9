import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Perspective } from '../../core/domain/perspective.ts';
import { messageOf, usageError } from '../../core/errors.ts';
import { customPerspectives } from '../../core/jobs/review/perspectives.ts';
import { isRecord } from '../../core/text/json.ts';

/** Where a team's perspectives are looked for, in this order, here and above, up to the Git root. */
const FOUND = [join('.fanout', 'perspectives.json'), join('.vscode', 'settings.json')];
const SETTING = 'fanout.customPerspectives';

export interface OwnPerspectives {
  readonly file: string;
  readonly perspectives: readonly Perspective[];
}

/**
 * The perspectives in a file: a JSON list of them, or settings of the editor that hold one. Comments and trailing
 * commas are allowed, as they are there. @throws FanoutError `usage`.
 */
export function ownPerspectivesIn(file: string): OwnPerspectives {
  try {
    const value = parseJsonWithComments(readFileSync(file, 'utf8'));
    return { file, perspectives: customPerspectives(isRecord(value) ? value[SETTING] : value) };
  } catch (error) {
    throw usageError(
      `The perspectives in ${file} cannot be used: ${messageOf(error)} Nothing was read or sent.`,
    );
  }
}

/**
 * The nearest file with perspectives of the team; undefined: there is none. Who can change a folder does not choose
 * where text goes: models that such a file names are left out.
 * @throws FanoutError `usage` when it cannot be read.
 */
export function foundPerspectives(cwd: string): OwnPerspectives | undefined {
  for (let folder = cwd; ; folder = dirname(folder)) {
    for (const name of FOUND) {
      const file = join(folder, name);
      if (!existsSync(file)) continue;
      if (name.endsWith('settings.json') && !readFileSync(file, 'utf8').includes(SETTING)) continue;
      const { perspectives } = ownPerspectivesIn(file);
      return { file, perspectives: perspectives.map(({ models: _, ...rest }) => rest) };
    }
    if (existsSync(join(folder, '.git')) || dirname(folder) === folder) return undefined;
  }
}

function parseJsonWithComments(text: string): unknown {
  const strings = '"(?:[^"\\\\]|\\\\.)*"';
  const without = (dropped: string, from: string): string =>
    from.replace(new RegExp(`(${strings})|${dropped}`, 'gs'), (_, kept?: string) => kept ?? '');
  const bare = without('//[^\\n]*|/\\*.*?\\*/', text.replace(/^\uFEFF/, ''));
  return JSON.parse(without(',(?=\\s*[\\]}])', bare));
}
