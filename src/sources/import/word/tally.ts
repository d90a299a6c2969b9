import type { Imported, WordOptions } from '../imported.ts';

/** What a document holds beside its plain text, counted while it is read. */
export interface Tally {
  insertions: number;
  deletions: number;
  readonly authors: Set<string>;
  hidden: number;
  struck: number;
  pictures: number;
  comments: number;
  /** Parts of other files that Word shows and this reader does not. */
  embedded: number;
}

export const emptyTally = (): Tally => ({
  insertions: 0,
  deletions: 0,
  authors: new Set(),
  hidden: 0,
  struck: 0,
  pictures: 0,
  comments: 0,
  embedded: 0,
});

/** What the reader of a report must know of how a document was read, in sentences. */
export function tallyText(tally: Tally, { changes, hidden }: WordOptions): string[] {
  const told: string[] = [];
  const { insertions, deletions, authors } = tally;
  if (insertions + deletions > 0) {
    const what = [
      ...(insertions > 0 ? [count(insertions, 'insertion')] : []),
      ...(deletions > 0 ? [count(deletions, 'deletion')] : []),
    ].join(' and ');
    const by = authors.size > 0 ? ` by ${count(authors.size, 'author')}` : '';
    const how = {
      accepted: 'read as accepted',
      rejected: 'read as rejected',
      both: 'both shown, as {++inserted++} and {--deleted--}',
    }[changes];
    told.push(`tracked changes: ${what}${by}; ${how}`);
  }
  const unseen = [
    ...(tally.hidden > 0 ? [`hidden text in ${count(tally.hidden, 'place')}`] : []),
    ...(tally.struck > 0 ? [`struck-out text in ${count(tally.struck, 'place')}`] : []),
  ].join(' and ');
  if (unseen !== '') told.push(`${unseen}: ${hidden ? 'read and marked' : 'left out'}`);
  return told;
}

/** A logo is no gap; a page that was scanned into the document may be, so it is always told. Text of another file is one. */
export function unreadOf({
  pictures,
  embedded,
}: Pick<Tally, 'pictures' | 'embedded'>): Pick<Imported, 'textless'> {
  if (embedded > 0)
    return {
      textless: {
        where: embedded === 1 ? '1 inserted file' : `${embedded} inserted files`,
        reason: 'files inserted into a document are not read: insert their text instead',
      },
    };
  if (pictures === 0) return {};
  return {
    textless: {
      where: pictures === 1 ? '1 picture' : `${pictures} pictures`,
      reason: 'pictures are not read',
      gap: false,
    },
  };
}

const count = (n: number, one: string): string => `${n} ${one}${n === 1 ? '' : 's'}`;
