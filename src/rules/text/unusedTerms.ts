import { isAmendment } from '../otherTexts.ts';
import { t } from '../../core/text/l10n.ts';
import type { Hit, Rule } from '../types.ts';

export const unusedTerms: Rule = {
  id: 'unused-term',
  title: t('Defined term is never used'),
  serves: { markdown: 'completeness', prose: 'completeness' },
  severity: 'minor',
  confidence: 0.7,
  english: true,
  find({ flat, terms }) {
    // Terms defined in an amendment are used in the text it amends.
    if (terms.size < 8 || isAmendment(flat)) return [];
    const clear = [...terms.values()].filter(
      // Only clear definitions: `"X" means`, `(the "X")`; other quotes are quotations.
      ({ term, start, end, defining }) =>
        defining &&
        !/\. | or /.test(term) &&
        !FILE_NAME.test(term) &&
        !OF_ANOTHER.test(flat.slice(end, end + 30)) &&
        !ALIAS_BEFORE.test(flat.slice(Math.max(0, start - 12), start)),
    );
    const defined =
      clear.length < MIN_DEFINED ? clear.filter(({ start }) => isQuoted(flat, start)) : clear;
    const uses = usesOf(flat, new Set(defined.map(({ term }) => stemOf(term))));
    const unused = defined.filter(({ term }) => (uses.get(stemOf(term)) ?? 2) < 2);
    if (clear.length >= MIN_DEFINED && unused.length > clear.length * MAX_UNUSED) return [];
    return unused.map(({ term, start, end }): Hit => ({
      start,
      end,
      message: t('“{0}” is defined here and used nowhere else in the text.', term),
    }));
  },
};

/** Fewer definitions without quotes are the legend of a picture or remarks about values, and promise no use. */
const MIN_DEFINED = 5;
/** A text that uses fewer of its terms explains them for other texts: a glossary. */
const MAX_UNUSED = 0.5;
const isQuoted = (flat: string, start: number): boolean =>
  flat.slice(Math.max(0, start - 4), start).includes('"');

/** `"TSN" or "Time Since New" means`: another name of the same term. */
const ALIAS_BEFORE = /["*],? {1,3}(?:or|and) {1,3}["*]{1,3}$/;

/** `"FF742.txt" means: file 742`. */
const FILE_NAME = /^\S*\w\.[a-z][a-z0-9]{1,4}$/;

/** Defined by and for another text: `(the "X" therein)`. */
const OF_ANOTHER = /^[\s"*)]{0,6}\b(?:therein|in (?:the|such))\b/;

const stemOf = (term: string): string => term.toLowerCase().replace(/(?:ies|y|s)$/, '');

/** How often each stem occurs at the start of a word, whatever its capitals or line breaks. */
function usesOf(flat: string, stems: ReadonlySet<string>): ReadonlyMap<string, number> {
  const text = flat.toLowerCase().replace(/\s+/g, ' ');
  const uses = new Map<string, number>();
  const lengths = [...new Set([...stems].map(stem => stem.length))].filter(length => length >= 3);
  for (const { index } of text.matchAll(/(?<![\p{L}\p{N}_])[\p{L}\p{N}_]/gu)) {
    for (const length of lengths) {
      const here = text.slice(index, index + length);
      if (stems.has(here)) uses.set(here, (uses.get(here) ?? 0) + 1);
    }
  }
  return uses;
}
