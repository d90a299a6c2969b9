/** Words that say nothing about a remark's subject. */
const EMPTY = new Set(
  'the and for that this with not are was were but its has have had from they them their there which would could should will can may must into onto than then here also only very more most such any all each who what when where why how you your our out one per'.split(
    ' ',
  ),
);

/** The stemmed words of a remark, for comparing two wordings. */
export const wordsOf = (text: string): ReadonlySet<string> => new Set(wordsByStem(text).keys());

/** The words of a remark in lower case, by their stems. */
export function wordsByStem(text: string): ReadonlyMap<string, string> {
  const words = new Map<string, string>();
  for (const [word] of text.toLowerCase().matchAll(/[\p{L}\p{M}]+|\p{N}+(?:[.,]\p{N}+)*/gu)) {
    if (EMPTY.has(word) || (word.length < 3 && /^[a-z]+$/.test(word))) continue;
    words.set(stem(word), word);
  }
  return words;
}

/** A lower-case word without its common English ending. */
export const stem = (word: string): string =>
  word.length > 4 ? word.replace(/(?:ies|ing|ed|es|s|e)$/, '') : word;

/** Dice's coefficient of two sets of words: 0 nothing in common, 1 the same words. */
export function similarity(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size === 0 || b.size === 0) return a.size === b.size ? 1 : 0;
  const [small, large] = a.size <= b.size ? [a, b] : [b, a];
  let common = 0;
  for (const word of small) if (large.has(word)) common += 1;
  return (2 * common) / (a.size + b.size);
}
