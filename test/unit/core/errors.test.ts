import assert from 'node:assert/strict';
import { FanoutError, usageError } from '../../../src/core/errors.ts';

describe('errors', () => {
  it('an expected failure from another bundle is still an expected failure', () => {
    class Copy extends Error {
      override readonly name = 'FanoutError';
    }
    assert.equal(new Copy('x') instanceof FanoutError, true);
    assert.equal(usageError('x') instanceof FanoutError, true);
  });

  it('a bug is not an expected failure', () => {
    for (const value of [
      new TypeError('x'),
      undefined,
      null,
      'FanoutError',
      { name: 'FanoutError' },
    ])
      assert.equal((value as unknown) instanceof FanoutError, false);
  });
});
