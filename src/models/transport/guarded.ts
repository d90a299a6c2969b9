import { setMaxListeners } from 'node:events';
import type { Clock } from '../../core/ports/ports.ts';
import { callFailed, FanoutError } from '../../core/errors.ts';
import type { Usage } from '../../core/domain/billing.ts';
import type { FailureCode } from '../../core/domain/failure.ts';
import { failureOf, HttpError } from './failures/failures.ts';
import type { FailureContext } from './failures/failures.ts';
import { wordFailure } from './failures/failureWords.ts';
import { asEvents } from './answerBody.ts';
import type { Certificate } from './access.ts';
import { watchedBody } from './watchedBody.ts';
import { t } from '../../core/text/l10n.ts';

/** Milliseconds. */
export interface Timeouts {
  /** Longest silence before the answer begins. */
  readonly firstByteMs: number;
  /** Longest silence once it has started. */
  readonly idleMs: number;
  /** Longest whole call. */
  readonly totalMs: number;
}

/** A local server may load its model first: minutes. */
export const defaultTimeouts = (loopback: boolean): Timeouts => ({
  firstByteMs: loopback ? 300_000 : 120_000,
  idleMs: 60_000,
  totalMs: 600_000,
});

/** Where a model's calls go and with what: the only way text and keys leave. */
export interface Egress {
  readonly origin: string;
  readonly loopback: boolean;
  readonly key: string;
  /** All that must not be read anywhere: the key, those it was before, and headers that hold secrets. */
  readonly secrets: readonly string[];
  readonly modelId: string;
  /** Every header but `accept` and `content-type`; what an SDK adds from the environment is dropped. */
  readonly headers: () => Readonly<Record<string, string>>;
  /** After headers were refused for their key: whether there are others now. */
  readonly renew?: (refused: Readonly<Record<string, string>>) => Promise<boolean>;
  readonly certificate?: Certificate;
  readonly clock: Clock;
  readonly timeouts: Timeouts;
}

/** One call under way. */
export interface Call {
  readonly fetch: typeof globalThis.fetch;
  readonly signal: AbortSignal;
  /** Headers of the latest response, once there is one. */
  headers(): Headers | undefined;
  /** The first thing that went wrong on the wire: what an SDK wraps or swallows. */
  refusal(): unknown;
  /** Whether the server has said that its stream is complete. */
  isDone(): boolean;
  /** A further request of the same call begins: the longer limit of silence holds again. */
  goesOn(): void;
  /** Forgets it, and counts a request that was refused and sent again in another form, or that only tried the server. */
  retried(): void;
  /** How many requests were refused and sent again in another form, or only tried the server. */
  refusedRequests(): number;
  /**
   * Tells that the model has started to answer: from here on the shorter limit of silence holds, and a
   * call that ends without an answer is billed all the same, about what `billed` says by then.
   */
  answering(billed: () => Usage): void;
  /** A failure in the words of this model; with what it cost, when it was paid for, and the window found. */
  failed(code: FailureCode, usage?: Usage, windowTokens?: number): FanoutError;
}

/** What both SDKs hand on to `fetch` unread, though not those that are the SDK's own. */
interface OwnedOptions extends Omit<RequestInit, 'body' | 'headers' | 'method' | 'signal'> {
  readonly call: Call;
  /** The answer is asked for as a whole; the transport makes a stream of it. */
  readonly isWhole?: boolean;
}

/**
 * The request options that tie an SDK's request to its call, which holds the deadlines, the origin, the headers
 * and the abort. The SDK needs no second signal: it would only watch the same thing again.
 */
export const ofCall = (call: Call, isWhole = false): { readonly fetchOptions: OwnedOptions } => ({
  fetchOptions: { call, ...(isWhole && { isWhole }) },
});

/** The `fetch` of an SDK's client. Rejects with an Error for a request that belongs to no call: nothing is sent. */
export const fetchOfCall = async (
  input: string | URL | Request,
  init?: RequestInit & Partial<OwnedOptions>,
): Promise<Response> => {
  if (!init?.call) throw new Error('a request was about to leave outside of a call');
  const { body, isWhole } = init;
  return init.call.fetch(
    input,
    isWhole && typeof body === 'string' ? { ...init, body: withoutStream(body) } : init,
  );
};

/** A body of an SDK, which asks for a stream whenever it is to read one. */
function withoutStream(body: string): string {
  const { stream: _stream, ...rest } = JSON.parse(body) as Readonly<Record<string, unknown>>;
  return JSON.stringify(rest);
}

/** Ends what a finished call left waiting. One for all: a new one costs its stack each time. */
const ENDED = new Error('the call has ended');

/** The results of a full batch of long answers; they are read line by line and never held as a whole. */
const MAX_DOCUMENT_BYTES = 4 * 1024 ** 3;
/** Largest error body that is read: enough for any provider's JSON, little of a web page. */
const ERROR_BODY_BYTES = 64 * 1024;

/** What a response is to be: the streamed answer of a model, or a document of any length. */
export type Form = 'answer' | 'document';

/**
 * Runs one call under its deadlines. Rejects with the signal's reason at once when aborted, and
 * with FanoutError `callFailed` for everything else that goes wrong, whatever `work` still does.
 */
export async function guarded<T>(
  egress: Egress,
  signal: AbortSignal,
  work: (call: Call) => Promise<T>,
  form: Form = 'answer',
): Promise<T> {
  signal.throwIfAborted();
  const { clock, timeouts } = egress;
  const context = (): FailureContext => ({ ...egress, now: clock.date() });
  const failed: Call['failed'] = (code, usage, windowTokens) =>
    callFailed({
      code,
      message: wordFailure(code, egress),
      ...(usage && { usage }),
      ...(windowTokens !== undefined && { windowTokens }),
    });
  refuseUncheckedTls(egress, failed);

  const controller = new AbortController();
  const onAbort = (): void => controller.abort(signal.reason);
  // All calls of a run listen to one signal; Node takes eleven for a leak.
  setMaxListeners(0, signal, controller.signal);
  signal.addEventListener('abort', onAbort, { once: true });
  const started = clock.now();
  let lastByte = started;
  let silence = timeouts.firstByteMs;
  let arrived = false;
  let done = false;
  let refusedRequests = 0;
  let headers: Headers | undefined;
  let wire: unknown;
  let bill: (() => Usage) | undefined;

  const watch = async (): Promise<never> => {
    for (;;) {
      const now = clock.now();
      const quietUntil = lastByte + silence;
      const until = Math.min(quietUntil, started + timeouts.totalMs);
      if (now >= until) {
        throw failed(arrived && now >= quietUntil ? 'stalled' : 'timeout');
      }
      // No longer than the shorter limit, which may come into force while this sleeps.
      await clock.sleep(Math.min(until - now, timeouts.idleMs), controller.signal);
    }
  };

  const call: Call = {
    signal: controller.signal,
    headers: () => headers,
    refusal: () => wire,
    isDone: () => done,
    goesOn: () => {
      silence = timeouts.firstByteMs;
      lastByte = clock.now();
      arrived = false;
    },
    retried: () => {
      wire = undefined;
      refusedRequests += 1;
    },
    refusedRequests: () => refusedRequests,
    failed,
    answering: billed => {
      silence = timeouts.idleMs;
      bill = billed;
    },
    fetch: async (input, init) => {
      try {
        const response = await signedIn(egress, () => send(egress, input, init, controller.signal));
        headers = response.headers;
        lastByte = clock.now();
        await refuseWebPage(response, failed);
        const watched = watchedBody(response, {
          ...(form === 'document' && { maxBytes: MAX_DOCUMENT_BYTES }),
          onBytes: () => {
            arrived = true;
            lastByte = clock.now();
          },
          tooLarge: () => failed('tooLarge'),
          onError: error => {
            wire ??= error;
          },
        });
        return form === 'answer' && init?.method === 'POST'
          ? await asEvents(watched, response.headers, {
              notAnswer: () => failed('notProvider'),
              onDone: () => {
                done = true;
              },
            })
          : watched;
      } catch (error) {
        wire ??= error;
        throw error;
      }
    },
  };

  const working = work(call);
  const watching = watch();
  working.catch(() => undefined);
  watching.catch(() => undefined);
  try {
    return await Promise.race([working, watching]);
  } catch (error) {
    controller.abort(error);
    if (signal.aborted) throw signal.reason;
    const failure =
      error instanceof FanoutError ? error.failure : failureOf(wire ?? error, context());
    if (!failure) throw error;
    throw callFailed({
      ...failure,
      ...(bill && !failure.usage && { usage: bill() }),
      ...(refusedRequests > 0 && { refusedRequests }),
    });
  } finally {
    signal.removeEventListener('abort', onAbort);
    // Ends the watch; a response that was read to its end does not notice.
    controller.abort(ENDED);
  }
}

/** Sends once more where the key was refused and there is a new one: tokens run out during long runs. */
async function signedIn(
  { headers, renew }: Egress,
  sendNow: () => Promise<Response>,
): Promise<Response> {
  const used = headers();
  try {
    return await sendNow();
  } catch (error) {
    if (!renew || !(error instanceof HttpError) || error.status !== 401) throw error;
    if (!(await renew(used))) throw error;
    return sendNow();
  }
}

async function send(
  egress: Egress,
  input: string | URL | Request,
  init: RequestInit | undefined,
  signal: AbortSignal,
): Promise<Response> {
  const url = new URL(input instanceof Request ? input.url : input);
  if (url.origin !== egress.origin) throw new Error('a call was about to leave its origin');
  const given = new Headers(init?.headers);
  const headers = new Headers(egress.headers());
  for (const name of ['accept', 'content-type']) {
    const value = given.get(name);
    if (value !== null) headers.set(name, value);
  }
  // Looked up at the time of the call: VS Code replaces it with one that knows proxies and
  // system certificates. `manual` follows nothing and still tells where it would have gone.
  const request = { method: init?.method ?? 'GET', headers, body: init?.body ?? null, signal };
  const response =
    egress.certificate && url.protocol === 'https:'
      ? await (
          await import('./certificateFetch.ts')
        ).fetchWithCertificate(url, request, egress.certificate)
      : await globalThis.fetch(url, {
          ...request,
          redirect: 'manual',
          credentials: 'omit',
          referrerPolicy: 'no-referrer',
        });
  if (response.ok) return response;
  const status = response.type === 'opaqueredirect' ? 307 : response.status;
  throw new HttpError(status, response.headers, await boundedText(response));
}

async function refuseWebPage(
  response: Response,
  failed: (code: FailureCode) => FanoutError,
): Promise<void> {
  if (!/\bhtml\b/i.test(response.headers.get('content-type') ?? '')) return;
  await response.body?.cancel();
  throw failed('notProvider');
}

async function boundedText(response: Response): Promise<string> {
  if (!response.body) return '';
  const decoder = new TextDecoder();
  let text = '';
  let size = 0;
  try {
    for await (const bytes of response.body as AsyncIterable<Uint8Array>) {
      size += bytes.length;
      text += decoder.decode(bytes, { stream: true });
      if (size >= ERROR_BODY_BYTES) break;
    }
  } catch {
    // The status alone names the failure.
  }
  return text.slice(0, ERROR_BODY_BYTES);
}

function refuseUncheckedTls(egress: Egress, failed: (code: FailureCode) => FanoutError): void {
  if (egress.loopback || process.env['NODE_TLS_REJECT_UNAUTHORIZED'] !== '0') return;
  const failure = failed('tls').failure;
  throw callFailed({
    code: 'tls',
    ...failure,
    message: t(
      'NODE_TLS_REJECT_UNAUTHORIZED=0 switches certificate checks off, so nothing was sent to {0}. Unset it, then retry.',
      egress.origin,
    ),
  });
}
