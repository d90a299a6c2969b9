import { digitsToNumber, NUMBER_WORDS, wordsToNumber } from '../numberWords.ts';
import type { Hit, Rule } from '../types.ts';

const UNIT = '(?:\\s(?:US |U\\.S\\. )?(?:dollars?|percent|per cent|per centum|euros?|pounds))?';
const WORDS_FIRST = new RegExp(
  `\\b(${NUMBER_WORDS})(${UNIT})\\s{0,2}\\(\\s?(?:US|U\\.S\\.)?\\s?[$€£]?\\s?(\\d[\\d,]*(?:\\.\\d+)?)\\s?%?\\s?\\)`,
  'gi',
);
const DIGITS_FIRST = new RegExp(
  `(?<![\\w.,])[$€£]?(\\d[\\d,]*(?:\\.\\d+)?)\\s?%?\\s?\\(\\s?(${NUMBER_WORDS})(${UNIT})\\s?\\)`,
  'gi',
);

export const wordsAndDigits: Rule = {
  id: 'words-and-digits',
  title: 'Number in words and in digits disagree',
  serves: { markdown: 'accuracy', prose: 'accuracy' },
  severity: 'critical',
  confidence: 0.95,
  english: true,
  find({ flat, text }) {
    const hits: Hit[] = [];
    const check = (found: RegExpExecArray, words: string, digits: string): void => {
      const inWords = trailingNumber(words);
      const inDigits = digitsToNumber(digits);
      if (/[\d-]$/.test(flat.slice(Math.max(0, found.index - 1), found.index))) return;
      if (inWords === undefined || inDigits === undefined || inWords.value === inDigits) return;
      const start = found.index + (words === found[1] ? inWords.skipped : 0);
      const end = found.index + found[0].length;
      hits.push({
        start,
        end,
        message: `“${text.slice(start, end).replace(/\s+/g, ' ')}” says ${inWords.value.toLocaleString('en')} in words and ${inDigits.toLocaleString('en')} in digits.`,
      });
    };
    for (const found of flat.matchAll(WORDS_FIRST)) check(found, found[1] ?? '', found[3] ?? '');
    for (const found of flat.matchAll(DIGITS_FIRST)) check(found, found[2] ?? '', found[1] ?? '');
    return hits;
  },
};

/** The longest number that the words end with: `one and two` ends with `two`. */
function trailingNumber(
  words: string,
): { readonly value: number; readonly skipped: number } | undefined {
  const starts = [...words.matchAll(/[A-Za-z]+/g)].map(word => word.index);
  for (const skipped of starts) {
    const value = wordsToNumber(words.slice(skipped));
    if (value !== undefined && !/^and\b/i.test(words.slice(skipped))) return { value, skipped };
  }
  return undefined;
}
