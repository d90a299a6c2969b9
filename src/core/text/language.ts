/*
 * Which language a text is written in, by its most frequent short words and its script. Enough to notice an answer in
 * the wrong language; not for single words.
 */

/** Words that are frequent in one of these languages and rare or unknown in the others that are listed. */
const FREQUENT: Readonly<Record<string, string>> = {
  en: 'the of and to is that for with are by this be which not from shall has been will any if its may must their',
  de: 'der die das und ist nicht mit den von ein eine zu dem im für auf sich wird des auch werden bei einer oder nach muss kann sind',
  fr: 'le la les et est une dans pour que qui sur pas au aux par ne ce sont avec cette être il ou leur doit peut',
  es: 'el los las y es una que por con para del se no su al como más este esta sus son o debe puede sin',
  it: 'il di che è per una con non del della dei gli sono nel alla si da anche questo come più deve può',
  pt: 'o os as e é uma não para com por do da dos das em no na que se ao pelo pela são deve pode',
  nl: 'de het een en van is niet met voor dat op te zijn bij door aan worden wordt moet kan ook naar deze',
  sv: 'och att det är som en på av för med inte den till ett om har kan ska skall eller vid från',
  da: 'og at det er som en på af for med ikke den til et om har kan skal eller ved fra',
  pl: 'i w na z nie się jest do to że o jak po od za przez oraz który lub są może musi',
  cs: 'a je se na v že to s z do pro jsou nebo podle může musí být který při nesmí',
  tr: 've bir bu için ile de da olarak olan veya en gibi daha değil her sonra kadar',
};

const WORDS = Object.entries(FREQUENT).map(
  ([code, words]) => [code, new Set(words.split(' '))] as const,
);

/** Scripts that are used by one language, or by one of these that is told apart by nothing else. */
const SCRIPTS: readonly (readonly [code: string, script: RegExp])[] = [
  ['ja', /[\p{Script=Hiragana}\p{Script=Katakana}]/gu],
  ['ko', /\p{Script=Hangul}/gu],
  ['zh', /\p{Script=Han}/gu],
  ['ru', /\p{Script=Cyrillic}/gu],
  ['el', /\p{Script=Greek}/gu],
  ['ar', /\p{Script=Arabic}/gu],
  ['he', /\p{Script=Hebrew}/gu],
  ['th', /\p{Script=Thai}/gu],
];

/** Minimum frequent words of the likeliest language, and how many times as many as of the next. */
const MIN_FREQUENT = 3;
const LEAD = 1.5;
/** Characters that are looked at. */
const MAX_LOOKED_AT = 20_000;

/** An ISO 639 code; undefined where the text is too short or too mixed to tell. */
export function guessLanguage(text: string): string | undefined {
  const part = text.slice(0, MAX_LOOKED_AT);
  const letters = part.match(/\p{L}/gu)?.length ?? 0;
  for (const [code, script] of SCRIPTS) {
    const share = (part.match(script)?.length ?? 0) / Math.max(1, letters);
    // Japanese mixes its own signs with Chinese ones.
    if (letters >= 6 && share > (code === 'ja' ? 0.1 : 0.5)) return code;
  }
  const all = part.toLowerCase().match(/\p{L}+/gu) ?? [];
  const ranked = WORDS.map(([code, words]) => ({
    code,
    hits: all.filter(word => words.has(word)).length,
  })).sort((a, b) => b.hits - a.hits);
  const [best, next] = ranked;
  return best && best.hits >= MIN_FREQUENT && best.hits >= (next?.hits ?? 0) * LEAD
    ? best.code
    : undefined;
}

/** Whether a word is one that any of the languages uses everywhere. */
export const isFrequentWord = (word: string): boolean => WORDS.some(([, words]) => words.has(word));

/** The code of a language that a person has named: `German`, `Deutsch`, `de`, `de-AT`; undefined if unknown. */
export function codeOfLanguage(name: string): string | undefined {
  const wanted = name.trim().toLowerCase();
  const codes = [...WORDS, ...SCRIPTS].map(([code]) => code);
  return codes.find(
    code =>
      wanted === code ||
      wanted.startsWith(`${code}-`) ||
      [code, 'en'].some(of => wanted.startsWith(nameOfLanguage(code, of).toLowerCase())),
  );
}

/** A language's name in another language. */
export const nameOfLanguage = (code: string, inLanguage: string): string =>
  new Intl.DisplayNames([inLanguage], { type: 'language' }).of(code) ?? code;
