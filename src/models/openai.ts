import { createHash } from 'node:crypto';
import type { Model, ModelReply, ModelRequest } from '../core/ports.ts';
import type OpenAI from 'openai';
import { collectAnswer } from './answerText.ts';
import { rememberDialect, schemaInWords } from './dialect.ts';
import type { Dialect } from './dialect.ts';
import { bearer, destination } from './egress.ts';
import type { Destination, ModelOptions } from './egress.ts';
import { openaiClient } from './openaiClient.ts';
import { infoOf } from './prices.ts';
import { nonEmpty, reply, StreamError } from './reply.ts';
import { guarded } from './transport.ts';
import type { Call } from './transport.ts';
import { normalUsage } from './usage.ts';

export const OPENAI_URL = 'https://api.openai.com/v1';
/** English prose in o200k, measured over 1 MB; only used when the provider does not count. */
const CHARS_PER_TOKEN = 4.1;

/** A model behind OpenAI's Responses API. Throws FanoutError `badBaseUrl` or `noApiKey`. */
export function createOpenai(options: ModelOptions): Model {
  const to = destination(options, 'OpenAI', OPENAI_URL, bearer);
  const speak = rememberDialect();
  return {
    info: infoOf('openai', options.modelId, to.origin),
    lane: to.lane,
    generate: (request, { signal, onFirstToken }) =>
      guarded(to, signal, call =>
        speak(call, request.maxOutputTokens, dialect =>
          respond(to, request, dialect, call, onFirstToken),
        ),
      ),
  };
}

async function respond(
  to: Destination,
  request: ModelRequest,
  dialect: Dialect,
  call: Call,
  onFirstToken: (() => void) | undefined,
): Promise<ModelReply> {
  const client = await openaiClient(to, call);
  const instructions =
    dialect.format === 'json_schema'
      ? request.system
      : request.system + schemaInWords(request.schema);
  const stream = await client.responses.create(
    {
      model: to.modelId,
      instructions,
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
      // Sends the perspectives of a chunk to the same machine, where its cache is.
      prompt_cache_key: createHash('sha256').update(request.shared).digest('hex').slice(0, 32),
      store: false,
      stream: true,
    },
    { signal: call.signal },
  );
  const sent = instructions + request.shared + request.task;
  const answer = collectAnswer(call, onFirstToken, cut =>
    normalUsage({}, sent, cut, CHARS_PER_TOKEN),
  );
  let refused = false;
  let last: OpenAI.Responses.Response | undefined;
  let outputIndex: number | undefined;
  let text: string[] = [];
  for await (const event of stream) {
    switch (event.type) {
      case 'response.output_text.delta':
        answer.add(event.delta);
        // A model may say something in between; the answer is its last message.
        if (event.output_index !== outputIndex) text = [];
        outputIndex = event.output_index;
        text.push(event.delta);
        break;
      case 'response.refusal.delta':
      case 'response.refusal.done':
        refused = true;
        break;
      case 'response.output_item.added':
        answer.begin();
        break;
      case 'response.completed':
      case 'response.incomplete':
      case 'response.failed':
        last = event.response;
        break;
      default:
    }
  }
  if (!last) throw call.failed('cutOff');
  if (last.status === 'failed' || last.error) throw new StreamError(last.error);
  const usage = last.usage;
  const received = text.join('').toWellFormed() || finalText(last);
  const paid = normalUsage(
    {
      input: usage?.input_tokens,
      output: usage?.output_tokens,
      cached: usage?.input_tokens_details?.cached_tokens,
      cacheWrite: usage?.input_tokens_details?.cache_write_tokens,
    },
    sent,
    received,
    CHARS_PER_TOKEN,
  );
  const reason = last.incomplete_details?.reason;
  if (refused || reason === 'content_filter') throw call.failed('refused', paid);
  if (last.status === 'incomplete' || reason) throw call.failed('truncated', paid);
  return reply(call, nonEmpty(received, call, paid), paid, to);
}

function formatOf(
  request: ModelRequest,
  dialect: Dialect,
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

function finalText(response: OpenAI.Responses.Response): string {
  const messages = response.output.filter(item => item.type === 'message');
  return (messages.at(-1)?.content ?? [])
    .map(part => (part.type === 'output_text' ? part.text : ''))
    .join('')
    .toWellFormed();
}
