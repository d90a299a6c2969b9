import assert from 'node:assert/strict';
import { createCutProbe } from '../../../src/models/compatible/cutProbe.ts';
import { createCutWatch } from '../../../src/models/compatible/cutWatch.ts';
import { ok, status } from '../../support/chaosServer.ts';
import type { Behaviour, ChaosRequest } from '../../support/chaosServer.ts';
import { modelAt, request, withChaos } from './support.ts';

const words = (n: number): string => Array.from({ length: n }, (_, i) => `word${i % 7}`).join(' ');
const tokensOf = (text: string): number => Math.ceil(text.length / 4);
const promptOf = ({ body }: ChaosRequest): string =>
  ((body?.['messages'] ?? []) as readonly { readonly content: string }[])
    .map(({ content }) => content)
    .join('');

/** Reviews parts of so many words, one after another, on a server of one's own; the windows found. */
async function found(
  server: (prompt: string) => number | undefined,
  parts: readonly number[],
): Promise<{ windows: (number | string | undefined)[]; prompts: number; inputTokens: number }> {
  const windows: (number | string | undefined)[] = [];
  let prompts = 0;
  let inputTokens = 0;
  const answers = (sent: ChaosRequest): Behaviour => {
    prompts += 1;
    const input = server(promptOf(sent));
    return input === undefined
      ? status(400, { error: { message: 'the prompt is too long for the context window' } })
      : ok({ findings: [] }, { usage: { input, output: 3 } });
  };
  await withChaos(answers, async chaos => {
    const model = modelAt('compatible', chaos.url);
    for (const n of parts) {
      const { signal } = new AbortController();
      const asked = { ...request, shared: words(n) };
      await model.generate(asked, { signal }).then(
        ({ usage }) => {
          inputTokens += usage.inputTokens;
          windows.push('read');
        },
        ({ failure }: { failure?: { code: string; windowTokens?: number } }) =>
          windows.push(failure?.code === 'contextTooLong' ? failure.windowTokens : failure?.code),
      );
    }
  });
  return { windows, prompts, inputTokens };
}

describe('models: whether a server of one’s own cut a prompt', () => {
  it('F05 a first part that was cut to an odd number of tokens is not taken for read', async () => {
    const { windows } = await found(prompt => Math.min(3333, tokensOf(prompt)), [3000, 500]);
    assert.deepEqual(windows, [3333, 'read']);
  });

  it('one longer prompt shows that nothing was cut, and what it cost is counted', async () => {
    const { windows, prompts, inputTokens } = await found(tokensOf, [3000, 2900, 2950, 2000]);
    assert.deepEqual(windows, ['read', 'read', 'read', 'read']);
    assert.equal(prompts, 5);
    assert.ok(inputTokens > tokensOf(words(3000 + 2900 + 2950 + 2000 + 3000)));
  });

  it('a server that says what is too long cuts nothing', async () => {
    const server = (prompt: string): number | undefined =>
      tokensOf(prompt) > 6000 ? undefined : tokensOf(prompt);
    const { windows, prompts } = await found(server, [3000, 3100, 3200]);
    assert.deepEqual(windows, ['read', 'read', 'read']);
    assert.equal(prompts, 4);
  });

  it('a gateway that reports the same number for every call has no such window', async () => {
    const { windows, prompts } = await found(() => 1000, [3000, 1500, 900, 4000]);
    assert.deepEqual(windows, ['read', 'read', 'read', 'read']);
    assert.equal(prompts, 5);
  });

  it('tries few prompts, however the parts grow', async () => {
    const { prompts } = await found(tokensOf, [600, 900, 1400, 2100, 3200, 5000, 8000]);
    assert.ok(prompts <= 7 + 4, `${prompts}`);
  });

  it('learns for all calls at once', async () => {
    const watch = createCutWatch(true);
    const probe = createCutProbe(watch);
    let asked = 0;
    const sent = words(3000);
    const all = await Promise.all(
      Array.from({ length: 8 }, () =>
        probe.windowOf({
          counted: { tokens: 4000, cached: 0 },
          sent,
          shared: sent,
          count: () => {
            asked += 1;
            return Promise.resolve({ tokens: 5000 });
          },
          paid: () => undefined,
        }),
      ),
    );
    assert.deepEqual(new Set(all), new Set([undefined]));
    assert.equal(asked, 1);
  });
});
