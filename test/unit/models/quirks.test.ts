import assert from 'node:assert/strict';
import type { FailureCode } from '../../../src/core/domain/failure.ts';
import { status } from '../../support/chaosServer.ts';
import type { Behaviour } from '../../support/chaosServer.ts';
import { ask, failureFrom, modelAt, withChaos } from './support.ts';
import type { TestedApi } from './support.ts';

const ANSWER = '{"findings":["one"]}';

const sse = (...events: unknown[]): string =>
  events.map(e => `data: ${typeof e === 'string' ? e : JSON.stringify(e)}\n\n`).join('');
const stream = (body: string, contentType = 'text/event-stream'): Behaviour => ({
  kind: 'raw',
  contentType,
  body,
});
const delta = (said: object, finish: string | null = null): object => ({
  choices: [{ index: 0, delta: said, finish_reason: finish }],
});
const message = (said: object, finish = 'stop'): object => ({
  object: 'chat.completion',
  choices: [{ index: 0, message: said, finish_reason: finish }],
  usage: { prompt_tokens: 900, completion_tokens: 30, total_tokens: 930 },
});
const half = [ANSWER.slice(0, 9), ANSWER.slice(9)] as const;
const ok = [delta({ content: half[0] }), delta({ content: half[1] }), delta({}, 'stop')];
const done = '[DONE]';
const whole = JSON.stringify(message({ role: 'assistant', content: ANSWER }));

/** Streams and bodies that are not quite the protocol's, and are an answer all the same. */
const READ: Readonly<Record<string, Behaviour>> = {
  'a plain JSON body': stream(whole, 'application/json'),
  'a plain JSON body over many lines': stream(
    JSON.stringify(JSON.parse(whole), null, 2),
    'application/json; charset=utf-8',
  ),
  'a plain JSON body under another type': stream(whole, 'text/plain'),
  'a plain JSON body as a stream': stream(whole),
  'a stream under the type of JSON': stream(sse(...ok, done), 'application/json'),
  'lines of JSON': stream(ok.map(e => JSON.stringify(e)).join('\n'), 'application/x-ndjson'),
  'a whole message in one event': stream(sse(JSON.parse(whole), done)),
  'content in parts': stream(
    sse(
      delta({ content: [{ type: 'thinking', thinking: [{ type: 'text', text: '{"no":1}' }] }] }),
      delta({ content: [{ type: 'text', text: half[0] }] }),
      delta({ content: [{ type: 'text', text: half[1] }] }),
      delta({}, 'stop'),
      done,
    ),
  ),
  'content in parts of a whole message': stream(
    JSON.stringify(message({ content: [{ type: 'output_text', text: ANSWER }] })),
    'application/json',
  ),
  'the text of an older API': stream(
    sse({ choices: [{ text: ANSWER, finish_reason: 'stop' }] }, done),
  ),
  'keep-alives without content': stream(`data:\n\n${sse(ok[0], '', ok[1], ' ', ok[2], done)}`),
  'keep-alives of null': stream(sse(ok[0], 'null', ok[1], 'null', ok[2], done)),
  'keep-alives with CRLF': stream(`data: \r\n\r\n${sse(...ok, done).replaceAll('\n', '\r\n')}`),
  'comments, pings and a byte-order mark': stream(
    `\uFEFF: hello\n\nevent: ping\ndata: {}\n\n${sse(...ok, done)}`,
  ),
  'content as one part': stream(
    sse(delta({ content: { type: 'text', text: ANSWER } }), delta({}, 'stop'), done),
  ),
  'words and numbers as keep-alives': stream(
    `data: keep-alive\n\n${sse(ok[0])}event: heartbeat\ndata: 1\n\n${sse({}, ok[1], ok[2], done)}`,
  ),
  'no finish reason before the count at the end': stream(
    sse(ok[0], ok[1], { choices: [], usage: { prompt_tokens: 900, completion_tokens: 30 } }),
  ),
  'no finish reason before [DONE]': stream(sse(ok[0], ok[1], done)),
  'an empty finish reason until the last': stream(
    sse(delta({ content: ANSWER }, ''), delta({}, 'stop'), delta({}, ''), done),
  ),
  'a finish reason of another server': stream(sse(delta({ content: ANSWER }, 'eos_token'), done)),
  'a tool call beside the whole answer': stream(
    sse(delta({ content: ANSWER }, 'tool_calls'), done),
  ),
  'the answer where thoughts belong': stream(
    sse(
      delta({ reasoning_content: `I shall say ${ANSWER}` }),
      delta({ content: '' }, 'stop'),
      done,
    ),
  ),
  'events without data': stream(
    `event: open\n\n${sse(ok[0])}event: step\n\n${sse(ok[1], ok[2])}event: end\n\n${sse(done)}`,
  ),
  'events without blank lines between them': stream(sse(...ok, done).replaceAll('\n\n', '\n')),
  'the name of a field twice': stream(sse(...ok, done).replaceAll('data: ', 'data: data: ')),
  'a second answer beside the first': stream(
    sse(
      ok[0],
      { choices: [{ index: 1, delta: { content: 'other' }, finish_reason: null }] },
      ok[1],
      ok[2],
      done,
    ),
  ),
  'all that was said so far in each event': stream(
    sse(
      delta({ content: `${' '.repeat(24)}${half[0]}` }),
      delta({ content: `${' '.repeat(24)}${ANSWER}` }),
      delta({}, 'stop'),
      done,
    ),
  ),
  'the arguments of a call': stream(
    sse(
      delta({ tool_calls: [{ index: 0, function: { name: 'findings', arguments: half[0] } }] }),
      delta({ tool_calls: [{ index: 0, function: { arguments: half[1] } }] }),
      delta({}, 'tool_calls'),
      done,
    ),
  ),
  'the arguments of a function': stream(
    sse(
      delta({ function_call: { name: 'f', arguments: ANSWER } }),
      delta({}, 'function_call'),
      done,
    ),
  ),
  'a body with a status beside it': stream(
    JSON.stringify({ code: 0, data: JSON.parse(whole) as object }),
    'application/json',
  ),
  'the answer in another field of thoughts': stream(
    sse(delta({ reasoning: ANSWER }), delta({}, 'stop'), done),
  ),
};

/** Answers that are none, by their meaning. */
const FAILED: readonly (readonly [
  name: string,
  does: Behaviour,
  code: FailureCode,
  said?: RegExp,
])[] = [
  [
    'words of a proxy under a status of success',
    stream('upstream connect error or disconnect before headers', 'text/plain'),
    'serverError',
    /upstream connect error/,
  ],
  [
    'an error in XML',
    {
      kind: 'status',
      status: 403,
      body: '<?xml version="1.0"?><Error><Code>A</Code><Message>Signature expired</Message></Error>',
    },
    'permission',
    /Signature expired/,
  ],
  [
    'an error as a string in a stream',
    stream(sse(ok[0], { error: 'out of memory' })),
    'serverError',
    /out of memory/,
  ],
  [
    'an error as an object in a stream',
    stream(sse({ error: { message: 'x', code: 429 } })),
    'rateLimited',
  ],
  [
    'an error in a list',
    stream(sse([{ error: { message: 'busy', code: 503 } }])),
    'overloaded',
    /busy/,
  ],
  [
    'an error as a bare line',
    stream(`${JSON.stringify({ error: { message: 'no memory', code: 500 } })}\n`),
    'serverError',
    /no memory/,
  ],
  [
    'an error as a chunk',
    stream(sse({ object: 'error', message: 'the worker died', code: 500 })),
    'serverError',
    /worker died/,
  ],
  [
    'an error event of bare words',
    stream(`${sse(ok[0])}event: error\ndata: upstream went away\n\n`),
    'serverError',
    /upstream went away/,
  ],
  ['a detail as a chunk', stream(sse({ detail: 'worker lost' })), 'serverError', /worker lost/],
  [
    '200 with code and msg',
    stream('{"code":500,"msg":"engine is down","success":false}', 'application/json'),
    'serverError',
    /engine is down/,
  ],
  [
    '200 with an error code',
    stream('{"base_resp":{"status_code":1002,"status_msg":"slow down"}}', 'application/json'),
    'serverError',
    /slow down/,
  ],
  [
    '200 with JSON of another kind',
    stream('{"hello":"world"}', 'application/json'),
    'notProvider',
    /world/,
  ],
  [
    '200 with a web page under another type',
    stream('<!doctype html><p>Sign in', 'text/plain'),
    'notProvider',
  ],
  [
    'length, and an empty reason later',
    stream(sse(delta({ content: half[0] }, 'length'), delta({}, ''), done)),
    'truncated',
  ],
  [
    'length, and stop later',
    stream(sse(delta({ content: half[0] }, 'length'), delta({}, 'stop'), done)),
    'truncated',
  ],
  ['MAX_TOKENS', stream(sse(delta({ content: half[0] }, 'MAX_TOKENS'), done)), 'truncated'],
  ['max_tokens', stream(sse(delta({ content: half[0] }, 'max_tokens'), done)), 'truncated'],
  ['SAFETY', stream(sse(delta({}, 'SAFETY'), done)), 'refused'],
  [
    'content_filter with its reason',
    stream(sse(delta({}, 'content_filter: violence'), done)),
    'refused',
  ],
  ['sensitive', stream(sse(delta({}, 'sensitive'), done)), 'refused'],
  ['PROHIBITED_CONTENT', stream(sse(delta({}, 'PROHIBITED_CONTENT'), done)), 'refused'],
  [
    'model_context_window_exceeded',
    stream(sse(delta({}, 'model_context_window_exceeded'), done)),
    'contextTooLong',
  ],
  ['half an answer and no finish reason', stream(sse(ok[0], done)), 'cutOff'],
  ['a whole answer without any end', stream(sse(ok[0], ok[1])), 'cutOff'],
  [
    'thoughts alone',
    stream(sse(delta({ reasoning_content: 'Hm.' }), delta({}, 'stop'), done)),
    'emptyAnswer',
  ],
  ['a tool call alone', stream(sse(delta({}, 'tool_calls'), done)), 'badAnswer'],
];

describe('models: servers that are not quite compatible', () => {
  for (const [name, does] of Object.entries(READ))
    it(`reads ${name}, in one call`, () =>
      withChaos(
        () => does,
        async chaos => {
          const reply = await ask(modelAt('compatible', chaos.url));
          assert.deepEqual(JSON.parse(reply.text), { findings: ['one'] });
          assert.equal(chaos.requests.length, 1);
        },
      ));

  for (const [name, does, code, said = /./] of FAILED)
    it(`${name}: ${code}`, () =>
      withChaos(
        () => does,
        async chaos => {
          const failure = await failureFrom(ask(modelAt('compatible', chaos.url)));
          assert.equal(failure.code, code, failure.message);
          assert.match(failure.message, said);
          assert.equal(chaos.requests.length, 1);
        },
      ));

  const WHOLE: Readonly<Record<Exclude<TestedApi, 'compatible'>, object>> = {
    openai: {
      object: 'response',
      status: 'completed',
      output: [{ type: 'message', content: [{ type: 'output_text', text: ANSWER }] }],
      usage: { input_tokens: 900, output_tokens: 30 },
    },
    anthropic: {
      type: 'message',
      content: [{ type: 'text', text: ANSWER }],
      stop_reason: 'end_turn',
      usage: { input_tokens: 900, output_tokens: 30 },
    },
  };
  for (const api of ['openai', 'anthropic'] as const)
    it(`${api}: a plain JSON body is an answer with its usage`, () =>
      withChaos(
        () => stream(JSON.stringify(WHOLE[api]), 'application/json'),
        async chaos => {
          const reply = await ask(modelAt(api, chaos.url));
          assert.equal(reply.text, ANSWER);
          assert.deepEqual([reply.usage.inputTokens, reply.usage.outputTokens], [900, 30]);
        },
      ));

  it('a model that answers with nothing under an enforced form is asked in words next', () =>
    withChaos(
      ({ body }) =>
        body?.['response_format']
          ? stream(sse(delta({ reasoning_content: 'Hm.' }), delta({}, 'stop'), done))
          : stream(sse(...ok, done)),
      async chaos => {
        const model = modelAt('compatible', chaos.url);
        const failure = await failureFrom(ask(model));
        assert.equal(failure.code, 'emptyAnswer');
        assert.ok(failure.usage, 'it was paid for');
        await ask(model);
        assert.equal(chaos.requests.length, 2);
      },
    ));

  const NO_SYSTEM = [
    'System role not supported',
    'Developer instruction is not enabled for models/gemma-3',
    "messages[0].role: must be one of 'user', 'assistant'",
    'Only user and assistant roles are supported!',
    'This model does not support system messages',
    'Conversation roles must alternate user/assistant/user/assistant/...',
    'Unexpected message role.',
  ];
  for (const text of NO_SYSTEM)
    for (const code of [400, 500])
      it(`${code} ${text}: instructions begin the user’s message from then on`, () =>
        withChaos(
          ({ body }) =>
            JSON.stringify(body?.['messages']).includes('"role":"system"')
              ? status(code, { error: { message: text } })
              : stream(sse(...ok, done)),
          async chaos => {
            const model = modelAt('compatible', chaos.url);
            await ask(model);
            await ask(model);
            assert.equal(chaos.requests.length, 3);
            const sent = JSON.stringify(chaos.requests[2]?.body?.['messages']);
            assert.match(sent, /You review documents.*The document/);
          },
        ));

  it('a form that a server fails over with a 500 is left out from then on', () =>
    withChaos(
      ({ body }) =>
        body?.['response_format']
          ? status(500, { error: 'failed to load model vocabulary required for format' })
          : stream(sse(...ok, done)),
      async chaos => {
        const model = modelAt('compatible', chaos.url);
        await ask(model);
        await ask(model);
        assert.ok(chaos.requests.length <= 4, `${chaos.requests.length} requests`);
      },
    ));

  for (const text of [
    'Streaming is not supported for this model.',
    "Unsupported value: 'stream' does not support true with this model.",
    'This deployment does not support streaming',
  ])
    it(`${text}: the answer is asked for as a whole from then on`, () =>
      withChaos(
        ({ body }) =>
          body?.['stream'] === true
            ? status(400, { error: { message: text } })
            : stream(whole, 'application/json'),
        async chaos => {
          const model = modelAt('compatible', chaos.url);
          assert.equal((await ask(model)).refusedRequests, 1);
          assert.equal((await ask(model)).refusedRequests, undefined);
          assert.equal(chaos.requests.length, 3);
          assert.equal(chaos.requests[2]?.body?.['stream_options'], undefined);
        },
      ));

  it('requests that were refused before a failure are counted with it', () =>
    withChaos(
      ({ body }) =>
        status(body?.['response_format'] ? 400 : 500, { error: { message: 'no response_format' } }),
      async chaos => {
        const failure = await failureFrom(ask(modelAt('compatible', chaos.url)));
        assert.equal(failure.code, 'serverError');
        assert.equal(failure.refusedRequests, chaos.requests.length - 1);
      },
    ));

  it('any other 500 is a fault of the server, once', () =>
    withChaos(
      () => status(500, { error: 'boom' }),
      async chaos => {
        const failure = await failureFrom(ask(modelAt('compatible', chaos.url)));
        assert.equal(failure.code, 'serverError');
        assert.equal(chaos.requests.length, 1);
      },
    ));

  it('anthropic: a proxy that knows no cache marks is sent none from then on', () =>
    withChaos(
      ({ body }) =>
        JSON.stringify(body).includes('cache_control')
          ? status(400, {
              error: {
                message: 'messages.0.content.0.cache_control: Extra inputs are not permitted',
              },
            })
          : stream(JSON.stringify(WHOLE.anthropic), 'application/json'),
      async chaos => {
        const model = modelAt('anthropic', chaos.url);
        const signal = new AbortController().signal;
        const request = {
          system: 's',
          shared: 'd',
          sharedBy: 2,
          task: 't',
          schema: {},
          schemaName: 'x',
          maxOutputTokens: 1000,
        };
        await model.generate(request, { signal });
        await model.generate(request, { signal });
        assert.equal(chaos.requests.length, 3);
        assert.ok(chaos.requests[2]?.body?.['output_config']);
      },
    ));

  /** Where servers and gateways put the text of an error. */
  const TEXT = 'the prompt is longer than the maximum model length of 4096';
  const PLACES: Readonly<Record<string, unknown>> = {
    'error.message': { error: { message: TEXT } },
    error: { error: TEXT },
    message: { message: TEXT },
    msg: { code: 1261, msg: TEXT },
    detail: { detail: TEXT },
    'detail[].msg': { detail: [{ loc: ['body', 'messages'], msg: TEXT, type: 'value_error' }] },
    'detail.error.message': { detail: { error: { message: TEXT } } },
    'errors[].message': { success: false, errors: [{ code: 5021, message: TEXT }] },
    'errors[]': { errors: [TEXT] },
    'metadata.raw': {
      error: {
        message: 'Provider returned error',
        code: 400,
        metadata: { raw: JSON.stringify({ error: { message: TEXT } }), provider_name: 'x' },
      },
    },
    'a JSON text in message': { error: { message: JSON.stringify({ error: { message: TEXT } }) } },
    error_description: { error: 'invalid_request', error_description: TEXT },
    'plain text': TEXT,
  };
  for (const [place, body] of Object.entries(PLACES))
    it(`an error's text in ${place} is read and shown`, () =>
      withChaos(
        () =>
          typeof body === 'string'
            ? { kind: 'status', status: 400, body, headers: { 'content-type': 'text/plain' } }
            : status(400, body),
        async chaos => {
          const failure = await failureFrom(ask(modelAt('compatible', chaos.url)));
          assert.equal(failure.code, 'contextTooLong', failure.message);
          assert.match(failure.message, /longer than the maximum model length of 4096/);
          assert.equal(failure.windowTokens, 4096);
          assert.equal(chaos.requests.length, 1);
        },
      ));

  it('JSON without any text of an error is shown as it is, short', () =>
    withChaos(
      () => status(418, { strange: ['teapot', 1] }),
      async chaos => {
        const failure = await failureFrom(ask(modelAt('compatible', chaos.url)));
        assert.match(failure.message, /strange.*teapot/);
      },
    ));

  const hourOf = (ms: number): string => String(Date.now() + ms);
  for (const [name, headers, body, least, most] of [
    ['words', {}, 'Rate limit reached, please try again in 12s.', 12_000, 12_000],
    ['words of minutes', {}, 'Please retry after 1 minute and 30 seconds', 90_000, 90_000],
    [
      'ms since 1970',
      { 'x-ratelimit-reset': hourOf(7_200_000) },
      'daily limit',
      5_000_000,
      7_201_000,
    ],
    [
      'seconds since 1970',
      { 'x-ratelimit-reset': hourOf(7_200_000).slice(0, -3) },
      'daily limit',
      5_000_000,
      7_201_000,
    ],
    [
      'seconds',
      { 'ratelimit-reset': '30', 'ratelimit-remaining': '0' },
      'slow down',
      30_000,
      30_000,
    ],
  ] as const)
    it(`a wait given in ${name} is read`, () =>
      withChaos(
        () => status(429, { error: { message: body } }, headers),
        async chaos => {
          const failure = await failureFrom(ask(modelAt('compatible', chaos.url)));
          assert.equal(failure.code, 'rateLimited');
          const { retryAfterMs = -1 } = failure;
          assert.ok(retryAfterMs >= least && retryAfterMs <= most, `${retryAfterMs}`);
        },
      ));
});
