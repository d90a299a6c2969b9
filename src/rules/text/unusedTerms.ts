import { isAmendment } from '../otherTexts.ts';
import type { Hit, Rule } from '../types.ts';

export const unusedTerms: Rule = {
  id: 'unused-term',
  title: 'Defined term is never used',
  serves: { markdown: 'completeness', prose: 'completeness' },
  severity: 'minor',
  confidence: 0.7,
  english: true,
  find({ flat, terms }) {
    // What an amendment defines is used in the text that it amends.
    if (terms.size < 8 || isAmendment(flat)) return [];
    const hits: Hit[] = [];
    const lower = flat.toLowerCase().replace(/\s+/g, ' ');
    // Only what is plainly a definition: `"X" means`, `(the "X")`; other quotes quote.
    for (const { term, start, end, defining } of terms.values()) {
      if (!defining) continue;
      const stem = term.toLowerCase().replace(/(?:ies|y|s)$/, '');
      // Defined by another text for itself: `(as the "X" is defined therein)`.
      if (/^[\s"*)]{0,6}\b(?:therein|in (?:the|such))\b/.test(flat.slice(end, end + 30))) continue;
      if (stem.length < 3 || occurrences(lower, stem) > 1) continue;
      hits.push({
        start,
        end,
        message: `“${term}” is defined here and used nowhere else in the text.`,
      });
    }
    return hits;
  },
};

/** 0, 1 or 2 (two or more). */
function occurrences(text: string, part: string): number {
  const first = text.indexOf(part);
  if (first < 0) return 0;
  return text.indexOf(part, first + part.length) < 0 ? 1 : 2;
}
