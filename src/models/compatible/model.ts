import type { Model, ModelReply, ModelRequest } from '../../core/ports/model.ts';
import type OpenAI from 'openai';
import { collectAnswer } from '../transport/answerText.ts';
import { schemaInWords } from '../transport/dialect.ts';
import type { Dialect } from '../transport/dialect.ts';
import { destination } from '../transport/egress.ts';
import type { Destination, ModelOptions } from '../transport/egress.ts';
import type { NamedProvider } from '../registry.ts';
import { openaiClient } from '../openai/client.ts';
import { modelOf } from '../transport/modelOf.ts';
import { nonEmpty, reply } from '../transport/reply.ts';
import { ofCall } from '../transport/guarded.ts';
import type { Call } from '../transport/guarded.ts';
import { normalUsage, wasCutSilently } from '../transport/usage.ts';

/** Tokenizers differ; this is o200k's measure of English prose. */
const CHARS_PER_TOKEN = 4.1;

/**
 * A model behind any server that speaks Chat Completions (Ollama, vLLM, LM Studio, a gateway, most
 * providers). What the server does not understand is left out from then on. Throws FanoutError
 * `badSetting` without a base URL, `badBaseUrl` or `noApiKey`.
 */
export function createCompatible(provider: NamedProvider, options: ModelOptions): Model {
  return modelOf(provider, destination(provider, options), chat);
}

async function chat(
  to: Destination,
  request: ModelRequest,
  dialect: Dialect,
  call: Call,
  onFirstToken: (() => void) | undefined,
): Promise<ModelReply> {
  const client = await openaiClient(to);
  const system =
    dialect.format === 'json_schema'
      ? request.system
      : request.system + schemaInWords(request.schema);
  const prompt = `${request.shared}\n\n${request.task}`;
  const stream = await client.chat.completions.create(
    {
      model: to.modelId,
      messages: [
        { role: 'system', content: system },
        { role: 'user', content: prompt },
      ],
      [dialect.maxTokens]: dialect.outputCap,
      ...responseFormat(request, dialect),
      ...(dialect.includeUsage && { stream_options: { include_usage: true } }),
      stream: true,
    },
    ofCall(call),
  );
  const answer = collectAnswer(call, onFirstToken, cut =>
    normalUsage({}, system + prompt, cut, CHARS_PER_TOKEN),
  );
  let finish: string | null = null;
  let refused = false;
  let usage: OpenAI.CompletionUsage | null | undefined;
  for await (const chunk of stream) {
    usage = chunk.usage ?? usage;
    const choice = chunk.choices?.[0];
    if (!choice) continue;
    if (choice.delta?.refusal) refused = true;
    answer.add(choice.delta?.content);
    // `reasoning_content` and its kin: the model thinks aloud.
    if (choice.delta && Object.values(choice.delta).some(value => value)) answer.begin();
    finish = choice.finish_reason ?? finish;
  }
  if (finish === null) throw call.failed('cutOff');
  const text = answer.text();
  const paid = normalUsage(
    {
      input: usage?.prompt_tokens,
      output: usage?.completion_tokens,
      cached: usage?.prompt_tokens_details?.cached_tokens,
    },
    system + prompt,
    text,
    CHARS_PER_TOKEN,
  );
  if (wasCutSilently(usage?.prompt_tokens, system + prompt)) {
    throw call.failed('contextTooLong', paid);
  }
  if (refused || finish === 'content_filter') throw call.failed('refused', paid);
  if (finish === 'length') throw call.failed('truncated', paid);
  if (finish === 'error') throw call.failed('serverError', paid);
  if (finish === 'tool_calls' || finish === 'function_call') throw call.failed('badAnswer', paid);
  return reply(call, nonEmpty(text, call, paid), paid, to);
}

function responseFormat(
  request: ModelRequest,
  dialect: Dialect,
): Pick<OpenAI.ChatCompletionCreateParams, 'response_format'> {
  switch (dialect.format) {
    case 'json_schema':
      return {
        response_format: {
          type: 'json_schema',
          json_schema: { name: request.schemaName, strict: true, schema: request.schema },
        },
      };
    case 'json_object':
      return { response_format: { type: 'json_object' } };
    case 'prompt':
      return {};
  }
}
