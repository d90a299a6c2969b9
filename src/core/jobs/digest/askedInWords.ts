import type { Perspective } from '../../domain/review/perspective.ts';

/**
 * The one perspective of a job that is asked in words: what is asked is its data, so that it is in the
 * prompt, in the key that answers are stored under and in the report.
 */
export const askedInWords = (
  id: string,
  title: string,
  icon: string,
  instructions: string,
): Perspective => ({
  id,
  title,
  letter: title.slice(0, 1),
  icon,
  instructions,
  severities: { critical: '', major: '', minor: '', note: '' },
  doNotFlag: [],
});

/** Tokens of statements of so many words in the prompt above them, written as one object a line. */
export const tokensOfWords = (words: number): number =>
  Math.ceil(words * TOKENS_PER_WORD + (words / WORDS_PER_STATEMENT) * TOKENS_PER_LINE);

const TOKENS_PER_WORD = 1.5;
export const WORDS_PER_STATEMENT = 18;
const TOKENS_PER_LINE = 16;

/** So many times as long as asked for, the final answer is asked for again. */
export const MAX_OVER = 1.25;

/** How much longer than asked for answers are planned to be. */
export const TOLERANCE = 1.4;

/** Tokens of an answer that gives so many words, with ids or quotes as long as the words. */
export const answerOfWords = (words: number) => ({
  low: Math.ceil(words * 0.8),
  expected: Math.ceil(words * 2.2),
  high: Math.ceil(words * 5),
});
