import assert from 'node:assert/strict';
import { perspectivesFor } from '../../../../src/core/jobs/review/perspectives.ts';
import type { RunRequest } from '../../../../src/engine/request/runRequest.ts';
import {
  choiceOf,
  otherChoices,
  routedByKind,
} from '../../../../src/engine/request/requestModels.ts';

const perspectives = {
  markdown: perspectivesFor('markdown'),
  prose: perspectivesFor('prose'),
  code: perspectivesFor('code'),
  records: perspectivesFor('records'),
};
const routes = { moreModels: [], perspectiveModels: {}, customPerspectives: [] };
const settings = {
  verify: 'off',
  verifyModel: '',
  baseUrls: {},
} as unknown as RunRequest['settings'];
const request = (more: Partial<RunRequest> = {}): RunRequest => ({
  model: 'openai:own',
  baseUrl: 'https://gate.example/v1',
  name: 'a',
  perspectives,
  settings,
  ...more,
});

describe('models of a run', () => {
  it('settings say who reads; the own choice of a perspective goes before what reads everything', () => {
    const { markdown } = routedByKind(
      perspectives,
      {
        ...routes,
        moreModels: ['anthropic:more'],
        perspectiveModels: { tone: ['compatible:small'] },
      },
      'openai:own',
    );
    const models = Object.fromEntries(markdown.map(p => [p.id, p.models]));
    assert.deepEqual(models['tone'], ['compatible:small']);
    assert.deepEqual(models['accuracy'], ['openai:own', 'anthropic:more']);
  });

  it('offline no other model is asked, whatever the settings say', () => {
    const named = {
      ...routes,
      moreModels: ['openai:a'],
      perspectiveModels: { tone: ['openai:b'] },
    };
    const own = perspectives.markdown.map(p => ({ ...p, models: ['openai:c'] }));
    const { markdown } = routedByKind({ ...perspectives, markdown: own }, named, 'offline:rules');
    assert.ok(markdown.every(p => p.models === undefined));
  });

  it('refuses a perspective that does not exist and a model that cannot be one', () => {
    for (const [bad, message] of [
      [{ perspectiveModels: { mood: ['openai:a'] } }, /mood/],
      [{ perspectiveModels: { tone: ['gpt-5'] } }, /gpt-5/],
      [{ moreModels: ['offline:rules'] }, /offline:rules/],
      [{ perspectiveModels: { tone: ['42'] } }, /fanout\.perspectiveModels names 42/],
    ] as const)
      assert.throws(() => routedByKind(perspectives, { ...routes, ...bad }, 'openai:own'), message);
  });

  it('an address is that of the model, else of its provider, else the run’s own for the same provider', () => {
    const baseUrls = { anthropic: 'https://a.example', 'compatible:x': 'http://127.0.0.1:1/v1' };
    const asked = request({ settings: { ...settings, baseUrls } });
    assert.equal(choiceOf('anthropic:m', asked).baseUrl, 'https://a.example');
    assert.equal(choiceOf('compatible:x', asked).baseUrl, 'http://127.0.0.1:1/v1');
    assert.equal(choiceOf('openai:other', asked).baseUrl, 'https://gate.example/v1');
    assert.equal(choiceOf('anthropic:m', request()).baseUrl, '');
    assert.throws(() => choiceOf('compatible:y', asked), /fanout\.baseUrls has no address/);
  });

  it('the verifying model counts only where findings are verified', () => {
    const verifyModel = 'anthropic:strong';
    const off = request({ settings: { ...settings, verifyModel } });
    assert.deepEqual(otherChoices(off), []);
    const on = request({ settings: { ...settings, verifyModel, verify: 'major' } });
    assert.deepEqual(otherChoices(on), [{ model: verifyModel, baseUrl: '' }]);
  });
});
