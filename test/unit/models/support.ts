import assert from 'node:assert/strict';
import { systemClock } from '../../../src/core/clock.ts';
import { FanoutError } from '../../../src/core/errors.ts';
import type { Clock } from '../../../src/core/ports/ports.ts';
import type { Model, ModelReply, ModelRequest } from '../../../src/core/ports/model.ts';
import type { Failure } from '../../../src/core/domain/failure.ts';
import { createModel } from '../../../src/models/createModel.ts';
import type { Timeouts } from '../../../src/models/transport/guarded.ts';
import { startChaos } from '../../support/chaosServer.ts';
import type { Chaos, Script } from '../../support/chaosServer.ts';

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

export function modelAt(
  api: TestedApi,
  url: string,
  rest: { clock?: Clock; timeouts?: Partial<Timeouts>; apiKey?: string } = {},
): Model {
  return createModel(`${api}:test-model`, {
    apiKey: CANARY,
    baseUrl: api === 'anthropic' ? url : `${url}/v1`,
    clock: systemClock,
    ...rest,
  });
}

/** Runs `body` against a scripted server and closes it whatever happens. */
export async function withChaos<T>(script: Script, body: (chaos: Chaos) => Promise<T>): Promise<T> {
  const chaos = await startChaos(script);
  try {
    return await body(chaos);
  } finally {
    await chaos.close();
  }
}

export const ask = (
  model: Model,
  signal: AbortSignal = new AbortController().signal,
  onFirstToken?: () => void,
): Promise<ModelReply> =>
  model.generate(request, { signal, ...(onFirstToken && { onFirstToken }) });

/** The failure a call ends with; anything but an expected failure fails the test. */
export async function failureFrom(call: Promise<unknown>): Promise<Failure> {
  try {
    await call;
  } catch (error) {
    assert.ok(error instanceof FanoutError, String(error));
    assert.ok(error.failure, error.message);
    assert.equal(error.failure.message, error.message);
    return error.failure;
  }
  assert.fail('the call succeeded');
}
