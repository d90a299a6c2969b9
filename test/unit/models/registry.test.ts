import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../../../src/core/clock.ts';
import { createModel } from '../../../src/models/createModel.ts';
import { listModels } from '../../../src/models/listModels.ts';
import {
  MODEL_REF,
  parseRef,
  PROVIDERS,
  REMOTE_PROVIDERS,
  type RemoteProvider,
} from '../../../src/models/registry.ts';
import { addressOf } from '../../../src/models/transport/egress.ts';
import { parseBaseUrl } from '../../../src/models/transport/baseUrl.ts';
import { ok, status } from '../../support/chaosServer.ts';
import { ask, CANARY, withChaos } from './support.ts';

const bodyOf = (request: { readonly body: unknown }): Record<string, unknown> =>
  request.body as Record<string, unknown>;

const at = (provider: RemoteProvider, url: string, apiKey = CANARY) =>
  createModel(`${provider}:m`, { apiKey, baseUrl: `${url}/v1`, clock: systemClock });

describe('models: the registry of providers', () => {
  it('every provider can be named, reached and paid: an id, a key variable of its own, an address or an example of one', () => {
    const variables = REMOTE_PROVIDERS.map(id => PROVIDERS[id].keyVariable);
    assert.equal(new Set(variables).size, variables.length);
    for (const id of REMOTE_PROVIDERS) {
      const { url, addressExample, keyVariable, title } = PROVIDERS[id];
      assert.match(id, /^[a-z]+$/);
      assert.match(keyVariable, /^[A-Z_]+_API_KEY$/);
      assert.ok(title);
      const address = url ?? addressExample;
      assert.ok(address, id);
      assert.equal(parseBaseUrl(address).url, address, id);
      assert.deepEqual(parseRef(`${id}:a:b`), { provider: id, id: 'a:b' });
      assert.match(`${id}:m`, new RegExp(MODEL_REF));
    }
    assert.doesNotMatch('offline:rules', new RegExp(MODEL_REF));
  });

  it('nothing outside of models/ decides by the name of a provider', () => {
    const named = new RegExp(`['"\`](${REMOTE_PROVIDERS.join('|')})['"\`]`);
    const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
      .filter(file => file.endsWith('.ts') && !file.startsWith('models'))
      // Endings of files, one of which is a provider's name, too.
      .filter(file => file !== join('sources', 'files', 'kinds.ts'))
      .filter(file => named.test(readFileSync(join('src', file), 'utf8')));
    assert.deepEqual(files, []);
  });

  it('every provider answers through the protocol of its row', async () => {
    for (const id of REMOTE_PROVIDERS)
      await withChaos(
        () => ok(),
        async chaos => {
          const url = PROVIDERS[id].protocol === 'messages' ? chaos.url : `${chaos.url}/v1`;
          const model = createModel(`${id}:m`, {
            apiKey: CANARY,
            baseUrl: url,
            clock: systemClock,
          });
          assert.equal(model.info.provider, id);
          assert.equal(model.batch !== undefined, PROVIDERS[id].batch !== undefined, id);
          await ask(model);
          const path = {
            responses: '/v1/responses',
            messages: '/v1/messages',
            chat: '/v1/chat/completions',
          };
          assert.equal(chaos.requests.length, 1, id);
          assert.equal(chaos.requests[0]?.path, path[PROVIDERS[id].protocol], id);
        },
      );
  });

  it('F19 what a provider is known to refuse is not sent to it even once', async () => {
    const first = async (id: RemoteProvider): Promise<Record<string, unknown>> =>
      withChaos(
        () => ok(),
        async chaos => {
          await ask(at(id, chaos.url));
          return bodyOf(chaos.requests[0]!);
        },
      );
    assert.ok(!('stream_options' in (await first('mistral'))));
    assert.deepEqual((await first('deepseek'))['response_format'], { type: 'json_object' });
    assert.match(
      JSON.stringify(await first('deepseek')),
      /JSON/,
      'JSON mode wants the word in the prompt',
    );
    assert.ok('max_completion_tokens' in (await first('azure')));
    assert.ok(!('max_tokens' in (await first('groq'))));
    assert.ok('stream_options' in (await first('openrouter')));
  });

  it('what a provider did not refuse before is still given up when it does', () =>
    withChaos(
      (_, n) =>
        n === 0 ? status(400, { error: { message: 'response_format is not supported' } }) : ok(),
      async chaos => {
        await ask(at('deepseek', chaos.url));
        assert.equal(chaos.requests.length, 2);
        assert.ok(!('response_format' in bodyOf(chaos.requests[1]!)));
      },
    ));

  it('T05 Azure takes a key in a header of its own, and a token of its directory as a bearer', async () => {
    const headers = async (key: string) =>
      withChaos(
        () => ok(),
        async chaos => {
          await ask(at('azure', chaos.url, key));
          return chaos.requests[0]!.headers;
        },
      );
    const withKey = await headers('0123456789abcdef0123456789abcdef');
    assert.equal(withKey['api-key'], '0123456789abcdef0123456789abcdef');
    assert.equal(withKey['authorization'], undefined);
    const withToken = await headers('eyJ0eXAiOiJKV1Qi.e30.c2ln');
    assert.equal(withToken['authorization'], 'Bearer eyJ0eXAiOiJKV1Qi.e30.c2ln');
    assert.equal(withToken['api-key'], undefined);
  });

  it('an address without a path gets that of its provider; one with a path is left alone', () => {
    const azure = (url: string): string => addressOf(PROVIDERS.azure, url).url;
    assert.equal(azure('https://x.openai.azure.com/'), 'https://x.openai.azure.com/openai/v1');
    assert.equal(
      azure('https://x.openai.azure.com/openai/v1/'),
      'https://x.openai.azure.com/openai/v1',
    );
    assert.equal(azure('https://gateway.example/azure'), 'https://gateway.example/azure');
    assert.equal(addressOf(PROVIDERS.groq, '').url, PROVIDERS.groq.url);
    assert.throws(
      () => addressOf(PROVIDERS.azure, ' '),
      /Azure OpenAI has no address of its own.*my-resource/,
    );
  });

  it('lists are read in the ids that calls take, without models that do not answer with text', () =>
    withChaos(
      () => ({
        kind: 'models',
        ids: ['models/gemini-3-pro', 'models/gemini-embedding-001', 'models/veo-3'],
      }),
      async chaos => {
        const listed = await listModels('gemini', {
          apiKey: CANARY,
          baseUrl: `${chaos.url}/v1`,
          clock: systemClock,
          signal: new AbortController().signal,
        });
        assert.deepEqual(
          listed.map(({ id }) => id),
          ['gemini-3-pro'],
        );
      },
    ));
});
