import pLimit from 'p-limit';
import { systemClock } from '../../src/core/clock.ts';
import { createBudget } from '../../src/core/fanout/budget.ts';
import { fanOut } from '../../src/core/fanout/fanOut.ts';
import { createPacer } from '../../src/core/fanout/pacing/pacer.ts';
import type { ModelRequest } from '../../src/core/ports/model.ts';
import type { Branch } from '../../src/core/domain/branch.ts';
import { createModel } from '../../src/models/createModel.ts';
import { ok, startChaos } from '../support/chaosServer.ts';

export interface SocketsResult {
  readonly name: string;
  readonly calls: number;
  /** Milliseconds from the first call to the last answer. */
  readonly fanout: number;
  readonly pLimit: number;
  /** The longest single call: no scheduler ends earlier. */
  readonly longest: number;
}

/** Real sockets, real SDK, real time: our fan-out beside plain p-limit over the same latencies. */
export async function sockets(): Promise<SocketsResult[]> {
  const ms = (n: number): number => 200 * Math.exp(0.5 * normal(n));
  return [
    await compare('42 x 3 at 200 ms, 16 at once', 126, 16, ms),
    await compare('42 x 3 at 200 ms, no cap', 126, 126, ms),
    await compare('10 calls of 5 s', 10, 16, () => 5000),
  ];
}

async function compare(
  name: string,
  calls: number,
  concurrency: number,
  latency: (n: number) => number,
): Promise<SocketsResult> {
  const chaos = await startChaos(({ body }) => {
    const n = Number(/branch (\d+)\./.exec(JSON.stringify(body))?.[1]);
    return ok(undefined, { latencyMs: latency(n) });
  });
  const model = createModel('compatible:m', {
    apiKey: 'k',
    baseUrl: `${chaos.url}/v1`,
    clock: systemClock,
  });
  // A fresh lane per comparison: nothing is known of the server beforehand.
  const pacer = createPacer({ clock: systemClock, concurrency });
  const branches = Array.from({ length: calls }, (_, i) => branch(i));
  const signal = new AbortController().signal;
  try {
    // The first call loads the SDK and opens a socket: neither side is to pay for it.
    await model.generate(request(0), { signal });
    const limit = pLimit(concurrency);
    const plain = await timed(() =>
      Promise.all(branches.map((_, i) => limit(() => model.generate(request(i), { signal })))),
    );
    const ours = await timed(() =>
      fanOut({
        branches,
        attempt: async (b, call) => {
          const reply = await model.generate(request(Number(b.id)), call);
          return { answer: { findings: [], assessment: '', dropped: 0 }, usage: reply.usage };
        },
        succeed: (_b, _reply, bill) => ({
          status: 'succeeded',
          findings: [],
          assessment: '',
          dropped: 0,
          ...bill,
          cached: false,
        }),
        split: () => undefined,
        pacerOf: () => pacer,
        policy: {
          concurrency,
          onFailure: 'partial',
          maxAttempts: 4,
          optimize: 'speed',
          hedge: false,
          budget: {},
        },
        budget: createBudget({}),
        clock: systemClock,
        signal,
        emit: () => undefined,
      }),
    );
    const longest = Math.max(...branches.map((_, i) => latency(i)));
    return { name, calls, fanout: ours, pLimit: plain, longest };
  } finally {
    await chaos.close();
  }
}

const branch = (i: number): Branch => ({
  id: String(i),
  chunkId: String(Math.floor(i / 3)),
  perspectiveId: String(i % 3),
  model: 'compatible:m',
  inputTokens: 1000,
  outputTokens: 100,
});

const request = (i: number): ModelRequest => ({
  system: 'You review.',
  shared: `This is branch ${i}. `.repeat(40),
  task: 'Answer.',
  schema: { type: 'object', properties: {}, required: [], additionalProperties: false },
  schemaName: 'answer',
  maxOutputTokens: 100,
});

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** A standard normal draw that depends on `n` only (Box-Muller over two hashed uniforms). */
const normal = (n: number): number =>
  Math.sqrt(-2 * Math.log(uniform(2 * n))) * Math.cos(2 * Math.PI * uniform(2 * n + 1));

const uniform = (n: number): number => {
  const x = Math.sin(n * 12.9898 + 78.233) * 43758.5453;
  return Math.max(1e-9, x - Math.floor(x));
};
