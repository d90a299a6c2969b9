/** Text to be put into a part. Nothing of a part is ever taken away. */
export interface Insertion {
  /** Offset into the text of the part, in UTF-16 code units. */
  readonly at: number;
  readonly text: string;
  /** What stands first at one offset: the lowest. */
  readonly rank: number;
}

/** At one place: a deletion ends, new words, comments end, comments begin, new words before them, a deletion begins. */
export const RANK = {
  closeDeletion: 0,
  newWords: 1,
  commentEnd: 2,
  commentStart: 3,
  newWordsBefore: 4,
  openDeletion: 5,
} as const;

/** The text with all insertions. Taking them out again gives the text as it was, byte by byte. */
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
