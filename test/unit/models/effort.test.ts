import assert from 'node:assert/strict';
import { systemClock } from '../../../src/core/clock.ts';
import { flat, withThinking } from '../../../src/core/fanout/estimate/estimate.ts';
import type { Effort } from '../../../src/core/domain/model.ts';
import type { Model } from '../../../src/core/ports/model.ts';
import { createModel } from '../../../src/models/createModel.ts';
import { ok, status } from '../../support/chaosServer.ts';
import { scriptedRun } from '../../support/scriptedRun.ts';
import { nothing, scriptedModel, scriptedReviewer } from '../../support/scriptedReviewer.ts';
import { ask, APIS, CANARY, type TestedApi, withChaos } from './support.ts';

const modelAt = (api: TestedApi, url: string, effort?: Effort): Model =>
  createModel(`${api}:test-model`, {
    apiKey: CANARY,
    baseUrl: api === 'anthropic' ? url : `${url}/v1`,
    clock: systemClock,
    ...(effort ? { effort } : {}),
  });

/** What a body says of effort, in the words of its API. */
const effortIn: Readonly<Record<TestedApi, (body: Record<string, unknown>) => unknown>> = {
  openai: ({ reasoning }) => (reasoning as { effort?: string } | undefined)?.effort,
  compatible: ({ reasoning_effort: effort }) => effort,
  anthropic: ({ output_config: config }) => (config as { effort?: string } | undefined)?.effort,
};
const ANSWER = { findings: [], assessment: '' };

describe('models: reasoning effort', () => {
  for (const api of APIS) {
    it(`${api}: is asked for in its own words, with room to think, and not at all unless set`, () =>
      withChaos(
        () => ok(ANSWER),
        async ({ url, requests }) => {
          await ask(modelAt(api, url));
          await ask(modelAt(api, url, 'high'));
          const [plain = {}, high = {}] = requests.map(({ body = {} }) => body);
          assert.equal(effortIn[api](plain), undefined);
          assert.doesNotMatch(JSON.stringify(plain), /effort/);
          assert.equal(effortIn[api](high), 'high');
          const capOf = (body: Record<string, unknown>): number =>
            Number(
              body['max_output_tokens'] ?? body['max_tokens'] ?? body['max_completion_tokens'],
            );
          assert.ok(capOf(high) > capOf(plain));
          assert.equal(modelAt(api, url, 'high').info.effort, 'high');
        },
      ));

    it(`${api}: a server that refuses it is asked without, once for all calls`, () =>
      withChaos(
        ({ body = {} }) =>
          effortIn[api](body) === undefined
            ? ok(ANSWER)
            : status(400, {
                error: { message: "Unsupported parameter: 'reasoning.effort'", param: 'reasoning' },
              }),
        async ({ url, requests }) => {
          const model = modelAt(api, url, 'low');
          await ask(model);
          await ask(model);
          assert.equal(requests.length, 3);
        },
      ));
  }

  it('thoughts are in the estimate, more of them for more effort', () => {
    const answer = flat(300);
    assert.deepEqual(withThinking(answer, {}), answer);
    const [low, medium, high] = (['low', 'medium', 'high'] as const).map(
      effort => withThinking(answer, { effort }).expected,
    );
    assert.ok(300 < (low ?? 0) && (low ?? 0) < (medium ?? 0) && (medium ?? 0) < (high ?? 0));
  });

  it('an answer of another effort is not reused, and each has an estimate of its own', async () => {
    const kept = new Map<string, unknown>();
    const store = {
      append: () => undefined,
      recall: (key: string) => kept.get(key),
      remember: (key: string, value: unknown) => void kept.set(key, value),
    };
    const text = 'One sentence of a text that is read.';
    const source = { id: 's', path: 'a.md', kind: 'prose', languageId: 'plaintext', text } as const;
    const run = async (effort?: Effort) => {
      const info = { ...scriptedModel, ...(effort ? { effort } : {}) };
      const reviewer = scriptedReviewer(() => nothing, info);
      const { state } = await scriptedRun({ sources: [source], reviewer, store });
      return { asked: reviewer.asked.length, output: state.estimate?.outputTokens ?? 0 };
    };
    const plain = await run();
    assert.ok(plain.asked > 0);
    assert.equal((await run()).asked, 0, 'the same answers');
    const high = await run('high');
    assert.equal(high.asked, plain.asked);
    assert.ok(high.output > 2 * plain.output);
    assert.equal((await run('high')).asked, 0);
  });
});
