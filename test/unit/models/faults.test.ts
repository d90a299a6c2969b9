import assert from 'node:assert/strict';
import type { FailureCode } from '../../../src/core/domain/failure.ts';
import { createModel } from '../../../src/models/createModel.ts';
import { systemClock } from '../../../src/core/clock.ts';
import { NO_FINDINGS, ok, status } from '../../support/chaosServer.ts';
import type { Behaviour } from '../../support/chaosServer.ts';
import { APIS, ask, CANARY, failureFrom, modelAt, withChaos } from './support.ts';
import type { TestedApi } from './support.ts';

/** Name with the ids of the faults, what the server does, and the code the call must end with. */
type Case = readonly [name: string, does: Behaviour, code: FailureCode];

const error = (message: string, code?: string): object => ({
  type: 'error',
  error: { message, type: code, code },
});

const CASES: readonly Case[] = [
  ['F01 F02 401', status(401, error('bad key', 'invalid_api_key')), 'auth'],
  ['F03 403', status(403, error('region not supported')), 'permission'],
  ['F04 404 unknown model', status(404, error('no such model', 'model_not_found')), 'unknownModel'],
  [
    'F05 400 context too long',
    status(400, error('prompt is too long: 210000 tokens > 200000 maximum')),
    'contextTooLong',
  ],
  ['F06 400 other', status(400, error('unknown field foo')), 'badRequest'],
  ['F07 402', status(402, error('payment required')), 'noCredit'],
  ['F07 429 billing', status(429, error('quota', 'insufficient_quota')), 'noCredit'],
  ['F08 408', status(408), 'timeout'],
  ['F08 409', status(409), 'serverError'],
  ['F08 425', status(425), 'serverError'],
  [
    'F09 413 with an HTML body',
    status(413, '<html><body>Too Large</body></html>'),
    'contextTooLong',
  ],
  ['F10 429', status(429, error('slow down', 'rate_limit_exceeded')), 'rateLimited'],
  ['F18 500', status(500), 'serverError'],
  ['F18 502 with an HTML body', status(502, '<html>Bad Gateway</html>'), 'serverError'],
  ['F18 504', status(504), 'serverError'],
  ['F19 529', status(529, error('overloaded', 'overloaded_error')), 'overloaded'],
  ['F19 503', status(503), 'overloaded'],
  ['F20 reset before headers', { kind: 'reset' }, 'network'],
  ['F21 reset mid-stream', { kind: 'resetMidway', answer: NO_FINDINGS, afterEvents: 5 }, 'cutOff'],
  ['F24 407', status(407), 'proxy'],
  ['F25 a captive portal', { kind: 'html' }, 'notProvider'],
  [
    'F25 a server that speaks no HTTP',
    { kind: 'notHttp', bytes: 'SSH-2.0-OpenSSH_9.6\r\n' },
    'notProvider',
  ],
  ['F25 511', { kind: 'html', status: 511 }, 'notProvider'],
  [
    'F25 JSON that is no stream',
    { kind: 'raw', contentType: 'application/json', body: '{"hello": 1}' },
    'notProvider',
  ],
  [
    'F29 an error in JSON with a 200',
    {
      kind: 'raw',
      contentType: 'application/json',
      body: '{"error": {"message": "slow down", "code": 429}}',
    },
    'rateLimited',
  ],
  [
    'F29 an error event after a 200: overloaded',
    { kind: 'errorEvent', code: 'overloaded_error', message: 'busy' },
    'overloaded',
  ],
  [
    'F29 an error event after a 200: rate',
    { kind: 'errorEvent', code: 'rate_limit_exceeded', message: 'slow down' },
    'rateLimited',
  ],
  [
    'F29 an error event after a 200: unknown',
    { kind: 'errorEvent', code: 'strange', message: 'what' },
    'serverError',
  ],
  [
    'F31 cut without the last events',
    { kind: 'cut', answer: NO_FINDINGS, dropEvents: 3 },
    'cutOff',
  ],
  ['F31 an empty stream', { kind: 'raw', contentType: 'text/event-stream', body: '' }, 'cutOff'],
  ['F32 truncated', ok('{"findings": [{"quo', { stop: 'length' }), 'truncated'],
  ['F33 refusal', ok('I cannot help', { stop: 'refusal' }), 'refused'],
  ['F33 content filter', ok('half an', { stop: 'contentFilter' }), 'refused'],
  ['F34 empty', ok(''), 'emptyAnswer'],
  ['F34 white space', ok(' \n\t '), 'emptyAnswer'],
  [
    'F30 broken JSON in an event',
    { kind: 'raw', contentType: 'text/event-stream', body: 'data: {"type": "resp\n\n' },
    'cutOff',
  ],
];

const ONLY: Readonly<Partial<Record<TestedApi, readonly Case[]>>> = {
  openai: [['F29 the response failed', ok('', { stop: 'failed' }), 'serverError']],
  compatible: [['F29 finish_reason error', ok('x', { stop: 'failed' }), 'serverError']],
  anthropic: [
    ['F05 the context window is full', ok('x', { stop: 'contextWindow' }), 'contextTooLong'],
    ['a paused turn', ok('x', { stop: 'pause' }), 'cutOff'],
    ['a tool call', ok('x', { stop: 'failed' }), 'badAnswer'],
  ],
};

describe('models: faults of one call', () => {
  const WORDS: readonly (readonly [Behaviour, RegExp])[] = [
    [{ kind: 'notHttp', bytes: '220 mail ready\r\n' }, /does not speak HTTP.*port/],
    [{ kind: 'reset' }, /closed the connection without an answer/],
  ];
  for (const [does, words] of WORDS)
    it(`${does.kind}: a server that is there is not told as one that is not`, () =>
      withChaos(
        () => does,
        async chaos => {
          const failure = await failureFrom(ask(modelAt('compatible', chaos.url)));
          assert.match(failure.message, words);
        },
      ));

  for (const api of APIS) {
    for (const [name, does, code] of [...CASES, ...(ONLY[api] ?? [])]) {
      it(`${api}: ${name}`, () =>
        withChaos(
          () => does,
          async chaos => {
            const failure = await failureFrom(ask(modelAt(api, chaos.url)));
            assert.equal(failure.code, code, failure.message);
            // A request that is refused without a reason is asked once more in the simplest words.
            const most = code === 'badRequest' ? 2 : 1;
            assert.equal(chaos.requests.length, most, 'no retry of its own');
            assert.ok(!/<\/?\w/.test(failure.message), failure.message);
            if (does.kind === 'status' && code !== 'proxy')
              assert.equal(failure.status, does.status);
          },
        ));
    }

    it(`${api}: F11 F12 F15 the provider's wait is read, nonsense is not`, async () => {
      const waits: readonly [Record<string, string>, number | undefined][] = [
        [{ 'retry-after': '7' }, 7000],
        [{ 'retry-after-ms': '350' }, 350],
        [{ 'retry-after': 'soon' }, undefined],
      ];
      for (const [headers, expected] of waits) {
        await withChaos(
          () => status(429, error('slow down'), headers),
          async chaos => {
            const { retryAfterMs } = await failureFrom(ask(modelAt(api, chaos.url)));
            assert.equal(retryAfterMs, expected);
          },
        );
      }
    });

    it(`${api}: F26 T04 a redirect is named, and nothing is sent there`, () =>
      withChaos(
        () => ok(),
        async canary => {
          for (const code of [301, 302, 303, 307, 308]) {
            await withChaos(
              () => ({ kind: 'redirect', status: code, location: `${canary.url}/v1/responses` }),
              async chaos => {
                const failure = await failureFrom(ask(modelAt(api, chaos.url)));
                assert.equal(failure.code, 'redirected');
                assert.match(failure.message, new RegExp(new URL(canary.url).host));
              },
            );
          }
          assert.equal(canary.requests.length, 0);
        },
      ));

    it(`${api}: F32 F33 what a cut or refused answer cost is told`, () =>
      withChaos(
        () => ok('{"findings', { stop: 'length', usage: { input: 700, output: 9 } }),
        async chaos => {
          const { usage } = await failureFrom(ask(modelAt(api, chaos.url)));
          assert.deepEqual([usage?.inputTokens, usage?.outputTokens], [700, 9]);
        },
      ));

    it(`${api}: F42 T52 an answer without end is given up`, () =>
      withChaos(
        () => ({ kind: 'flood', bytes: 200 * 1024 * 1024 }),
        async chaos => {
          const before = process.memoryUsage().rss;
          const failure = await failureFrom(ask(modelAt(api, chaos.url)));
          assert.equal(failure.code, 'tooLarge');
          assert.ok(process.memoryUsage().rss - before < 128 * 1024 * 1024);
        },
      ));

    it(`${api}: F42 a line without end is given up`, () =>
      withChaos(
        () => ({
          kind: 'raw',
          contentType: 'text/event-stream',
          body: Buffer.concat([Buffer.from('data: "'), Buffer.alloc(10 * 1024 * 1024, 'x')]),
        }),
        async chaos => {
          assert.equal((await failureFrom(ask(modelAt(api, chaos.url)))).code, 'tooLarge');
        },
      ));

    it(`${api}: F43 bytes that are not UTF-8 do no harm`, () =>
      withChaos(
        () => ok('{"findings": [], "assessment": "\ud800 \u0000"}'),
        async chaos => {
          assert.ok((await ask(modelAt(api, chaos.url))).text.isWellFormed());
        },
      ));

    it(`${api}: F23 a server without TLS behind an https address`, () =>
      withChaos(
        () => ok(),
        async chaos => {
          const failure = await failureFrom(
            ask(modelAt(api, chaos.url.replace('http:', 'https:'))),
          );
          assert.equal(failure.code, 'tls');
          assert.equal(chaos.requests.length, 0);
        },
      ));

    it(`${api}: F88 a local server that is not started is named`, async () => {
      const url = await withChaos(
        () => ok(),
        chaos => Promise.resolve(chaos.url),
      );
      const failure = await failureFrom(ask(modelAt(api, url)));
      assert.equal(failure.code, 'network');
      assert.match(failure.message, /Start it/);
    });
  }

  it('T59 with certificate checks switched off nothing is sent', async () => {
    const model = createModel('openai:x', { apiKey: CANARY, clock: systemClock });
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    try {
      const failure = await failureFrom(ask(model));
      assert.equal(failure.code, 'tls');
      assert.match(failure.message, /NODE_TLS_REJECT_UNAUTHORIZED/);
    } finally {
      delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    }
  });
});
