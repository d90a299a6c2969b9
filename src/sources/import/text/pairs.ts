import type { PageMark } from '../../../core/domain/source.ts';
import { tooMuchText, type Aside } from '../blocks.ts';
import { MAX_TEXT, type Imported, type ImportOptions, type NotImported } from '../imported.ts';
import { csvImported } from '../recordsText.ts';
import { t } from '../../../core/text/l10n.ts';

/** A text and its translation. */
export interface Pair {
  /** Where it is, for a reader of the file. */
  readonly place: string;
  /** Distinguishes it from another pair with the same text. */
  readonly context: string;
  readonly source: string;
  readonly target: string;
  /** "fuzzy", "needs-review"; '' where it is final. */
  readonly state: string;
  /** What its author says to the translator. */
  readonly note: string;
}

/** The pairs of a translation, each a paragraph with both texts; as records, a row each. */
export function importedPairs(
  pairs: readonly Pair[],
  { records = false }: ImportOptions,
  aside: Aside,
): Imported | NotImported {
  if (pairs.length === 0) return { reason: t('no texts in it') };
  if (records)
    return csvImported(
      [
        {
          name: 'pairs',
          place: '',
          rows: [
            { place: 'header', cells: ['place', 'context', 'source', 'target', 'state', 'note'] },
            ...pairs.map(({ place, context, source, target, state, note }) => ({
              place,
              cells: [place, context, source, target, state, note],
            })),
          ],
        },
      ],
      aside,
    );
  const pages: PageMark[] = [];
  const parts: string[] = [];
  let start = 0;
  for (const { place, context, source, target, state, note } of pairs) {
    const lines = [
      ...(context === '' ? [] : [`Context: ${flat(context)}`]),
      ...(note === '' ? [] : [`Note: ${flat(note)}`]),
      `Source: ${flat(source)}`,
      target === ''
        ? 'Target: (none)'
        : `Target${state === '' ? '' : ` (${state})`}: ${flat(target)}`,
    ];
    const part = `${lines.join('\n')}\n\n`;
    pages.push({ start, spot: place });
    parts.push(part);
    start += part.length;
  }
  if (start > MAX_TEXT) return { reason: tooMuchText() };
  const { told = [], ...rest } = aside;
  return {
    text: parts.join('').trimEnd().concat('\n').toWellFormed(),
    kind: 'prose',
    languageId: 'plaintext',
    pages,
    ...rest,
    ...(told.length > 0 ? { told } : {}),
  };
}

/** A blank line would split a pair. */
const flat = (text: string): string => text.replace(/(?<!\s)\s*\n\s*/g, '\n').trim();
