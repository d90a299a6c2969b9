/** Detects that a server silently truncated a prompt to its window. */
export interface CutWatch {
  /**
   * Whether the prompt was cut, by what the server counted of it; with the window, where the count tells it.
   * `shared` is the part that other prompts begin with, too.
   */
  readonly wasCut: (
    counted: { readonly tokens: unknown; readonly cached: unknown },
    sent: string,
    shared: string,
  ) => { readonly window: number | undefined } | undefined;
  /** Whether a count leaves open that the prompt was cut: on a server of one's own, where the text may have more. */
  readonly mayBeCut: (tokens: number, sent: string) => boolean;
  /** Takes prompts for read whole that are counted up to so many tokens, of so many characters each. */
  readonly trust: (tokens: number, charsPerToken: number) => void;
}

const MAX_REMEMBERED = 1000;
/** No server's window is smaller: a smaller count is of something else, such as the last message alone. */
const MIN_WINDOW = 512;
/** Characters of Chinese, Japanese and Korean that a tokenizer may join to one token. */
const MAX_JOINED = 4;

/** Tokens per character of dense prose: a text of so many may have more than was counted. */
const DENSE_RATE = 1 / 3.8;
/** By how much tokens of one text may be longer than those of another. */
const LONGER_TOKENS = 1.1;
/** Of two prompts that are counted alike, how much their lengths differ at least where a window counts for both. */
const UNLIKE = 0.02;

/**
 * No tokenizer joins words, so a count below the number of words is of less than the prompt: it was cut, or its
 * beginning was in the server's cache and left out of the count. A beginning that was never sent before is in no
 * cache; and a count is the window's and not the text's when it is a round number, half of one and two (as Ollama
 * cuts since 2026), or the same as for another text. `mayBeSmall`: a server of one's own, whose window may be of any
 * size: there the largest count so far, when it is such a number and the text may have more, is the window's too.
 */
export function createCutWatch(mayBeSmall = false): CutWatch {
  const sharedBefore = new Set<string>();
  const sentOf = new Map<number, string>();
  let most = 0;
  let trusted = { tokens: 0, charsPerToken: 0 };
  return {
    mayBeCut: (tokens, sent) =>
      mayBeSmall &&
      isCount(tokens) &&
      tokens >= MIN_WINDOW &&
      tokens <= sent.length * DENSE_RATE &&
      (tokens > trusted.tokens || sent.length / tokens > trusted.charsPerToken * LONGER_TOKENS),
    trust: (tokens, charsPerToken) => {
      trusted = {
        tokens: Math.max(trusted.tokens, tokens),
        charsPerToken: Math.max(trusted.charsPerToken, charsPerToken),
      };
    },
    wasCut: ({ tokens, cached }, sent, shared) => {
      if (!isCount(tokens) || tokens < MIN_WINDOW) return undefined;
      const isKnown = sharedBefore.has(shared);
      const other = sentOf.get(tokens);
      if (sharedBefore.size < MAX_REMEMBERED) sharedBefore.add(shared);
      const least = leastTokens(sent);
      const counted = tokens + (isCount(cached) ? cached : 0);
      if (sentOf.size < MAX_REMEMBERED && other === undefined) sentOf.set(tokens, sent);
      const isSame = other !== undefined && other !== sent;
      const isHalf = tokens >= MIN_WINDOW + 2 && (tokens - 2) % 512 === 0;
      const isRound = tokens % 512 === 0 || tokens % 500 === 0;
      if (counted >= least) {
        const isMost = counted >= most;
        most = Math.max(most, counted);
        const mayHaveMore = mayBeSmall && isMost && counted <= sent.length * DENSE_RATE;
        const isUnlike = isSame && Math.abs(sent.length / other.length - 1) > UNLIKE;
        if (!mayHaveMore || !(isRound || isUnlike)) return undefined;
        return { window: tokens };
      }
      if (isKnown && !isSame && !isHalf && !isRound) return undefined;
      return { window: isHalf ? 2 * (tokens - 2) : isRound || isSame ? tokens : undefined };
    },
  };
}

const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

/** Fewer tokens than this no tokenizer makes of a text. */
function leastTokens(text: string): number {
  let words = 0;
  for (const _ of text.matchAll(/[^\s\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+/g)) words++;
  let joined = 0;
  for (const _ of text.matchAll(/[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/g)) joined++;
  return words + Math.floor(joined / MAX_JOINED);
}
