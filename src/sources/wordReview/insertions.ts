/** Text to insert into a part. Existing text is never removed. */
export interface Insertion {
  /** Offset into the text of the part, in UTF-16 code units. */
  readonly at: number;
  readonly text: string;
  /** Order at the same offset: lowest first. */
  readonly rank: number;
}

/**
 * Order at one place: end of deletion, new words, end of comments, start of comments, new words before them, start of
 * deletion.
 */
export const RANK = {
  closeDeletion: 0,
  newWords: 1,
  commentEnd: 2,
  commentStart: 3,
  newWordsBefore: 4,
  openDeletion: 5,
} as const;

/** The text with all insertions. Removing them gives the original text, byte for byte. */
export function inserted(text: string, insertions: readonly Insertion[]): string {
  const parts: string[] = [];
  let done = 0;
  for (const { at, text: more } of ordered(insertions)) {
    parts.push(text.slice(done, at), more);
    done = at;
  }
  return [...parts, text.slice(done)].join('');
}

export const ordered = (insertions: readonly Insertion[]): Insertion[] =>
  [...insertions].sort((a, b) => a.at - b.at || a.rank - b.rank);
