import { status } from '../../support/chaosServer.ts';
import type { Case } from './play.ts';
import { delta, long, raw, refuses, sse, variant } from './base.ts';

/** Prompts that are refused as too long, in many wordings. */
export const tooLongCases: readonly Case[] = [
  long(
    29,
    'xAI',
    refuses(
      (t, w) => `This model's maximum prompt length is ${w} but the request contains ${t} tokens.`,
    ),
  ),
  long(
    30,
    'vLLM',
    refuses(
      (t, w) =>
        `The prompt (total length ${t}) is too long to fit into the model (context length ${w}). Make sure that \`max_model_len\` is no smaller than the number of text tokens.`,
    ),
  ),
  long(
    30,
    'vLLM, longer than the maximum model length',
    refuses(
      (t, w) =>
        `The decoder prompt (length ${t}) is longer than the maximum model length of ${w}. Make sure that \`max_model_len\` is no smaller.`,
    ),
  ),
  long(
    31,
    'exceeds the maximum allowed input length',
    refuses(
      (t, w) => `Input length (${t}) exceeds the maximum allowed input length of ${w} tokens.`,
    ),
  ),
  long(
    32,
    'Kimi',
    refuses((_, w) => `Invalid request: Your request exceeded model token limit: ${w}`),
  ),
  long(32, 'GLM 1261', (_t, _w) =>
    status(400, { error: { code: '1261', message: 'Prompt exceeds max length' } }),
  ),
  long(32, 'Qwen', (_, w) =>
    status(400, {
      error: {
        code: 'invalid_parameter_error',
        message: `Range of input length should be [1, ${w}]`,
      },
    }),
  ),
  long(32, 'TGI', (t, w) =>
    status(422, {
      error: `Input validation error: \`inputs\` must have less than ${w} tokens. Given: ${t}`,
      error_type: 'validation',
    }),
  ),
  long(32, 'TGI, inputs and new tokens', (t, w) =>
    status(422, {
      error: `Input validation error: \`inputs\` tokens + \`max_new_tokens\` must be <= ${w}. Given: ${t} \`inputs\` tokens and 8000 \`max_new_tokens\``,
      error_type: 'validation',
    }),
  ),
  long(32, 'Copilot', (t, w) =>
    status(400, {
      error: {
        message: `prompt token count of ${t} exceeds the limit of ${w}`,
        code: 'model_max_prompt_tokens_exceeded',
      },
    }),
  ),
  long(33, 'in detail', (t, w) =>
    status(400, { detail: `Requested tokens (${t}) exceed context window of ${w}` }),
  ),
  long(33, 'in a list of details', (t, w) =>
    status(422, {
      detail: [
        {
          loc: ['body', 'messages'],
          msg: `Prompt has ${t} tokens, which exceeds the context window of ${w}`,
          type: 'value_error',
        },
      ],
    }),
  ),
  long(33, 'in errors', (t, w) =>
    status(400, {
      success: false,
      errors: [
        {
          code: 5021,
          message: `AiError: The estimated number of input and maximum output tokens (${t}) exceeded this model context window limit (${w}).`,
        },
      ],
      result: {},
    }),
  ),
  long(34, 'in metadata.raw', (t, w) =>
    status(400, {
      error: {
        message: 'Provider returned error',
        code: 400,
        metadata: {
          raw: JSON.stringify({
            error: {
              message: `Input length (${t}) exceeds the maximum allowed input length of ${w} tokens.`,
            },
          }),
          provider_name: 'x',
        },
      },
    }),
  ),
  ...[
    (t: number, w: number) =>
      `request (${t} tokens) exceeds the available context size (${w} tokens), try increasing it`,
    (t: number, w: number) =>
      `Trying to keep the first ${t} tokens when context the overflows. However, the model is loaded with context length of only ${w} tokens, which is not enough.`,
    () => 'Input is too long for requested model.',
    (t: number, w: number) => `prompt is too long: ${t} tokens > ${w} maximum`,
    (t: number, w: number) =>
      `This endpoint's maximum context length is ${w} tokens. However, you requested about ${t + 8000} tokens (${t} of text input, 8000 in the output). Please reduce the length of either one.`,
    (t: number, w: number) =>
      `input length and \`max_tokens\` exceed context limit: ${t} + 8000 > ${w}, decrease input length or \`max_tokens\` and try again`,
  ].map((words, i) => long(i < 4 ? 35 : 36, `wording ${i + 1}`, refuses(words))),
  ...[
    (t: number, w: number) =>
      `The input token count (${t}) exceeds the maximum number of tokens allowed (${w}).`,
    (_: number, w: number) => `This model supports at most ${w} input tokens.`,
    (t: number, w: number) =>
      `Conversation of ${t} tokens does not fit within ${w}-token budget for this deployment`,
    () => 'context_window_exceeded',
    (t: number, w: number) => `Too many tokens: received ${t}, allowed ${w}`,
    () => 'Your input is too large for this model. Shorten it and try again.',
    (t: number, w: number) => `max_tokens must be at least 1, got -${t - w}.`,
    (t: number, w: number) =>
      `El mensaje es demasiado largo: ${t} tokens superan el máximo de ${w} tokens.`,
    (t: number, w: number) => `Request of ${t} tokens is above engine capacity (${w})`,
    (_: number, w: number) => `Maximum of ${w} tokens reached by the supplied messages`,
    (t: number, w: number, cap: number) =>
      `'max_tokens' or 'max_completion_tokens' is too large: ${cap}. This model's maximum context length is ${w} tokens and your request has ${t} input tokens (${cap} > ${w} - ${t}).`,
  ].map((words, i) => variant(long(32, `another wording ${i + 1}`, refuses(words)))),
  variant(
    long(33, 'plain text', (t, w) => ({
      kind: 'status',
      status: 400,
      body: `prompt of ${t} tokens is longer than the ${w} this server was started with`,
    })),
  ),
  variant(long(33, 'a 413 without a word', () => ({ kind: 'status', status: 413, body: '' }))),
  variant(
    long(34, 'JSON in a message', (t, w) =>
      status(500, {
        error: {
          message: `litellm.BadRequestError: upstream said: {"error":{"message":"prompt is too long: ${t} tokens > ${w} maximum"}}`,
        },
      }),
    ),
  ),
  variant(
    long(34, 'a 200 stream that says it', (t, w) =>
      raw(
        sse({
          error: {
            message: `The prompt has ${t} tokens and the context window is ${w}`,
            type: 'invalid_request_error',
            code: 400,
          },
        }),
      ),
    ),
  ),
  variant(
    long(32, 'finish_reason of a full window', () =>
      raw(sse(delta({ content: '{"findi' }, 'model_context_window_exceeded'), '[DONE]')),
    ),
  ),
];
