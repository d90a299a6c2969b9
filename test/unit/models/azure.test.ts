import assert from 'node:assert/strict';
import { systemClock } from '../../../src/core/clock.ts';
import { FanoutError } from '../../../src/core/errors.ts';
import { createModel } from '../../../src/models/createModel.ts';
import { ok } from '../../support/chaosServer.ts';
import { ask, CANARY, withChaos } from './support.ts';

const CLASSIC = '/openai/deployments/mine/chat/completions?api-version=2024-10-21';

describe('models: an address that names the version of its API', () => {
  for (const provider of ['azure', 'compatible'] as const)
    for (const [name, path] of [
      ['as documented', '/openai/deployments/mine?api-version=2024-10-21'],
      ['with the path of a call', CLASSIC],
    ] as const)
      it(`${provider}: ${name}: the version goes with every call, and the key in its header`, () =>
        withChaos(
          () => ok(),
          async chaos => {
            const model = createModel(`${provider}:mine`, {
              apiKey: CANARY,
              baseUrl: chaos.url + path,
              clock: systemClock,
            });
            await ask(model);
            const [request] = chaos.requests;
            assert.equal(request?.path, CLASSIC);
            assert.equal(request.headers['api-key'], CANARY);
            assert.equal(request.headers['authorization'], undefined);
          },
        ));

  it('any other query is refused, and not repeated', () => {
    for (const query of [
      '?key=abcdef123456',
      '?api-version=1&key=abcdef123456',
      '?api-version=a b',
    ])
      assert.throws(
        () =>
          createModel('compatible:m', {
            apiKey: CANARY,
            baseUrl: `https://models.example.com/v1${query}`,
            clock: systemClock,
          }),
        (error: unknown) =>
          error instanceof FanoutError &&
          error.code === 'badBaseUrl' &&
          !error.message.includes('abcdef'),
      );
  });
});
