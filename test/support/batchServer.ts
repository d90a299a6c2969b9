import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eventsOf, type Stop, type WireUsage } from './chaos/wire.ts';

/** A request of a batch as the provider reads it: the body of the same live call. */
export interface BatchedItem {
  readonly customId: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** In its batch, from 0. */
  readonly index: number;
  /** Of its batch among all that were accepted, from 0. */
  readonly batch: number;
}

/** How one request of a batch ends. */
export type ItemEnd =
  | { readonly text: string; readonly usage?: WireUsage; readonly stop?: Stop }
  | { readonly status: number; readonly error: { readonly code: string; readonly message: string } }
  | 'expired'
  /** The provider says nothing of it. */
  | 'missing'
  /** A line that was cut. */
  | 'garbled';

export interface BatchScript {
  readonly item: (item: BatchedItem) => ItemEnd;
  /** How often a batch is asked about before it has ended; 2 unless told. */
  readonly polls?: number;
  /** An HTTP answer instead of accepting the `n`-th attempt to send a batch. */
  readonly refuse?: (n: number) => { readonly status: number; readonly body: unknown } | undefined;
  /** The `n`-th accepted batch is rejected as a whole, some time after it was accepted. */
  readonly reject?: (
    n: number,
    items: readonly BatchedItem[],
  ) => { readonly code: string; readonly message: string } | undefined;
  /** The `n`-th batch is accepted, and the connection breaks before anybody hears of it. */
  readonly deafen?: (n: number) => boolean;
  /** The `n`-th batch is accepted, and the answer never comes. */
  readonly hold?: (n: number) => boolean;
  /** Where other requests (live calls) go; `http://127.0.0.1:port`. */
  readonly live?: string;
}

/** A batch as the server has it. */
export interface ServedBatch {
  readonly id: string;
  readonly items: readonly BatchedItem[];
  readonly createdAt: number;
  readonly metadata: Readonly<Record<string, string>>;
  polls: number;
  /** Set: ends at the next poll that is due, with the rest cancelled. */
  cancelledAfter: number | undefined;
  deleted: boolean;
  /** OpenAI's files of it: input, output, errors. */
  readonly files: string[];
}

export interface BatchServer {
  readonly url: string;
  readonly batches: readonly ServedBatch[];
  /** Every request as `METHOD /path`. */
  readonly requests: readonly string[];
  /** Files that have not been deleted, by id. */
  readonly files: ReadonlyMap<string, string>;
  close(): Promise<void>;
}

/**
 * A loopback server with both providers' batch engines: OpenAI's files and batches, Anthropic's message
 * batches. Results come in no order, ids that are not known are a 404, and everything is scripted.
 */
export async function startBatches(script: BatchScript): Promise<BatchServer> {
  const batches: ServedBatch[] = [];
  const files = new Map<string, string>();
  const requests: string[] = [];
  let attempts = 0;
  const server = createServer((incoming, outgoing) => {
    serve(incoming, outgoing).catch(() => outgoing.destroy());
  });

  const accept = (
    items: readonly Omit<BatchedItem, 'index' | 'batch'>[],
    metadata: Readonly<Record<string, string>>,
    input: readonly string[],
    outgoing: ServerResponse,
  ): ServedBatch | undefined => {
    const refused = script.refuse?.(attempts++);
    if (refused) {
      json(outgoing, refused.body, refused.status);
      return undefined;
    }
    const n = batches.length;
    const batch: ServedBatch = {
      id: `batch_${n}_${Math.abs(attempts * 7919)}`,
      items: items.map((item, index) => ({ ...item, index, batch: n })),
      createdAt: Date.now(),
      metadata,
      polls: 0,
      cancelledAfter: undefined,
      deleted: false,
      files: [...input],
    };
    batches.push(batch);
    if (script.deafen?.(n)) {
      outgoing.destroy();
      return undefined;
    }
    return script.hold?.(n) ? undefined : batch;
  };
  const isOver = (batch: ServedBatch): boolean => batch.polls > (script.polls ?? 2);
  const known = (id: string | undefined): ServedBatch | undefined =>
    batches.find(batch => batch.id === id && !batch.deleted);
  /** The requests in another order than they were sent in, each with how it ended. */
  const endsOf = (batch: ServedBatch): (readonly [BatchedItem, ItemEnd | 'cancelled'])[] =>
    [...batch.items]
      .reverse()
      .sort((a, b) => (a.index % 7) - (b.index % 7))
      .map(item => [
        item,
        item.index >= (batch.cancelledAfter ?? Infinity) ? 'cancelled' : script.item(item),
      ]);

  async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const bytes of incoming) parts.push(bytes as Buffer);
    const body = Buffer.concat(parts);
    const { method = 'GET' } = incoming;
    const { pathname: path } = new URL(incoming.url ?? '/', 'http://localhost');
    requests.push(`${method} ${path}`);
    const openai = /^\/v1\/(files|batches)(?:\/([^/]+))?(?:\/(\w+))?$/.exec(path);
    const anthropic = /^\/v1\/messages\/batches(?:\/([^/]+))?(?:\/(\w+))?$/.exec(path);
    if (openai) {
      const [, kind, id, verb] = openai;
      if (kind === 'files') serveFile(method, id, verb, incoming, body, outgoing);
      else serveOpenai(method, id, verb, body, outgoing);
    } else if (anthropic) serveAnthropic(method, anthropic[1], anthropic[2], body, outgoing);
    else await forward(script.live, incoming, body, outgoing);
  }

  function serveFile(
    method: string,
    id: string | undefined,
    verb: string | undefined,
    incoming: IncomingMessage,
    body: Buffer,
    outgoing: ServerResponse,
  ): void {
    if (id === undefined) {
      const fileId = `file-${files.size}-${requests.length}`;
      files.set(fileId, partNamed('file', incoming.headers['content-type'] ?? '', body));
      return json(outgoing, { id: fileId, object: 'file', purpose: 'batch' });
    }
    const text = files.get(id);
    if (text === undefined) return notFound(outgoing);
    if (method === 'DELETE') {
      files.delete(id);
      return json(outgoing, { id, object: 'file', deleted: true });
    }
    if (verb !== 'content') return json(outgoing, { id, object: 'file' });
    outgoing.writeHead(200, { 'content-type': 'application/octet-stream' });
    outgoing.end(text);
  }

  function serveOpenai(
    method: string,
    id: string | undefined,
    verb: string | undefined,
    body: Buffer,
    outgoing: ServerResponse,
  ): void {
    if (id === undefined && method === 'GET') {
      const data = [...batches].reverse().map(batch => openaiBatch(batch));
      return json(outgoing, { object: 'list', data, has_more: false });
    }
    if (id === undefined) {
      const asked = JSON.parse(String(body)) as {
        input_file_id: string;
        metadata?: Record<string, string>;
      };
      const input = files.get(asked.input_file_id);
      if (input === undefined) return notFound(outgoing);
      const items = input
        .split('\n')
        .filter(Boolean)
        .map(line => JSON.parse(line) as { custom_id: string; body: Record<string, unknown> })
        .map(({ custom_id, body: sent }) => ({ customId: custom_id, body: sent }));
      const made = accept(items, asked.metadata ?? {}, [asked.input_file_id], outgoing);
      if (made) json(outgoing, openaiBatch(made));
      return;
    }
    const batch = known(id);
    if (!batch) return notFound(outgoing);
    if (verb === 'cancel') {
      if (isOver(batch)) return json(outgoing, { error: { message: 'It has ended.' } }, 400);
      batch.cancelledAfter ??= Math.ceil(batch.items.length / 2);
    } else batch.polls += 1;
    json(outgoing, openaiBatch(batch));
  }

  function openaiBatch(batch: ServedBatch): object {
    const { id, metadata, createdAt, files: own, cancelledAfter } = batch;
    const base = {
      id,
      object: 'batch',
      endpoint: '/v1/responses',
      completion_window: '24h',
      input_file_id: own[0],
      created_at: Math.floor(createdAt / 1000),
      metadata,
    };
    const total = batch.items.length;
    const counts = (completed: number, failed = 0) => ({
      request_counts: { total, completed, failed },
    });
    const rejected = batch.polls > 0 && script.reject?.(Number(id.split('_')[1]), batch.items);
    if (rejected)
      return {
        ...base,
        status: 'failed',
        ...counts(0),
        errors: { data: [rejected], object: 'list' },
      };
    if (!isOver(batch))
      return batch.polls === 0
        ? { ...base, status: 'validating', ...counts(0) }
        : {
            ...base,
            status: cancelledAfter === undefined ? 'in_progress' : 'cancelling',
            ...counts(Math.floor((total * batch.polls) / ((script.polls ?? 2) + 1))),
          };
    if (own.length === 1) {
      const lines = endsOf(batch).map(([item, end]) => openaiLine(item, end));
      const output = lines.filter(line => !line.isError && line.text !== '');
      const errors = lines.filter(line => line.isError);
      for (const [i, part] of [output, errors].entries()) {
        const fileId = `file-out-${i}-${id}`;
        if (part.length === 0) continue;
        files.set(fileId, part.map(line => line.text).join(''));
        own.push(fileId);
      }
    }
    const outputId = own.find(file => file.startsWith('file-out-0'));
    const errorId = own.find(file => file.startsWith('file-out-1'));
    return {
      ...base,
      status: cancelledAfter === undefined ? 'completed' : 'cancelled',
      ...counts(total),
      ...(outputId ? { output_file_id: outputId } : {}),
      ...(errorId ? { error_file_id: errorId } : {}),
    };
  }

  function serveAnthropic(
    method: string,
    id: string | undefined,
    verb: string | undefined,
    body: Buffer,
    outgoing: ServerResponse,
  ): void {
    if (id === undefined && method === 'GET') {
      const data = [...batches]
        .filter(batch => !batch.deleted)
        .reverse()
        .map(anthropicBatch);
      return json(outgoing, { data, has_more: false, first_id: null, last_id: null });
    }
    if (id === undefined) {
      const { requests: sent } = JSON.parse(String(body)) as {
        requests: { custom_id: string; params: Record<string, unknown> }[];
      };
      const items = sent.map(({ custom_id, params }) => ({ customId: custom_id, body: params }));
      const made = accept(items, {}, [], outgoing);
      if (made) json(outgoing, anthropicBatch(made));
      return;
    }
    const batch = known(id);
    if (!batch) return notFound(outgoing);
    if (method === 'DELETE') {
      batch.deleted = true;
      return json(outgoing, { id, type: 'message_batch_deleted' });
    }
    if (verb === 'cancel') batch.cancelledAfter ??= Math.ceil(batch.items.length / 2);
    else if (verb === 'results') {
      outgoing.writeHead(200, { 'content-type': 'application/x-jsonl' });
      outgoing.end(
        endsOf(batch)
          .map(([item, end]) => anthropicLine(item, end))
          .join(''),
      );
      return;
    } else batch.polls += 1;
    json(outgoing, anthropicBatch(batch));
  }

  function anthropicBatch(batch: ServedBatch): object {
    const over = isOver(batch);
    const none = { processing: 0, succeeded: 0, errored: 0, canceled: 0, expired: 0 };
    const total = batch.items.length;
    const at = new Date(batch.createdAt).toISOString();
    return {
      id: batch.id,
      type: 'message_batch',
      processing_status: over
        ? 'ended'
        : batch.cancelledAfter === undefined
          ? 'in_progress'
          : 'canceling',
      request_counts: over ? { ...none, succeeded: total } : { ...none, processing: total },
      created_at: at,
      expires_at: new Date(batch.createdAt + 86_400_000).toISOString(),
      ended_at: over ? at : null,
      archived_at: null,
      cancel_initiated_at: null,
      // The official address, whatever the client was told: not to be followed.
      results_url: over
        ? `https://api.anthropic.com/v1/messages/batches/${batch.id}/results`
        : null,
    };
  }

  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    batches,
    requests,
    files,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const USAGE: WireUsage = { input: 1000, output: 100 };

function openaiLine(
  { customId, body, index }: BatchedItem,
  end: ItemEnd | 'cancelled',
): { readonly text: string; readonly isError: boolean } {
  const line = (response: unknown, error: unknown): string =>
    `${JSON.stringify({ id: `batch_req_${index}`, custom_id: customId, response, error })}\n`;
  if (end === 'missing') return { text: '', isError: false };
  if (end === 'garbled') return { text: `${line({}, null).slice(0, 40)}\n`, isError: false };
  if (end === 'expired' || end === 'cancelled')
    return {
      text: line(null, { code: `batch_${end}`, message: 'This request was not executed.' }),
      isError: true,
    };
  if ('error' in end)
    return {
      text: line({ status_code: end.status, request_id: 'r', body: { error: end.error } }, null),
      isError: true,
    };
  const last = eventsOf('responses', {
    text: end.text,
    model: String(body['model']),
    usage: end.usage ?? USAGE,
    stop: end.stop ?? 'end',
    pieces: 1,
  }).at(-1);
  const { response } = JSON.parse(/^data: (.*)$/m.exec(last ?? '')?.[1] ?? '{}') as {
    response: unknown;
  };
  return {
    text: line({ status_code: 200, request_id: 'r', body: response }, null),
    isError: false,
  };
}

function anthropicLine({ customId, body }: BatchedItem, end: ItemEnd | 'cancelled'): string {
  const line = (result: unknown): string => `${JSON.stringify({ custom_id: customId, result })}\n`;
  if (end === 'missing') return '';
  if (end === 'garbled') return `${line({}).slice(0, 30)}\n`;
  if (end === 'expired') return line({ type: 'expired' });
  if (end === 'cancelled') return line({ type: 'canceled' });
  if ('error' in end) {
    const { code, message } = end.error;
    return line({ type: 'errored', error: { type: 'error', error: { type: code, message } } });
  }
  const { input, output, cached = 0, cacheWrite = 0 } = end.usage ?? USAGE;
  const stops: Partial<Record<Stop, string>> = { length: 'max_tokens', refusal: 'refusal' };
  return line({
    type: 'succeeded',
    message: {
      id: 'msg_1',
      type: 'message',
      role: 'assistant',
      model: body['model'],
      content: [{ type: 'text', text: end.text }],
      stop_reason: stops[end.stop ?? 'end'] ?? 'end_turn',
      usage: {
        input_tokens: input - cached - cacheWrite,
        output_tokens: output,
        cache_read_input_tokens: cached,
        cache_creation_input_tokens: cacheWrite,
      },
    },
  });
}

/** One part of a multipart body. */
function partNamed(name: string, contentType: string, body: Buffer): string {
  const boundary = /boundary="?([^";]+)/.exec(contentType)?.[1] ?? '';
  const part = body
    .toString('utf8')
    .split(`--${boundary}`)
    .find(text => text.slice(0, 300).includes(`name="${name}"`));
  return part === undefined ? '' : part.slice(part.indexOf('\r\n\r\n') + 4, -2);
}

const notFound = (outgoing: ServerResponse): void =>
  json(outgoing, { error: { message: 'Not found.', type: 'not_found_error' } }, 404);

function json(outgoing: ServerResponse, body: unknown, status = 200): void {
  outgoing.writeHead(status, { 'content-type': 'application/json' });
  outgoing.end(JSON.stringify(body));
}

async function forward(
  live: string | undefined,
  incoming: IncomingMessage,
  body: Buffer,
  outgoing: ServerResponse,
): Promise<void> {
  if (live === undefined) return json(outgoing, { error: { message: 'No live calls here.' } }, 500);
  const response = await fetch(`${live}${incoming.url ?? ''}`, {
    method: incoming.method ?? 'GET',
    headers: { 'content-type': 'application/json' },
    ...(body.length > 0 ? { body: new Uint8Array(body) } : {}),
  });
  outgoing.writeHead(response.status, {
    'content-type': response.headers.get('content-type') ?? 'application/json',
  });
  outgoing.end(Buffer.from(await response.arrayBuffer()));
}
