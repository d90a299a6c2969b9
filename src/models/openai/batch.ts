import type {
  BatchEngine,
  BatchOrder,
  BatchProgress,
  BatchResult,
  TakeResults,
} from '../../core/ports/model.ts';
import type OpenAI from 'openai';
import { t } from '../../core/text/l10n.ts';
import {
  attempt,
  BATCH_BYTES,
  checkedId,
  exchange,
  failedResult,
  failureIn,
  jsonLines,
  refusedWith,
  tellResults,
} from '../transport/batch.ts';
import type { Destination } from '../transport/egress.ts';
import { HttpError } from '../transport/failures/failures.ts';
import { openaiClient } from './client.ts';
import { finalText, isRefusal, readResponse, responseBody } from './response.ts';
import type { Provider } from '../registry.ts';
import { providerText, withoutKey } from '../transport/redact.ts';
import { StreamError } from '../transport/reply.ts';
import { ofCall } from '../transport/guarded.ts';
import type { Call } from '../transport/guarded.ts';

const ENDPOINT = '/v1/responses';
/** Where a batch's own key is kept at the provider. */
const KEY = 'fanout';
/** Seconds after which OpenAI deletes what was uploaded by itself: a batch takes a day at most. */
const INPUT_EXPIRES = 3 * 86_400;
/** The provider's clock and ours may differ so much, in ms. */
const CLOCK_SKEW_MS = 600_000;

/** OpenAI's Batch API: a file of requests to the Responses API. */
export const openaiBatch = (
  to: Destination,
  { priceShare, maxRequests }: NonNullable<Provider['batch']>,
): BatchEngine => ({
  limits: { requests: maxRequests, bytes: BATCH_BYTES },
  priceShare,
  submit: (order, signal) => {
    const lines = order.items.map(({ id, request }) => {
      const body = responseBody(to.modelId, request, {
        format: 'json_schema',
        outputCap: request.maxOutputTokens,
        effort: to.effort,
      });
      return `${JSON.stringify({ custom_id: id, method: 'POST', url: ENDPOINT, body })}\n`;
    });
    const file = new File(lines, 'fanout.jsonl', { type: 'application/jsonl' });
    return exchange(to, signal, file.size, async call => {
      const client = await openaiClient(to);
      const found = order.sentBefore && (await find(client, order, order.sentBefore.since, call));
      if (found !== undefined) return { id: found };
      return order.findOnly ? undefined : { id: await send(client, order.key, file, to, call) };
    });
  },
  progress: (id, signal) =>
    exchange(to, signal, 0, async call => {
      const client = await openaiClient(to);
      try {
        return progressOf(await client.batches.retrieve(id, ofCall(call)), to);
      } catch (error) {
        if (refusedWith(call) === 404) return { state: 'gone', done: 0, total: 0 };
        throw error;
      }
    }),
  results: (id, take, signal) =>
    exchange(to, signal, 0, async call => {
      const client = await openaiClient(to);
      const batch = await client.batches.retrieve(id, ofCall(call));
      const written = [batch.output_file_id, batch.error_file_id].flatMap(file => file ?? []);
      let ours = true;
      for (const file of written) ours = (await readFile(client, file, take, to, call)) && ours;
      if (!ours) return;
      for (const file of [...written, batch.input_file_id])
        await attempt(call, () => client.files.delete(file, ofCall(call)));
    }),
  cancel: (id, signal) =>
    exchange(to, signal, 0, async call => {
      try {
        await (await openaiClient(to)).batches.cancel(id, ofCall(call));
      } catch (error) {
        // It has ended in the meantime, or is no longer known.
        if (![400, 404, 409].includes(refusedWith(call) ?? 0)) throw error;
      }
    }),
});

async function send(
  client: OpenAI,
  key: string,
  file: File,
  to: Destination,
  call: Call,
): Promise<string> {
  const input = await client.files.create(
    {
      file,
      purpose: 'batch',
      expires_after: { anchor: 'created_at', seconds: INPUT_EXPIRES },
    },
    ofCall(call),
  );
  const input_file_id = checkedId(input.id, to);
  try {
    const batch = await client.batches.create(
      {
        input_file_id,
        endpoint: ENDPOINT,
        completion_window: '24h',
        metadata: { [KEY]: key },
      },
      ofCall(call),
    );
    return checkedId(batch.id, to);
  } catch (error) {
    // Refused, not just unanswered: the file will never be read.
    const status = refusedWith(call);
    if (status === undefined || status >= 500) throw error;
    const refusal = call.refusal();
    await attempt(call, () => client.files.delete(input_file_id, ofCall(call)));
    throw refusal;
  }
}

/** The batch that bears the key; the list is newest first. */
async function find(
  client: OpenAI,
  { key }: BatchOrder,
  since: number,
  call: Call,
): Promise<string | undefined> {
  for await (const batch of client.batches.list({ limit: 100 }, ofCall(call))) {
    if (batch.metadata?.[KEY] === key) return batch.id;
    if (batch.created_at * 1000 < since - CLOCK_SKEW_MS) return undefined;
  }
  return undefined;
}

function progressOf(batch: OpenAI.Batch, to: Destination): BatchProgress {
  const { total = 0, completed = 0, failed = 0 } = batch.request_counts ?? {};
  const counts = { done: completed + failed, total };
  switch (batch.status) {
    case 'completed':
    case 'expired':
    case 'cancelled':
      return { state: 'ended', ...counts };
    case 'failed':
      return { state: 'rejected', ...counts, ...rejection(batch, to) };
    default:
      return { state: 'running', ...counts };
  }
}

const QUEUE_FULL = 'token_limit_exceeded';

function rejection(
  { errors }: OpenAI.Batch,
  to: Destination,
): Pick<BatchProgress, 'failure' | 'queueFull'> {
  const first = errors?.data?.[0];
  const known = failureIn(new StreamError({ code: first?.code, message: first?.message }), to);
  const said = providerText(first?.message ?? first?.code, to.secrets);
  const rejected = t('{0} rejected the batch, and nothing of it was run or billed.', to.origin);
  const failure =
    known.code === 'serverError'
      ? {
          code: 'badRequest' as const,
          message: said ? t('{0} The provider says: “{1}”', rejected, said) : rejected,
        }
      : known;
  if (first?.code !== QUEUE_FULL) return { failure };
  const tokens = Number(/limit:?\s*([\d,]+)/i.exec(first.message ?? '')?.[1]?.replaceAll(',', ''));
  return { failure, queueFull: tokens > 0 ? { tokens } : {} };
}

async function readFile(
  client: OpenAI,
  file: string,
  take: TakeResults,
  to: Destination,
  call: Call,
): Promise<boolean> {
  let response: Response;
  try {
    response = await client.files.content(file, ofCall(call));
  } catch (error) {
    if (refusedWith(call) !== 404) throw error;
    // Expired or deleted: its requests count as not answered.
    call.retried();
    return true;
  }
  return tellResults(jsonLines(response), (id, line) => resultOf(id, line, to, call), take);
}

interface Line {
  readonly response?: { readonly status_code?: number; readonly body?: unknown } | null;
  readonly error?: { readonly code?: string; readonly message?: string } | null;
}

function resultOf(id: string, line: Line, to: Destination, call: Call): BatchResult {
  const { response, error } = line;
  if (error?.code === 'batch_expired') return { id, kind: 'expired' };
  if (error?.code === 'batch_cancelled') return { id, kind: 'cancelled' };
  try {
    if (!response || error) throw new StreamError(error ?? { message: 'no response' });
    const status = response.status_code ?? 0;
    if (status !== 200) throw new HttpError(status, new Headers(), JSON.stringify(response.body));
    const body = response.body as OpenAI.Responses.Response;
    const text = finalText(body);
    const usage = readResponse(body, '', { text, refused: isRefusal(body) }, call);
    return { id, kind: 'answered', reply: { text: withoutKey(text, to.secrets), usage } };
  } catch (thrown) {
    return failedResult(id, thrown, to);
  }
}
