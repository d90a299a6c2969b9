import assert from 'node:assert/strict';
import fc from 'fast-check';
import { FanoutError } from '../../../src/core/errors.ts';
import { eventsOf } from '../../support/chaos/wire.ts';
import type { Api } from '../../support/chaos/wire.ts';
import { APIS, ask, modelAt } from './support.ts';
import type { TestedApi } from './support.ts';

const TEXT = JSON.stringify({ findings: [], assessment: 'ü€😀 e\u0301 “x” \u2028 \\n' });
const WIRE: Readonly<Record<TestedApi, Api>> = {
  openai: 'responses',
  compatible: 'chat',
  anthropic: 'messages',
};

function streamOf(api: TestedApi, pieces: number): Buffer {
  const usage = { input: 900, output: 40 };
  const answer = { text: TEXT, model: 'm', usage, stop: 'end', pieces } as const;
  return Buffer.from(eventsOf(WIRE[api], answer).join(''));
}

/** Calls with a network that hands out these chunks and then ends. */
async function answering(api: TestedApi, chunks: readonly Uint8Array[]): Promise<string> {
  const real = globalThis.fetch;
  globalThis.fetch = () =>
    Promise.resolve(
      new Response(
        new ReadableStream<Uint8Array>({
          start(controller) {
            for (const chunk of chunks) if (chunk.length > 0) controller.enqueue(chunk);
            controller.close();
          },
        }),
        { headers: { 'content-type': 'text/event-stream' } },
      ),
    );
  try {
    return (await ask(modelAt(api, 'http://127.0.0.1:9'))).text;
  } finally {
    globalThis.fetch = real;
  }
}

function cutAt(bytes: Buffer, places: readonly number[]): Uint8Array[] {
  const at = [...new Set(places.map(place => place % bytes.length))].sort((a, b) => a - b);
  return [0, ...at].map((from, i) => new Uint8Array(bytes.subarray(from, at[i] ?? bytes.length)));
}

describe('models: streams', () => {
  for (const api of APIS) {
    it(`${api}: G9 F30 any chunking of the bytes gives the same answer`, async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 1, max: 12 }),
          fc.array(fc.nat(20_000), { maxLength: 60 }),
          fc.boolean(),
          async (pieces, places, crlf) => {
            const bytes = streamOf(api, pieces);
            const sent = crlf ? Buffer.from(bytes.toString().replaceAll('\n', '\r\n')) : bytes;
            assert.equal(await answering(api, cutAt(sent, places)), TEXT);
          },
        ),
        { numRuns: 250 },
      );
    });

    it(`${api}: F21 F31 a stream that ends at any byte is a failure or the whole answer`, async () => {
      const bytes = streamOf(api, 3);
      let whole = 0;
      for (let end = 0; end < bytes.length; end += 3) {
        try {
          assert.equal(await answering(api, [new Uint8Array(bytes.subarray(0, end))]), TEXT);
          whole++;
        } catch (error) {
          assert.ok(error instanceof FanoutError, `at ${end}: ${String(error)}`);
          assert.equal(error.failure?.code, 'cutOff', `at ${end}: ${error.message}`);
        }
      }
      assert.ok(whole < bytes.length / 6, `${whole} cuts were read as whole answers`);
    });
  }
});
