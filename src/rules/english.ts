const COMMON = new Set(
  'the of and to in a is that for it as was with be by on not he this are or his from at which but have an they you were their shall any such'.split(
    ' ',
  ),
);

/**
 * True when the text reads as English: at least 18 % of a sample of its words are among the
 * forty commonest English ones (real English text has 30-45 %, other languages under 8 %).
 */
export function isEnglish(text: string): boolean {
  const step = Math.max(1, Math.floor(text.length / 8));
  let words = 0;
  let common = 0;
  for (let at = 0; at < text.length; at += step) {
    for (const [word] of text.slice(at, at + 4000).matchAll(/[\p{L}']+/gu)) {
      words += 1;
      if (COMMON.has(word.toLowerCase())) common += 1;
    }
  }
  return words > 0 && common / words >= 0.18;
}
