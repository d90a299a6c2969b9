import assert from 'node:assert/strict';
import { calcPrice } from '@pydantic/genai-prices';
import { costOf, noUsage } from '../../../src/core/domain/cost.ts';
import type { ModelInfo } from '../../../src/core/domain/model.ts';
import { knownIds, priceOf } from '../../../src/models/prices.ts';
import { atOwnPrice, readPrices } from '../../../src/models/priceOverrides.ts';
import table from '../../../src/models/priceTable.json' with { type: 'json' };
import { priceTable } from '../../support/writePrices.ts';
import { askedModel } from '../../support/scriptedRun.ts';

/** The package takes the price of another model where it does not know one: only its exact ids count. */
function theirs(provider: string, id: string, input: number, output: number): number | undefined {
  const tokens = { input_tokens: input, output_tokens: output };
  const found = calcPrice(tokens, id, { providerId: provider });
  return found?.model.id === id ? found.total_price : undefined;
}

describe('price table', () => {
  for (const provider of ['openai', 'anthropic'] satisfies ModelInfo['provider'][])
    it(`every price of ${provider} that another table knows is the same, in both tiers`, () => {
      let compared = 0;
      for (const id of knownIds(provider))
        for (const [input, output] of [
          [10_000, 1_000],
          [600_000, 10_000],
        ] as const) {
          const expected = theirs(provider, id, input, output);
          const usage = { inputTokens: input, outputTokens: output };
          const none = { cachedTokens: 0, cacheWriteTokens: 0, estimated: false };
          const ours = costOf({ ...usage, ...none }, priceOf(`${provider}:${id}`));
          if (expected === undefined || ours === undefined) continue;
          compared += 1;
          assert.ok(Math.abs(ours - expected) < 1e-9, `${id}: ${ours}, they say ${expected}`);
        }
      assert.ok(compared >= 4, `${compared} compared`);
    });

  it('the prices of other providers are those of the package, by exact ids (npm run prices)', () => {
    assert.deepEqual(priceTable(table.asOf), table);
    assert.equal(priceOf('gemini:gemini-2.5-pro')?.above?.output, 15);
    assert.equal(priceOf('groq:llama-3.3-70b-versatile')?.output, 0.79);
    assert.equal(priceOf('mistral:mistral-large-latest')?.input, 2);
    assert.equal(priceOf('gemini:gemini-2.5-pro-tts'), undefined);
  });

  it('where a price depends on the hour, or has been announced, the dearest counts', () => {
    assert.deepEqual(priceOf('deepseek:deepseek-v4-pro'), {
      input: 1.32,
      output: 3.96,
      cachedInput: 0.044,
    });
    assert.equal(priceOf('gemini:gemini-3.7-flash')?.output, 7.5);
  });

  it('every other price is a possible one', () => {
    for (const provider of ['gemini', 'mistral', 'deepseek', 'groq']) {
      assert.ok(knownIds(provider).length >= 5, provider);
      for (const id of knownIds(provider)) {
        const { problems } = readPrices({ [`${provider}:${id}`]: priceOf(`${provider}:${id}`) });
        assert.deepEqual(problems, []);
      }
    }
  });

  it('an unknown model has no price, however alike its name', () => {
    assert.equal(priceOf('anthropic:claude-sonnet-5-5-x'), undefined);
    assert.equal(priceOf('openai:gpt-6'), undefined);
  });
});

describe('prices of the user', () => {
  it('go before the table', () => {
    const own = readPrices({ 'compatible:scripted': { input: 3, output: 9, cachedInput: 1 } });
    assert.deepEqual(own.problems, []);
    const model = atOwnPrice(
      askedModel(() => ''),
      own,
    );
    assert.deepEqual(model.info.price, { input: 3, output: 9, cachedInput: 1 });
  });

  it('have a second tier where requests are long', () => {
    const price = { input: 1, output: 2, threshold: 1000, above: { input: 4, output: 8 } };
    const { prices, problems } = readPrices({ 'openai:a': price });
    assert.deepEqual(problems, []);
    const usd = (inputTokens: number): number | undefined =>
      costOf({ ...noUsage, inputTokens }, prices.get('openai:a'));
    assert.equal(usd(1000), 1000 / 1e6);
    assert.equal(usd(1001), (4 * 1001) / 1e6);
  });

  const tier = (more: object) => ({ 'openai:a': { input: 1, output: 1, ...more } });
  for (const [what, value] of [
    ['a threshold without prices above it', tier({ threshold: 1000 })],
    ['prices above no threshold', tier({ above: { input: 2, output: 2 } })],
    ['a threshold of no tokens', tier({ threshold: 0, above: { input: 2, output: 2 } })],
    ['an upper tier without output', tier({ threshold: 9, above: { input: 2 } })],
    ['an upper tier in an upper tier', tier({ threshold: 9, above: tier({}) })],
    ['a list', [1]],
    ['no provider', { 'gpt-6': { input: 1, output: 1 } }],
    ['no output', { 'openai:a': { input: 1 } }],
    ['a negative price', { 'openai:a': { input: -1, output: 1 } }],
    ['a price in text', { 'openai:a': { input: '1', output: 1 } }],
    ['dollars per token taken for a million', { 'openai:a': { input: 2_000_000, output: 1 } }],
    ['an unknown field', { 'openai:a': { input: 1, output: 1, currency: 'EUR' } }],
    ['cached dearer than fresh', { 'openai:a': { input: 1, output: 1, cachedInput: 2 } }],
  ] as const)
    it(`${what}: said, and the known price is kept`, () => {
      const { prices, problems } = readPrices(value);
      assert.equal(prices.size, 0);
      assert.equal(problems.length, 1);
    });
});
