import { FanoutError } from '../../core/errors.ts';
import type { Effort } from '../../core/domain/model.ts';
import type { JsonSchema, ModelReply, ModelRequest } from '../../core/ports/model.ts';
import { createTokenRate, promptChars } from '../../core/branches/tokenRate.ts';
import { codeOfError, HttpError, textOfError } from './failures/failures.ts';
import type { Call } from './guarded.ts';
import { isTooLong, namesOutput, readOutputLimit, readWindow } from './failures/tooLong.ts';

/** What a server and its model understand, learned from what they refuse. */
export interface Dialect {
  readonly format: 'json_schema' | 'json_object' | 'prompt';
  readonly includeUsage: boolean;
  readonly maxTokens: 'max_tokens' | 'max_completion_tokens';
  /** Instructions have a role of their own; else they begin the user's message. */
  readonly systemRole: boolean;
  /** The answer comes piece by piece; else all at once. */
  readonly stream: boolean;
  /** Parts of the prompt may be marked for the provider's cache. */
  readonly promptCache: boolean;
  /** How much the model is to think; undefined: nothing is said of it. */
  readonly effort: Effort | undefined;
  /** Largest answer to ask for, in tokens. */
  readonly outputCap: number;
}

const FORMATS = ['json_schema', 'json_object', 'prompt'] as const;
const RICHEST: Dialect = {
  format: 'json_schema',
  includeUsage: true,
  maxTokens: 'max_tokens',
  systemRole: true,
  stream: true,
  promptCache: true,
  effort: undefined,
  outputCap: Number.POSITIVE_INFINITY,
};
/** Below this an answer is of no use, and the request is too long for another reason. */
const MIN_OUTPUT = 256;
/** Requests of one call: each but the last was refused before anything was run. */
const MAX_REQUESTS = 8;

/** Sends a request, and sends it again with less when the server refuses one of its fields. */
export type Speak = (
  call: Call,
  request: ModelRequest,
  say: (dialect: Dialect) => Promise<ModelReply>,
) => Promise<ModelReply>;

/**
 * A model's memory of its dialect: what an accepted request left out is left out from then on. `start`: what is
 * known of its provider before anything was sent; `window`: prompt and answer together, in tokens.
 */
export function rememberDialect(start: Partial<Dialect> = {}, window = Infinity): Speak {
  let known: Dialect = { ...RICHEST, ...start };
  let room = window;
  const rate = createTokenRate();
  let hasAnswered = false;
  let hasTriedSimplest = false;
  /** Answers that were asked for where a server says no number. */
  let guesses = 0;

  const lessAfter = (spoken: Dialect, error: HttpError): Dialect | undefined => {
    // Another call may have learned meanwhile what this one was refused for.
    const both = poorest(known, spoken);
    if (!isSame(both, spoken)) return both;
    const poorer = poorerAfter(spoken, error);
    if (poorer) return poorer;
    // Some servers do not name what they refuse: one try in the simplest words.
    if (hasAnswered || hasTriedSimplest || codeOfError(error) !== 'badRequest') return undefined;
    hasTriedSimplest = true;
    const simplest = poorest(spoken, { ...spoken, format: 'prompt', includeUsage: false });
    return isSame(simplest, spoken) ? undefined : simplest;
  };

  return async (call, request, say) => {
    const chars = promptChars(request);
    const prompt = rate.tokensOf(chars);
    let most = Math.min(request.maxOutputTokens, Math.max(MIN_OUTPUT, Math.floor(room - prompt)));
    let spoken = known;
    for (let requests = 1; ; requests++) {
      try {
        const said = await say({ ...spoken, outputCap: Math.min(spoken.outputCap, most) });
        hasAnswered = true;
        known = poorest(known, spoken);
        const { inputTokens, estimated } = said.usage;
        if (!estimated) rate.counted(chars, said.promptTokens ?? inputTokens);
        return said;
      } catch (error) {
        // A format that a server enforces may leave nothing of the answer: the next try does without.
        if (!hasAnswered && isEmpty(error)) known = { ...known, format: 'prompt' };
        const refusal = call.refusal();
        if (!(refusal instanceof HttpError) || requests === MAX_REQUESTS) throw error;
        const text = textOfError(refusal);
        const cap = Math.min(spoken.outputCap, most);
        if (isTooLong(text)) {
          const said = readWindow(text, prompt, cap);
          room = Math.min(room, said.tokens ?? Infinity);
          const fits = capThatFits(
            text,
            cap,
            said,
            prompt,
            hasAnswered ? undefined : guessOf(guesses, prompt),
          );
          if (fits === undefined) throw error;
          if (said.tokens === undefined) {
            guesses += 1;
            known = { ...known, outputCap: Math.min(known.outputCap, fits) };
          }
          most = fits;
        } else {
          const poorer = lessAfter({ ...spoken, outputCap: cap }, refusal);
          if (!poorer) throw error;
          spoken = poorer.outputCap === cap ? { ...poorer, outputCap: spoken.outputCap } : poorer;
        }
        call.retried();
      }
    }
  };
}

const isEmpty = (error: unknown): boolean =>
  error instanceof FanoutError && error.failure?.code === 'emptyAnswer';

/** The answer to ask for where a server says that all is too long and gives no number, the first and second time. */
const GUESSES = [
  { output: 1000, below: Infinity },
  // Only beside a prompt that fits the smallest windows: a larger one is to blame itself.
  { output: 400, below: 2000 },
] as const;

function guessOf(guesses: number, prompt: number): number | undefined {
  const guess = GUESSES[guesses];
  return guess && prompt < guess.below ? guess.output : undefined;
}

/**
 * The answer to ask for beside a prompt that was refused as too long; undefined when the prompt is to blame.
 * `guess`: a small answer that is tried where nothing is known.
 */
function capThatFits(
  text: string,
  cap: number,
  { tokens, prompt }: { readonly tokens?: number; readonly prompt?: number },
  counted: number,
  guess: number | undefined,
): number | undefined {
  if (tokens === undefined) return guess !== undefined && guess < cap ? guess : undefined;
  const left = Math.floor(tokens - (prompt ?? counted)) - 16;
  // A cap that leaves less than it left before is a remedy; a limit of the prompt alone gives none.
  return left >= MIN_OUTPUT && left < cap && mayBeOutput(text, prompt, tokens) ? left : undefined;
}

/** Whether the answer that was asked for may be what is too much. */
const mayBeOutput = (text: string, prompt: number | undefined, window: number): boolean =>
  namesOutput(text) || prompt === undefined || prompt < window || /total|requested/i.test(text);

const FORMAT_TEXT =
  /response_format|text\.format|json_schema|json_object|json mode|output_config|output_format|structured|grammar|guided|schema|vocab|additionalProperties|outlines/i;
const EFFORT_TEXT = /reasoning|\beffort\b|\bthink(?:ing)?\b/i;
const SYSTEM_TEXT =
  /system (?:role|messages?|prompts?|instructions?)|role\W{0,3}system|developer (?:role|instructions?|messages?)|messages(?:\[0\]|\.0)\.role|\bonly (?:the )?user\b|\bonly (?:accepts?|supports?|allows?)\b.{0,30}\brole|\broles?\b\W{0,3}(?:must be |is )?\W{0,2}user\b|\bsystem_instructions?\b|\broles? (?:must|should) alternate|\b(?:unsupported|unexpected|unknown|invalid) (?:message |chat )?role|\brole\b.{0,30}(?:not supported|unsupported|invalid|unexpected)/i;
const STREAM_TEXT =
  /\bstream(?:ing|ed)?\b(?!_options).{0,40}(?:not (?:supported|available|allowed|enabled)|unsupported|must be false|disabled)|(?:does not|doesn't|cannot|can't|unable to) (?:support )?stream|(?:unsupported|unknown|unrecognized|unexpected|invalid)\b.{0,40}\bstream\b(?!_)/i;

/**
 * The next poorer dialect after a request was refused because of one of its fields, or undefined
 * when the refusal is about something else or there is nothing left to give up.
 */
function poorerAfter(dialect: Dialect, error: HttpError): Dialect | undefined {
  const { status } = error;
  // Names of fields may stand anywhere in it.
  const text = error.body.slice(0, 8000);
  const format = FORMATS[FORMATS.indexOf(dialect.format) + 1];
  const isFormat = format !== undefined && FORMAT_TEXT.test(text);
  // Servers that fail over a field of the request instead of refusing it.
  if (status >= 500 && status !== 501) {
    if (status === 503 || status === 529) return undefined;
    if (isFormat) return { ...dialect, format };
    return dialect.systemRole && SYSTEM_TEXT.test(text)
      ? { ...dialect, systemRole: false }
      : undefined;
  }
  if (![400, 415, 422, 501].includes(status)) return undefined;
  if (dialect.includeUsage && /stream_options|include_usage/i.test(text))
    return { ...dialect, includeUsage: false };
  if (
    dialect.maxTokens === 'max_tokens' &&
    /unsupported|not supported|unrecognized|instead/i.test(text) &&
    /max_completion_tokens/i.test(text)
  ) {
    return { ...dialect, maxTokens: 'max_completion_tokens' };
  }
  if (dialect.stream && STREAM_TEXT.test(text)) return { ...dialect, stream: false };
  if (dialect.effort && EFFORT_TEXT.test(text)) return { ...dialect, effort: undefined };
  if (dialect.promptCache && /cache_control/i.test(text)) return { ...dialect, promptCache: false };
  if (dialect.systemRole && SYSTEM_TEXT.test(text)) return { ...dialect, systemRole: false };
  if (isFormat && !/max_(?:completion_|output_)?tokens/i.test(text)) return { ...dialect, format };
  if (namesOutput(text)) {
    const outputCap =
      readOutputLimit(textOfError(error), dialect.outputCap) ?? Math.floor(dialect.outputCap / 2);
    return outputCap < MIN_OUTPUT ? undefined : { ...dialect, outputCap };
  }
  return isFormat ? { ...dialect, format } : undefined;
}

/** Calls run side by side: each may have learned something else. */
function poorest(a: Dialect, b: Dialect): Dialect {
  return {
    format: FORMATS[Math.max(FORMATS.indexOf(a.format), FORMATS.indexOf(b.format))] ?? 'prompt',
    includeUsage: a.includeUsage && b.includeUsage,
    maxTokens: a.maxTokens === 'max_tokens' ? b.maxTokens : a.maxTokens,
    systemRole: a.systemRole && b.systemRole,
    stream: a.stream && b.stream,
    promptCache: a.promptCache && b.promptCache,
    effort: a.effort && b.effort,
    outputCap: Math.min(a.outputCap, b.outputCap),
  };
}

const isSame = (a: Dialect, b: Dialect): boolean =>
  (Object.keys(a) as (keyof Dialect)[]).every(name => a[name] === b[name]);

/** What tells a model the form of its answer when the server cannot enforce it. */
export const schemaInWords = (schema: JsonSchema): string =>
  `\n\nAnswer with one JSON object and nothing else: no text before or after it, no code fence. It must match this JSON Schema:\n${JSON.stringify(schema)}`;

/** Instructions, and the form of the answer where the server does not enforce it. */
export const systemOf = (
  { system, schema }: Pick<ModelRequest, 'system' | 'schema'>,
  { format }: Pick<Dialect, 'format'>,
): string => (format === 'json_schema' ? system : system + schemaInWords(schema));
