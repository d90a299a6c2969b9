import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Chaos, ok, startChaos } from '../support/chaosServer.ts';
import { type Ended, startCommandLine } from '../support/commandLine.ts';

/** A folder with a contract, a server that reviews it, and the command line. */
export interface World {
  readonly folder: string;
  readonly store: string;
  readonly chaos: Chaos;
  readonly model: readonly string[];
  readonly fanout: (...args: string[]) => Promise<Ended>;
}

export const KEY = ['sk', 'soak', '9f1c7b2e4d8a6350b7'].join('-');

export async function inWorld<T>(
  work: (world: World) => Promise<T>,
  say: (quote: string) => unknown = quote => remark(quote),
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'fanout-soak-'));
  const chaos = await startChaos(({ body }) => {
    const quote = /Item \d+ is due on day \d+\./.exec(JSON.stringify(body))?.[0] ?? '';
    const input = Math.ceil(JSON.stringify(body).length / 4);
    return ok(say(quote), { latencyMs: 3, usage: { input, output: 50 } });
  });
  writeFileSync(
    join(folder, 'contract.md'),
    Array.from(
      { length: 12 },
      (_, i) =>
        `## Clause ${i + 1}\n\nItem ${i + 1} is due on day ${i + 1}. ${`Unit ${i + 1} is checked. `.repeat(60)}\n\n`,
    ).join(''),
  );
  const store = join(folder, 'store');
  const fanout = (...args: string[]): Promise<Ended> =>
    startCommandLine([...args, '--store', store], folder, { FANOUT_API_KEY: KEY }).ended;
  const model = [
    '--model',
    'compatible:m',
    '--base-url',
    `${chaos.url}/v1`,
    '--chunk-tokens',
    '400',
    '--no-synthesis',
  ];
  try {
    return await work({ folder, store, chaos, model, fanout });
  } finally {
    await chaos.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

export const remark = (quote: string, words = 'The day has no hour.'): unknown => ({
  findings: [
    {
      quote,
      title: 'No hour',
      message: words,
      suggestion: null,
      severity: 'minor',
      confidence: 0.8,
    },
  ],
  assessment: words,
});
