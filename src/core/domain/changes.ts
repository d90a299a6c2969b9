import type { Range } from './range.ts';

/** Lines that a change added or altered; empty where lines were only taken away. */
export interface ChangedRange extends Range {
  /** What stood there before, in full lines; absent where nothing was or it is too long. */
  readonly removed?: string;
}

interface Changed {
  readonly changed?: readonly ChangedRange[];
}

/** True when a place in a source is on or beside what changed; true for all of a source that is no change. */
export function touchesChange({ changed }: Changed, range: Range): boolean {
  return (
    changed === undefined ||
    changed.some(({ start, end }) =>
      start === end
        ? range.start <= start && start <= range.end
        : range.start < end && start < Math.max(range.end, range.start + 1),
    )
  );
}

/**
 * What of a change lies in a part of its text, cut to it. Where lines were only taken away belongs to
 * the part that begins there; at the end of the text to the last one. Empty for what is no change.
 */
export const changesIn = (
  { changed = [], text }: Changed & { readonly text: string },
  part: Range,
): ChangedRange[] =>
  changed.flatMap(range => {
    const { start, end } = range;
    if (start === end)
      return part.start <= start &&
        (start < part.end || (start === part.end && end === text.length))
        ? [range]
        : [];
    const cut = { start: Math.max(start, part.start), end: Math.min(end, part.end) };
    if (cut.start >= cut.end) return [];
    // The old text is shown once, where the change begins.
    return [cut.start === start ? { ...range, ...cut } : cut];
  });

/** The changed lines of a part; where lines were only taken away counts as one. */
export function changedLinesIn(source: Changed & { readonly text: string }, part: Range): number {
  return changesIn(source, part).reduce((sum, { start, end }) => {
    const lines = source.text.slice(start, end).split('\n');
    return sum + Math.max(1, lines.length - (lines.at(-1) === '' ? 1 : 0));
  }, 0);
}
