import assert from 'node:assert/strict';
import { NO_FINDINGS, ok, status } from '../../../support/chaosServer.ts';
import type { ChaosRequest } from '../../../support/chaosServer.ts';
import { APIS, ask, failureFrom, modelAt, withChaos } from '../support.ts';

const refuse = (message: string): ReturnType<typeof status> => status(400, { error: { message } });
const formatOf = ({ body }: ChaosRequest): unknown =>
  (body?.['response_format'] as { type?: string } | undefined)?.type;

describe('models: what a server does not understand is left out from then on', () => {
  it('json_schema, then json_object, then the prompt alone', () =>
    withChaos(
      ({ body }) =>
        body?.['response_format'] === undefined
          ? ok()
          : refuse('response_format of this type is not supported'),
      async chaos => {
        const model = modelAt('compatible', chaos.url);
        await ask(model);
        await ask(model);
        assert.deepEqual(chaos.requests.map(formatOf), [
          'json_schema',
          'json_object',
          undefined,
          undefined,
        ]);
        const prompt = JSON.stringify(chaos.requests.at(-1)?.body?.['messages']);
        assert.match(prompt, /JSON Schema/);
        assert.match(prompt, /additionalProperties/);
      },
    ));

  it('stream_options and max_tokens', () =>
    withChaos(
      ({ body }) =>
        body?.['stream_options']
          ? refuse('Unrecognized request argument: stream_options')
          : body?.['max_tokens']
            ? refuse("Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.")
            : ok(NO_FINDINGS, { usage: 'none' }),
      async chaos => {
        const { usage } = await ask(modelAt('compatible', chaos.url));
        assert.equal(usage.estimated, true);
        assert.equal(chaos.requests.length, 3);
        assert.equal(chaos.requests[2]?.body?.['max_completion_tokens'], 4000);
        assert.equal(formatOf(chaos.requests[2]), 'json_schema');
      },
    ));

  it('anthropic: a server that knows no output_config is asked in words', () =>
    withChaos(
      ({ body }) =>
        body?.['output_config'] ? refuse('output_config: Extra inputs are not permitted') : ok(),
      async chaos => {
        const model = modelAt('anthropic', chaos.url);
        await ask(model);
        await ask(model);
        assert.deepEqual(
          chaos.requests.map(({ body }) => body?.['output_config'] !== undefined),
          [true, false, false],
        );
        assert.match(JSON.stringify(chaos.requests[1]?.body?.['system']), /JSON Schema/);
      },
    ));

  for (const api of APIS) {
    const field = api === 'openai' ? 'max_output_tokens' : 'max_tokens';
    it(`${api}: a model that writes less is asked for less, and remembered`, () =>
      withChaos(
        ({ body }) =>
          Number(body?.[field]) > 1500
            ? refuse(`${field} is too large: 4000. This model supports at most 1500 output tokens`)
            : ok(),
        async chaos => {
          const model = modelAt(api, chaos.url);
          await ask(model);
          await ask(model);
          assert.deepEqual(
            chaos.requests.map(({ body }) => body?.[field]),
            [4000, 1500, 1500],
          );
        },
      ));

    it(`${api}: F05 a text that does not fit whatever the answer is too long at once, and nothing is learned from it`, () =>
      withChaos(
        (_, n) =>
          n < 1
            ? refuse(
                'maximum context length is 8192 tokens: 9000 in the prompt, 4000 in the completion',
              )
            : ok(),
        async chaos => {
          const model = modelAt(api, chaos.url);
          assert.equal((await failureFrom(ask(model))).code, 'contextTooLong');
          await ask(model);
          assert.deepEqual(
            chaos.requests.map(({ body }) => body?.[field]),
            [4000, 4000],
          );
        },
      ));
  }

  it('openai: a model without structured output is asked in words', () =>
    withChaos(
      ({ body }) =>
        JSON.stringify(body?.['text']).includes('json_')
          ? refuse(
              "Invalid parameter: 'text.format' of this type is not supported with this model.",
            )
          : ok(),
      async chaos => {
        await ask(modelAt('openai', chaos.url));
        assert.match(String(chaos.requests[2]?.body?.['instructions']), /JSON Schema/);
        assert.deepEqual(chaos.requests[2]?.body?.['text'], { format: { type: 'text' } });
      },
    ));

  it('F06 a refusal that names nothing we send: one try in the simplest words, once per model', () =>
    withChaos(
      () => refuse('the parameter is wrong'),
      async chaos => {
        for (const api of ['compatible', 'anthropic'] as const) {
          const model = modelAt(api, chaos.url);
          assert.equal((await failureFrom(ask(model))).code, 'badRequest');
          assert.equal((await failureFrom(ask(model))).code, 'badRequest');
        }
        assert.equal(chaos.requests.length, 6);
        assert.equal(formatOf(chaos.requests[1]!), undefined);
      },
    ));

  it('F06 a server that takes only the simplest request, and does not say why, is asked so from then on', () =>
    withChaos(
      ({ body }) =>
        body?.['response_format'] || body?.['stream_options']
          ? status(400, { code: 1210, msg: 'API call parameters are wrong, see the documentation' })
          : ok(),
      async chaos => {
        const model = modelAt('compatible', chaos.url);
        await ask(model);
        await ask(model);
        assert.equal(chaos.requests.length, 3);
      },
    ));

  it('many calls at once learn the same', () =>
    withChaos(
      ({ body }) =>
        body?.['response_format'] === undefined ? ok() : refuse('response_format is unknown'),
      async chaos => {
        const model = modelAt('compatible', chaos.url);
        await Promise.all(Array.from({ length: 12 }, () => ask(model)));
        const before = chaos.requests.length;
        assert.ok(before <= 36);
        await ask(model);
        assert.equal(chaos.requests.length, before + 1);
      },
    ));
});
