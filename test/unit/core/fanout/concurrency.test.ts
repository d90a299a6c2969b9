import assert from 'node:assert/strict';
import { defaultConcurrency } from '../../../../src/core/fanout/concurrency.ts';

describe('default concurrency', () => {
  it('is a high ceiling for a hosted provider, where the pacer finds the rate', () => {
    assert.equal(defaultConcurrency({ origin: 'https://api.example.com' }), 64);
    assert.equal(defaultConcurrency({ origin: 'https://localhost.example.com' }), 64);
  });

  it('is low for this machine, where calls would queue until they time out', () => {
    for (const origin of ['http://localhost:11434', 'http://127.0.0.1:1', 'http://[::1]:8000'])
      assert.equal(defaultConcurrency({ origin }), 16);
    assert.equal(defaultConcurrency({}), 16);
  });

  it('is low where the origin is a name and no address: another program passes the calls on', () => {
    assert.equal(defaultConcurrency({ origin: 'VS Code (copilot)' }), 16);
    assert.equal(defaultConcurrency({ origin: '' }), 16);
  });
});
