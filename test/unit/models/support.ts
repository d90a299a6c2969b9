import type { Clock, Model, ModelRequest } from '../../../src/core/ports.ts';
import { createModel } from '../../../src/models/create.ts';
import type { Timeouts } from '../../../src/models/transport.ts';

export const APIS = ['openai', 'compatible', 'anthropic'] as const;
export type TestedApi = (typeof APIS)[number];

/** A key that must never be seen outside of a request header. */
export const CANARY = 'sk-canary-0123456789-abcdefghij-KLMNOPQRST';

export const request: ModelRequest = {
  system: 'You review documents.',
  shared: 'The document.',
  task: 'Review it.',
  schema: {
    type: 'object',
    properties: { findings: { type: 'array', items: { type: 'string' } } },
    required: ['findings'],
    additionalProperties: false,
  },
  schemaName: 'review',
  maxOutputTokens: 4000,
};

/** Real time, for tests that do not wait. */
export const wallClock: Clock = {
  now: () => performance.now(),
  date: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason as Error);
        return;
      }
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', stop);
        resolve();
      }, ms);
      const stop = (): void => {
        clearTimeout(timer);
        reject(signal?.reason as Error);
      };
      signal?.addEventListener('abort', stop, { once: true });
    }),
};

export function modelAt(
  api: TestedApi,
  url: string,
  rest: { clock?: Clock; timeouts?: Partial<Timeouts>; apiKey?: string } = {},
): Model {
  return createModel(`${api}:test-model`, {
    apiKey: CANARY,
    baseUrl: api === 'anthropic' ? url : `${url}/v1`,
    clock: wallClock,
    ...rest,
  });
}
