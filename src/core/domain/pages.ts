import type { PageMark, SkippedSource, Source } from './source.ts';
import { t } from '../text/l10n.ts';

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

/**
 * Where a reader of the original finds it: `p. 87`, `clause 2.3(b)`, `under 2.3, “The Seller may”`, `cell 3`, `slide 3`.
 * Paragraphs are not counted to anyone: no program shows their numbers.
 */
export function markText({
  page,
  paragraph,
  clause,
  under,
  words,
  cell,
  spot,
}: Omit<PageMark, 'start'>): string {
  if (spot !== undefined) return spot;
  if (page !== undefined) return `p. ${page}`;
  if (clause !== undefined) return t('clause {0}', clause);
  if (words !== undefined)
    return `${under === undefined ? '' : t('under {0}, ', under)}“${words}…”`;
  return paragraph !== undefined ? t('paragraph {0}', paragraph) : t('cell {0}', cell ?? 1);
}

/** How a source was read, and what of it gave no text, as it is listed beside what was not read. */
export const textlessOf = ({ path, textless, told = [] }: Source): SkippedSource[] => [
  ...told.map(reason => ({ path, reason, gap: false as const, note: true as const })),
  ...(textless
    ? [
        {
          path: `${path}, ${textless.where}`,
          reason: textless.reason,
          ...(textless.gap === false ? { gap: false as const } : {}),
        },
      ]
    : []),
];
