import type { Range } from '../../domain/range.ts';

/**
 * Words that reverse the meaning of a sentence: negations, figures, opposites. A passage that differs from a quote in
 * any of these may say the opposite, however similar the letters are.
 */

const NEGATIONS = new Set(
  [
    'not no nor non none never neither nobody nothing nowhere without cannot unless except hardly barely',
    'nicht kein keine keiner keines keinem keinen nie niemals niemand nichts nirgends weder ohne außer',
    'ne pas non jamais aucun aucune sans ni rien nul nulle personne sauf',
    'nunca jamás sin ningún ninguna ninguno nadie nada tampoco salvo',
    'senza mai nessun nessuno nessuna né niente não nunca sem nenhum nenhuma nem',
    'niet geen nooit zonder noch niets inte ej aldrig utan ingen inga inget ikke aldri uten ingen',
    'nie bez nigdy żaden żadna żadne не ни нет без никогда никто ничего нельзя',
    'ليس لا لم لن غير بدون',
  ]
    .join(' ')
    .split(' '),
);

/** In scripts without spaces, and the short form of "not". */
const BOUND_NEGATION = /[不没沒無无未非否]|ない|ません|ず(?=[にと、。])|없|않|아니|n't\b/gu;

const NUMBER_WORDS = new Set(
  [
    'zero two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen',
    'seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand',
    'million billion half twice double third quarter',
    'zwei drei vier fünf sechs sieben acht neun zehn elf zwölf zwanzig dreißig hundert tausend',
    'deux trois quatre cinq sept huit neuf dix onze douze vingt trente mille',
  ]
    .join(' ')
    .split(' '),
);

/** Pairs of words with opposite meanings. */
const OPPOSITES = new Map(
  [
    'before after, above below, more less, more fewer, most least, over under, maximum minimum',
    'increase decrease, increases decreases, include exclude, includes excludes, included excluded',
    'including excluding, enable disable, enabled disabled, allow forbid, allowed forbidden',
    'accept reject, accepted rejected, true false, with without, only also, and or, all some',
    'buyer seller, lender borrower, licensor licensee, lessor lessee, landlord tenant',
    'vor nach, mehr weniger, mindestens höchstens, über unter, avant après, plus moins',
  ]
    .flatMap(line => line.split(', '))
    .map(pair => pair.split(' '))
    .flatMap(([a = '', b = '']) => [[a, b] as const, [b, a] as const])
    .reduce((all, [a, b]) => all.set(a, [...(all.get(a) ?? []), b]), new Map<string, string[]>()),
);

/** Figures; letters and Roman numerals that number items (`Annex C`, `(iv)`, `Part IV`); currencies. */
const FIGURE =
  /\p{N}+(?:[.,'’]?\p{N}+)*|\b[B-HJ-Z]\b|\b[IVXLC]{2,}\b|\((?:[a-z]|[ivxlc]{2,5})\)|\p{Sc}/gu;

const NEGATING_PREFIX = /^(?:un|in|im|ir|il|non|dis|mis)/;

/**
 * Whether two wordings of one passage agree in everything that could reverse its meaning. Both unmodified except for
 * typography; `code` compares operators too.
 */
export function sameSense(a: string, b: string, code: boolean): boolean {
  if (signsOf(a, code) !== signsOf(b, code)) return false;
  const [of, and] = [wordsOf(a), wordsOf(b)];
  const [only, others] = [without(of, and), without(and, of)];
  if ([...only, ...others].some(word => NUMBER_WORDS.has(word))) return false;
  return !only.some(word => others.some(other => areOpposites(word, other)));
}

/** Maximum share of words in a misquote that may differ from the text's: one in five, or one word. */
const MAX_OTHER_WORDS = 0.2;

/**
 * Whether nearly every word of a misquote is a word of the passage, allowing for typos. By letters alone, "a few of
 * the" resembles "for in the".
 */
export function sameWords(quote: string, passage: string): boolean {
  const words = wordsOf(quote);
  if (UNSPACED.test(quote)) return true;
  const there = wordsOf(passage);
  const others = without(words, there).filter(word => !there.some(known => isSlip(word, known)));
  return others.length <= Math.max(1, Math.floor(words.length * MAX_OTHER_WORDS));
}

/**
 * Whether a misquote has a further word at its end, and the text instead goes on with a negation or a figure, which
 * the misquote left out: "is a" is not the place of "is not a".
 */
export function endsBeforeSign(quote: string, text: string, { start, end }: Range): boolean {
  const last = wordsOf(quote).at(-1) ?? '';
  if (wordsOf(text.slice(start, end)).at(-1) === last) return false;
  const [next = '', then = ''] = text.slice(end, end + 60).match(/[^\s]+/gu) ?? [];
  return wordsOf(`${next} ${then}`).includes(last) && (negations(next) > 0 || hasFigures(next));
}

/** Words at each end of a misquote, and of its passage, of which at least one must be the same. */
const END = { quote: 2, passage: 3 };

/**
 * Whether a misquote and its passage begin and end alike. A passage with only one half of a quote is not its place,
 * however similar that half is.
 */
export function sameEnds(quote: string, passage: string): boolean {
  const [words, there] = [wordsOf(quote), wordsOf(passage)];
  const meet = (own: readonly string[], others: readonly string[]): boolean =>
    telling(own).some(word => others.some(other => word === other || isSlip(word, other)));
  return (
    UNSPACED.test(quote) ||
    words.length < 2 * END.quote ||
    (meet(words.slice(0, END.quote), there.slice(0, END.passage)) &&
      meet(words.slice(-END.quote), there.slice(-END.passage)))
  );
}

/** Without the common short words, if there are others. */
const telling = (words: readonly string[]): readonly string[] => {
  const long = words.filter(word => word.length >= MIN_TELLING);
  return long.length > 0 ? long : words;
};
const MIN_TELLING = 4;

/** Scripts that write words without spaces. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

/** Two words that share most of their letters at both ends. */
function isSlip(a: string, b: string): boolean {
  const longer = Math.max(a.length, b.length);
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < shorter - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  return start + end >= longer * 0.6 || (shorter > 2 && start + end === shorter);
}

/** Whether code has a number: neither the digits of a name nor a type parameter such as `T` is one. */
const hasNumbers = (code: string): boolean => /(?<![\p{L}\p{N}_$])\p{N}/u.test(code);

/** Whether two wordings negate alike and have no opposite words. */
export function agreeInNegation(a: string, b: string): boolean {
  const [of, and] = [wordsOf(a), wordsOf(b)];
  const [only, others] = [without(of, and), without(and, of)];
  return (
    negations(a) === negations(b) &&
    !only.some(word => others.some(other => areOpposites(word, other)))
  );
}

export const hasFigures = (text: string): boolean =>
  figures(text).length > 0 || wordsOf(text).some(word => NUMBER_WORDS.has(word));

/**
 * Maximum words left out of a quote that can reverse its sentence, if one of them is a negation or (where the quote does
 * not show that words are missing) a figure.
 */
const FEW_WORDS = { marked: 2, negation: 5, figure: 3 };
/** The same if the words left out begin with the negation of a verb. */
const SOME_WORDS = 15;
const VERB_NEGATION =
  /^[^\p{L}]*(?:not|never|nicht|nie|niemals|kein\p{L}*|niet|ikke|inte|не)(?!\p{L})/iu;

/** Whether words left out of a quote that marks its gap may reverse its meaning. */
export const reversesMarked = (leftOut: string): boolean =>
  countWords(leftOut) <= FEW_WORDS.marked && negations(leftOut) > 0;

/** Whether words left out of a quote without a mark may reverse its meaning. */
export function reversesSilently(leftOut: string, isCode: boolean): boolean {
  const words = countWords(leftOut);
  return (
    (words <= FEW_WORDS.negation && negations(leftOut) > 0) ||
    (!isCode && words <= SOME_WORDS && VERB_NEGATION.test(leftOut)) ||
    (words <= FEW_WORDS.figure && (isCode ? hasNumbers(leftOut) : hasFigures(leftOut)))
  );
}

const countWords = (text: string): number => text.match(/[\p{L}\p{M}\p{N}'’-]+/gu)?.length ?? 0;

/** How many words of a text negate. */
export const negations = (text: string): number => negationsIn(text).length;

/** What negates in a text, each as often as it occurs; the forms of "not" are one. */
function negationsIn(text: string): string[] {
  const bound = (text.match(BOUND_NEGATION) ?? []).map(sign => (sign === "n't" ? 'not' : sign));
  const words = wordsOf(text).filter(word => NEGATIONS.has(word));
  return [...bound, ...words.map(word => (word === 'cannot' ? 'not' : word))].sort();
}

/** The figures of a text, normalized for comparison: without thousands separators. */
export const figures = (text: string): string[] =>
  [...text.matchAll(FIGURE)].map(([figure]) => figure.replace(/[,'’](?=\p{N}{3}(?!\p{N}))/gu, ''));

const OPERATOR = /!==?|[=<>]=+|[<>!]|&&|\|\||[+\-*/%](?==)/g;

const signsOf = (text: string, code: boolean): string =>
  JSON.stringify([
    negationsIn(text),
    figures(text).sort(),
    code ? (text.match(OPERATOR) ?? []).sort() : [],
  ]);

const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{M}]+/u)
    .filter(Boolean);

function without(words: readonly string[], others: readonly string[]): string[] {
  const left = [...others];
  return words.filter(word => {
    const at = left.indexOf(word);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

const areOpposites = (a: string, b: string): boolean =>
  OPPOSITES.get(a)?.includes(b) === true || isNegated(a, b) || isNegated(b, a);

const isNegated = (word: string, plain: string): boolean =>
  (word.length > plain.length &&
    word.endsWith(plain) &&
    plain.length > 2 &&
    word.replace(NEGATING_PREFIX, '') === plain) ||
  (word.endsWith('less') && plain.endsWith('ful') && word.slice(0, -4) === plain.slice(0, -3));
