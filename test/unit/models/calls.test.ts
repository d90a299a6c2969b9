import assert from 'node:assert/strict';
import { ok, status } from '../../support/chaosServer.ts';
import type { ChaosRequest } from '../../support/chaosServer.ts';
import { fetchOfCall } from '../../../src/models/transport/guarded.ts';
import { APIS, ask, CANARY, failureFrom, modelAt, request, withChaos } from './support.ts';
import type { TestedApi } from './support.ts';

const ANSWER = { findings: [], assessment: 'ü€😀 e\u0301 "quoted" \\ \n' };

describe('models: calls', () => {
  it('a request of an SDK that belongs to no call is not sent', () =>
    withChaos(
      () => ok(ANSWER),
      async chaos => {
        await assert.rejects(fetchOfCall(chaos.url), /outside of a call/);
        assert.equal(chaos.requests.length, 0);
      },
    ));

  for (const api of APIS) {
    it(`${api}: streams an answer with its usage, headers and request id`, () =>
      withChaos(
        () =>
          ok(ANSWER, {
            usage: { input: 1200, output: 34, cached: 1000 },
            headers: {
              'x-request-id': 'req_123',
              'x-ratelimit-limit-requests': '500',
              'x-ratelimit-remaining-requests': '499',
              'x-ratelimit-reset-requests': '120ms',
            },
          }),
        async chaos => {
          let first = 0;
          const reply = await ask(modelAt(api, chaos.url), undefined, () => first++);
          assert.deepEqual(JSON.parse(reply.text), ANSWER);
          assert.deepEqual(reply.usage, {
            inputTokens: 1200,
            outputTokens: 34,
            cachedTokens: 1000,
            cacheWriteTokens: 0,
            estimated: false,
          });
          assert.deepEqual(reply.limits, {
            requests: { limit: 500, remaining: 499, resetMs: 120 },
          });
          assert.equal(reply.requestId, 'req_123');
          assert.equal(first, 1);
        },
      ));

    it(`${api}: sends the schema, the shared part first, and T63 the key in a header only`, () =>
      withChaos(
        () => ok(),
        async chaos => {
          await ask(modelAt(api, chaos.url));
          const sent = chaos.requests[0];
          assert.ok(sent?.body);
          EXPECTED[api](sent);
          assert.equal(sent.headers['authorization'], `Bearer ${CANARY}`);
          assert.ok(!JSON.stringify(sent.body).includes(CANARY));
          assert.ok(!sent.path.includes(CANARY));
        },
      ));

    it(`${api}: F30 any chunking, CRLF, comments and unknown events give the same answer`, () =>
      withChaos(
        (_, n) => ok(ANSWER, { bytesPerWrite: 1 + (n % 7) * 5, noisy: n % 2 === 1, pieces: 9 }),
        async chaos => {
          const model = modelAt(api, chaos.url);
          for (let i = 0; i < 8; i++) {
            assert.deepEqual(JSON.parse((await ask(model)).text), ANSWER, `case ${i}`);
          }
        },
      ));

    it(`${api}: calls one after the other share connections`, () =>
      withChaos(
        () => ok(ANSWER, { gapMs: 5 }),
        async chaos => {
          const model = modelAt(api, chaos.url);
          for (let i = 0; i < 8; i++) await ask(model);
          // Two, when the next call begins before the last bytes of the one before are read.
          assert.ok(new Set(chaos.requests.map(({ port }) => port)).size <= 2);
        },
      ));

    it(`${api}: F73 usage that is missing is estimated and marked`, () =>
      withChaos(
        (_, n) => ok(ANSWER, { usage: n === 0 ? 'none' : { input: -5, output: Number.NaN } }),
        async chaos => {
          const model = modelAt(api, chaos.url);
          for (let i = 0; i < 2; i++) {
            const { usage } = await ask(model);
            assert.equal(usage.estimated, true);
            assert.ok(usage.inputTokens > 5 && usage.inputTokens < 100, String(usage.inputTokens));
            assert.ok(usage.outputTokens > 5 && usage.outputTokens < 100);
          }
        },
      ));
  }

  it('anthropic: input tokens include what was read from and written to the cache', () =>
    withChaos(
      () => ok(ANSWER, { usage: { input: 1000, output: 10, cached: 600, cacheWrite: 300 } }),
      async chaos => {
        const { usage } = await ask(modelAt('anthropic', chaos.url));
        assert.deepEqual(
          [usage.inputTokens, usage.cachedTokens, usage.cacheWriteTokens],
          [1000, 600, 300],
        );
      },
    ));

  it('anthropic: an address that ends in /v1 is the same address', () =>
    withChaos(
      () => ok(),
      async chaos => {
        await ask(modelAt('anthropic', `${chaos.url}/v1/`));
        assert.equal(chaos.requests[0]?.path, '/v1/messages');
      },
    ));

  it('F05 compatible: a server that silently read only what fits its window did not read the text', () =>
    withChaos(
      (_, n) => ok(ANSWER, { usage: { input: [4096, 4097, 6145][n] ?? 0, output: 10 } }),
      async chaos => {
        const model = modelAt('compatible', chaos.url);
        const long = { ...request, shared: 'word '.repeat(5000) };
        const signal = new AbortController().signal;
        const failure = await failureFrom(model.generate(long, { signal }));
        assert.equal(failure.code, 'contextTooLong');
        assert.equal(failure.usage?.inputTokens, 4096);
        // A count that is not round is the server's own; enough tokens are enough.
        await model.generate(long, { signal });
        await model.generate(long, { signal });
      },
    ));

  for (const api of APIS)
    it(`${api}: an answer that breaks off is billed by what was sent and received, one that never began is not`, () =>
      withChaos(
        (_, n) =>
          n === 0
            ? { kind: 'cut', answer: { findings: ['x'.repeat(400)] }, dropEvents: 3, pieces: 4 }
            : status(503),
        async chaos => {
          const model = modelAt(api, chaos.url);
          const { signal } = new AbortController();
          const cut = await failureFrom(model.generate(request, { signal }));
          assert.equal(cut.code, 'cutOff');
          assert.ok((cut.usage?.inputTokens ?? 0) > 0 && (cut.usage?.outputTokens ?? 0) > 20);
          assert.equal(cut.usage?.estimated, true);
          const refused = await failureFrom(model.generate(request, { signal }));
          assert.deepEqual([refused.code, refused.usage], ['overloaded', undefined]);
        },
      ));

  it('Anthropic is asked to cache a part that several calls share, and no other', () =>
    withChaos(
      () => ok(),
      async chaos => {
        const model = modelAt('anthropic', chaos.url);
        const { signal } = new AbortController();
        for (const sharedBy of [undefined, 1, 2])
          await model.generate(
            { ...request, ...(sharedBy === undefined ? {} : { sharedBy }) },
            { signal },
          );
        const cached = chaos.requests.map(({ body }) =>
          JSON.stringify(body).includes('"cache_control":{"type":"ephemeral"}'),
        );
        assert.deepEqual(cached, [false, false, true]);
      },
    ));

  it('a local server needs no key', () =>
    withChaos(
      () => ok(),
      async chaos => {
        await ask(modelAt('compatible', chaos.url, { apiKey: '' }));
        assert.equal(chaos.requests[0]?.headers['authorization'], 'Bearer none');
      },
    ));
});

const EXPECTED: Readonly<Record<TestedApi, (sent: ChaosRequest) => void>> = {
  openai: ({ path, body }) => {
    assert.equal(path, '/v1/responses');
    assert.deepEqual(body?.['input'], [
      {
        role: 'user',
        content: [
          { type: 'input_text', text: request.shared },
          { type: 'input_text', text: request.task },
        ],
      },
    ]);
    assert.equal(body?.['instructions'], request.system);
    assert.equal(body?.['store'], false);
    assert.deepEqual(body?.['text'], {
      format: { type: 'json_schema', name: 'review', strict: true, schema: request.schema },
    });
  },
  compatible: ({ path, body }) => {
    assert.equal(path, '/v1/chat/completions');
    assert.deepEqual(body?.['stream_options'], { include_usage: true });
    assert.deepEqual(body?.['response_format'], {
      type: 'json_schema',
      json_schema: { name: 'review', strict: true, schema: request.schema },
    });
  },
  anthropic: ({ path, body, headers }) => {
    assert.equal(path, '/v1/messages');
    assert.equal(headers['anthropic-version'], '2023-06-01');
    assert.deepEqual(body?.['messages'], [
      {
        role: 'user',
        content: [
          { type: 'text', text: request.shared },
          { type: 'text', text: request.task },
        ],
      },
    ]);
    assert.deepEqual(body?.['output_config'], {
      format: { type: 'json_schema', schema: request.schema },
    });
  },
};
