import assert from 'node:assert/strict';
import fc from 'fast-check';
import { FanoutError } from '../../../src/core/errors.ts';
import { cleanKey } from '../../../src/models/transport/apiKey.ts';
import { parseDuration, readLimits } from '../../../src/models/transport/limits.ts';
import { infoOf, knownIds, knownModel, priceOf, PRICES_AS_OF } from '../../../src/models/prices.ts';
import { normalUsage } from '../../../src/models/transport/usage.ts';

const KEY = 'sk-ant-api03-abcDEF_123-456';

describe('models: keys', () => {
  for (const [name, pasted] of [
    ['as it is', KEY],
    ['with white space around it', ` \t${KEY}\r\n`],
    ['in quotes', `"${KEY}"`],
    ['in typographic quotes', `“${KEY}”`],
    ['with a byte-order mark', `\uFEFF${KEY}\u200b`],
    ['in quotes with a line feed inside', `'${KEY}\n'`],
  ] as const) {
    it(`T08 takes a key ${name}`, () => assert.equal(cleanKey(pasted), KEY));
  }

  for (const pasted of [
    '',
    '  ',
    '""',
    'sk-SECRET\nabc',
    'sk-SECRET abc',
    'Bearer sk-SECRET',
    'sk-SECRET\u0000',
    'sk-SECRET\u200babc',
    'sk-SECRETé',
    'Bearer',
    'SECRET'.repeat(1000),
  ]) {
    it(`T08 refuses ${JSON.stringify(pasted.slice(0, 20))} without repeating it`, () => {
      assert.throws(
        () => cleanKey(pasted),
        (error: FanoutError) => error.code === 'noApiKey' && !error.message.includes('SECRET'),
      );
    });
  }

  it('T08 whatever is accepted can be a header, and cleaning it again changes nothing', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' })), pasted => {
        let key;
        try {
          key = cleanKey(pasted);
        } catch (error) {
          return error instanceof FanoutError;
        }
        new Headers({ authorization: `Bearer ${key}` });
        return !/\s/.test(key);
      }),
      { numRuns: 5000 },
    );
  });
});

describe('models: limits', () => {
  it('reads OpenAI’s headers and durations', () => {
    const headers = new Headers({
      'x-ratelimit-limit-requests': '500',
      'x-ratelimit-remaining-requests': '499',
      'x-ratelimit-reset-requests': '120ms',
      'x-ratelimit-limit-tokens': '30000',
      'x-ratelimit-remaining-tokens': '12000',
      'x-ratelimit-reset-tokens': '6m0s',
    });
    assert.deepEqual(readLimits(headers, 0), {
      requests: { limit: 500, remaining: 499, resetMs: 120 },
      tokens: { limit: 30_000, remaining: 12_000, resetMs: 360_000 },
    });
  });

  it('reads Anthropic’s headers, input and output apart, by the server’s clock', () => {
    const headers = new Headers({
      date: 'Sun, 22 Nov 2026 12:00:00 GMT',
      'anthropic-ratelimit-requests-limit': '50',
      'anthropic-ratelimit-requests-remaining': '0',
      'anthropic-ratelimit-requests-reset': '2026-11-22T12:00:30Z',
      'anthropic-ratelimit-input-tokens-remaining': '1000',
      'anthropic-ratelimit-output-tokens-reset': '2026-11-22T11:59:00Z',
    });
    assert.deepEqual(readLimits(headers, 0), {
      requests: { limit: 50, remaining: 0, resetMs: 30_000 },
      inputTokens: { remaining: 1000 },
      outputTokens: { resetMs: 0 },
    });
  });

  it('is silent where the provider is, and about nonsense', () => {
    assert.equal(readLimits(new Headers(), 0), undefined);
    const nonsense = new Headers({
      'x-ratelimit-limit-requests': '-5',
      'x-ratelimit-remaining-requests': 'many',
      'x-ratelimit-reset-requests': 'tomorrow',
      'anthropic-ratelimit-tokens-reset': '12',
    });
    assert.equal(readLimits(nonsense, 0), undefined);
  });

  for (const [text, ms] of [
    ['1s', 1000],
    ['12ms', 12],
    ['6m0s', 360_000],
    ['1h2m3.5s', 3_723_500],
    ['1d', 86_400_000],
    ['17.5ms', 18],
    ['', undefined],
    ['s', undefined],
    ['1', undefined],
    ['1s2m', undefined],
    ['-1s', undefined],
  ] as const) {
    it(`a duration of ${JSON.stringify(text)}`, () => assert.equal(parseDuration(text), ms));
  }
});

describe('models: prices', () => {
  it('knows exact ids only, and says when it was checked', () => {
    assert.match(PRICES_AS_OF, /^\d{4}-\d{2}-\d{2}$/);
    assert.equal(priceOf('anthropic:claude-sonnet-5-5')?.input, 2);
    for (const ref of [
      'anthropic:claude-sonnet-5',
      'anthropic:claude-sonnet-5-5-20261001',
      'openai:gpt-6',
      'compatible:gpt-5.5',
      'openai:toString',
      '__proto__',
    ]) {
      assert.equal(priceOf(ref), undefined, ref);
      assert.deepEqual(knownModel(ref), {}, ref);
    }
  });

  it('every row is a possible price, cheaper from the cache, dearer above its threshold', () => {
    for (const provider of ['openai', 'anthropic'] as const) {
      assert.ok(knownIds(provider).length >= 5);
      for (const id of knownIds(provider)) {
        const price = priceOf(`${provider}:${id}`);
        assert.ok(price && price.input > 0 && price.output > price.input, id);
        assert.ok((price.cachedInput ?? 0) < price.input, id);
        assert.ok((price.cacheWrite ?? price.input) >= price.input, id);
        assert.equal(price.threshold === undefined, price.above === undefined);
        if (price.above) assert.ok(price.above.input > price.input, id);
      }
    }
  });

  it('describes a model, with the origin only where text is sent', () => {
    assert.deepEqual(infoOf('compatible', 'llama4', 'http://localhost:11434'), {
      provider: 'compatible',
      ref: 'compatible:llama4',
      id: 'llama4',
      label: 'llama4',
      origin: 'http://localhost:11434',
    });
    assert.equal(infoOf('anthropic', 'claude-haiku-5-5').price?.threshold, 100_000);
  });
});

describe('models: usage', () => {
  it('F73 is never negative, fractional or larger than it can be', () => {
    const count = fc.oneof(
      fc.integer(),
      fc.double(),
      fc.constantFrom(undefined, null, '12', Number.NaN, Infinity, 1e18),
    );
    fc.assert(
      fc.property(count, count, count, count, (input, output, cached, cacheWrite) => {
        const usage = normalUsage({ input, output, cached, cacheWrite }, 'sent text', 'got', 4);
        for (const value of [
          usage.inputTokens,
          usage.outputTokens,
          usage.cachedTokens,
          usage.cacheWriteTokens,
        ]) {
          assert.ok(Number.isSafeInteger(value) && value >= 0 && value < 20_000_000);
        }
        assert.ok(usage.cachedTokens + usage.cacheWriteTokens <= usage.inputTokens);
        assert.equal(usage.estimated, usage.inputTokens !== input || usage.outputTokens !== output);
      }),
      { numRuns: 3000 },
    );
  });
});
