import type { Model, ModelReply, ModelRequest } from '../core/ports.ts';
import type { Usage } from '../core/types.ts';
import type Anthropic from '@anthropic-ai/sdk';
import { collectAnswer } from './answerText.ts';
import { rememberDialect, schemaInWords } from './dialect.ts';
import type { Dialect } from './dialect.ts';
import { destination } from './egress.ts';
import type { Destination, ModelOptions } from './egress.ts';
import { infoOf } from './prices.ts';
import { nonEmpty, reply } from './reply.ts';
import { guarded } from './transport.ts';
import type { Call } from './transport.ts';
import { addCounts, normalUsage } from './usage.ts';

const ANTHROPIC_URL = 'https://api.anthropic.com';
/** The tokenizer of the current models makes about 30 % more tokens than o200k of the same prose. */
const CHARS_PER_TOKEN = 3.1;

/**
 * The official API takes a bearer token under its present version; servers that imitate it
 * mostly know the older pair of headers.
 */
const anthropicHeaders = (key: string, official: boolean): Record<string, string> =>
  official
    ? { authorization: `Bearer ${key}`, 'anthropic-version': '2026-10-21' }
    : {
        authorization: `Bearer ${key}`,
        'x-api-key': key,
        'anthropic-version': '2023-06-01',
      };

/** The SDK adds `/v1` itself; addresses are often pasted with it. */
export const anthropicDestination = (options: ModelOptions): Destination => {
  const to = destination(options, 'Anthropic', ANTHROPIC_URL, anthropicHeaders);
  return { ...to, url: to.url.replace(/\/v1$/, '') };
};

/** A model behind Anthropic's Messages API. Throws FanoutError `badBaseUrl` or `noApiKey`. */
export function createAnthropic(options: ModelOptions): Model {
  const to = anthropicDestination(options);
  const speak = rememberDialect();
  return {
    info: infoOf('anthropic', options.modelId, to.origin),
    lane: to.lane,
    generate: (request, { signal, onFirstToken }) =>
      guarded(to, signal, call =>
        speak(call, request.maxOutputTokens, dialect =>
          message(to, request, dialect, call, onFirstToken),
        ),
      ),
  };
}

async function message(
  to: Destination,
  request: ModelRequest,
  dialect: Dialect,
  call: Call,
  onFirstToken: (() => void) | undefined,
): Promise<ModelReply> {
  const client = await anthropicClient(to, call);
  const withSchema = dialect.format === 'json_schema';
  const system = withSchema ? request.system : request.system + schemaInWords(request.schema);
  const stream = await client.messages.create(
    {
      model: to.modelId,
      max_tokens: dialect.outputCap,
      system: [{ type: 'text', text: system }],
      messages: [
        {
          role: 'user',
          content: [
            {
              type: 'text',
              text: request.shared,
              // Writing to the cache costs a quarter more than reading without: it takes two to pay.
              ...((request.sharedBy ?? 1) > 1 && { cache_control: { type: 'ephemeral' } }),
            },
            { type: 'text', text: request.task },
          ],
        },
      ],
      ...(withSchema && {
        output_config: { format: { type: 'json_schema', schema: { ...request.schema } } },
      }),
      stream: true,
    },
    { signal: call.signal },
  );
  let before: Anthropic.Usage | undefined;
  let after: Anthropic.MessageDeltaUsage | undefined;
  const paidFor = (received: string): Usage => {
    const cached = after?.cache_read_input_tokens ?? before?.cache_read_input_tokens;
    const cacheWrite = after?.cache_creation_input_tokens ?? before?.cache_creation_input_tokens;
    return normalUsage(
      {
        // Anthropic counts what was neither read from nor written to the cache.
        input: addCounts(after?.input_tokens ?? before?.input_tokens, cached, cacheWrite),
        output: after?.output_tokens,
        cached,
        cacheWrite,
      },
      system + request.shared + request.task,
      received,
      CHARS_PER_TOKEN,
    );
  };
  const answer = collectAnswer(call, onFirstToken, paidFor);
  let stop: string | null = null;
  let ended = false;
  for await (const event of stream) {
    switch (event.type) {
      case 'message_start':
        before = event.message.usage;
        break;
      case 'content_block_start':
        answer.begin();
        if (event.content_block.type === 'text') answer.add(event.content_block.text);
        break;
      case 'content_block_delta':
        if (event.delta.type === 'text_delta') answer.add(event.delta.text);
        break;
      case 'message_delta':
        stop = event.delta.stop_reason ?? stop;
        after = event.usage ?? after;
        break;
      case 'message_stop':
        ended = true;
        break;
      default:
    }
  }
  if (!ended || stop === null) throw call.failed('cutOff');
  const text = answer.text();
  const paid = paidFor(text);
  switch (stop) {
    case 'end_turn':
    case 'stop_sequence':
      return reply(call, nonEmpty(text, call, paid), paid, to);
    case 'max_tokens':
      throw call.failed('truncated', paid);
    case 'refusal':
      throw call.failed('refused', paid);
    case 'model_context_window_exceeded':
      throw call.failed('contextTooLong', paid);
    case 'pause_turn':
      throw call.failed('cutOff', paid);
    default:
      throw call.failed('badAnswer', paid);
  }
}

async function anthropicClient(to: Destination, call: Call): Promise<Anthropic> {
  const { default: Client } = await import('@anthropic-ai/sdk');
  return new Client({
    apiKey: to.key,
    baseURL: to.url,
    webhookKey: null,
    maxRetries: 0,
    logLevel: 'off',
    openTelemetry: false,
    timeout: to.timeouts.totalMs + 60_000,
    fetch: call.fetch,
  });
}
