const COMMON = new Set(
  'the of and to in a is that for it as was with be by on not he this are or his from at which but have an they you were their shall any such'.split(
    ' ',
  ),
);

/** The commonest words of German, French, Spanish, Italian, Dutch, Swedish and Polish that are no English ones. */
const FOREIGN = new Set(
  'der das und ist nicht ein eine mit von zu le la les du et est une el los las del que y il di e een het van en och att det är og ikke är na nie się'.split(
    ' ',
  ),
);

/** Characters, about 80 words, below which the share of common words says little: a clause may have one in twenty. */
const MIN_CHARACTERS = 500;
/** Characters that are read at each of eight places. */
const SAMPLE = 4000;

/**
 * True when the text reads as English: at least 18 % of a sample of its words are among the
 * forty commonest English ones (real English text has 30-45 %, other languages under 8 %). Of a short text 5 % are
 * enough, where no common word of another language is in it.
 */
export function isEnglish(text: string): boolean {
  const step = Math.max(SAMPLE, Math.floor(text.length / 8));
  let words = 0;
  let common = 0;
  let foreign = 0;
  for (let at = 0; at < text.length; at += step) {
    for (const [word] of text.slice(at, at + SAMPLE).matchAll(/[\p{L}']+/gu)) {
      words += 1;
      const lower = word.toLowerCase();
      if (COMMON.has(lower)) common += 1;
      else if (FOREIGN.has(lower)) foreign += 1;
    }
  }
  if (words === 0) return false;
  const enough = text.length < MIN_CHARACTERS && foreign === 0 ? 0.05 : 0.18;
  return common / words >= enough;
}
