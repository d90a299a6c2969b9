import { guessLanguage, isFrequentWord } from '../../text/language.ts';
import { numbersKnown } from './numerals.ts';

/** A statement, and the words it is based on. */
export interface Based {
  readonly text: string;
  readonly words: string;
}

/** Fewer telling words say nothing about what a sentence is about. */
const MIN_TELLING = 4;
/** Words of so many statements, as a share, are what the whole text is about. */
const COMMON = 0.5;
const MIN_FOR_COMMON = 4;
/** How many more telling words, and how many times as many, a statement shares with the words that another one cites. */
const MIN_LEAD = 3;
const MIN_TIMES = 4;

/**
 * Which of the statements have next to nothing in common with the words they cite: no telling word and no number, or
 * far fewer than with the words that another one cites, as if they were exchanged. Never where the
 * languages differ or are unknown, as words cannot be compared then.
 */
export function unrelated(statements: readonly Based[]): boolean[] {
  const telling = statements.map(({ text }) => tellingIn(text));
  const counts = new Map<string, number>();
  for (const own of telling) for (const stem of own) counts.set(stem, (counts.get(stem) ?? 0) + 1);
  const isCommon = (stem: string): boolean =>
    statements.length >= MIN_FOR_COMMON && (counts.get(stem) ?? 0) > statements.length * COMMON;
  // A single sentence is often too short to tell.
  const written = guessLanguage(statements.map(({ text }) => text).join('\n'));
  const cited = guessLanguage(statements.map(({ words }) => words).join('\n'));
  if (written === undefined || written !== cited) return statements.map(() => false);
  const starts = statements.map(({ words }) => startsOf(words));
  const lowered = statements.map(({ words }) => words.toLowerCase());
  const holds = (j: number, stem: string): boolean =>
    starts[j]?.has(stem) === true ||
    (COMPOUNDING.has(written) && lowered[j]?.includes(stem) === true);
  const numbers = statements.map(({ words }) => numbersKnown(words));
  return statements.map(({ text, words }, i) => {
    const own = [...(telling[i] ?? [])];
    if (own.length < MIN_TELLING || tellingIn(words).size < MIN_TELLING) return false;
    const other = guessLanguage(words);
    if (other !== undefined && other !== written) return false;
    const said = [...numbersKnown(text)];
    const sharedWith = (j: number, stems: readonly string[]): number =>
      stems.filter(stem => holds(j, stem)).length +
      said.filter(number => numbers[j]?.has(number)).length;
    if (sharedWith(i, own) === 0) return true;
    const particular = own.filter(stem => !isCommon(stem));
    const shared = sharedWith(i, particular);
    return statements.some((exchanged, j) => {
      if (exchanged.words === words) return false;
      const there = sharedWith(j, particular);
      return there >= shared + MIN_LEAD && there >= shared * MIN_TIMES;
    });
  });
}

/** Languages that write compounds in one word. */
const COMPOUNDING = new Set(['de', 'nl', 'sv', 'da']);

/** Words of a statement for each statement that it can be based on: what names more is not based on all of them. */
const WORDS_PER_BASIS = 3;
const MIN_BASES = 5;
/** What holds so many of its telling words says the same, however often it is said. */
const MIN_SAME = 0.8;

/**
 * Of the statements that a joined one names, those it is not based on: it names more than its words can hold, and has
 * nothing particular in common with these.
 */
export function namedOnly(
  text: string,
  named: readonly string[],
  wordsOf: (id: string) => string,
): string[] {
  const length = text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
  const signs = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  if (named.length <= Math.max(MIN_BASES, (length + signs / 2) / WORDS_PER_BASIS)) return [];
  const all = named.map(id => ({ id, words: wordsOf(id).toLowerCase() }));
  const telling = [...tellingIn(text)];
  const own = telling.filter(
    stem => all.filter(({ words }) => words.includes(stem)).length <= named.length * COMMON,
  );
  const saysTheSame = (words: string): boolean =>
    telling.filter(stem => words.includes(stem)).length >= telling.length * MIN_SAME;
  const numbers = numbersKnown(text);
  return all
    .filter(
      ({ words }) =>
        !saysTheSame(words) &&
        !own.some(stem => words.includes(stem)) &&
        ![...numbersKnown(words)].some(number => numbers.has(number)),
    )
    .map(({ id }) => id);
}

/** The first letters of the words that tell what a text is about. */
function tellingIn(text: string): Set<string> {
  const words = text.toLowerCase().match(/[\p{L}\p{M}]+/gu) ?? [];
  return new Set(
    words
      .filter(word => word.length >= MIN_LETTERS && !isFrequentWord(word))
      .map(word => word.slice(0, STEM)),
  );
}
/** How the words of a text begin, as far as stems are compared. */
const startsOf = (text: string): Set<string> =>
  new Set(
    (text.toLowerCase().match(/[\p{L}\p{M}]+/gu) ?? []).flatMap(word => [
      word.slice(0, MIN_LETTERS),
      word.slice(0, STEM),
    ]),
  );
const MIN_LETTERS = 4;
const STEM = 5;
