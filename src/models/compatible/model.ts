import type { Model, ModelReply, ModelRequest } from '../../core/ports/model.ts';
import type OpenAI from 'openai';
import { addUsage } from '../../core/domain/cost.ts';
import { readJson } from '../../core/text/readJson.ts';
import { createCutProbe } from './cutProbe.ts';
import type { Count, CutProbe } from './cutProbe.ts';
import { createCutWatch } from './cutWatch.ts';
import { askOllama } from './ollama.ts';
import { readChat } from './readChat.ts';
import { systemOf } from '../transport/dialect.ts';
import type { Dialect } from '../transport/dialect.ts';
import { destination } from '../transport/egress.ts';
import type { Destination, ModelOptions } from '../transport/egress.ts';
import type { NamedProvider } from '../registry.ts';
import { openaiClient } from '../openai/client.ts';
import { textOfError } from '../transport/failures/failures.ts';
import { HttpError } from '../transport/failures/failures.ts';
import { isTooLong } from '../transport/failures/tooLong.ts';
import { modelOf } from '../transport/modelOf.ts';
import { nonEmpty, reply } from '../transport/reply.ts';
import { ofCall } from '../transport/guarded.ts';
import type { Call } from '../transport/guarded.ts';
import { normalUsage } from '../transport/usage.ts';

/** Tokenizers differ; this is o200k's measure of English prose. */
const CHARS_PER_TOKEN = 4.1;

/**
 * A model behind any server that speaks Chat Completions (Ollama, vLLM, LM Studio, a gateway, most
 * providers). What the server does not understand is left out from then on. Throws FanoutError
 * `badSetting` without a base URL, `badBaseUrl` or `noApiKey`.
 */
export function createCompatible(provider: NamedProvider, options: ModelOptions): Model {
  const to = destination(provider, options);
  const watch = createCutWatch(to.isOwnAddress);
  const probe = createCutProbe(watch);
  const { facts = {} } = options;
  const window = facts.isOllama ? facts.contextTokens : undefined;
  return modelOf(
    provider,
    to,
    (_to, request, dialect, call, told) =>
      window === undefined
        ? chat(to, request, dialect, call, told, probe)
        : askOllama(to, request, dialect, call, told, { watch, window }),
    facts,
  );
}

async function chat(
  to: Destination,
  request: ModelRequest,
  dialect: Dialect,
  call: Call,
  onFirstToken: (() => void) | undefined,
  probe: CutProbe,
): Promise<ModelReply> {
  const client = await openaiClient(to);
  const system = systemOf(request, dialect);
  const prompt = `${request.shared}\n\n${request.task}`;
  const stream = await client.chat.completions.create(
    {
      model: to.modelId,
      messages: dialect.systemRole
        ? [
            { role: 'system', content: system },
            { role: 'user', content: prompt },
          ]
        : [{ role: 'user', content: `${system}\n\n${prompt}` }],
      [dialect.maxTokens]: dialect.outputCap,
      ...(dialect.effort && { reasoning_effort: dialect.effort }),
      ...responseFormat(request, dialect),
      ...(dialect.includeUsage && dialect.stream && { stream_options: { include_usage: true } }),
      stream: true,
    },
    ofCall(call, !dialect.stream),
  );
  const sent = system + prompt;
  const { text, thoughts, ending, isCounted, usage } = await readChat(
    stream,
    call,
    onFirstToken,
    cut => normalUsage({}, sent, cut, CHARS_PER_TOKEN),
  );
  const counted = {
    tokens: usage?.prompt_tokens,
    cached: usage?.prompt_tokens_details?.cached_tokens,
  };
  const own = normalUsage(
    { input: counted.tokens, output: usage?.completion_tokens, cached: counted.cached },
    sent,
    text + thoughts,
    CHARS_PER_TOKEN,
  );
  let paid = own;
  const isDone = call.isDone();
  const cut = await probe.windowOf({
    counted,
    sent,
    shared: request.shared,
    count: countOf(to, dialect, call),
    paid: more => {
      paid = addUsage(paid, more);
    },
  });
  if (cut) throw call.failed('contextTooLong', paid, cut.window);
  const isWhole = (): boolean => wholeAnswer(text, request) !== undefined;
  switch (ending) {
    case 'unsaid':
      // Some servers do not say why a model stopped; one that says that this was all is believed.
      if (!(isDone || isCounted) || !isWhole()) throw call.failed('cutOff', paid);
      break;
    case 'refused':
      throw call.failed('refused', paid);
    case 'length':
      throw call.failed('truncated', paid);
    case 'contextWindow':
      throw call.failed('contextTooLong', paid);
    case 'failed':
      throw call.failed('serverError', paid);
    case 'tool':
      if (!isWhole()) throw call.failed('badAnswer', paid);
      break;
    case 'complete':
      break;
  }
  // A server that enforces a form may send all of the answer where thoughts belong.
  const said = text.trim() === '' ? (wholeAnswer(thoughts, request) ?? '') : text;
  return {
    ...reply(call, nonEmpty(said, call, paid), paid, to),
    ...(paid === own ? {} : { promptTokens: own.inputTokens }),
  };
}

/** Tokens of the answer to a prompt of which only the count is wanted. */
const LEAST_OUTPUT = 16;

/** Sends a prompt in a dialect, within a call, to see how it is counted. */
const countOf =
  (to: Destination, dialect: Dialect, call: Call): Count =>
  async prompt => {
    call.goesOn();
    const client = await openaiClient(to);
    try {
      const stream = await client.chat.completions.create(
        {
          model: to.modelId,
          messages: [{ role: 'user', content: prompt }],
          [dialect.maxTokens]: LEAST_OUTPUT,
          ...(dialect.includeUsage &&
            dialect.stream && { stream_options: { include_usage: true } }),
          stream: true,
        },
        ofCall(call, !dialect.stream),
      );
      const estimate = (received: string) => normalUsage({}, prompt, received, CHARS_PER_TOKEN);
      const { text, usage } = await readChat(stream, call, undefined, estimate);
      call.retried();
      const raw = { input: usage?.prompt_tokens, output: usage?.completion_tokens };
      return {
        tokens: usage?.prompt_tokens,
        usage: normalUsage(raw, prompt, text, CHARS_PER_TOKEN),
      };
    } catch (error) {
      if (call.signal.aborted) throw error;
      const refusal = call.refusal();
      call.retried();
      const saysTooLong = refusal instanceof HttpError && isTooLong(textOfError(refusal));
      return { tokens: undefined, ...(saysTooLong && { saysTooLong }) };
    }
  };

/** The one JSON object in a text that has all fields asked for. */
function wholeAnswer(text: string, { schema }: ModelRequest): string | undefined {
  const required = Array.isArray(schema['required']) ? (schema['required'] as unknown[]) : [];
  const fits = (value: unknown): value is object =>
    typeof value === 'object' &&
    value !== null &&
    required.every(name => Object.hasOwn(value, String(name)));
  try {
    return JSON.stringify(readJson(text, fits));
  } catch {
    return undefined;
  }
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
