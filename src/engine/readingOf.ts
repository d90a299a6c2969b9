import type { ReadOptions } from '../sources/files/files.ts';
import { WORD_DEFAULTS } from '../sources/import/imported.ts';
import type { Settings } from './settings/settings.ts';

/** The settings that decide how files are read. */
export type ReadingChoice = Pick<Settings, 'trackedChanges' | 'hiddenText' | 'encoding' | 'readAs'>;

/** How files are read, by the settings; by their defaults where they say nothing. */
export const readingOf = ({
  trackedChanges = WORD_DEFAULTS.changes,
  hiddenText = WORD_DEFAULTS.hidden,
  encoding = '',
  readAs = 'auto',
}: Partial<ReadingChoice>): Pick<ReadOptions, 'word' | 'encoding' | 'readAs'> => ({
  readAs,
  word: { changes: trackedChanges, hidden: hiddenText },
  ...(encoding === '' ? {} : { encoding }),
});
