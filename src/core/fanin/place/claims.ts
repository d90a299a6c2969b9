import { datedMonths, digitsIn, monthOf, numbersKnown, spelledNumbers } from './numerals.ts';
import { negations } from './sense.ts';

/**
 * Figures, dates, names and negations of a statement that do not occur in the words it cites: a reader should check
 * these first. Numbers and months are compared across digits and words; what denies without a negation ("prohibited")
 * counts as one. A name that the cited words replace by "it" is listed too. Empty if everything occurs.
 */
export function claimsBeyond(statement: string, words: string): string[] {
  const known = numbersKnown(words);
  const all = words.toLowerCase();
  const numbers = digitsIn(statement).filter(
    ({ forms, parts }) =>
      !forms.some(form => known.has(form)) &&
      !(parts.length > 0 && parts.every(part => known.has(part))),
  );
  const labelled = new Set(labelsIn(words));
  const labels = labelsIn(statement).filter(label => !labelled.has(label));
  const spelled = spelledNumbers(statement).filter(number => !known.has(number));
  const months = datedMonths(statement).filter(
    month => !all.includes(month.toLowerCase()) && !known.has(`${monthOf(month)}`),
  );
  const names = namesIn(statement).filter(
    name => !all.includes(stemOf(name)) && !known.has(`${monthOf(name)}`),
  );
  const negated =
    negations(statement.replace(SOFT, ' ')) > 0
      ? negations(words) === 0 && !DENIES.test(words) && standsThere(statement, words)
      : negations(statement) === 0 && isSaidNegated(statement, words);
  return [
    ...new Set([
      ...numbers.map(({ text }) => text),
      ...labels,
      ...spelled,
      ...months,
      ...names,
      ...(negated ? [NEGATION] : []),
    ]),
  ];
}

/** Replaces any word that negates. */
export const NEGATION = 'not';

/** Letters and Roman numerals that number items: `Annex C`, `(iv)`, `Part IV`. */
const labelsIn = (text: string): string[] =>
  text.match(
    /(?<![\p{L}\p{N}])(?:[B-HJ-Z]|[IVXLC]{2,})(?![\p{L}\p{N}'’])|\((?:[a-z]|[ivxlc]{2,5})\)/gu,
  ) ?? [];

/** Bounds and conditions that other words may put without a negation, and words that negate in one language only. */
const SOFT =
  /(?<!\p{L})(?:unless|except|without|ohne|außer|sans|sauf|personnes?|mai|(?:not?|nicht|pas) (?:more|less|later|earlier|fewer|before|after|mehr|weniger|vor|nach|später|früher|länger|plus|moins|avant|après))(?!\p{L})/giu;

/**
 * Whether the word that a statement denies stands in the words it cites. Where it does not, they may well say the same
 * with an opposite: "not open", "closed".
 */
function standsThere(statement: string, words: string): boolean {
  const all =
    statement
      .toLowerCase()
      .replace(SOFT, ' ')
      .match(/[\p{L}\p{M}]+/gu) ?? [];
  const at = all.findLastIndex(word => negations(word) > 0);
  const tells = (word: string): boolean => word.length >= 3 && !FILLERS.has(word);
  const denied = all.slice(at + 1).find(tells) ?? all.slice(0, Math.max(0, at)).findLast(tells);
  // Without spaces between words there is no telling which one is denied.
  if (at < 0 || denied === undefined || /\p{Script=Han}/u.test(denied)) return true;
  return new RegExp(`(?<!\\p{L})${denied.slice(0, 5)}`, 'iu').test(words);
}
const FILLERS = new Set(
  'the any been are was were have has had does der die das den dem ein eine einen zum zur bei für von les des une est sont que plus mehr and und'.split(
    ' ',
  ),
);

/** What denies without a negation. */
const DENIES =
  /(?<!\p{L})(?:only|prohibit|forb[ia]d|exclu|lack|fail|refus|den(?:y|ie)|reject|dismiss|declin|void|prevent|exempt|ignor|missing|absent|null|dis(?:allow|qualif|claim|regard|like|abl)|nur|verb[oi]|untersag|ausge(?:schl|nomm)|fehl|bedarf|verweiger|abgelehnt|ignorier|seul|interdi|manqu|réserv|rejet|irrecev|cess|un(?!d|t(?:er|il|en)|ser|less|i[oqtvf])\p{L}{4}|inchang|(?:in|im|ir|il|non)[- ]?\p{L}{2,}(?:able|ible|igible|bel|icient)|(?:off|barred|free(?: (?:of|from|for))?|befreit|gratuit\p{L}*|maxim\p{L}*|höchst\p{L}*|at most|up to)(?!\p{L}))|\p{L}{4}(?:los|frei)(?:e[nrms]?)?(?!\p{L})|[禁仅只拒免除]/iu;

const DENIED =
  /(?<!\p{L})(?:not|never|cannot|no|nicht|nie|niemals|kein(?:e[rnms]?)?|pas|jamais|aucune?)\s+(?!only|later|more|less|earlier|nur|später|plus|moins)(?:be\s+|been\s+|a\s+|an\s+|the\s+)?(\p{L}{4,})|n't\s+(?:be\s+|a\s+|the\s+)?(\p{L}{4,})/giu;
/** What limits or denies without a negation. */
const LIMITS =
  /(?<!\p{L})(?:only|unless|without|requir|need|exig|nécess|prohibit|forb[ia]d|exclud|lack|fail|refus|den(?:y|ied)|void|invalid|prevent|except|exempt|free|miss|nur|verb[oi]|untersag|ausge|fehl|bedarf|ohne|seul|interdi|exclu|manqu|sans|sauf|un(?![dtils])|dis(?:allow|qualif|continu|claim|regard)|in(?:valid|elig|capab|suffic|compl))/iu;

/** Whether the cited words deny what a statement says: the word after their negation stands in the statement. */
function isSaidNegated(statement: string, words: string): boolean {
  if (LIMITS.test(statement)) return false;
  const said = statement.toLowerCase();
  return [...words.matchAll(DENIED)].some(([, after = '', short = '']) => {
    const denied = stemOf(after || short);
    return new RegExp(`(?<!\\p{L})${denied}`, 'u').test(said);
  });
}

/** In a language that capitalises every noun, a capital does not indicate a name. */
const GERMAN =
  /(?:^|\s)(?:der|die|das|und|ist|sind|nicht|ein|eine|zu|von|wird|muss|kann|darf|mit|aus|jede[nrs]?|für|auf|dem|nach|oder|bei|beträgt)(?=\s)/i;

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
