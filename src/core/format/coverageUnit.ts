import type { SkippedSource } from '../domain/source.ts';
import { t } from '../text/l10n.ts';

/** What a share of coverage is a share of: the text's characters, or the lines that a change touched. */
export type CoverageUnit = 'characters' | 'changedLines';

/** As in `98 % of the text`. */
export const coverageWords: Readonly<Record<CoverageUnit, string>> = {
  characters: t('the text'),
  changedLines: t('the changed lines'),
};

/** True for an input that was to be read; false for one that was left out on purpose or has nothing to read. */
export const isGap = ({ gap }: SkippedSource): boolean => gap !== false;
