import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { apiOf, errorEvent, eventsOf, modelList } from './chaos/wire.ts';
import type { Api, Stop, WireUsage } from './chaos/wire.ts';

/** A request as the server saw it. */
export interface ChaosRequest {
  /** 0 for the first request of the server's life. */
  readonly n: number;
  readonly api: Api;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The parsed JSON body; undefined when there is none. */
  readonly body: Readonly<Record<string, unknown>> | undefined;
  /** Names the connection it came in on. */
  readonly port: number;
  /** `performance.now()`. */
  readonly startedAt: number;
  /** `performance.now()`, once the connection has no more business with it. */
  endedAt?: number;
  /** True when the caller went away before the answer was complete. */
  aborted: boolean;
}

interface Timing {
  /** Ms before the response begins. */
  readonly latencyMs?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Answering extends Timing {
  /** The model's text; objects are sent as JSON. */
  readonly answer: unknown;
  readonly usage?: WireUsage | 'none';
  readonly stop?: Stop;
  /** Pieces the text is streamed in; 4 unless told. */
  readonly pieces?: number;
  /** Ms between events. */
  readonly gapMs?: number;
  /** Bytes per write, so that characters and lines are cut anywhere. */
  readonly bytesPerWrite?: number;
  /** CRLF line ends, comments and unknown events between the real ones. */
  readonly noisy?: boolean;
}

export type Behaviour =
  | ({ readonly kind: 'ok' } & Answering)
  | ({ readonly kind: 'status'; readonly status: number; readonly body?: unknown } & Timing)
  /** The socket is destroyed before any header. */
  | ({ readonly kind: 'reset' } & Timing)
  /** Bytes that are no HTTP, as a mail or SSH server greets. */
  | ({ readonly kind: 'notHttp'; readonly bytes: string } & Timing)
  /** The socket is destroyed after some events. */
  | ({ readonly kind: 'resetMidway'; readonly afterEvents?: number } & Answering)
  /** The response ends politely, but before its last events. */
  | ({ readonly kind: 'cut'; readonly dropEvents?: number } & Answering)
  /** Nothing at all is sent, or nothing after some events, until the server closes. */
  | ({ readonly kind: 'stall'; readonly afterEvents?: number } & Partial<Answering>)
  /** An error event after a 200 and some events. */
  | ({
      readonly kind: 'errorEvent';
      readonly code: string;
      readonly message: string;
      readonly afterEvents?: number;
    } & Partial<Answering>)
  | ({ readonly kind: 'html'; readonly status?: number } & Timing)
  | ({ readonly kind: 'redirect'; readonly status: number; readonly location: string } & Timing)
  /** Bytes as they are, with a content type of choice. */
  | ({
      readonly kind: 'raw';
      readonly contentType: string;
      readonly body: string | Buffer;
    } & Timing)
  /** Text deltas until the caller hangs up or `bytes` of text are out. */
  | ({ readonly kind: 'flood'; readonly bytes: number } & Timing)
  | ({ readonly kind: 'models'; readonly ids: readonly string[] } & Timing);

export type Script = (request: ChaosRequest, n: number) => Behaviour | Promise<Behaviour>;

export interface Chaos {
  /** `http://127.0.0.1:port`: what Anthropic's SDK wants; the OpenAI ones want `${url}/v1`. */
  readonly url: string;
  readonly requests: readonly ChaosRequest[];
  /** Most requests under way at once. */
  highWater(): number;
  close(): Promise<void>;
}

/** An answer without findings: what a test that is not about the answer wants. */
export const NO_FINDINGS = { findings: [], assessment: 'Nothing to report.' };

/** `ok` with the given answer. */
export const ok = (
  answer: unknown = NO_FINDINGS,
  rest: Omit<Answering, 'answer'> = {},
): Behaviour => ({
  kind: 'ok',
  answer,
  ...rest,
});

/** An error body in the form of the API that was called is up to the test; this is OpenAI's. */
export const status = (
  code: number,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Behaviour => ({ kind: 'status', status: code, body, headers });

/**
 * A loopback server that speaks the three APIs and misbehaves as scripted. The script is asked
 * once per request; `n` counts the requests to the same API.
 */
export async function startChaos(script: Script): Promise<Chaos> {
  const requests: ChaosRequest[] = [];
  const counts = new Map<Api, number>();
  let open = 0;
  let most = 0;
  const server = createServer((incoming, outgoing) => {
    void serve(incoming, outgoing).catch(() => outgoing.destroy());
  });

  async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    most = Math.max(most, ++open);
    const startedAt = performance.now();
    const port = incoming.socket.remotePort ?? 0;
    let body = '';
    outgoing.once('close', () => {
      open -= 1;
    });
    for await (const bytes of incoming) body += String(bytes);
    const path = incoming.url ?? '/';
    const api = apiOf(path);
    const request: ChaosRequest = {
      n: requests.length,
      api,
      method: incoming.method ?? 'GET',
      path,
      headers: flat(incoming.headers),
      body: body === '' ? undefined : (JSON.parse(body) as Record<string, unknown>),
      port,
      startedAt,
      aborted: false,
    };
    const n = counts.get(api) ?? 0;
    counts.set(api, n + 1);
    const probed = PROBES.test(request.path) ? await script(request, n) : undefined;
    // A server that is asked what it is, and has nothing to say, is not asked for an answer.
    if (probed?.kind === 'ok' || probed?.kind === 'status')
      return behave(probed.kind === 'ok' ? status(404) : probed, request, outgoing);
    requests.push(request);
    outgoing.once('close', () => {
      request.endedAt = performance.now();
      request.aborted = !outgoing.writableFinished;
    });
    await behave(probed ?? (await script(request, n)), request, outgoing);
  }

  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    highWater: () => most,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Where servers say what they are, besides their lists of models. */
const PROBES = /^\/(?:props|api\/show|api\/v0\/models|v1\/models)$/;

const flat = (headers: IncomingMessage['headers']): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));

const wait = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms));

async function behave(
  behaviour: Behaviour,
  request: ChaosRequest,
  outgoing: ServerResponse,
): Promise<void> {
  if (behaviour.latencyMs) await wait(behaviour.latencyMs);
  if (outgoing.destroyed) return;
  const head = (code: number, contentType: string): void => {
    outgoing.writeHead(code, { 'content-type': contentType, ...behaviour.headers });
  };
  switch (behaviour.kind) {
    case 'status': {
      const body = behaviour.body ?? { error: { message: 'scripted', type: 'scripted' } };
      const json = typeof body !== 'string';
      head(behaviour.status, json ? 'application/json' : 'text/html');
      outgoing.end(json ? JSON.stringify(body) : body);
      return;
    }
    case 'notHttp':
      outgoing.socket?.end(behaviour.bytes);
      return;
    case 'reset':
      outgoing.destroy();
      return;
    case 'html':
      head(behaviour.status ?? 200, 'text/html; charset=utf-8');
      outgoing.end('<!doctype html><html><body>Sign in to the guest network</body></html>');
      return;
    case 'redirect':
      outgoing.writeHead(behaviour.status, { location: behaviour.location });
      outgoing.end();
      return;
    case 'raw':
      head(200, behaviour.contentType);
      outgoing.end(behaviour.body);
      return;
    case 'models':
      head(200, 'application/json');
      outgoing.end(
        JSON.stringify(modelList(behaviour.ids, 'anthropic-version' in request.headers)),
      );
      return;
    case 'flood':
      head(200, 'text/event-stream');
      await flood(request, outgoing, behaviour.bytes);
      return;
    case 'stall':
      if (behaviour.afterEvents === undefined) return;
      break;
    default:
  }
  head(200, 'text/event-stream');
  await stream(behaviour, request, outgoing);
}

type Streaming = Extract<
  Behaviour,
  { kind: 'ok' | 'resetMidway' | 'cut' | 'stall' | 'errorEvent' }
>;

async function stream(
  behaviour: Streaming,
  request: ChaosRequest,
  outgoing: ServerResponse,
): Promise<void> {
  const { answer = NO_FINDINGS, usage, gapMs = 0, bytesPerWrite } = behaviour;
  let events = eventsOf(request.api, {
    text: typeof answer === 'string' ? answer : JSON.stringify(answer),
    model: String(request.body?.['model']),
    usage: usage === 'none' ? undefined : (usage ?? usualUsage(request)),
    stop: behaviour.stop ?? 'end',
    pieces: behaviour.pieces ?? 4,
  });
  const early = 'afterEvents' in behaviour ? behaviour.afterEvents : undefined;
  if (behaviour.kind === 'cut') events = events.slice(0, -(behaviour.dropEvents ?? 2));
  else if (behaviour.kind !== 'ok') events = events.slice(0, early ?? 3);
  if (behaviour.kind === 'errorEvent') {
    events.push(errorEvent(request.api, behaviour.code, behaviour.message));
  }
  if (behaviour.noisy) {
    events = events.flatMap(event => [': comment\n\n', event.replaceAll('\n', '\r\n')]);
  }
  for (const event of events) {
    if (outgoing.destroyed) return;
    await write(outgoing, Buffer.from(event), bytesPerWrite);
    if (gapMs > 0) await wait(gapMs);
  }
  if (behaviour.kind === 'resetMidway') {
    // What was written is to arrive first.
    await wait(20);
    outgoing.destroy();
  } else if (behaviour.kind !== 'stall') outgoing.end();
}

/** A count that a tokenizer could come to: one below the number of words would mean that the prompt was cut. */
const usualUsage = ({ body }: ChaosRequest): WireUsage => ({
  input: Math.max(1000, Math.ceil(JSON.stringify(body ?? '').length / 4)),
  output: 100,
});

async function write(outgoing: ServerResponse, bytes: Buffer, size = bytes.length): Promise<void> {
  for (let at = 0; at < bytes.length; at += size) {
    outgoing.write(bytes.subarray(at, at + size));
    // A turn of the loop apart, so that the writes leave as separate pieces.
    if (size < bytes.length) await new Promise(resolve => setImmediate(resolve));
  }
}

async function flood(
  request: ChaosRequest,
  outgoing: ServerResponse,
  bytes: number,
): Promise<void> {
  const [first, second, third, delta = ''] = eventsOf(request.api, {
    text: 'x'.repeat(64 * 1024),
    model: 'flood',
    usage: undefined,
    stop: 'end',
    pieces: 1,
  });
  for (const event of [first, second, third]) outgoing.write(event ?? '');
  for (let sent = 0; sent < bytes && !outgoing.destroyed; sent += 64 * 1024) {
    if (!outgoing.write(request.api === 'chat' ? (second ?? '') : delta)) {
      await new Promise<void>(resolve => {
        outgoing.once('drain', resolve);
        outgoing.once('close', resolve);
      });
    }
  }
  outgoing.end();
}
