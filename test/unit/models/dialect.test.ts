import assert from 'node:assert/strict';
import { NO_FINDINGS, ok, status } from '../../support/chaosServer.ts';
import type { ChaosRequest } from '../../support/chaosServer.ts';
import { ask, failureFrom, modelAt, withChaos } from './support.ts';

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

  it('F06 a refusal about something else is not retried', () =>
    withChaos(
      () => refuse('the temperature is wrong'),
      async chaos => {
        for (const api of ['compatible', 'anthropic'] as const) {
          assert.equal((await failureFrom(ask(modelAt(api, chaos.url)))).code, 'badRequest');
        }
        assert.equal(chaos.requests.length, 2);
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
