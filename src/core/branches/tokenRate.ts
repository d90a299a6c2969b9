import type { ModelRequest } from '../ports/model.ts';

/** Tokens per character until a server has counted some: English prose has 1 / 4.1 of o200k, instructions fewer. */
const FIRST_RATE = 1 / 4.1;
/** So much more than by the first rate, or than it counted last, may a server count for the next prompt. */
const MARGIN = { guessed: 1.1, counted: 1.04 };

/** What a server counts for prompts, learned from what it counted. */
export interface TokenRate {
  /** Tokens of a prompt of so many characters, with a margin. */
  readonly tokensOf: (chars: number) => number;
  /** A server counted so many tokens for so many characters. */
  readonly counted: (chars: number, tokens: number) => void;
}

export function createTokenRate(): TokenRate {
  let rate = FIRST_RATE;
  let margin = MARGIN.guessed;
  return {
    tokensOf: chars => Math.ceil(chars * rate * margin),
    counted: (chars, tokens) => {
      const seen = tokens / Math.max(1, chars);
      // Counts that no tokenizer gives are of something else.
      if (seen < 1 / 12 || seen > 3) return;
      margin = MARGIN.counted;
      // Up at once and down slowly: a prompt that is too long costs a call.
      rate = seen > rate ? seen : 0.8 * rate + 0.2 * seen;
    },
  };
}

/** Characters of a prompt; the schema is seldom a part of it, and where it is, the rate says so. */
export const promptChars = ({
  system,
  shared,
  task,
}: Pick<ModelRequest, 'system' | 'shared' | 'task'>): number =>
  system.length + shared.length + task.length;
