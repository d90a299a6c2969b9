import { WORD_DEFAULTS, type WordOptions } from '../sources/import/imported.ts';
import type { Settings } from './settings/settings.ts';

/** How Word documents are read, by the settings; by their defaults where they say nothing. */
export const wordOf = ({
  trackedChanges = WORD_DEFAULTS.changes,
  hiddenText = WORD_DEFAULTS.hidden,
}: Partial<Pick<Settings, 'trackedChanges' | 'hiddenText'>>): WordOptions => ({
  changes: trackedChanges,
  hidden: hiddenText,
});
