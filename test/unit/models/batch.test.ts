import assert from 'node:assert/strict';
import { LLMock } from '@copilotkit/aimock';
import type { BatchEngine, BatchResult } from '../../../src/core/ports/model.ts';
import { startBatches, type BatchScript, type BatchServer } from '../../support/batchServer.ts';
import { CANARY, failureFrom, modelAt, request } from './support.ts';

const signal = new AbortController().signal;
const items = (n: number, key = 'k') =>
  Array.from({ length: n }, (_, i) => ({ id: `${key}-${i}`, request }));
const text = '{"findings":["ü€😀"]}';

const engineAt = (api: 'openai' | 'anthropic', url: string): BatchEngine => {
  const { batch } = modelAt(api, url);
  assert.ok(batch);
  return batch;
};

async function resultsOf(engine: BatchEngine, id: string): Promise<BatchResult[]> {
  const results: BatchResult[] = [];
  await engine.results(
    id,
    some => {
      results.push(...some);
      return Promise.resolve(true);
    },
    signal,
  );
  return results.sort((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true }));
}

for (const api of ['openai', 'anthropic'] as const)
  describe(`models: the batch engine of ${api}`, () => {
    let server: BatchServer | undefined;
    const serve = async (script: Partial<BatchScript>): Promise<BatchEngine> => {
      server = await startBatches({ item: () => ({ text }), ...script });
      return engineAt(api, server.url);
    };
    afterEach(async () => {
      await server?.close();
      server = undefined;
    });

    it('answers every request by its id, whatever the order, and says how far it is', async () => {
      const engine = await serve({ polls: 2 });
      const receipt = await engine.submit({ key: 'k', items: items(20) }, signal);
      assert.ok(receipt);
      const states: string[] = [];
      for (let i = 0; i < 3; i++) {
        const { state, total } = await engine.progress(receipt.id, signal);
        assert.equal(total, 20);
        states.push(state);
      }
      assert.deepEqual(states, ['running', 'running', 'ended']);
      const results = await resultsOf(engine, receipt.id);
      assert.deepEqual(
        results.map(r => r.id),
        items(20).map(i => i.id),
      );
      for (const result of results) {
        assert.ok(result.kind === 'answered');
        assert.equal(result.reply.text, text);
        assert.deepEqual(
          [result.reply.usage.inputTokens, result.reply.usage.outputTokens],
          [1000, 100],
        );
      }
    });

    it('asks in a batch exactly what it asks live, but for the stream', async () => {
      const engine = await serve({});
      await engine.submit({ key: 'k', items: items(1) }, signal);
      const { withChaos, ask } = await import('./support.ts');
      const { ok } = await import('../../support/chaosServer.ts');
      await withChaos(
        () => ok(text),
        async chaos => {
          await ask(modelAt(api, chaos.url));
          const { stream, ...live } = chaos.requests[0]?.body ?? {};
          assert.equal(stream, true);
          assert.deepEqual(server?.batches[0]?.items[0]?.body, live);
        },
      );
    });

    it('tells errors, refusals, cut answers, expired and missing requests apart', async () => {
      const ends = [
        { text },
        { text: '', stop: 'length' },
        { text: 'no', stop: 'refusal' },
        { status: 400, error: { code: 'invalid_request_error', message: `bad ${CANARY}` } },
        'expired',
        'missing',
        'garbled',
        { text: ' ' },
      ] as const;
      const engine = await serve({ polls: 0, item: ({ index }) => ends[index] ?? 'missing' });
      const receipt = await engine.submit({ key: 'k', items: items(ends.length) }, signal);
      assert.ok(receipt);
      await engine.progress(receipt.id, signal);
      const results = await resultsOf(engine, receipt.id);
      const told = results.map(r => [r.id, r.kind === 'failed' ? r.failure.code : r.kind]);
      const refused = api === 'openai' ? 'answered' : 'refused';
      assert.deepEqual(told, [
        ['k-0', 'answered'],
        ['k-1', 'truncated'],
        // OpenAI's refusals are parts of a message, and the wire of this server has none.
        ['k-2', refused],
        ['k-3', 'badRequest'],
        ['k-4', 'expired'],
        ['k-7', 'emptyAnswer'],
      ]);
      assert.ok(!JSON.stringify(results).includes(CANARY));
    });

    it('deletes what the provider keeps once all of it was taken, and nothing of others', async () => {
      const engine = await serve({ polls: 0 });
      const receipt = await engine.submit({ key: 'k', items: items(3) }, signal);
      assert.ok(receipt);
      await engine.progress(receipt.id, signal);
      await engine.results(receipt.id, () => Promise.resolve(false), signal);
      assert.equal(server?.batches[0]?.deleted, false);
      if (api === 'openai') assert.equal(server.files.size, 2);
      await resultsOf(engine, receipt.id);
      if (api === 'openai') assert.equal(server.files.size, 0);
      else assert.equal(server.batches[0]?.deleted, true);
    });

    it('keeps what the provider has when a result could not be taken', async () => {
      const engine = await serve({ polls: 0 });
      const receipt = await engine.submit({ key: 'k', items: items(3) }, signal);
      assert.ok(receipt);
      await engine.progress(receipt.id, signal);
      const stop = new AbortController();
      await assert.rejects(
        engine.results(
          receipt.id,
          () => {
            stop.abort(new DOMException('Not stored.', 'AbortError'));
            return Promise.reject(stop.signal.reason as Error);
          },
          stop.signal,
        ),
        { name: 'AbortError' },
      );
      assert.equal((await resultsOf(engine, receipt.id)).length, 3);
    });

    it('finds a batch again that was accepted while nobody heard of it', async () => {
      const engine = await serve({ deafen: n => n === 1 });
      const since = Date.now();
      const other = await engine.submit({ key: 'other', items: items(3, 'other') }, signal);
      const order = { key: 'mine', items: items(3, 'mine') };
      const failure = await failureFrom(engine.submit(order, signal));
      assert.equal(failure.code, 'network', failure.message);
      const sentBefore = { since, not: [other?.id ?? ''] };
      const receipt = await engine.submit({ ...order, sentBefore }, signal);
      assert.equal(receipt?.id, server?.batches[1]?.id);
      assert.equal(server?.batches.length, 2);
      assert.equal(receipt?.uncertain, api === 'anthropic' ? true : undefined);
    });

    it('sends what was prepared and never arrived, unless it is only looked for', async () => {
      const engine = await serve({});
      const sentBefore = { since: Date.now(), not: [] };
      const order = { key: 'mine', items: items(2, 'mine'), sentBefore };
      assert.equal(await engine.submit({ ...order, findOnly: true }, signal), undefined);
      assert.equal(server?.batches.length, 0);
      assert.ok(await engine.submit(order, signal));
      assert.equal(server?.batches.length, 1);
    });

    it('does not know other ids', async () => {
      const engine = await serve({});
      assert.equal((await engine.progress('batch_unknown', signal)).state, 'gone');
      await engine.cancel('batch_unknown', signal);
    });

    it('T07 refusals name what to do and never the key', async () => {
      const engine = await serve({
        refuse: () => ({
          status: 401,
          body: { error: { message: `bad key ${CANARY}`, type: 'authentication_error' } },
        }),
      });
      const failure = await failureFrom(engine.submit({ key: 'k', items: items(1) }, signal));
      assert.equal(failure.code, 'auth', failure.message);
      assert.ok(!failure.message.includes(CANARY));
      // What was uploaded for nothing is not left behind.
      assert.equal(server?.files.size, 0);
    });
  });

describe('models: batches that OpenAI rejects', () => {
  it('says why, and how much may be queued', async () => {
    const server = await startBatches({
      item: () => ({ text }),
      reject: n =>
        n === 0
          ? {
              code: 'token_limit_exceeded',
              message: 'Enqueued token limit reached. Limit: 90,000 enqueued tokens.',
            }
          : { code: 'invalid_json_line', message: 'Line 3 is not JSON.' },
    });
    try {
      const engine = engineAt('openai', server.url);
      const full = await engine.submit({ key: 'a', items: items(2, 'a') }, signal);
      const first = await engine.progress(full?.id ?? '', signal);
      assert.equal(first.state, 'rejected');
      assert.deepEqual(first.queueFull, { tokens: 90_000 });
      const broken = await engine.submit({ key: 'b', items: items(2, 'b') }, signal);
      const second = await engine.progress(broken?.id ?? '', signal);
      assert.equal(second.queueFull, undefined);
      assert.match(second.failure?.message ?? '', /Line 3 is not JSON/);
    } finally {
      await server.close();
    }
  });
});

describe("models: an independent mock's batches", () => {
  const mock = new LLMock({ port: 0 });
  before(() => mock.start());
  after(() => mock.stop());

  it('openai: upload, create, poll, read and delete through the real SDK', async () => {
    const engine = engineAt('openai', mock.url);
    const order = { key: 'k', items: items(50) };
    const receipt = await engine.submit(order, signal);
    assert.ok(receipt);
    const again = { ...order, sentBefore: { since: Date.now(), not: [] } };
    assert.deepEqual(await engine.submit(again, signal), receipt);
    assert.equal((await engine.progress(receipt.id, signal)).state, 'running');
    const { state, done, total } = await engine.progress(receipt.id, signal);
    assert.deepEqual([state, done, total], ['ended', 50, 50]);
    const results = await resultsOf(engine, receipt.id);
    assert.equal(results.length, 50);
    for (const result of results) assert.equal(result.kind, 'answered');
    // Deleted: there is nothing to read any more.
    assert.deepEqual(await resultsOf(engine, receipt.id), []);
  });
});
