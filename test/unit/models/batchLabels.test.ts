import assert from 'node:assert/strict';
import { labelFor } from '../../support/labelScript.ts';
import { question } from '../../support/labelRun.ts';
import { BATCH_MODELS, labelsBothWays } from '../../support/batchLabels.ts';

describe('labels in batches', function () {
  this.timeout(30_000);

  for (const api of Object.keys(BATCH_MODELS) as (keyof typeof BATCH_MODELS)[])
    it(`${api}: closed and opened again, the labels are those of live mode for about half the price`, async () => {
      const records = 400;
      const { live, batched, closedAs, ...rest } = await labelsBothWays(api, records);
      assert.deepEqual(
        live,
        Array.from(
          { length: records },
          (_, i) => `labelled ${labelFor(question(i), ['billing', 'delivery', 'refund', 'other'])}`,
        ),
      );
      assert.deepEqual(batched, live);
      assert.equal(closedAs, 'running');
      assert.deepEqual([rest.batches, rest.liveCalls], [1, 0]);
      assert.ok(rest.spentShare <= 0.55, `${rest.spentShare}`);
      assert.ok(rest.estimatedShare <= 0.55, `${rest.estimatedShare}`);
    });
});
