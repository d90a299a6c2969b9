import { createHash } from 'node:crypto';
import { noApiKey } from '../core/errors.ts';
import type { Clock } from '../core/ports/ports.ts';
import { parseBaseUrl } from './baseUrl.ts';
import { cleanKey } from './keys.ts';
import { defaultTimeouts } from './transport.ts';
import type { Egress, Timeouts } from './transport.ts';

export interface ModelOptions {
  /** Empty for a server on this machine that wants none. */
  readonly apiKey: string;
  readonly baseUrl?: string;
  readonly modelId: string;
  readonly clock: Clock;
  readonly timeouts?: Partial<Timeouts>;
}

/** Local servers want a key and do not look at it. */
const NO_KEY = 'none';

export const bearer = (key: string): Readonly<Record<string, string>> => ({
  authorization: `Bearer ${key}`,
});

export interface Destination extends Egress {
  /** Without a trailing slash. */
  readonly url: string;
  /** Names the limits shared with others: origin, model, and a hash of the key. */
  readonly lane: string;
}

/**
 * Checks where calls go and with which key. Throws FanoutError `badBaseUrl`, or `noApiKey` when
 * there is no key and the server is not on this machine.
 */
export function destination(
  options: ModelOptions,
  provider: string,
  officialUrl: string,
  headers: (key: string, official: boolean) => Readonly<Record<string, string>>,
): Destination {
  const base = parseBaseUrl(options.baseUrl ?? officialUrl);
  if (options.apiKey.trim() === '' && !base.loopback) throw noApiKey(provider, base.origin);
  const key = options.apiKey.trim() === '' ? NO_KEY : cleanKey(options.apiKey);
  const hash = createHash('sha256').update(key).digest('hex').slice(0, 8);
  return {
    url: base.url,
    origin: base.origin,
    loopback: base.loopback,
    key,
    modelId: options.modelId,
    headers: headers(key, base.origin === parseBaseUrl(officialUrl).origin),
    clock: options.clock,
    timeouts: { ...defaultTimeouts(base.loopback), ...options.timeouts },
    lane: `${base.origin} ${options.modelId} ${hash}`,
  };
}
