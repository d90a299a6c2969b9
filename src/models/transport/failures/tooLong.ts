/** Words that are about the answer's length and say nothing about the prompt's. */
const OF_OUTPUT =
  /\bmax[_ ](?:completion_|output_|new_)?tokens\b[`'"]?(?: parameter)?|\b(?:completion|output|generated|generation|new|response) tokens?\b|\bin the completion\b|\bmaximum output\b/gi;

/**
 * How servers say that a prompt is too long. Each wants a word for the prompt or its measure beside one for too
 * much, in either order; a rate (`tokens per minute`) is another complaint.
 */
const TOO_LONG = [
  /\b(?:context|prompt|input|inputs|sequence|messages?|conversation|request|text|query)\b.{0,80}?\b(?:too (?:long|large|big|many)|exceed\w*|overflow\w*|(?:does not|doesn't|do not|cannot|can't) fit|(?:longer|larger|greater|bigger|more) than|over the (?:limit|maximum)|above the (?:limit|maximum))/is,
  /(?:\bexceed\w*|\b(?:longer|larger|greater|more|less|fewer) than|\bover\b|\bbeyond\b|\bat most\b|<=?|≤|\bmax(?:imum)?\b|\blimit\w*|\brange of)\W.{0,60}?\b(?:context|prompt|input|sequence|model|token)s?\b.{0,30}?\b(?:length|window|size|tokens?|limit|len)\b/is,
  /\btokens?\b.{0,60}?(?:\bexceed\w*|\blimit\b|\bmaximum\b|must be (?:<=?|≤|less|at most|smaller)|> ?\d|\btoo many\b)/is,
  /(?:\bexceed\w*|\blimit of\b|\bmaximum of\b|\bat most\b|\b(?:less|fewer|more) than\b|\btoo many\b|\bonly\b).{0,40}?\btokens?\b/is,
  /\bcontext (?:length|window|size|limit)\b|\bmaximum context\b|\breduce the length\b|\bn_ctx\b|\bmax_model_len\b|\b(?:input )?token count\b|\btoo long\b/i,
  /\b(?:length|len|tokens?)\W{1,3}\d[\d,.]*\s*(?:>|>=|≥)\s*\w/i,
  /\b(?:input|prompt|context)\b.{0,20}\b(?:budget|allowance|capacity|quota)\b.{0,40}\b(?:exhausted|exceeded|reached|used up)/i,
  // Chinese servers: the input is over-long, or is over the limit of tokens or context.
  /(?:输入|提示|上下文|文本|内容|prompt|token).{0,20}(?:超长|过长|太长|超过|超出|上限)|(?:超长|过长|超过|超出).{0,20}(?:长度|上下文|token|输入|限制)/i,
];
/** That something is too long, in further languages. */
const TOO_LONG_ELSEWHERE =
  /\b(?:trop long|troppo lung|demasiado larg|muy larg|muito long|longo demais|te lang|zu lang|zbyt dług|za dług|çok uzun|för lång|for lang|liian pitk|příliš dlouh|prea lung|túl hossz)|слишком длин|занадто довг|長すぎ|너무 [깁길긴]/iu;
/** What prompts are measured in, in several languages. */
const MEASURE = /\b(?:max_)?tok(?:ens?|s)?\b|\bjetons?\b|belirteç|トークン|토큰|令牌|токен/i;
/** What is left for the answer beside a prompt that is longer than the window. */
const NEGATIVE_ROOM = /max_(?:completion_|output_|new_)?tokens\b.{0,60}-\d{1,9}\b/i;
const RATE = /\b(?:per|a) (?:min(?:ute)?|day|hour|second)\b|\brate limit|\bTP[MD]\b/i;
/** A request that is larger than a minute's allowance stays so however long one waits. */
const REQUEST_TOO_LARGE = /request too large/i;
/** Complaints of validators about one field that has a bound. */
const OTHER_FIELD =
  /\binput should be (?:less|greater|a |an |one )|\b(?:temperature|top_p|top_k|penalty|stop sequences?|images?|tools?|n)\b.{0,20}\b(?:must|should|may)\b/i;

/** Whether a server's text says that the prompt is longer than the model takes. */
export function isTooLong(text: string): boolean {
  if (REQUEST_TOO_LARGE.test(text)) return true;
  if (OTHER_FIELD.test(text)) return false;
  if (NEGATIVE_ROOM.test(text)) return true;
  // Codes are words, too.
  const rest = text.replace(OF_OUTPUT, ' ').replace(/(?<=[a-z])_(?=[a-z])/gi, ' ');
  if (RATE.test(rest)) return false;
  if (TOO_LONG_ELSEWHERE.test(rest)) return true;
  return TOO_LONG.some(words => words.test(rest)) || twoLengths(rest) !== undefined;
}

/** Two different numbers of tokens, in whatever words: the larger is refused because of the smaller. */
function twoLengths(text: string): readonly [limit: number, prompt: number] | undefined {
  if (!MEASURE.test(text)) return undefined;
  const lengths = new Set([...text.matchAll(NUMBER)].map(numberOf).filter(isLength));
  const [limit, prompt] = [...lengths].sort((a, b) => a - b);
  return lengths.size === 2 && limit && prompt ? [limit, prompt] : undefined;
}

/** Whether it is about the length of the answer that was asked for, alone or with the prompt's. */
export const namesOutput = (text: string): boolean => {
  OF_OUTPUT.lastIndex = 0;
  return OF_OUTPUT.test(text);
};

/** What a refusal tells of a model's window, in its own tokens; each absent where it is silent. */
export interface Window {
  /** Largest prompt and answer together, or the largest prompt where that is all that is said. */
  readonly tokens?: number;
  /** Of the prompt that was refused. */
  readonly prompt?: number;
}

const NUMBER = /(?<![\w.]|(?<!\d)-)(?:(\d{1,3}(?:[,_]\d{3})+|\d{3,9})|(\d{1,4})k)\b/gi;
/** Below this no window is worth a call, and above it none is known. */
const MIN_WINDOW = 256;
const MAX_WINDOW = 20_000_000;
const isLength = (value: number): boolean => value >= MIN_WINDOW && value <= MAX_WINDOW;
const numberOf = ([, plain, thousands]: RegExpMatchArray): number =>
  thousands ? Number(thousands) * 1000 : Number(plain?.replace(/[,_]/g, ''));
/** Words between a number and the one before it. */
const LIMIT =
  /max|limit|context|window|at most|less than|fewer than|no more than|only|up to|allow|support|n_ctx|exceeds?\b|(?:long|larg|great)er than|beyond|最大|上限|超过|超出|长度/i;
const PROMPT =
  /request|contain|given|got\b|your?\b|prompt|input|result|received|sent|count|messages|length|first|too (?:long|large)/i;
const LIMIT_AFTER = /^\W{0,3}(?:tokens? )?(?:maximum|max\b|limit|allowed|is the)/i;
const PROMPT_AFTER =
  /^\W{0,3}(?:tokens? )?(?:in the (?:messages|prompt|input)|of text|from the input|(?:prompt|input|text) tokens|`?inputs`?)/i;
const OUTPUT_AFTER =
  /^\W{0,3}(?:tokens? )?(?:in the (?:completion|output)|of output|`?(?:output|completion|new|max_new)[ _]tokens|for (?:the )?(?:completion|output))/i;
/** `188240 + 21333 > 200000`, `210000 tokens > 200000`, `[1, 30720]`. */
const SUM = /(\d{3,9})(?: tokens)?(?:\s*\+\s*(?:max_\w+ )?\d+)?\s*>\s*(\d{3,9})(?!\d|\s*-\s*\d)/i;
const RANGE = /\[\s*\d{1,3}\s*,\s*(\d{3,9})\s*\]/;

/**
 * The numbers of a refusal by the words beside them. `asked` is what was sent by our count, `cap` the answer that
 * was asked for: a window larger than both together would not have refused.
 */
export function readWindow(text: string, asked: number, cap: number): Window {
  const sum = SUM.exec(text);
  if (sum) return { prompt: Number(sum[1]), tokens: Number(sum[2]) };
  const range = RANGE.exec(text);
  if (range) return { tokens: Number(range[1]) };
  const [limit, larger] = twoLengths(text.replace(OF_OUTPUT, ' ')) ?? [];
  let tokens: number | undefined;
  let prompt: number | undefined;
  let from = 0;
  for (const match of text.matchAll(NUMBER)) {
    const value = numberOf(match);
    const end = match.index + match[0].length;
    // A limit of the answer is none of the prompt.
    const before = text.slice(from, match.index).replace(OF_OUTPUT, ' ');
    const after = text.slice(end, end + 40);
    from = end;
    if (!isLength(value)) continue;
    if (value === cap && !LIMIT.test(before)) continue;
    if (OUTPUT_AFTER.test(after)) continue;
    const isPrompt = PROMPT_AFTER.test(after);
    const isLimit = !isPrompt && (LIMIT.test(before) || LIMIT_AFTER.test(after));
    // Our token count differs from theirs by at most this factor.
    if (isLimit && value < 3 * (asked + cap)) tokens = Math.min(tokens ?? Infinity, value);
    else if (isPrompt && (asked === Infinity || value > asked / 4)) prompt = value;
    else if (!isLimit && PROMPT.test(before)) prompt ??= value;
  }
  // In words of another language, or without any.
  if (tokens === undefined && limit !== undefined) [tokens, prompt] = [limit, larger];
  return { ...(tokens !== undefined && { tokens }), ...(prompt !== undefined && { prompt }) };
}

/** The largest answer that a refusal allows, in tokens, where it names one below `cap`. */
export function readOutputLimit(text: string, cap: number): number | undefined {
  const numbers = [...text.matchAll(NUMBER)]
    .map(numberOf)
    .filter(value => value >= MIN_WINDOW && value < cap);
  return numbers.length === 0 ? undefined : Math.max(...numbers);
}
