import { count, joinList } from '../../../core/format/format.ts';
import { quoted, t } from '../../../core/text/l10n.ts';
import type { Imported, WordOptions } from '../imported.ts';
import { markedOrLeftOut } from '../unseenWords.ts';

/** Author of the comments and changes in a copy that a review was exported to. */
export const REVIEWER = 'Fanout Review';

/** Counts of changes, hidden text and unread objects. */
export interface Tally {
  insertions: number;
  deletions: number;
  readonly authors: Set<string>;
  hidden: number;
  struck: number;
  /** Words before the first places of either, to search for. */
  readonly unseenAt: Set<string>;
  pictures: number;
  comments: number;
  /** Comments of an earlier review, in a document that it was exported to. */
  reviewed: number;
  /** Parts of other files that Word shows and this reader does not. */
  embedded: number;
}

export const emptyTally = (): Tally => ({
  insertions: 0,
  deletions: 0,
  authors: new Set(),
  hidden: 0,
  struck: 0,
  unseenAt: new Set(),
  pictures: 0,
  comments: 0,
  reviewed: 0,
  embedded: 0,
});

/** What the report says about how a document was read, in sentences. */
export function tallyText(tally: Tally, { changes, hidden }: WordOptions): string[] {
  const told: string[] = [];
  const { insertions, deletions, authors } = tally;
  if (insertions + deletions > 0) {
    const what = [
      ...(insertions > 0 ? [count(insertions, 'insertion')] : []),
      ...(deletions > 0 ? [count(deletions, 'deletion')] : []),
    ].join(t(' and '));
    const by = authors.size > 0 ? t(' by {0}', count(authors.size, 'author')) : '';
    const how = {
      accepted: t('read as accepted'),
      rejected: t('read as rejected'),
      both: t('both shown, as {++inserted++} and {--deleted--}'),
    }[changes];
    told.push(t('tracked changes: {0}{1}; {2}', what, by, how));
  }
  const unseenPlaces = [
    ...(tally.hidden > 0 ? [t('hidden text in {0}', count(tally.hidden, 'place'))] : []),
    ...(tally.struck > 0 ? [t('struck-out text in {0}', count(tally.struck, 'place'))] : []),
  ].join(t(' and '));
  const at = [...tally.unseenAt].map(quoted);
  if (unseenPlaces !== '')
    told.push(
      markedOrLeftOut(
        at.length > 0 ? t('{0} (after {1})', unseenPlaces, joinList(at)) : unseenPlaces,
        hidden,
      ),
    );
  if (tally.reviewed > 0)
    told.push(t('{0} of an earlier review by Fanout: left out', count(tally.reviewed, 'comment')));
  return told;
}

/** Places of hidden text that are named by the words before them. */
const MAX_PLACES = 3;
const MAX_LOOKS = 20;
const PLACE_WORDS = 4;

/** Counts hidden or struck-out text behind what was read so far. */
export function countUnseen(tally: Tally, kind: 'hidden' | 'struck', before: string): void {
  tally[kind] += 1;
  // Slicing a long string that is still being built flattens it, which takes time.
  if (tally.unseenAt.size >= MAX_PLACES || tally.hidden + tally.struck > MAX_LOOKS) return;
  const words = before
    .slice(-200)
    .replace(/\[(?:fn|en) \d+\]/g, '')
    .split(/\s+/)
    .filter(Boolean)
    .slice(-PLACE_WORDS)
    .join(' ')
    .slice(-60)
    .toWellFormed();
  if (words !== '') tally.unseenAt.add(words);
}

/** Pictures are always reported, but as no gap: most are logos, some are scanned pages. Inserted files are a gap. */
export function unreadOf({
  pictures,
  embedded,
}: Pick<Tally, 'pictures' | 'embedded'>): Pick<Imported, 'textless'> {
  if (embedded > 0)
    return {
      textless: {
        where: count(embedded, 'inserted file'),
        reason: t('files inserted into a document are not read: insert their text instead'),
      },
    };
  if (pictures === 0) return {};
  return {
    textless: {
      where: count(pictures, 'picture'),
      reason: t('pictures are not read'),
      gap: false,
    },
  };
}
