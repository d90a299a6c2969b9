import type { Finding } from '../../domain/results/findings.ts';
import type { Range } from '../../domain/range.ts';

/** What a suggestion changes: offsets in the source, and the text that replaces what stands there. */
export interface Edit extends Range {
  readonly text: string;
}

/** The part of a finding's quote that its suggestion changes, without what both have in common; undefined without one. */
export function editOf({ range, quote, suggestion }: Finding): Edit | undefined {
  if (!range || suggestion === undefined || suggestion === quote) return undefined;
  const most = Math.min(quote.length, suggestion.length);
  let start = 0;
  while (start < most && quote[start] === suggestion[start]) start += 1;
  let tail = 0;
  while (tail < most - start && quote.at(-1 - tail) === suggestion.at(-1 - tail)) tail += 1;
  return {
    start: range.start + start,
    end: range.end - tail,
    text: suggestion.slice(start, suggestion.length - tail),
  };
}

/** Whether two edits leave the same text. */
export const isSameEdit = (a: Edit | undefined, b: Edit | undefined): boolean =>
  a !== undefined && a.start === b?.start && a.end === b.end && a.text === b.text;
