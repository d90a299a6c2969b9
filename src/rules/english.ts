const COMMON = new Set(
  'the of and to in a is that for it as was with be by on not he this are or his from at which but have an they you were their shall any such'.split(
    ' ',
  ),
);

/** The commonest words of German, French, Spanish, Italian, Dutch, Swedish, Polish, Hungarian, Czech and Finnish that are no English ones. */
const FOREIGN = new Set(
  'der das und ist nicht ein eine mit von zu le la les du et est une el los las del que y il di e een het van en och att det är og ikke är na nie się az és hogy egy je se že jsou ja oli'.split(
    ' ',
  ),
);

/** Those that hardly another language has. */
const CLEAR = new Set('the and of that for with this which from they their shall'.split(' '));

/** Characters, about 80 words, below which the share of common words says little: a clause may have one in twenty. */
const MIN_CHARACTERS = 500;

/** The share of clearly English words from which a terse text is English: lists of a manual have 4-10 %. */
const MIN_CLEAR = 0.035;
/** Clearly English words for each common word of another language, at least: names and `e.g.` contain some. */
const CLEAR_PER_FOREIGN = 5;

/**
 * True when the text reads as English: at least 18 % of a sample of its words are among the
 * forty commonest English ones (real English text has 30-45 %, other languages under 8 %). Fewer are enough where
 * words that only English has outweigh the common words of other languages: notes, lists and tables have few verbs.
 * Of a short text 5 % are enough where one of them is clearly English and no common word of another language stands
 * beside it.
 */
export function isEnglish(text: string): boolean {
  const isShort = text.length < MIN_CHARACTERS;
  const step = isShort ? MIN_CHARACTERS : Math.floor(text.length / 8);
  let words = 0;
  let common = 0;
  let clear = 0;
  let foreign = 0;
  for (let at = 0; at < text.length; at += step) {
    for (const [word] of text.slice(at, at + 4000).matchAll(/[\p{L}']+/gu)) {
      words += 1;
      const lower = word.toLowerCase();
      if (COMMON.has(lower)) common += 1;
      if (CLEAR.has(lower)) clear += 1;
      if (FOREIGN.has(lower)) foreign += 1;
    }
  }
  if (words === 0) return false;
  const isTerse = clear / words >= MIN_CLEAR && clear >= foreign * CLEAR_PER_FOREIGN;
  const isClear = isShort && clear > 0 && foreign === 0;
  return isTerse || common / words >= (isClear ? 0.05 : 0.18);
}

/** Words of a part, at least, from which its language shows. */
const MIN_PART_WORDS = 12;

/** True for a part of a text that is clearly in another language: one column or half of a bilingual text. */
export function isForeign(part: string): boolean {
  let words = 0;
  let english = 0;
  let foreign = 0;
  for (const [word] of part.matchAll(/[\p{L}']+/gu)) {
    words += 1;
    const lower = word.toLowerCase();
    if (FOREIGN.has(lower)) foreign += 1;
    else if (COMMON.has(lower)) english += 1;
  }
  return words >= MIN_PART_WORDS && foreign > english && foreign / words >= 0.08;
}
