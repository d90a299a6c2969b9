import assert from 'node:assert/strict';
import { setFlagsFromString } from 'node:v8';
import { memoryRelease } from '../../../src/cli/memory.ts';
import type { RunEvent } from '../../../src/core/state/events.ts';

const split: RunEvent = { type: 'run.split', at: 0, chunks: [] };
const sourceOf = (length: number) => ({
  id: 's',
  path: 's.txt',
  kind: 'prose' as const,
  languageId: 'plaintext',
  text: 'a'.repeat(length),
});

describe('memory of a run over long texts', () => {
  after(() => {
    setFlagsFromString('--heap-growing-percent=0');
    setFlagsFromString('--no-expose-gc');
  });

  it('what the split left is collected before the branches start, once', async () => {
    const release = memoryRelease([sourceOf(3_000_000), { ...sourceOf(3_000_000), id: 't' }]);
    const leftBy = (): WeakRef<object> => new WeakRef({});
    const first = leftBy();
    // A weak reference holds its object until the turn ends.
    await new Promise(resolve => setImmediate(resolve));
    release(split);
    assert.equal(first.deref(), undefined);
  });
});
