import type {
  BatchEngine,
  BatchOrder,
  BatchProgress,
  BatchResult,
} from '../../core/ports/model.ts';
import type Anthropic from '@anthropic-ai/sdk';
import { anthropicClient } from './client.ts';
import { messageBody, refuseUnfinished, usageOf } from './message.ts';
import {
  attempt,
  BATCH_BYTES,
  checkedId,
  exchange,
  failedResult,
  jsonLines,
  refusedWith,
  tellResults,
} from '../transport/batch.ts';
import type { Destination } from '../transport/egress.ts';
import type { Provider } from '../registry.ts';
import { StreamError } from '../transport/reply.ts';
import { ofCall } from '../transport/guarded.ts';
import type { Call } from '../transport/guarded.ts';
import { withoutKey } from '../transport/redact.ts';

/** The provider's clock and ours may differ so much, in ms. */
const CLOCK_SKEW_MS = 120_000;

/** Anthropic's Message Batches: all requests in one call. */
export const anthropicBatch = (
  to: Destination,
  { priceShare, maxRequests }: NonNullable<Provider['batch']>,
): BatchEngine => ({
  limits: { requests: maxRequests, bytes: BATCH_BYTES },
  priceShare,
  submit: (order, signal) =>
    exchange(to, signal, BATCH_BYTES, async call => {
      const client = await anthropicClient(to);
      const found = order.sentBefore && (await find(client, order, order.sentBefore, call));
      if (found !== undefined) return { id: found, uncertain: true };
      if (order.findOnly) return undefined;
      const batch = await client.messages.batches.create(
        {
          requests: order.items.map(({ id, request }) => ({
            custom_id: id,
            params: messageBody(to.modelId, request, {
              format: 'json_schema',
              outputCap: request.maxOutputTokens,
              effort: to.effort,
            }),
          })),
        },
        ofCall(call),
      );
      return { id: checkedId(batch.id, to) };
    }),
  progress: (id, signal) =>
    exchange(to, signal, 0, async call => {
      const client = await anthropicClient(to);
      try {
        return progressOf(await client.messages.batches.retrieve(id, undefined, ofCall(call)));
      } catch (error) {
        if (refusedWith(call) === 404) return { state: 'gone', done: 0, total: 0 };
        throw error;
      }
    }),
  results: (id, take, signal) =>
    exchange(to, signal, 0, async call => {
      const client = await anthropicClient(to);
      // The address a batch gives for its results is not followed: another one might get the key.
      const path = `/v1/messages/batches/${encodeURIComponent(id)}/results`;
      const response = await client
        .get(path, { __binaryResponse: true, ...ofCall(call) })
        .asResponse();
      const lines = jsonLines(response);
      const read = (named: string, line: unknown) => resultOf(named, line as Result, to, call);
      if (await tellResults(lines, read, take))
        await attempt(call, () => client.messages.batches.delete(id, undefined, ofCall(call)));
    }),
  cancel: (id, signal) =>
    exchange(to, signal, 0, async call => {
      try {
        await (await anthropicClient(to)).messages.batches.cancel(id, undefined, ofCall(call));
      } catch (error) {
        // It has ended in the meantime, or is no longer known.
        if (![400, 404, 409].includes(refusedWith(call) ?? 0)) throw error;
      }
    }),
});

/** A batch carries no id of ours until its results are there, so it is matched by size and time. */
async function find(
  client: Anthropic,
  { items }: BatchOrder,
  { since, not }: NonNullable<BatchOrder['sentBefore']>,
  call: Call,
): Promise<string | undefined> {
  for await (const batch of client.messages.batches.list({ limit: 100 }, ofCall(call))) {
    if (Date.parse(batch.created_at) < since - CLOCK_SKEW_MS) return undefined;
    if (!not.includes(batch.id) && totalOf(batch) === items.length) return batch.id;
  }
  return undefined;
}

const totalOf = ({ request_counts: n }: Anthropic.Messages.MessageBatch): number =>
  n.processing + n.succeeded + n.errored + n.canceled + n.expired;

function progressOf(batch: Anthropic.Messages.MessageBatch): BatchProgress {
  const total = totalOf(batch);
  const counts = { done: total - batch.request_counts.processing, total };
  if (batch.archived_at !== null && batch.archived_at !== undefined)
    return { state: 'gone', ...counts };
  return { state: batch.processing_status === 'ended' ? 'ended' : 'running', ...counts };
}

type Result = Anthropic.Messages.MessageBatchIndividualResponse;

function resultOf(id: string, { result }: Result, to: Destination, call: Call): BatchResult {
  try {
    switch (result?.type) {
      case 'succeeded': {
        const { content, usage: counts, stop_reason } = result.message;
        const text = content
          .map(part => (part.type === 'text' ? part.text : ''))
          .join('')
          .toWellFormed();
        const usage = usageOf(counts, '', text);
        refuseUnfinished(stop_reason, text, usage, call);
        return { id, kind: 'answered', reply: { text: withoutKey(text, to.secrets), usage } };
      }
      case 'expired':
        return { id, kind: 'expired' };
      case 'canceled':
        return { id, kind: 'cancelled' };
      default:
        throw new StreamError(result?.error?.error ?? { message: 'no result' });
    }
  } catch (thrown) {
    return failedResult(id, thrown, to);
  }
}
