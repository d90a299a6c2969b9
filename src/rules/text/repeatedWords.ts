import type { Hit, Rule } from '../types.ts';

const TWICE = /(?<![\w'*-])([A-Za-z]{2,})(\s{1,3})\1(?![\w'*-])/gi;
/** Words that English can rightly say twice in a row. */
const RIGHTLY = new Set(
  'had that very blah bye ha no out so there well now is did mile knock tut hear long far many'.split(
    ' ',
  ),
);

export const repeatedWords: Rule = {
  id: 'repeated-word',
  title: 'Word stands twice in a row',
  serves: { markdown: 'accuracy', prose: 'accuracy' },
  severity: 'minor',
  confidence: 0.9,
  english: true,
  cap: 4,
  find({ flat, text }) {
    const hits: Hit[] = [];
    for (const found of flat.matchAll(TWICE)) {
      const word = found[1] ?? '';
      if (RIGHTLY.has(word.toLowerCase()) || (found[2] ?? '').includes('\n')) continue;
      const second = found[0].slice(-word.length);
      // `Baden Baden`, `SECTION Section`: names and headings.
      if (/^[A-Z]/.test(second) || (/^[A-Z]/.test(word) && word.length > 4)) continue;
      // A column gap is no sentence.
      if (
        text.slice(found.index, found.index + found[0].length).includes('\t') ||
        (found[2] ?? '').length > 2
      )
        continue;
      hits.push({
        start: found.index,
        end: found.index + found[0].length,
        message: `“${word}” stands twice in a row.`,
        suggestion: text.slice(found.index, found.index + word.length),
      });
    }
    return hits;
  },
};
