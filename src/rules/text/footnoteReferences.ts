import type { Hit, Rule } from '../types.ts';
import { t } from '../../core/text/l10n.ts';

/** Characters before a note's number on its line: a quotation mark, blanks, `Footnote`. */
const HEAD_REACH = 60;
const MARK = /\[(\d{1,3}|[*†‡])\]/g;

/** `[34]` in prose whose notes are below as `[34] ...`; only where the text keeps such notes. */
export const footnoteReferences: Rule = {
  id: 'footnote',
  title: t('Note does not exist'),
  serves: { prose: 'accuracy', markdown: 'accuracy' },
  severity: 'minor',
  confidence: 0.8,
  find({ flat, masked }) {
    const notes = new Set<string>();
    const places: { readonly name: string; readonly start: number; readonly end: number }[] = [];
    for (const found of masked.matchAll(MARK)) {
      const name = found[1] ?? '';
      // A note begins its line; look back only as far as its prefix may extend.
      const before = masked.slice(Math.max(0, found.index - HEAD_REACH), found.index);
      const lineStart = before.lastIndexOf('\n') + 1;
      const opens =
        (lineStart > 0 || found.index <= HEAD_REACH) &&
        /^[\s>*]{0,40}(?:Footnote |Note )?$/.test(before.slice(lineStart));
      const glued = /[\w.,;:'")\]’”]/.test(flat[found.index - 1] ?? ' ');
      if (opens) notes.add(name);
      else if (glued) places.push({ name, start: found.index, end: found.index + found[0].length });
    }
    if (notes.size < 3) return [];
    const named = places.filter(place => notes.has(place.name)).length;
    if (named <= places.length / 2) return [];
    return places
      .filter(place => !notes.has(place.name))
      .map(({ name, start, end }): Hit => ({
        start,
        end,
        message: t(
          'There is no note [{0}]; the notes run to [{1}].',
          name,
          [...notes].sort((a, b) => Number(a) - Number(b)).at(-1) ?? '',
        ),
      }));
  },
};
