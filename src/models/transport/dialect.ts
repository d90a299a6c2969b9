import type { JsonSchema } from '../../core/ports/model.ts';
import { HttpError } from './failures.ts';
import type { Call } from './guarded.ts';

/** What a server and its model understand, learned from what they refuse. */
export interface Dialect {
  readonly format: 'json_schema' | 'json_object' | 'prompt';
  readonly includeUsage: boolean;
  readonly maxTokens: 'max_tokens' | 'max_completion_tokens';
  /** Largest answer to ask for, in tokens. */
  readonly outputCap: number;
}

const FORMATS = ['json_schema', 'json_object', 'prompt'] as const;
const RICHEST: Dialect = {
  format: 'json_schema',
  includeUsage: true,
  maxTokens: 'max_tokens',
  outputCap: Number.POSITIVE_INFINITY,
};
/** Below this an answer is of no use, and the request is too long for another reason. */
const SMALLEST_OUTPUT = 1000;

/** Sends a request, and sends it again with less when the server refuses one of its fields. */
export type Speak = <T>(
  call: Call,
  maxOutputTokens: number,
  say: (dialect: Dialect) => Promise<T>,
) => Promise<T>;

/**
 * A model's memory of its dialect: what an accepted request left out is left out from then on. `start`: what is
 * known of its provider before anything was sent.
 */
export function rememberDialect(start: Partial<Dialect> = {}): Speak {
  let known: Dialect = { ...RICHEST, ...start };
  return async (call, maxOutputTokens, say) => {
    let spoken = known;
    for (;;) {
      try {
        const said = await say({
          ...spoken,
          outputCap: Math.min(spoken.outputCap, maxOutputTokens),
        });
        known = poorest(known, spoken);
        return said;
      } catch (error) {
        const next = poorer(spoken, call.refusal(), maxOutputTokens);
        if (!next) throw error;
        call.retried();
        spoken = next;
      }
    }
  };
}

const OUTPUT_TEXT =
  /\b(?:max_tokens|max_completion_tokens|max_output_tokens|in the completion|completion tokens|output tokens)\b/i;
const FORMAT_TEXT =
  /response_format|text\.format|json_schema|json_object|output_config|output_format|structured|grammar|guided|schema/i;

/**
 * The next poorer dialect after a request was refused because of one of its fields, or undefined
 * when the refusal is about something else or there is nothing left to give up.
 */
function poorer(dialect: Dialect, error: unknown, asked: number): Dialect | undefined {
  if (!(error instanceof HttpError) || ![400, 415, 422, 501].includes(error.status)) {
    return undefined;
  }
  const text = error.body.slice(0, 8000);
  if (dialect.includeUsage && /stream_options|include_usage/i.test(text)) {
    return { ...dialect, includeUsage: false };
  }
  if (
    dialect.maxTokens === 'max_tokens' &&
    /unsupported|not supported|unrecognized|instead/i.test(text) &&
    /max_completion_tokens/i.test(text)
  ) {
    return { ...dialect, maxTokens: 'max_completion_tokens' };
  }
  if (OUTPUT_TEXT.test(text)) {
    const outputCap = Math.floor(Math.min(dialect.outputCap, asked) / 2);
    return outputCap < SMALLEST_OUTPUT ? undefined : { ...dialect, outputCap };
  }
  const format = FORMATS[FORMATS.indexOf(dialect.format) + 1];
  return format && FORMAT_TEXT.test(text) ? { ...dialect, format } : undefined;
}

/** Calls run side by side: each may have learned something else. */
function poorest(a: Dialect, b: Dialect): Dialect {
  return {
    format: FORMATS[Math.max(FORMATS.indexOf(a.format), FORMATS.indexOf(b.format))] ?? 'prompt',
    includeUsage: a.includeUsage && b.includeUsage,
    maxTokens: a.maxTokens === 'max_tokens' ? b.maxTokens : a.maxTokens,
    outputCap: Math.min(a.outputCap, b.outputCap),
  };
}

/** What tells a model the form of its answer when the server cannot enforce it. */
export const schemaInWords = (schema: JsonSchema): string =>
  `\n\nAnswer with one JSON object and nothing else: no text before or after it, no code fence. It must match this JSON Schema:\n${JSON.stringify(schema)}`;
