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
  const spelled = spelledIn(statement).filter(number => !known.has(number));
  const negated =
    negations(statement) > 0 ? negations(words) === 0 : isSaidNegated(statement, words);
  return [...new Set([...own, ...spelled, ...names, ...(negated ? [NEGATION] : [])])];
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

/** Numbers from two on that a statement spells out, as figures. */
const spelledIn = (statement: string): string[] =>
  [...statement.toLowerCase().matchAll(SPELLED)]
    .map(([, ten = '', unit = '', alone = '']) => {
      const tens = ten === '' ? 0 : (TWENTY_TO_NINETY.indexOf(ten) + 2) * 10;
      return tens + Math.max(0, UNITS.indexOf(unit || alone));
    })
    .filter(number => number > 1)
    .map(String);
const TWENTY_TO_NINETY = ['twenty', ...TENS.filter(ten => ten !== 'hundred')];
const SPELLED = new RegExp(
  `(?<!\\p{L})(?:(${TWENTY_TO_NINETY.join('|')})(?:[ -](${UNITS.slice(1, 10).join('|')}))?|(${UNITS.slice(0, 20).join('|')}))(?!\\p{L})`,
  'gu',
);

const DENIED =
  /(?<!\p{L})(?:not|never|cannot|no|nicht|nie|niemals|kein(?:e[rnms]?)?|pas|jamais|aucune?)\s+(?!only|later|more|less|earlier|nur|später|plus|moins)(?:be\s+|been\s+|a\s+|an\s+|the\s+)?(\p{L}{4,})|n't\s+(?:be\s+|a\s+|the\s+)?(\p{L}{4,})/giu;
/** What limits or denies without a negation. */
const LIMITS =
  /(?<!\p{L})(?:only|unless|without|requir|need|prohibit|forb[ia]d|exclud|lack|fail|refus|den(?:y|ied)|void|invalid|prevent|except|exempt|free|miss|nur|verb[oi]|untersag|ausge|fehl|bedarf|ohne|seul|interdi|exclu|manqu|sans|sauf|un(?![dtils])|dis(?:allow|qualif|continu|claim|regard)|in(?:valid|elig|capab|suffic|compl))/iu;

/** Whether the cited words deny what a statement says: the word after their negation stands in the statement. */
function isSaidNegated(statement: string, words: string): boolean {
  if (LIMITS.test(statement)) return false;
  const said = statement.toLowerCase();
  return [...words.matchAll(DENIED)].some(([, after = '', short = '']) => {
    const denied = stemOf(after || short);
    return new RegExp(`(?<!\\p{L})${denied}`, 'u').test(said);
  });
}

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
