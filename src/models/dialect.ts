import type { JsonSchema } from '../core/ports.ts';
import { HttpError } from './failures.ts';

/** What a compatible server understands, learned from what it refuses. */
export interface Dialect {
  readonly format: 'json_schema' | 'json_object' | 'prompt';
  readonly includeUsage: boolean;
  readonly maxTokens: 'max_tokens' | 'max_completion_tokens';
}

export const RICHEST: Dialect = {
  format: 'json_schema',
  includeUsage: true,
  maxTokens: 'max_tokens',
};

/**
 * The next poorer dialect after a server refused a request because of one of its fields, or
 * undefined when the refusal is about something else or there is nothing left to give up.
 */
export function poorer(dialect: Dialect, error: unknown): Dialect | undefined {
  if (!(error instanceof HttpError) || ![400, 415, 422, 501].includes(error.status))
    return undefined;
  const text = error.body.slice(0, 8000);
  if (dialect.includeUsage && /stream_options|include_usage/i.test(text)) {
    return { ...dialect, includeUsage: false };
  }
  if (dialect.maxTokens === 'max_tokens' && /max_completion_tokens/i.test(text)) {
    return { ...dialect, maxTokens: 'max_completion_tokens' };
  }
  const aboutFormat =
    /response_format|json_schema|json_object|output_config|output_format|structured|grammar|guided|schema/i;
  if (dialect.format === 'prompt' || !aboutFormat.test(text)) return undefined;
  return { ...dialect, format: dialect.format === 'json_schema' ? 'json_object' : 'prompt' };
}

/** What tells a model the form of its answer when the server cannot enforce it. */
export const schemaInWords = (schema: JsonSchema): string =>
  `\n\nAnswer with one JSON object and nothing else: no text before or after it, no code fence. It must match this JSON Schema:\n${JSON.stringify(schema)}`;
