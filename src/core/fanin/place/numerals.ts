/** Numbers and months of a text in digits or in words (English, German, French, Chinese), in one form for comparison. */

const words = (text: string): string[] => text.split(' ');

const UNITS = {
  en: words('one two three four five six seven eight nine'),
  de: words('ein zwei drei vier fünf sechs sieben acht neun'),
  fr: words('un deux trois quatre cinq six sept huit neuf'),
};
const TEENS = {
  en: words(
    'ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty',
  ),
  de: words(
    'zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn zwanzig',
  ),
  fr: words('dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf vingt'),
};
const TENS = {
  en: words('twenty thirty forty fifty sixty seventy eighty ninety'),
  de: words('zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig'),
  fr: words('vingt trente quarante cinquante soixante'),
};

/** Values by number words up to 99. */
const VALUES: ReadonlyMap<string, number> = new Map(
  (['en', 'de', 'fr'] as const).flatMap(language =>
    [
      ...UNITS[language].map((word, i) => [word, i + 1] as const),
      ...TEENS[language].map((word, i) => [word, i + 10] as const),
      ...TENS[language].flatMap((ten, i) => [
        [ten, (i + 2) * 10] as const,
        ...UNITS[language].flatMap((unit, n) =>
          (language === 'de'
            ? [`${unit}und${ten}`]
            : [`${ten}-${unit}`, `${ten} ${unit}`, `${ten} et ${unit}`]
          ).map(word => [word, (i + 2) * 10 + n + 1] as const),
        ),
      ]),
    ].flatMap(([word, value]) => [
      [word, value] as const,
      [word.replace('ß', 'ss'), value] as const,
    ]),
  ),
);
const MORE: ReadonlyMap<string, number> = new Map([
  ...words('first second third fourth fifth sixth seventh eighth ninth').map(
    (word, i) => [word, i + 1] as const,
  ),
  ...words('eins dritten').map((word, i) => [word, [1, 3][i] ?? 0] as const),
  ['twelfth', 12],
  ['twentieth', 20],
  ['soixante-dix', 70],
  ['quatre-vingts', 80],
  ['quatre-vingt', 80],
  ['quatre-vingt-dix', 90],
  ['hundred', 100],
  ['hundert', 100],
  ['cent', 100],
  ['zero', 0],
]);
/** Also other words: "new" and "September" in French and English, "attention" and "sieve" in German, a coin. */
const AMBIGUOUS = new Set(words('neuf sept acht sieben cent second ein un eins one'));

const SPELLED = new RegExp(
  `(?<!\\p{L})(?:${[...VALUES.keys(), ...MORE.keys()].sort((a, b) => b.length - a.length).join('|')})(?:th|ths|e[nrms]?)?(?!\\p{L})`,
  'gu',
);

/** Values of the number words of a text; `sure`: only of words that are nothing else. */
function spelledIn(text: string, sure: boolean): number[] {
  const found = [...text.toLowerCase().matchAll(SPELLED)].flatMap(([word]) => {
    const bare =
      VALUES.has(word) || MORE.has(word) ? word : word.replace(/(?:ths?|e[nrms]?)$/u, '');
    return sure && AMBIGUOUS.has(bare) ? [] : [VALUES.get(bare) ?? MORE.get(bare) ?? -1];
  });
  return [...found, ...hanIn(text, sure)];
}

const HAN = '〇一二三四五六七八九';
const HAN_RUN = /[〇零一二两三四五六七八九十百]+/gu;
const HAN_COUNTED = /[〇零一二两三四五六七八九十百]+(?=[年月日天个名元次条款人周岁倍])/gu;

function hanIn(text: string, sure: boolean): number[] {
  return [...text.matchAll(sure ? HAN_COUNTED : HAN_RUN)].flatMap(([run]) => {
    const plain = run.replaceAll('零', '〇').replaceAll('两', '二');
    if (!/[十百]/u.test(plain)) return [Number([...plain].map(sign => HAN.indexOf(sign)).join(''))];
    const parts = /^(?:(.)百)?〇?(?:(.?)十)?(.?)$/u.exec(plain);
    if (!parts) return [];
    const [, hundreds = '', tens, units = ''] = parts;
    const digit = (sign: string): number => Math.max(0, HAN.indexOf(sign || '〇'));
    return [
      digit(hundreds) * 100 + (tens === undefined ? 0 : digit(tens || '一') * 10) + digit(units),
    ];
  });
}

const MONTHS = [
  'january february march april may june july august september october november december',
  'januar februar märz april mai juni juli august september oktober november dezember',
  'janvier février mars avril mai juin juillet août septembre octobre novembre décembre',
  'jan feb mar apr may jun jul aug sep oct nov dec',
].map(words);
const MONTH = [...new Set(MONTHS.flat())].sort((a, b) => b.length - a.length).join('|');
const DATED = new RegExp(
  `(?<=\\p{N}(?:\\.|er|st|nd|rd|th)?\\s(?:of\\s)?)(?:${MONTH})(?!\\p{L})|(?<!\\p{L})(?:${MONTH})(?=\\.?\\s\\p{N})`,
  'giu',
);
const ANY_MONTH = new RegExp(`(?<!\\p{L})(?:${MONTH})(?!\\p{L})`, 'giu');

/** 1 to 12; 0 if it is not a month. */
export const monthOf = (word: string): number =>
  MONTHS.reduce((found, names) => found || names.indexOf(word.toLowerCase()) + 1, 0);

/** Names of months beside a number, as they are written. */
export const datedMonths = (text: string): string[] =>
  (text.match(DATED) ?? []).filter(month => monthOf(month) > 0);

const DIGITS = /\p{N}+(?:[.,'’\u00A0\u202F ]\p{N}{3}(?!\p{N}))*(?:[.,:/-]\p{N}+)*/gu;
const MAGNITUDES: readonly (readonly [RegExp, number])[] = [
  [/^\s?(?:thousand|tausend|mille)(?!\p{L})/iu, 3],
  [/^\s?(?:millions?|millionen|mio)(?!\p{L})/iu, 6],
  [/^\s?(?:billions?|milliarden?|milliards?|mrd)(?!\p{L})/iu, 9],
];

export interface NumberSaid {
  readonly text: string;
  /** One of these has to be known, or all of `parts`. */
  readonly forms: readonly string[];
  readonly parts: readonly string[];
}

/** Numbers in digits; the parts are those of a date or a section number. */
export const digitsIn = (text: string): NumberSaid[] =>
  [...text.matchAll(DIGITS)].map(match => {
    const [written] = match;
    const rest = text.slice(match.index + written.length, match.index + written.length + 14);
    const power = MAGNITUDES.find(([pattern]) => pattern.test(rest))?.[1];
    const value = plain(written);
    const forms = [value, ...(power === undefined ? [] : [scaled(value, power)])];
    const pieces = written.split(/[.,:/-]|[\s'’]/u).map(plain);
    return { text: written, forms, parts: pieces.length > 2 ? pieces : [] };
  });

/** Every number that a text may be read to hold: in digits, their parts, in words, and months. */
export function numbersKnown(text: string): Set<string> {
  const digits = [...digitsIn(text), ...[...text.matchAll(/\p{N}+/gu)].map(one)].flatMap(
    ({ text: written, forms, parts }) => [
      ...forms,
      ...parts,
      ...written.split(/[.,:/-]|[\s'’]/u).map(plain),
    ],
  );
  const months = (text.match(ANY_MONTH) ?? []).map(month => `${monthOf(month)}`);
  return new Set([...digits, ...months, ...spelledIn(text, false).map(String)]);
}

const one = ([written]: RegExpMatchArray): NumberSaid => ({
  text: written,
  forms: [plain(written)],
  parts: [],
});

/** Numbers from two on that a statement spells out. */
export const spelledNumbers = (text: string): string[] =>
  spelledIn(text, true)
    .filter(value => value > 1)
    .map(String);

/** `05` is `5`, `1,000` is `1000`, `850,00` is `850`. */
const plain = (written: string): string =>
  written
    .replace(/[.,'’\s](?=\p{N}{3}(?!\p{N}))/gu, '')
    .replace(/,(?=\p{N}+$)/u, '.')
    .replace(/^(\p{N}+)\.0+$/u, '$1')
    .replace(/^(\p{N}+\.\p{N}*[^0])0+$/u, '$1')
    .replace(/^0+(?=\p{N})/u, '');

function scaled(value: string, power: number): string {
  const number = Number(value) * 10 ** power;
  return Number.isFinite(number) ? String(Math.round(number)) : value;
}
