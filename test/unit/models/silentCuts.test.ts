import assert from 'node:assert/strict';
import type { Failure } from '../../../src/core/domain/failure.ts';
import { createCutWatch } from '../../../src/models/compatible/cutWatch.ts';
import { ok } from '../../support/chaosServer.ts';
import { failureFrom, modelAt, request, withChaos } from './support.ts';

const words = (n: number, word = 'word'): string => Array.from({ length: n }, () => word).join(' ');

/** What a fresh watch says of counts, in turn; texts of so many words that share their beginnings as named. */
function watched(
  ...counts: readonly (readonly [tokens: unknown, words: number, shared: string, cached?: number])[]
): (number | true | undefined)[] {
  const watch = createCutWatch();
  return counts.map(([tokens, n, shared, cached]) => {
    const cut = watch.wasCut({ tokens, cached }, `${shared} ${words(n)}`, shared);
    return cut && (cut.window ?? true);
  });
}

describe('models: prompts that a server cuts and says nothing', () => {
  for (const [name, tokens, window] of [
    ['to its window', 2048, 2048],
    ['to a window that is no power of two', 2000, 2000],
    ['to any window', 3333, true],
    ['to half of it and two', 2050, 4096],
    ['to half of a large one and two', 32_770, 65_536],
  ] as const)
    it(`F05 cut ${name}: not read, but split`, () =>
      assert.deepEqual(watched([tokens, tokens * 1.7, 'a']), [window]));

  it('a beginning that was sent before may be in the cache and left out of the count', () => {
    assert.deepEqual(watched([1400, 1000, 'a'], [733, 1000, 'a'], [1300, 1000, 'b']), [
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('the same count for texts that differ is a window, cached or not', () => {
    assert.deepEqual(watched([3333, 3000, 'a'], [3333, 3400, 'a'], [3333, 5000, 'a']), [
      undefined,
      3333,
      3333,
    ]);
  });

  describe('on a server of one’s own, whose window may be of any size', () => {
    const own = (...counts: readonly (readonly [tokens: number, words: number])[]) => {
      const watch = createCutWatch(true);
      return counts.map(
        ([tokens, n], i) => watch.wasCut({ tokens, cached: 0 }, words(n), `${i}`)?.window,
      );
    };

    it('F05 a round count that nothing exceeded is a window, though there are fewer words', () => {
      assert.deepEqual(own([4096, 3800]), [4096]);
      assert.deepEqual(own([3800, 3600], [4096, 3800]), [undefined, 4096]);
    });

    it('F05 so is any count that two texts of other lengths share', () =>
      assert.deepEqual(own([3333, 3100], [3333, 3300]), [undefined, 3333]));

    it('a larger count shows that it is none', () =>
      assert.deepEqual(own([4400, 4000], [4096, 3800], [4096, 3700]), [
        undefined,
        undefined,
        undefined,
      ]));

    it('a text that cannot have more was read', () =>
      assert.deepEqual(own([4096, 3000]), [undefined]));

    it('elsewhere windows are known', () => {
      const watch = createCutWatch();
      assert.equal(watch.wasCut({ tokens: 4096, cached: 0 }, words(3800), 'a'), undefined);
    });
  });

  it('cached tokens that are counted apart are counted', () =>
    assert.deepEqual(watched([600, 1000, 'a', 1200]), [undefined]));

  it('a count of something else than the prompt says nothing', () =>
    assert.deepEqual(watched([12, 1000, 'a'], [12, 2000, 'b'], [511, 1000, 'c']), [
      undefined,
      undefined,
      undefined,
    ]));

  it('what is no count says nothing', () => {
    for (const tokens of [undefined, null, 0, -1, 12.5, 'many', Number.NaN])
      assert.deepEqual(watched([tokens, 1000, 'a']), [undefined]);
  });

  it('Chinese has few words and many tokens', () => {
    const watch = createCutWatch();
    const text = '合同'.repeat(5000);
    assert.ok(watch.wasCut({ tokens: 2048, cached: 0 }, text, text));
    assert.equal(watch.wasCut({ tokens: 7000, cached: 0 }, text, text), undefined);
  });

  it('through the SDK: the failure holds what was billed and the window', () =>
    withChaos(
      () => ok({ findings: [] }, { usage: { input: 2050, output: 9 } }),
      async chaos => {
        const model = modelAt('compatible', chaos.url);
        const { signal } = new AbortController();
        const failure: Failure = await failureFrom(
          model.generate({ ...request, shared: words(3478) }, { signal }),
        );
        assert.equal(failure.code, 'contextTooLong');
        assert.equal(failure.windowTokens, 4096);
        assert.equal(failure.usage?.inputTokens, 2050);
      },
    ));
});
