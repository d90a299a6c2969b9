import { createHash } from 'node:crypto';
import type { ModelRequest } from '../../core/ports/model.ts';
import type { Usage } from '../../core/domain/billing.ts';
import type OpenAI from 'openai';
import { systemOf } from '../transport/dialect.ts';
import type { Dialect } from '../transport/dialect.ts';
import { StreamError } from '../transport/reply.ts';
import type { Call } from '../transport/guarded.ts';
import { normalUsage } from '../transport/usage.ts';

/** English prose in o200k, measured over 1 MB; only used when the provider does not count. */
const CHARS_PER_TOKEN = 4.1;

/** What is asked, in the same words whether it is streamed or part of a batch. */
export const responseBody = (
  model: string,
  request: ModelRequest,
  dialect: Pick<Dialect, 'format' | 'outputCap' | 'effort'>,
): OpenAI.Responses.ResponseCreateParamsNonStreaming => ({
  model,
  instructions: systemOf(request, dialect),
  input: [
    {
      role: 'user',
      content: [
        { type: 'input_text', text: request.shared },
        { type: 'input_text', text: request.task },
      ],
    },
  ],
  text: { format: formatOf(request, dialect) },
  max_output_tokens: dialect.outputCap,
  ...(dialect.effort && { reasoning: { effort: dialect.effort } }),
  // Sends the perspectives of a chunk to the same machine, where its cache is.
  prompt_cache_key: createHash('sha256').update(request.shared).digest('hex').slice(0, 32),
  store: false,
});

/** The text of a prompt. */
export const sentText = (request: ModelRequest, dialect: Pick<Dialect, 'format'>): string =>
  systemOf(request, dialect) + request.shared + request.task;

/** Usage by our own count. */
export const guessUsage = (sent: string, received: string): Usage =>
  normalUsage({}, sent, received, CHARS_PER_TOKEN);

/** What a finished response was billed. Throws when it is not an answer. `sent` is the prompt's text. */
export function readResponse(
  response: OpenAI.Responses.Response,
  sent: string,
  answer: { readonly text: string; readonly refused: boolean },
  { failed }: Pick<Call, 'failed'>,
): Usage {
  if (response.status === 'failed' || response.error) throw new StreamError(response.error);
  const { usage } = response;
  const paid = normalUsage(
    {
      input: usage?.input_tokens,
      output: usage?.output_tokens,
      cached: usage?.input_tokens_details?.cached_tokens,
      cacheWrite: usage?.input_tokens_details?.cache_write_tokens,
    },
    sent,
    answer.text,
    CHARS_PER_TOKEN,
  );
  const reason = response.incomplete_details?.reason;
  if (answer.refused || reason === 'content_filter') throw failed('refused', paid);
  if (response.status === 'incomplete' || reason) throw failed('truncated', paid);
  if (answer.text.trim() === '') throw failed('emptyAnswer', paid);
  return paid;
}

function formatOf(
  request: ModelRequest,
  dialect: Pick<Dialect, 'format'>,
): OpenAI.Responses.ResponseFormatTextConfig {
  switch (dialect.format) {
    case 'json_schema':
      return {
        type: 'json_schema',
        name: request.schemaName,
        strict: true,
        schema: request.schema,
      };
    case 'json_object':
      return { type: 'json_object' };
    case 'prompt':
      return { type: 'text' };
  }
}

/** The text of a response's last message. */
export function finalText(response: OpenAI.Responses.Response): string {
  const messages = (response.output ?? []).filter(item => item.type === 'message');
  return (messages.at(-1)?.content ?? [])
    .map(part => (part.type === 'output_text' ? part.text : ''))
    .join('')
    .toWellFormed();
}

/** Whether the model declined to answer. */
export const isRefusal = (response: OpenAI.Responses.Response): boolean =>
  (response.output ?? []).some(
    item => item.type === 'message' && item.content.some(part => part.type === 'refusal'),
  );
