import assert from 'node:assert/strict';
import { LLMock } from '@copilotkit/aimock';
import { modelReviewer } from '../../../src/core/branches/modelReviewer.ts';
import { reviewJob } from '../../../src/core/jobs/review/review.ts';
import { reviewTask } from '../core/jobs/reviewTask.ts';
import { APIS, ask, failureFrom, modelAt } from './support.ts';

const ANSWER = {
  findings: [
    {
      quote: 'due in 30 days',
      title: 'No start of the period',
      message: 'It does not say from when the 30 days run.',
      suggestion: 'due 30 days after receipt of the invoice',
      severity: 'major',
      confidence: 0.8,
    },
  ],
  assessment: 'Clear but for one date. ü€😀',
};

describe('models: a second, independent mock of the three APIs', () => {
  const mock = new LLMock({ port: 0 });
  before(async () => {
    mock.onMessage(/Review the part|Review it/, {
      content: JSON.stringify(ANSWER),
      usage: { prompt_tokens: 2900, completion_tokens: 80, input_tokens: 2900, output_tokens: 80 },
    });
    await mock.start();
  });
  after(() => mock.stop());

  for (const api of APIS) {
    it(`${api}: a branch is reviewed through the real SDK`, async () => {
      const model = modelAt(api, mock.url);
      const reviewer = modelReviewer(model, reviewJob, { maxOutputTokens: 4000 });
      let first = 0;
      const { answer, usage } = await reviewer.review(reviewTask(), {
        signal: new AbortController().signal,
        attempt: 1,
        onFirstToken: () => first++,
      });
      assert.deepEqual(answer, { ...ANSWER, dropped: 0 });
      assert.ok(usage.inputTokens > 0 && usage.outputTokens > 0);
      assert.equal(first, 1);
    });

    it(`${api}: F10 its rate limit is recognized`, async () => {
      mock.nextRequestError(429, { message: 'Rate limit reached', type: 'rate_limit_error' });
      const failure = await failureFrom(ask(modelAt(api, mock.url)));
      assert.equal(failure.code, 'rateLimited');
    });
  }
});
