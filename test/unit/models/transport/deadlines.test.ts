import assert from 'node:assert/strict';
import { FanoutError } from '../../../../src/core/errors.ts';
import { defaultTimeouts } from '../../../../src/models/transport/guarded.ts';
import { NO_FINDINGS, ok } from '../../../support/chaosServer.ts';
import type { Chaos } from '../../../support/chaosServer.ts';
import { virtualClock } from '../../../support/virtualClock.ts';
import { APIS, ask, failureFrom, modelAt, withChaos } from '../support.ts';

const TIMEOUTS = { firstByteMs: 120_000, idleMs: 60_000, totalMs: 600_000 };

const until = async (met: () => boolean): Promise<void> => {
  while (!met()) await new Promise(resolve => setTimeout(resolve, 2));
};
const arrived = (chaos: Chaos): Promise<void> => until(() => chaos.requests.length > 0);

/** Whether a promise has settled by now, without waiting for it. */
async function settled(promise: Promise<unknown>): Promise<boolean> {
  const open = Symbol('open');
  const end = await Promise.race([
    promise.then(
      () => undefined,
      () => undefined,
    ),
    new Promise(resolve => setImmediate(() => resolve(open))),
  ]);
  return end !== open;
}

describe('models: deadlines and cancelling', () => {
  for (const api of APIS) {
    it(`${api}: F27 a server that never answers is given up after 120 s`, () =>
      withChaos(
        () => ({ kind: 'stall' }),
        async chaos => {
          const clock = virtualClock();
          const call = ask(modelAt(api, chaos.url, { clock, timeouts: TIMEOUTS }));
          call.catch(() => undefined);
          await arrived(chaos);
          await clock.advance(119_000);
          assert.equal(await settled(call), false);
          await clock.advance(1_500);
          assert.equal((await failureFrom(call)).code, 'timeout');
          assert.equal(clock.pending(), 0, 'no timer is left behind');
        },
      ));

    it(`${api}: F27 an answer that stops arriving is given up after 60 s`, () =>
      withChaos(
        () => ({ kind: 'stall', answer: NO_FINDINGS, afterEvents: 5 }),
        async chaos => {
          const clock = virtualClock();
          let begun = false;
          const model = modelAt(api, chaos.url, { clock, timeouts: TIMEOUTS });
          const call = ask(model, undefined, () => (begun = true));
          call.catch(() => undefined);
          await until(() => begun);
          await clock.advance(59_000);
          assert.equal(await settled(call), false);
          await clock.advance(2_000);
          assert.equal((await failureFrom(call)).code, 'stalled');
          await until(() => chaos.requests[0]?.aborted === true);
        },
      ));

    it(`${api}: F28 a slow drip ends with the total deadline`, async () => {
      const clock = virtualClock();
      let drip: ReadableStreamDefaultController<Uint8Array> | undefined;
      const body = new ReadableStream<Uint8Array>({
        start: controller => void (drip = controller),
      });
      const real = globalThis.fetch;
      globalThis.fetch = () =>
        Promise.resolve(new Response(body, { headers: { 'content-type': 'text/event-stream' } }));
      try {
        const model = modelAt(api, 'http://127.0.0.1:9', { clock, timeouts: TIMEOUTS });
        const call = ask(model);
        call.catch(() => undefined);
        await until(() => clock.pending() > 0 && body.locked);
        let passed = 0;
        for (; passed < 620_000 && !(await settled(call)); passed += 30_000) {
          drip?.enqueue(new TextEncoder().encode(': still here\n\n'));
          await clock.advance(30_000);
        }
        assert.equal((await failureFrom(call)).code, 'timeout');
        assert.equal(passed, 600_000);
      } finally {
        globalThis.fetch = real;
      }
    });

    it(`${api}: F68 a cancelled call rejects with the signal's reason and hangs up`, async () => {
      for (const afterEvents of [undefined, 5]) {
        await withChaos(
          () => ({
            kind: 'stall',
            answer: NO_FINDINGS,
            ...(afterEvents !== undefined && { afterEvents }),
          }),
          async chaos => {
            const controller = new AbortController();
            const call = ask(modelAt(api, chaos.url), controller.signal);
            call.catch(() => undefined);
            await arrived(chaos);
            await new Promise(resolve => setTimeout(resolve, 20));
            const reason = new Error('stopped by the user');
            controller.abort(reason);
            assert.equal(await settled(call), true, 'at once');
            await assert.rejects(call, error => error === reason);
            await until(() => chaos.requests[0]?.aborted === true);
          },
        );
      }
    });

    it(`${api}: F68 a call that is cancelled before it starts sends nothing`, () =>
      withChaos(
        () => ok(),
        async chaos => {
          const reason = new Error('too late');
          await assert.rejects(ask(modelAt(api, chaos.url), AbortSignal.abort(reason)), reason);
          assert.equal(chaos.requests.length, 0);
        },
      ));

    it(`${api}: F21 F31 an answer that ends early is never taken for a whole one`, () =>
      withChaos(
        (_, n) => ({ kind: 'cut', answer: NO_FINDINGS, dropEvents: n + 1, pieces: 3 }),
        async chaos => {
          const model = modelAt(api, chaos.url);
          for (let n = 0; n < 5; n++) {
            // Chat Completions is whole once it has said why it stopped; usage and [DONE] may lack.
            if (api === 'compatible' && n < 2) {
              assert.equal((await ask(model)).text, JSON.stringify(NO_FINDINGS));
              continue;
            }
            const error: unknown = await ask(model).then(
              () => undefined,
              (e: unknown) => e,
            );
            assert.ok(error instanceof FanoutError);
            assert.equal(error.failure?.code, 'cutOff', `without the last ${n + 1} events`);
          }
        },
      ));
  }

  it('F88 a local server has more time for its first byte', () => {
    assert.equal(defaultTimeouts(false).firstByteMs, 120_000);
    assert.equal(defaultTimeouts(true).firstByteMs, 300_000);
  });
});
