/** Counts the tokens of a text. */
export type TokenCounter = (text: string) => number;

/** Longest run of one character class passed to the encoder, whose cost grows with the square of the length. */
const MAX_RUN_LENGTH = 400;
/** Number of counts cached by content; when the cache is full it is cleared. */
const REMEMBERED = 20_000;
const MAX_REMEMBERED = 16_384;

let loading: Promise<TokenCounter> | undefined;

/**
 * Exact o200k_base counts, with special tokens read as plain text; the encoder (about 2.8 MB of code) is loaded on
 * first use. Never throws; lone surrogates count as U+FFFD. Words or rules longer than 400 characters are counted in
 * pieces, which may add a token per piece.
 */
export function loadTokenCounter(): Promise<TokenCounter> {
  loading ??= import('gpt-tokenizer/encoding/o200k_base').then(
    ({ countTokens }) => {
      const plain = { disallowedSpecial: new Set<string>() };
      return remembering(text => {
        let tokens = 0;
        let from = 0;
        for (const cut of longRuns(text)) {
          tokens += countTokens(text.slice(from, cut), plain);
          from = cut;
        }
        return tokens + countTokens(from === 0 ? text : text.slice(from), plain);
      });
    },
    (error: unknown) => {
      loading = undefined;
      throw error;
    },
  );
  return loading;
}

function remembering(count: TokenCounter): TokenCounter {
  const known = new Map<string, number>();
  return text => {
    if (text.length === 0) return 0;
    if (text.length > MAX_REMEMBERED) return count(text);
    const before = known.get(text);
    if (before !== undefined) return before;
    const tokens = count(text);
    if (known.size >= REMEMBERED) known.clear();
    known.set(text, tokens);
    return tokens;
  };
}

/** Where to interrupt runs of letters, blanks or symbols that are too long for the encoder. */
function longRuns(text: string): number[] {
  const cuts: number[] = [];
  if (text.length <= MAX_RUN_LENGTH) return cuts;
  let kind = DIGIT;
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const now = kindOf(text, i);
    // The letters or symbols after a symbol or a blank may join it in one piece.
    if (now !== kind || now === DIGIT) {
      kind = now;
      start = i;
    } else if (i - start >= MAX_RUN_LENGTH) {
      const c = text.charCodeAt(i);
      const cut = c >= 0xdc00 && c <= 0xdfff ? i - 1 : i;
      cuts.push(cut);
      start = cut;
    }
  }
  return cuts;
}

/** Digits are encoded three at a time, so runs of any length are cheap to encode. */
const DIGIT = 0;
const BLANK = 1;
const LETTER = 2;
const SIGN = 3;

/** The encoder's character classes: what it may join into one piece. A surrogate has the class of its pair. */
function kindOf(text: string, at: number): number {
  const c = text.charCodeAt(at);
  if (c < 0x80) {
    if (c === 32 || (c >= 9 && c <= 13)) return BLANK;
    if ((c >= 65 && c <= 90) || (c >= 97 && c <= 122)) return LETTER;
    return c >= 48 && c <= 57 ? DIGIT : SIGN;
  }
  if (isUsualLetter(c)) return LETTER;
  const isTail = c >= 0xdc00 && c <= 0xdfff;
  const sign = String.fromCodePoint(text.codePointAt(isTail ? at - 1 : at) ?? c);
  if (/[\p{L}\p{M}]/u.test(sign)) return LETTER;
  if (/\s/.test(sign)) return BLANK;
  return /\p{N}/u.test(sign) ? DIGIT : SIGN;
}

/** The most frequent letters beyond ASCII: Cyrillic, kana, ideographs, Hangul. */
const isUsualLetter = (c: number): boolean =>
  (c >= 0x4e00 && c <= 0x9fff) ||
  (c >= 0xac00 && c <= 0xd7a3) ||
  (c >= 0x400 && c <= 0x481) ||
  (c >= 0x3041 && c <= 0x3096);

/**
 * A quick estimate from characters alone, within about a third for running text: 4 ASCII letters a token, 1.4
 * characters a token for Chinese, Japanese and Korean, 3.3 for other scripts.
 */
export function approximateTokens(text: string): number {
  // Integers: with fractions, rounding could make a text count more than its parts together.
  let fortieths = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c < 0x80) fortieths += 10;
    else if (c < 0x2e80) fortieths += 12;
    else fortieths += 28;
  }
  return Math.ceil(fortieths / 40);
}
