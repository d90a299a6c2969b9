// What the editor and the command line read texts with.
import { readSources, type ReadOptions, type ReadSources } from '../sources/files/files.ts';
import { sheetsOfOpenPage } from '../sources/files/linkedSheets.ts';
import { readChanges as changesIn, type Changes } from '../sources/git/gitChanges.ts';
import { readable } from '../sources/markup/readable.ts';
import type { ChangeSpec } from '../core/domain/jobSpec.ts';
import type { Source } from '../core/domain/source.ts';
import { WORD_DEFAULTS } from '../sources/import/imported.ts';
import type { Settings } from './settings/settings.ts';

export type { ReadSources };
export { deniedReason } from '../sources/files/denyList.ts';
export { decode, isEncoding } from '../sources/files/decode.ts';
export { namedHouseRules, withHouseRules } from '../sources/files/houseRules.ts';
export { isIgnored, parseIgnoreFile } from '../sources/files/ignoreRules.ts';
export { kindOfDocument } from '../sources/files/kinds.ts';
export { baseSideOf } from '../sources/git/gitBase.ts';
export {
  branchesOf,
  commitsOf,
  repositoryAt,
  type Named,
  type Repository,
} from '../sources/git/repository.ts';
export { asInFile, cellSources, type EditorCell } from '../sources/markup/readable.ts';
export { formatOf, readRecords, recordSet, type RecordChoice } from '../sources/records/records.ts';
export { readTable, type Table } from '../sources/records/table.ts';

/** The settings that decide how files are read. */
export type ReadingChoice = Pick<
  Settings,
  'trackedChanges' | 'hiddenText' | 'encoding' | 'readAs' | 'maxFiles'
>;

/** Reads files and folders as the settings say; as their defaults say where they are absent. Throws like `readSources`. */
export const readFiles = (
  paths: readonly string[],
  cwd: string,
  settings: Partial<ReadingChoice>,
  how: { readonly records?: boolean } = {},
): Promise<ReadSources> => readSources(paths, { cwd, ...readingOf(settings), ...how });

/** The files in a change (`readChanges`), read as the settings say. */
export const readChanges = (
  change: ChangeSpec,
  cwd: string,
  { hiddenText = WORD_DEFAULTS.hidden }: Partial<ReadingChoice>,
): Promise<Changes> => changesIn({ ...change, cwd, hidden: hiddenText });

/** The text of an editor as its reader sees it (`readable`), with style sheets that are on disk beside it or in `folder`. */
export const readOpenText = async (
  source: Source,
  {
    readAs = 'auto',
    hiddenText = WORD_DEFAULTS.hidden,
  }: Partial<Pick<Settings, 'readAs' | 'hiddenText'>>,
  folder?: string,
): Promise<Source> => {
  const linked =
    source.languageId === 'html'
      ? await sheetsOfOpenPage(source.text, source.uri, folder)
      : undefined;
  const html = { hidden: hiddenText, ...(linked ? { linked } : {}) };
  return readable(source, readAs, undefined, html);
};

const readingOf = ({
  trackedChanges = WORD_DEFAULTS.changes,
  hiddenText = WORD_DEFAULTS.hidden,
  encoding = '',
  readAs = 'auto',
  maxFiles,
}: Partial<ReadingChoice>): Pick<ReadOptions, 'word' | 'encoding' | 'readAs' | 'maxFiles'> => ({
  readAs,
  ...(maxFiles === undefined ? {} : { maxFiles }),
  word: { changes: trackedChanges, hidden: hiddenText },
  ...(encoding === '' ? {} : { encoding }),
});
