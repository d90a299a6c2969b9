import assert from 'node:assert/strict';
import { systemClock } from '../../../src/core/clock.ts';
import type { Model } from '../../../src/core/ports/model.ts';
import { createModel, factsOf } from '../../../src/models/createModel.ts';
import type { ServerFacts } from '../../../src/models/transport/serverFacts.ts';
import { ok, status } from '../../support/chaosServer.ts';
import type { Behaviour, Chaos, ChaosRequest } from '../../support/chaosServer.ts';
import { ask, CANARY, failureFrom, withChaos } from './support.ts';

const json = (value: unknown): Behaviour => ({
  kind: 'raw',
  contentType: 'application/json',
  body: JSON.stringify(value),
});
const list = (row: object): Behaviour => json({ data: [{ id: 'other' }, { id: 'm', ...row }] });
const optionsAt = ({ url }: Chaos): Parameters<typeof createModel>[1] => ({
  apiKey: CANARY,
  baseUrl: `${url}/v1`,
  clock: systemClock,
});
const factsAt = (answers: Readonly<Record<string, Behaviour>>): Promise<ServerFacts> =>
  withChaos(
    ({ path }) => answers[path] ?? status(404),
    chaos => factsOf('compatible:m', optionsAt(chaos)),
  );

const OLLAMA = {
  '/v1/models': list({ owned_by: 'library' }),
  '/api/show': json({ model_info: { 'llama.context_length': 131_072 }, parameters: 'stop "x"' }),
};

describe('models: what a server says of its window', () => {
  const SERVERS: Readonly<
    Record<string, readonly [Readonly<Record<string, Behaviour>>, ServerFacts]>
  > = {
    'vLLM and SGLang': [{ '/v1/models': list({ max_model_len: 4096 }) }, { contextTokens: 4096 }],
    'llama.cpp, as it was started': [
      { '/v1/models': list({ meta: { n_ctx: 8192, n_ctx_train: 131_072 } }) },
      { contextTokens: 8192 },
    ],
    'an older llama.cpp': [
      {
        '/v1/models': list({ meta: { n_ctx_train: 131_072 } }),
        '/props': json({ default_generation_settings: { n_ctx: 2048 } }),
      },
      { contextTokens: 2048 },
    ],
    'a gateway': [
      {
        '/v1/models': list({
          context_length: 200_000,
          top_provider: { context_length: 64_000, max_completion_tokens: 8000 },
        }),
      },
      { contextTokens: 64_000 },
    ],
    'another gateway': [
      { '/v1/models': list({ context_window: 32_768 }) },
      { contextTokens: 32_768 },
    ],
    'LM Studio, as it is loaded': [
      {
        '/v1/models': list({}),
        '/api/v0/models': list({ max_context_length: 131_072, loaded_context_length: 4096 }),
      },
      { contextTokens: 4096 },
    ],
    'Ollama, which takes what a call wants': [OLLAMA, { isOllama: true, contextTokens: 16_384 }],
    'Ollama with a small model': [
      { ...OLLAMA, '/api/show': json({ model_info: { 'phi.context_length': 2048 } }) },
      { isOllama: true, contextTokens: 2048 },
    ],
    'Ollama with a window of the user': [
      {
        ...OLLAMA,
        '/api/show': json({
          model_info: { 'llama.context_length': 131_072 },
          parameters: 'stop "<|x|>"\nnum_ctx                        6000',
        }),
      },
      { isOllama: true, contextTokens: 6000 },
    ],
    'a server that says nothing': [{ '/v1/models': list({}) }, {}],
    'a server that lists nothing': [{}, {}],
    'a server of web pages': [
      { '/v1/models': { kind: 'html' }, '/api/show': { kind: 'html' }, '/props': { kind: 'html' } },
      {},
    ],
    'a server of nonsense': [
      {
        '/v1/models': json({ data: [{ id: 'm', max_model_len: 'many', context_length: -1 }] }),
        '/api/show': json({ model_info: { a: 1 } }),
        '/props': json([1]),
      },
      {},
    ],
  };
  for (const [name, [answers, facts]] of Object.entries(SERVERS))
    it(name, async () => assert.deepEqual(await factsAt(answers), facts));

  it('what it says is in the description of the model; a provider of its own is asked nothing', async () => {
    const facts = { contextTokens: 4096 };
    const model = createModel('compatible:m', {
      apiKey: '',
      baseUrl: 'http://127.0.0.1:9/v1',
      clock: systemClock,
      facts,
    });
    assert.equal(model.info.contextTokens, 4096);
    assert.equal(model.info.address, 'http://127.0.0.1:9/v1');
    const official = createModel('openai:gpt-5.5', { apiKey: CANARY, clock: systemClock });
    assert.equal(official.info.address, undefined);
    assert.deepEqual(await factsOf('openai:gpt-5.5', { apiKey: CANARY, clock: systemClock }), {});
  });
});

const lines = (...events: object[]): Behaviour => ({
  kind: 'raw',
  contentType: 'application/x-ndjson',
  body: events.map(event => `${JSON.stringify(event)}\n`).join(''),
});
const ANSWER = '{"findings":[]}';
const said = (content: string): object => ({
  message: { role: 'assistant', content },
  done: false,
});
const end = {
  message: { content: '' },
  done: true,
  done_reason: 'stop',
  prompt_eval_count: 700,
  eval_count: 9,
};

describe('models: Ollama through its own API', () => {
  const withOllama = (
    answer: (request: ChaosRequest, n: number) => Behaviour,
    body: (model: Model, chaos: Chaos) => Promise<void>,
  ): Promise<void> =>
    withChaos(answer, chaos =>
      body(
        createModel('compatible:m', {
          ...optionsAt(chaos),
          facts: { isOllama: true, contextTokens: 6000 },
        }),
        chaos,
      ),
    );

  it('a call says which window it wants, and the answer is read as it comes', () =>
    withOllama(
      () =>
        lines(
          { message: { thinking: 'Hm.', content: '' }, done: false },
          said(ANSWER.slice(0, 5)),
          said(ANSWER.slice(5)),
          end,
        ),
      async (model, chaos) => {
        const reply = await ask(model);
        assert.equal(reply.text, ANSWER);
        assert.deepEqual([reply.usage.inputTokens, reply.usage.outputTokens], [700, 9]);
        const [request] = chaos.requests;
        assert.equal(request?.path, '/api/chat');
        assert.deepEqual(
          (request?.body?.['options'] as { num_ctx?: number } | undefined)?.num_ctx,
          6000,
        );
        assert.equal((request?.body?.['format'] as { type?: string } | undefined)?.type, 'object');
      },
    ));

  it('F29 F31 F32 F34 its failures have their names', async () => {
    const cases: readonly (readonly [Behaviour, string])[] = [
      [
        lines(said('{"find'), { error: 'an error was encountered while running the model' }),
        'serverError',
      ],
      [lines(said(ANSWER)), 'cutOff'],
      [lines(said('{"f'), { ...end, done_reason: 'length' }), 'truncated'],
      [lines(end), 'emptyAnswer'],
      [status(404, { error: 'model "m" not found' }), 'unknownModel'],
      [ok(), 'cutOff'],
    ];
    for (const [does, code] of cases)
      await withOllama(
        () => does,
        async model => assert.equal((await failureFrom(ask(model))).code, code),
      );
  });

  it('a form that it fails over is asked for in words from then on', () =>
    withOllama(
      ({ body }) =>
        body?.['format']
          ? status(500, { error: 'failed to parse grammar' })
          : lines(said(ANSWER), end),
      async (model, chaos) => {
        await ask(model);
        await ask(model);
        assert.equal(chaos.requests.length, 4);
      },
    ));
});
