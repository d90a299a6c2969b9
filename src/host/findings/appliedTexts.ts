/** A suggestion that was put into an open document in this window. */
export interface AppliedText {
  readonly runId: string;
  readonly findingIds: readonly string[];
  /** Where the suggestion, or after an undo the quote, begins now. */
  start: number;
  readonly before: string;
  readonly after: string;
  applied: boolean;
}

interface Change {
  readonly rangeOffset: number;
  readonly rangeLength: number;
  readonly text: string;
}

/**
 * Follows an edit of the document: moves each text, and finds those that an undo took out or a redo put back.
 * Offsets of `changes` are of the text before all of them; `text` is the document after. Returns what flipped.
 */
export function followEdit(
  texts: readonly AppliedText[],
  changes: readonly Change[],
  text: string,
): readonly AppliedText[] {
  return texts.filter(each => {
    const shift = (within: (change: Change) => boolean): number =>
      changes.filter(within).reduce((sum, c) => sum + c.text.length - c.rangeLength, 0);
    const starts = new Set([
      each.start +
        shift(c => c.rangeOffset + c.rangeLength <= each.start && c.rangeOffset < each.start),
      each.start + shift(c => c.rangeOffset + c.rangeLength <= each.start),
    ]);
    // The longer first: one may begin with the other.
    const forms = [
      { applied: true, words: each.after },
      { applied: false, words: each.before },
    ].sort((a, b) => b.words.length - a.words.length);
    for (const { applied, words } of forms)
      for (const start of starts)
        if (text.startsWith(words, start)) {
          each.start = start;
          const flipped = each.applied !== applied;
          each.applied = applied;
          return flipped;
        }
    // Edited further by hand: it stays what it was.
    each.start = Math.min(...starts);
    return false;
  });
}
