import type { VirtualClock } from '../support/virtualClock.ts';
import { uniform } from './draws.ts';
import { latencyOf, type Latency } from './jobs.ts';

export interface Limits {
  readonly requestsPerMinute: number;
  /** Input and output together, as OpenAI counts; absent where input and output have limits of their own. */
  readonly tokensPerMinute?: number;
  readonly inputTokensPerMinute?: number;
  readonly outputTokensPerMinute?: number;
  /** What the buckets hold, in seconds of their rate; they start full. */
  readonly burstSeconds: number;
}

/** Shares of the admitted calls. */
export interface Faults {
  readonly serverError?: number;
  readonly reset?: number;
  readonly stall?: number;
  readonly overloaded?: number;
  readonly malformed?: number;
  readonly cut?: number;
  readonly unusable?: number;
}

export interface ProviderOptions {
  readonly clock: VirtualClock;
  readonly seed: number;
  readonly latency: Latency;
  readonly limits?: Limits;
  /** Rate headers on every answer, in the form of the one or the other provider. */
  readonly headers: 'openai' | 'anthropic' | 'none';
  /** A rejected call takes a request from the limit as well. */
  readonly rejectedCosts?: boolean;
  /** The limits are multiplied by `factor` at this time. */
  readonly change?: { readonly atMs: number; readonly factor: number };
  readonly faults?: Faults;
}

export interface ProviderStats {
  admitted: number;
  rejected: number;
  /** Of calls that were answered or hung: what a bill would say. */
  tokens: number;
  warm: number;
  cold: number;
  lastEnd: number;
}

/** A model provider in this process: real wire formats, limits as continuous buckets, time by the clock. */
export interface Provider {
  readonly fetch: typeof globalThis.fetch;
  readonly stats: ProviderStats;
}

/** Until a refusal arrives, ms. */
const REFUSAL_MS = 25;
const FIRST_TOKEN = 0.3;

interface Bucket {
  readonly kind: 'requests' | 'tokens' | 'input-tokens' | 'output-tokens';
  perMinute: number;
  capacity: number;
  level: number;
  at: number;
}

interface Body {
  readonly stream?: boolean;
  readonly messages: readonly { readonly content: string }[];
  readonly max_tokens?: number;
  readonly max_completion_tokens?: number;
}

export function createProvider(options: ProviderOptions): Provider {
  const { clock, seed } = options;
  const stats: ProviderStats = {
    admitted: 0,
    rejected: 0,
    tokens: 0,
    warm: 0,
    cold: 0,
    lastEnd: 0,
  };
  const attempts = new Map<string, number>();
  const prefixes = new Map<string, { warmAt: number }>();
  const buckets = bucketsOf(options.limits, clock.now());
  if (options.change) {
    const { atMs, factor } = options.change;
    clock.after(atMs, () => {
      for (const bucket of buckets) {
        refill(bucket, clock.now());
        bucket.perMinute *= factor;
        bucket.capacity *= factor;
        bucket.level = Math.min(bucket.level, bucket.capacity);
      }
    });
  }

  const rateHeaders = (): Record<string, string> => {
    const result: Record<string, string> = {};
    for (const { kind, perMinute, level, capacity } of buckets) {
      const values = [
        ['limit', `${Math.floor(perMinute)}`],
        ['remaining', `${Math.max(0, Math.floor(level))}`],
      ] as const;
      const resetMs = Math.ceil(((capacity - level) / perMinute) * 60_000);
      if (options.headers === 'openai') {
        for (const [name, value] of values) result[`x-ratelimit-${name}-${kind}`] = value;
        result[`x-ratelimit-reset-${kind}`] = `${resetMs}ms`;
      }
      if (options.headers === 'anthropic') {
        for (const [name, value] of values) result[`anthropic-ratelimit-${kind}-${name}`] = value;
        result[`anthropic-ratelimit-${kind}-reset`] = new Date(
          clock.date() + resetMs,
        ).toISOString();
      }
    }
    return result;
  };

  /** Ms until the call would fit; 0 when it was admitted and charged. */
  const admit = (input: number, output: number): number => {
    const now = clock.now();
    let wait = 0;
    for (const bucket of buckets) {
      refill(bucket, now);
      const amount = amountOf(bucket, input, output);
      wait = Math.max(wait, ((amount - bucket.level) / bucket.perMinute) * 60_000);
    }
    for (const bucket of buckets)
      if (wait <= 0) bucket.level -= amountOf(bucket, input, output);
      else if (options.rejectedCosts && bucket.kind === 'requests')
        bucket.level = Math.max(0, bucket.level - 1);
    return Math.max(0, wait);
  };

  const answer = async (body: Body, signal: AbortSignal | undefined): Promise<Response> => {
    const prompt = body.messages.map(m => m.content).join('');
    const input = Math.ceil(prompt.length / 4);
    const output = body.max_completion_tokens ?? body.max_tokens ?? 256;
    const wait = admit(input, output);
    const headers = rateHeaders();
    if (wait > 0) {
      stats.rejected += 1;
      await delay(clock, REFUSAL_MS, signal);
      return refusal(429, 'rate_limit_exceeded', {
        ...headers,
        'retry-after': `${Math.ceil(wait / 1_000)}`,
      });
    }
    const n = (attempts.get(prompt) ?? 0) + 1;
    attempts.set(prompt, n);
    stats.admitted += 1;
    const latency = latencyOf(options.latency, seed, prompt, n);
    touchPrefix(body.messages.at(-1)?.content.split('\n\n')[0] ?? '', latency);
    const fault = faultOf(options.faults ?? {}, uniform('fault', seed, prompt, n));
    if (fault === 'overloaded') {
      await delay(clock, REFUSAL_MS, signal);
      return refusal(529, 'overloaded_error', headers);
    }
    if (fault === 'stall') {
      stats.tokens += input + output;
      await delay(clock, 86_400_000, signal);
    }
    await delay(clock, latency * FIRST_TOKEN, signal);
    if (fault === 'serverError') return refusal(500, 'server_error', headers);
    if (fault === 'reset') {
      const error = new TypeError('fetch failed');
      throw Object.assign(error, {
        cause: Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }),
      });
    }
    stats.tokens += input + output;
    const text =
      fault === 'unusable'
        ? 'I am sorry, here is my review:'
        : '{"findings":[],"assessment":"sound"}';
    const usage = { prompt_tokens: input, completion_tokens: output, total_tokens: input + output };
    const pieces = body.stream ? streamOf(text, usage, fault) : [wholeOf(text, usage, fault)];
    const rest = latency * (1 - FIRST_TOKEN);
    if (!body.stream) await delay(clock, rest, signal);
    else
      clock.after(rest, () => {
        stats.lastEnd = clock.now();
      });
    stats.lastEnd = clock.now();
    return new Response(bodyOf(clock, pieces, body.stream ? rest : 0, signal), {
      status: 200,
      headers: {
        'content-type': body.stream ? 'text/event-stream' : 'application/json',
        'x-request-id': `req_${stats.admitted}`,
        ...headers,
      },
    });
  };

  const touchPrefix = (prefix: string, latency: number): void => {
    const now = clock.now();
    const known = prefixes.get(prefix);
    if (known) {
      if (known.warmAt <= now) stats.warm += 1;
      else stats.cold += 1;
      return;
    }
    prefixes.set(prefix, { warmAt: now + latency * FIRST_TOKEN });
  };

  const fetch = (async (_input: unknown, init?: RequestInit) => {
    const signal = init?.signal ?? undefined;
    signal?.throwIfAborted();
    return answer(JSON.parse(init?.body as string) as Body, signal);
  }) as typeof globalThis.fetch;
  return { fetch, stats };
}

function bucketsOf(limits: Limits | undefined, now: number): Bucket[] {
  if (!limits) return [];
  const bucket = (kind: Bucket['kind'], perMinute: number | undefined): Bucket[] => {
    if (perMinute === undefined) return [];
    const capacity = (perMinute / 60) * limits.burstSeconds;
    return [{ kind, perMinute, capacity, level: capacity, at: now }];
  };
  return [
    ...bucket('requests', limits.requestsPerMinute),
    ...bucket('tokens', limits.tokensPerMinute),
    ...bucket('input-tokens', limits.inputTokensPerMinute),
    ...bucket('output-tokens', limits.outputTokensPerMinute),
  ];
}

function refill(bucket: Bucket, now: number): void {
  const gained = ((now - bucket.at) / 60_000) * bucket.perMinute;
  bucket.level = Math.min(bucket.capacity, bucket.level + gained);
  bucket.at = now;
}

function amountOf({ kind }: Bucket, input: number, output: number): number {
  switch (kind) {
    case 'requests':
      return 1;
    case 'tokens':
      return input + output;
    case 'input-tokens':
      return input;
    case 'output-tokens':
      return output;
  }
}

function faultOf(faults: Faults, dice: number): keyof Faults | undefined {
  let edge = 0;
  for (const [name, share] of Object.entries(faults) as [keyof Faults, number][]) {
    edge += share;
    if (dice < edge) return name;
  }
  return undefined;
}

function refusal(status: number, code: string, headers: Record<string, string>): Response {
  const body = { error: { message: `The call was refused: ${code}.`, type: code, code } };
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', ...headers },
  });
}

function wholeOf(text: string, usage: object, fault: keyof Faults | undefined): string {
  const whole = JSON.stringify({
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1_767_225_600,
    model: 'sim',
    choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }],
    usage,
  });
  if (fault === 'malformed') return whole.replace('"choices"', '"choices');
  return fault === 'cut' ? whole.slice(0, whole.length / 2) : whole;
}

function streamOf(text: string, usage: object, fault: keyof Faults | undefined): string[] {
  const event = (choices: readonly object[], more: object = {}): string =>
    `data: ${JSON.stringify({
      id: 'chatcmpl-1',
      object: 'chat.completion.chunk',
      created: 1_767_225_600,
      model: 'sim',
      choices,
      ...more,
    })}\n\n`;
  const delta = (content: string) => event([{ index: 0, delta: { content }, finish_reason: null }]);
  const half = Math.ceil(text.length / 2);
  const last =
    delta(text.slice(half)) +
    event([{ index: 0, delta: {}, finish_reason: 'stop' }]) +
    event([], { usage }) +
    'data: [DONE]\n\n';
  if (fault === 'malformed')
    return [delta(text.slice(0, half)), last.replace('"choices"', '"choices')];
  return [delta(text.slice(0, half)), fault === 'cut' ? '' : last];
}

function bodyOf(
  clock: VirtualClock,
  pieces: readonly string[],
  restMs: number,
  signal: AbortSignal | undefined,
): string | ReadableStream<Uint8Array> {
  const [first = '', second] = pieces;
  if (second === undefined) return first;
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>({
    start: controller => {
      controller.enqueue(encoder.encode(first));
      const cancel = clock.after(restMs, () => {
        signal?.removeEventListener('abort', onAbort);
        if (second !== '') controller.enqueue(encoder.encode(second));
        controller.close();
      });
      const onAbort = (): void => {
        cancel();
        controller.error(signal?.reason);
      };
      signal?.addEventListener('abort', onAbort, { once: true });
    },
  });
}

const delay = (clock: VirtualClock, ms: number, signal: AbortSignal | undefined): Promise<void> =>
  clock.sleep(ms, signal);
