import assert from 'node:assert/strict';
import { systemClock } from '../../../../src/core/clock.ts';
import { FanoutError } from '../../../../src/core/errors.ts';
import { createModel, testModel } from '../../../../src/models/createModel.ts';
import { listModels } from '../../../../src/models/listModels.ts';
import { parseRef } from '../../../../src/models/registry.ts';
import { ok, status } from '../../../support/chaosServer.ts';
import { APIS, ask, CANARY, failureFrom, modelAt, withChaos } from '../support.ts';

/** Every variable the SDKs look at, aimed at a server that must hear nothing. */
const hostileEnvironment = (url: string): Record<string, string> => ({
  OPENAI_BASE_URL: `${url}/v1`,
  OPENAI_API_KEY: 'sk-from-env-000000000000',
  OPENAI_ADMIN_KEY: 'sk-admin-from-env-0000000',
  OPENAI_ORG_ID: 'org-from-env',
  OPENAI_PROJECT_ID: 'proj-from-env',
  OPENAI_CUSTOM_HEADERS: 'X-From-Env: 1\nAuthorization: Bearer sk-from-env-000000000000',
  OPENAI_LOG: 'debug',
  ANTHROPIC_BASE_URL: url,
  ANTHROPIC_API_KEY: 'sk-ant-from-env-0000000',
  ANTHROPIC_AUTH_TOKEN: 'token-from-env-00000000',
  ANTHROPIC_CUSTOM_HEADERS: 'X-From-Env: 1\nanthropic-version: 1999-01-01\nauthorization: evil',
  ANTHROPIC_PROFILE: 'evil',
  ANTHROPIC_LOG: 'debug',
});

describe('models: where calls go', () => {
  it('T03 nothing in the environment changes address, key or headers', () =>
    withChaos(
      () => ok(),
      canary =>
        withChaos(
          () => ok(),
          async chaos => {
            const environment = hostileEnvironment(canary.url);
            const logged: unknown[] = [];
            const consoles = ['log', 'info', 'warn', 'error', 'debug'] as const;
            const saved = { ...console };
            Object.assign(process.env, environment);
            for (const name of consoles) console[name] = (...args) => void logged.push(args);
            try {
              for (const api of APIS) await ask(modelAt(api, chaos.url));
            } finally {
              for (const name of Object.keys(environment)) delete process.env[name];
              Object.assign(console, saved);
            }
            assert.equal(canary.requests.length, 0);
            assert.equal(chaos.requests.length, 3);
            for (const { headers } of chaos.requests) {
              assert.equal(headers['authorization'], `Bearer ${CANARY}`);
              const all = JSON.stringify(headers);
              assert.ok(!/from-env|evil|1999/i.test(all), all);
              assert.ok(!/stainless|openai-organization|openai-project/i.test(all), all);
            }
            assert.deepEqual(logged, [], 'the SDKs print nothing');
          },
        ),
    ));

  it('without a key nothing is sent to a server that is not on this machine', () => {
    for (const ref of ['openai:x', 'anthropic:x']) {
      assert.throws(
        () => createModel(ref, { apiKey: ' ', clock: systemClock }),
        (error: FanoutError) => error.code === 'noApiKey',
      );
    }
    assert.throws(
      () =>
        createModel('compatible:x', {
          apiKey: '',
          baseUrl: 'https://models.example.com/v1',
          clock: systemClock,
        }),
      (error: FanoutError) => error.code === 'noApiKey',
    );
  });

  it('a compatible server needs an address, and other providers are not for the network', () => {
    const code = (ref: string): string => {
      try {
        createModel(ref, { apiKey: CANARY, clock: systemClock });
      } catch (error) {
        assert.ok(error instanceof FanoutError);
        return error.code;
      }
      return 'none';
    };
    assert.equal(code('compatible:x'), 'badSetting');
    assert.equal(code('vscode:x'), 'noModel');
    assert.equal(code('offline:rules'), 'noModel');
    assert.equal(code('gpt-5.5'), 'noModel');
    assert.equal(code('openai:'), 'noModel');
    assert.equal(code('openai:gpt-5.5'), 'none');
  });

  it('model ids may hold colons', () => {
    assert.deepEqual(parseRef('compatible:llama4:70b'), {
      provider: 'compatible',
      id: 'llama4:70b',
    });
    assert.equal(parseRef('nobody:x'), undefined);
  });

  it('the lane is the same for the same origin, model and key, and does not show the key', () => {
    const lane = (apiKey: string, id = 'a'): string =>
      createModel(`openai:${id}`, { apiKey, clock: systemClock }).lane;
    assert.equal(lane(CANARY), lane(` ${CANARY}\n`));
    assert.notEqual(lane(CANARY), lane(`${CANARY}x`));
    assert.notEqual(lane(CANARY), lane(CANARY, 'b'));
    assert.ok(!lane(CANARY).includes('canary'));
  });

  it('testModel: one tiny call; a model that thinks to its limit is there all the same', async () => {
    for (const api of APIS) {
      const signal = new AbortController().signal;
      await withChaos(
        (_, n) => (n === 0 ? ok({ ok: true }) : n === 1 ? ok('', { stop: 'length' }) : status(401)),
        async chaos => {
          const model = modelAt(api, chaos.url);
          await testModel(model, signal);
          await testModel(model, signal);
          assert.equal((await failureFrom(testModel(model, signal))).code, 'auth');
          assert.equal(chaos.requests.length, 3);
        },
      );
    }
  });

  it('listModels: the provider’s own list, without models that do not write text', () =>
    withChaos(
      () => ({ kind: 'models', ids: ['gpt-6-sol', 'text-embedding-3', 'gpt-6-luna', 'gpt-6-sol'] }),
      async chaos => {
        const options = {
          apiKey: CANARY,
          clock: systemClock,
          signal: new AbortController().signal,
        };
        const openai = await listModels('openai', { ...options, baseUrl: `${chaos.url}/v1` });
        assert.deepEqual(openai, [{ id: 'gpt-6-sol' }, { id: 'gpt-6-luna' }]);
        const local = await listModels('compatible', { ...options, baseUrl: `${chaos.url}/v1` });
        assert.equal(local.length, 3);
        const anthropic = await listModels('anthropic', { ...options, baseUrl: chaos.url });
        assert.deepEqual(anthropic[0], {
          id: 'gpt-6-sol',
          label: 'Model gpt-6-sol',
          contextTokens: 1_000_000,
          maxOutputTokens: 128_000,
        });
        assert.deepEqual(
          chaos.requests.map(({ path }) => path),
          ['/v1/models', '/v1/models', '/v1/models?limit=1000'],
        );
      },
    ));

  it('listModels: a web page, nonsense or a refusal is a failure with a name', async () => {
    const list = (url: string): Promise<unknown> =>
      listModels('compatible', {
        apiKey: CANARY,
        baseUrl: `${url}/v1`,
        clock: systemClock,
        signal: new AbortController().signal,
      });
    await withChaos(
      (_, n) =>
        n === 0
          ? { kind: 'html' }
          : n === 1
            ? { kind: 'raw', contentType: 'application/json', body: '{"models": 3}' }
            : n === 2
              ? { kind: 'raw', contentType: 'application/json', body: 'nope' }
              : status(401),
      async chaos => {
        const codes: string[] = [];
        for (let i = 0; i < 4; i++) codes.push((await failureFrom(list(chaos.url))).code);
        assert.deepEqual(codes, ['notProvider', 'notProvider', 'notProvider', 'auth']);
      },
    );
  });
});
