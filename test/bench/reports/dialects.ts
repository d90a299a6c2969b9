import { errorEvent } from '../../support/chaos/wire.ts';
import { ok, status } from '../../support/chaosServer.ts';
import type { Case } from './play.ts';
import {
  ANSWER,
  REVIEW,
  TEXT,
  all,
  atMost,
  counted,
  exits,
  findsOne,
  formatOf,
  lease,
  promptOf,
  raw,
  saying,
  variant,
  whole,
  wholeMessage,
} from './base.ts';

const THOUGHTS = 'I draft {"findings": [], "assessment": "draft"} and look again.';

/** What servers refuse of a request. */
export const dialectsCases: readonly Case[] = [
  ...(
    ['System role not supported', 'System messages are not supported by this model'] as const
  ).map(text =>
    lease(
      37,
      text,
      request =>
        promptOf(request).includes('"role":"system"')
          ? status(400, { error: { message: text } })
          : saying(TEXT),
      {
        judge: all(exits(0), findsOne, atMost(2), counted),
      },
    ),
  ),
  lease(
    38,
    'Developer instruction',
    request =>
      promptOf(request).includes('"role":"system"')
        ? status(400, [
            {
              error: {
                code: 400,
                message: 'Developer instruction is not enabled for models/gemma-3-4b-it',
                status: 'INVALID_ARGUMENT',
              },
            },
          ])
        : saying(TEXT),
    {
      judge: all(exits(0), findsOne, atMost(2), counted),
    },
  ),
  ...(
    [
      'Conversation roles must alternate user/assistant/user/assistant/...',
      'Only user and assistant roles are supported!',
      "1 validation error: messages[0].role must be one of 'user', 'assistant'",
      'Unexpected message role.',
      'Error rendering prompt with jinja template: "System message must be at the beginning"',
    ] as const
  ).map(text =>
    variant(
      lease(
        37,
        text,
        request =>
          promptOf(request).includes('"role":"system"')
            ? status(text.startsWith('Error') ? 500 : 400, { error: { message: text } })
            : saying(TEXT),
        {
          judge: all(exits(0), findsOne, atMost(3), counted),
        },
      ),
    ),
  ),
  lease(
    39,
    'a schema refused with a 500',
    request =>
      formatOf(request) === 'json_schema'
        ? status(500, { error: { message: 'failed to load model vocabulary required for format' } })
        : saying(TEXT),
    {
      judge: all(exits(0), findsOne, atMost(3), counted),
    },
  ),
  lease(
    40,
    'a schema refused without naming it',
    request =>
      formatOf(request) === undefined
        ? saying(TEXT)
        : status(400, { error: { code: '1210', message: 'API 调用参数有误，请检查文档。' } }),
    {
      judge: all(exits(0), findsOne, atMost(3), counted),
    },
  ),
  variant(
    lease(
      39,
      'a grammar that does not compile, 500',
      request =>
        formatOf(request) === undefined
          ? saying(TEXT)
          : status(500, { error: 'failed to parse grammar' }),
      {
        judge: all(exits(0), findsOne, atMost(3), counted),
      },
    ),
  ),
  variant(
    lease(
      40,
      'an unexplained 400 without a body',
      request => (formatOf(request) === undefined ? saying(TEXT) : status(400, '')),
      {
        judge: all(exits(0), findsOne, atMost(3), counted),
      },
    ),
  ),
  variant(
    lease(
      40,
      'Extra inputs are not permitted',
      request =>
        'response_format' in (request.body ?? {})
          ? status(422, {
              detail: [
                {
                  type: 'extra_forbidden',
                  loc: ['body', 'response_format'],
                  msg: 'Extra inputs are not permitted',
                },
              ],
            })
          : saying(TEXT),
      {
        judge: all(exits(0), findsOne, atMost(3), counted),
      },
    ),
  ),
  lease(
    41,
    'max_completion_tokens',
    request =>
      'max_tokens' in (request.body ?? {})
        ? status(400, {
            error: {
              message:
                "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
            },
          })
        : saying(TEXT),
    {
      judge: all(exits(0), findsOne, atMost(2), counted),
    },
  ),
  lease(
    41,
    'stream_options',
    request =>
      'stream_options' in (request.body ?? {})
        ? status(400, {
            error: { message: 'Unrecognized request argument supplied: stream_options' },
          })
        : saying(TEXT),
    {
      judge: all(exits(0), findsOne, atMost(2), counted),
    },
  ),
  lease(
    41,
    'an output cap',
    request =>
      Number(request.body?.['max_tokens']) > 4096
        ? status(400, {
            error: {
              message: `max_tokens is too large: ${String(request.body?.['max_tokens'])}. This model supports at most 4096 completion tokens.`,
            },
          })
        : saying(TEXT),
    {
      judge: all(exits(0), findsOne, atMost(2), counted),
    },
  ),
  variant(
    lease(
      41,
      'an output cap as a range',
      request =>
        Number(request.body?.['max_tokens']) > 4096
          ? status(400, {
              error: {
                message: 'Range of max_tokens should be [1, 4096]',
                code: 'invalid_parameter_error',
              },
            })
          : saying(TEXT),
      {
        judge: all(exits(0), findsOne, atMost(2), counted),
      },
    ),
  ),
  variant(
    lease(
      41,
      'streams are not supported',
      request =>
        request.body?.['stream'] === true
          ? status(400, { error: { message: 'Streaming is not supported for this model.' } })
          : raw(JSON.stringify(wholeMessage({ content: TEXT })), 'application/json'),
      {
        judge: all(exits(0), findsOne, atMost(2), counted),
      },
    ),
  ),
  lease(
    42,
    'Anthropic without output_config',
    request =>
      'output_config' in (request.body ?? {})
        ? status(400, {
            type: 'error',
            error: {
              type: 'invalid_request_error',
              message: 'output_config: Extra inputs are not permitted',
            },
          })
        : ok(ANSWER),
    {
      args: ['review', 'lease.md', '--model', 'anthropic:m', '--base-url', 'URL', ...REVIEW],
      judge: all(exits(0), findsOne, atMost(2), counted),
    },
  ),
  lease(
    43,
    'Anthropic without cache_control',
    request =>
      JSON.stringify(request.body).includes('cache_control')
        ? status(400, {
            type: 'error',
            error: {
              type: 'invalid_request_error',
              message: 'messages.0.content.0.text.cache_control: Extra inputs are not permitted',
            },
          })
        : ok({ findings: [], assessment: 'x' }),
    {
      args: [
        'review',
        'lease.md',
        '--model',
        'anthropic:m',
        '--base-url',
        'URL',
        ...REVIEW.map(word => (word === 'accuracy' ? 'accuracy,tone' : word)),
      ],
      judge: all(exits(0), whole, atMost(4), counted),
    },
  ),
  lease(
    44,
    'Anthropic overloaded in the stream',
    (_, n) =>
      n === 0 ? raw(errorEvent('messages', 'overloaded_error', 'Overloaded')) : ok(ANSWER),
    {
      args: ['review', 'lease.md', '--model', 'anthropic:m', '--base-url', 'URL', ...REVIEW],
      judge: all(exits(0), findsOne, atMost(2)),
    },
  ),
  lease(
    45,
    'Responses fails once',
    (_, n) => (n === 0 ? ok(ANSWER, { stop: 'failed' }) : ok(ANSWER)),
    {
      args: ['review', 'lease.md', '--model', 'openai:m', '--base-url', 'URL/v1', ...REVIEW],
      judge: all(exits(0), findsOne, atMost(2)),
    },
  ),
  variant(
    lease(
      45,
      'Responses refuses text.format',
      request =>
        JSON.stringify(request.body).includes('json_schema')
          ? status(400, { error: { message: "Invalid value: 'json_schema' for text.format.type" } })
          : ok(ANSWER),
      {
        args: ['review', 'lease.md', '--model', 'openai:m', '--base-url', 'URL/v1', ...REVIEW],
        judge: all(exits(0), findsOne, atMost(2), counted),
      },
    ),
  ),
  variant(
    lease(
      42,
      'Anthropic behind a gateway: whole JSON',
      () =>
        raw(
          JSON.stringify({
            id: 'x',
            type: 'message',
            role: 'assistant',
            content: [
              { type: 'thinking', thinking: THOUGHTS, signature: '' },
              { type: 'text', text: TEXT },
            ],
            stop_reason: 'end_turn',
            usage: { input_tokens: 1800, output_tokens: 9 },
          }),
          'application/json',
        ),
      {
        args: ['review', 'lease.md', '--model', 'anthropic:m', '--base-url', 'URL', ...REVIEW],
      },
    ),
  ),
];
