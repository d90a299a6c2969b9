import { t } from '../../core/text/l10n.ts';

/** What of a document a reader does not see, and whether it is read. */
export const markedOrLeftOut = (what: string, isRead: boolean): string =>
  isRead ? t('{0}: read and marked', what) : t('{0}: left out', what);
