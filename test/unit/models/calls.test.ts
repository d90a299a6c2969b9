import assert from 'node:assert/strict';
import { ok, startChaos } from '../../support/chaosServer.ts';
import { APIS, modelAt, request } from './support.ts';

describe('models: one call over the wire', () => {
  for (const api of APIS) {
    it(`${api}: streams an answer with its usage`, async () => {
      const chaos = await startChaos(() =>
        ok(
          { findings: [], assessment: 'ü€😀' },
          { usage: { input: 1200, output: 34, cached: 1000 } },
        ),
      );
      try {
        let first = 0;
        const reply = await modelAt(api, chaos.url).generate(request, {
          signal: new AbortController().signal,
          onFirstToken: () => first++,
        });
        assert.deepEqual(JSON.parse(reply.text), { findings: [], assessment: 'ü€😀' });
        assert.deepEqual(reply.usage, {
          inputTokens: 1200,
          outputTokens: 34,
          cachedTokens: 1000,
          cacheWriteTokens: 0,
          estimated: false,
        });
        assert.equal(first, 1);
      } finally {
        await chaos.close();
      }
    });
  }
});
