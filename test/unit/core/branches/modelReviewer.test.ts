import assert from 'node:assert/strict';
import { modelReviewer } from '../../../../src/core/branches/modelReviewer.ts';
import type { FanoutError } from '../../../../src/core/errors.ts';
import { reviewJob } from '../../../../src/core/jobs/review/review.ts';
import type { CallOptions, Model, ModelRequest } from '../../../../src/core/ports/model.ts';
import { reviewTask } from '../jobs/reviewTask.ts';

const usage = {
  inputTokens: 100,
  outputTokens: 10,
  cachedTokens: 0,
  cacheWriteTokens: 0,
  estimated: false,
};

function scripted(text: string): { model: Model; asked: ModelRequest[] } {
  const asked: ModelRequest[] = [];
  return {
    asked,
    model: {
      info: { provider: 'openai', ref: 'openai:x', id: 'x', label: 'x', maxOutputTokens: 5000 },
      lane: 'lane',
      generate: (request, call) => {
        asked.push(request);
        call.onFirstToken?.();
        return Promise.resolve({ text, usage, limits: { requests: { remaining: 3 } } });
      },
    },
  };
}

const call = (rest: Partial<CallOptions> = {}): CallOptions => ({
  signal: new AbortController().signal,
  attempt: 1,
  ...rest,
});

describe('branches: a model as a reviewer', () => {
  it('asks the job’s question and gives the checked answer, its usage and limits', async () => {
    const { model, asked } = scripted('{"findings": [], "assessment": "Fine."}');
    const reviewer = modelReviewer(model, reviewJob, { maxOutputTokens: 4000 });
    let first = 0;
    const reply = await reviewer.review(reviewTask(), call({ onFirstToken: () => first++ }));
    assert.deepEqual(reply, {
      answer: { findings: [], assessment: 'Fine.', dropped: 0 },
      usage,
      limits: { requests: { remaining: 3 } },
    });
    assert.equal(first, 1);
    assert.equal(reviewer.lane, 'lane');
    assert.deepEqual(asked, [reviewJob.request(reviewTask(), { maxOutputTokens: 4000 })]);
  });

  it('F35 an unusable answer is a failure that tells what it cost', async () => {
    const { model } = scripted('I found nothing.');
    const reviewer = modelReviewer(model, reviewJob, { maxOutputTokens: 4000 });
    await assert.rejects(reviewer.review(reviewTask(), call()), (error: FanoutError) => {
      assert.equal(error.failure?.code, 'badAnswer');
      assert.deepEqual(error.failure?.usage, usage);
      return true;
    });
  });

  it('F35 the second try tells the model what was wrong with the first', async () => {
    const { model, asked } = scripted('{"findings": [], "assessment": ""}');
    const reviewer = modelReviewer(model, reviewJob, { maxOutputTokens: 4000 });
    const message = 'The answer of the model could not be used: it was not valid JSON.';
    await reviewer.review(
      reviewTask(),
      call({ attempt: 2, previous: { code: 'badAnswer', message } }),
    );
    const plain = reviewJob.request(reviewTask(), { maxOutputTokens: 4000 });
    assert.ok(asked[0]?.task.startsWith(plain.task) && asked[0].task.includes(message));
    assert.equal(asked[0]?.shared, plain.shared, 'the cached part stays as it was');
  });

  it('F32 after a cut answer the cap is doubled, within what the model can write', async () => {
    const { model, asked } = scripted('{"findings": [], "assessment": ""}');
    for (const maxOutputTokens of [2000, 4000]) {
      const reviewer = modelReviewer(model, reviewJob, { maxOutputTokens });
      const previous = { code: 'truncated', message: 'cut' } as const;
      await reviewer.review(reviewTask(), call({ attempt: 2, previous }));
    }
    assert.deepEqual(
      asked.map(request => request.maxOutputTokens),
      [4000, 5000],
    );
  });

  it('F84 a bug is not dressed up as a failure', async () => {
    const { model } = scripted('x');
    const broken = {
      ...reviewJob,
      check: () => {
        throw new TypeError('a bug');
      },
    };
    const reviewer = modelReviewer(model, broken, { maxOutputTokens: 4000 });
    await assert.rejects(reviewer.review(reviewTask(), call()), TypeError);
  });
});
