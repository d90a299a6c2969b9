import type { PageMark, SkippedSource, Source } from './source.ts';

/** The page, paragraph or cell of the original that a text offset is in; undefined for plain text. */
export function markAt(
  { pages = [] }: Pick<Source, 'pages'>,
  offset: number,
): PageMark | undefined {
  let low = 0;
  let high = pages.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (pages[middle]!.start <= offset) low = middle + 1;
    else high = middle;
  }
  return pages[low - 1];
}

/** `p. 87`, `paragraph 12`, `cell 3`. */
export function markText({ page, paragraph, cell }: Omit<PageMark, 'start'>): string {
  if (page !== undefined) return `p. ${page}`;
  return paragraph !== undefined ? `paragraph ${paragraph}` : `cell ${cell ?? 1}`;
}

/** What of a source gave no text, as what was not read. */
export const textlessOf = ({ path, textless }: Source): SkippedSource[] =>
  textless
    ? [
        {
          path: `${path}, ${textless.where}`,
          reason: textless.reason,
          ...(textless.gap === false ? { gap: false } : {}),
        },
      ]
    : [];
