import { figures, negations } from './sense.ts';

/**
 * Figures, dates, names and negations of a statement that do not occur literally in the words it cites: a reader should
 * check these first. The words are compared without understanding them, so a name that the cited words replace by "it"
 * is listed too. Empty if everything occurs.
 */
export function claimsBeyond(statement: string, words: string): string[] {
  const known = new Set([...figures(words), ...numbersIn(words)].map(plainFigure));
  const own = figures(statement).filter(
    figure => !/\p{Sc}/u.test(figure) && !known.has(plainFigure(figure)),
  );
  const all = words.toLowerCase();
  const names = namesIn(statement).filter(
    name => !all.includes(stemOf(name)) && !known.has(`${monthOf(name) + 1}`),
  );
  const negated = negations(statement) > 0 && negations(words) === 0;
  return [...new Set([...own, ...names, ...(negated ? [NEGATION] : [])])];
}

/** Replaces any word that negates. */
export const NEGATION = 'not';

/** `05` is `5`, `1,000` is `1000`, and a full stop at the end is ignored. */
const plainFigure = (figure: string): string =>
  figure
    .replace(/[.,'’](?=\p{N}{3}(?!\p{N}))/gu, '')
    .replace(',', '.')
    .replace(/^0+(?=\p{N})/u, '')
    .toLowerCase();

const UNITS =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty'.split(
    ' ',
  );
const TENS = 'thirty forty fifty sixty seventy eighty ninety hundred'.split(' ');
const MONTHS =
  'january february march april may june july august september october november december'.split(
    ' ',
  );

/** 0-based month; -1 if it is not a month. */
const monthOf = (word: string): number =>
  MONTHS.findIndex(name => name === word.toLowerCase() || name.slice(0, 3) === word.toLowerCase());

/** Numbers and months written as words, as figures. */
function numbersIn(words: string): string[] {
  const numbers = words
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .flatMap(word => {
      const unit = UNITS.indexOf(word);
      const ten = TENS.indexOf(word);
      const month = monthOf(word);
      return [
        ...(unit >= 0 ? [unit] : []),
        ...(ten >= 0 ? [(ten + 3) * 10] : []),
        ...(month >= 0 ? [month + 1] : []),
      ];
    });
  // "twenty-eight", "sixty days and five".
  const sums = numbers.flatMap((n, i) =>
    n >= 20 && (numbers[i + 1] ?? 10) < 10 ? [n + (numbers[i + 1] ?? 0)] : [],
  );
  return [...numbers, ...sums].map(String);
}

/** In a language that capitalises every noun, a capital does not indicate a name. */
const GERMAN = /(?:^|\s)(?:der|die|das|und|ist|sind|nicht|ein|eine|zu|von|wird|muss)(?=\s)/i;

/** Capitalised words that do not begin a sentence. */
const namesIn = (text: string): string[] =>
  GERMAN.test(text)
    ? []
    : [
        ...text.matchAll(
          /(?<![.!?:]["'”’)]?\s+|^["'“‘(]?)(?<![\p{L}\p{N}-])\p{Lu}[\p{L}\p{N}-]{2,}/gu,
        ),
      ].map(([name]) => name);

/** Without a plural or possessive ending. */
const stemOf = (name: string): string => name.toLowerCase().replace(/(?<=...)(?:es|s)$/, '');
