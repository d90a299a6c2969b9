/** Words of the surroundings that stay on each side, for the reader to know the place. */
const AROUND = 2;

/**
 * What differs between two texts, in whole words with two words around it, `…` in the place of what is the same:
 * `… 4 is TBD until the …` and `… 4 is 30 June until the …`. Short texts stay whole.
 */
export function changedWords(before: string, after: string): readonly [string, string] {
  const a = before.trim().split(/\s+/u);
  const b = after.trim().split(/\s+/u);
  const most = Math.min(a.length, b.length);
  let start = 0;
  while (start < most && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < most - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  // A cut that saves a word or two is not worth its dots.
  const from = start > AROUND + 2 ? start - AROUND : 0;
  const to = end > AROUND + 2 ? end - AROUND : 0;
  const part = (words: readonly string[]): string =>
    [
      ...(from > 0 ? ['…'] : []),
      ...words.slice(from, words.length - to),
      ...(to > 0 ? ['…'] : []),
    ].join(' ');
  return [part(a), part(b)];
}
