import { createHash } from 'node:crypto';
import type { Effort } from '../../core/domain/model.ts';
import { badSetting, noApiKey } from '../../core/errors.ts';
import type { Clock } from '../../core/ports/ports.ts';
import { signsInItself, withOwnHeaders, type Access } from './access.ts';
import type { Provider } from '../registry.ts';
import { parseBaseUrl, type BaseUrl } from './baseUrl.ts';
import { cleanKey } from './apiKey.ts';
import { defaultTimeouts } from './guarded.ts';
import type { Egress, Timeouts } from './guarded.ts';
import type { ServerFacts } from './serverFacts.ts';
import { t } from '../../core/text/l10n.ts';

export interface ModelOptions {
  /** Empty for a server on this machine that wants none. */
  readonly apiKey: string;
  readonly baseUrl?: string;
  readonly modelId: string;
  readonly clock: Clock;
  readonly timeouts?: Partial<Timeouts>;
  /** How much the model is to think; absent: what it does by itself. */
  readonly effort?: Effort;
  /** What the server said of the model before. */
  readonly facts?: ServerFacts;
  /** What its address needs beside the key. */
  readonly access?: Access;
}

/** Local servers want a key and do not look at it. */
const NO_KEY = 'none';

const bearer = (key: string): Readonly<Record<string, string>> => ({
  authorization: `Bearer ${key}`,
});

/** JSON in base64: a token of a directory service and no key. */
const isToken = (key: string): boolean => key.startsWith('eyJ');

/** Addresses that name a version of the API are Azure's, whatever the provider is called: they take keys so. */
const VERSIONED = { keyHeader: 'api-key' };

const headersOf =
  ({ keyHeader }: Pick<Provider, 'keyHeader'>) =>
  (key: string): Readonly<Record<string, string>> =>
    keyHeader === undefined || isToken(key) ? bearer(key) : { [keyHeader]: key };

/**
 * Where calls to a provider go: to the address given, or to its own.
 * Throws FanoutError `badBaseUrl`, or `badSetting` when it has none and none is given.
 */
export function addressOf(provider: Provider, given: string | undefined): BaseUrl {
  const text = given?.trim() || provider.url;
  if (text === undefined)
    throw badSetting(
      'fanout.baseUrl',
      t(
        'is empty, but {0} has no address of its own; give one such as {1}',
        provider.title,
        provider.addressExample ?? 'https://example.com/v1',
      ),
    );
  const base = parseBaseUrl(text);
  const hasPath = base.url !== base.origin || base.apiVersion !== undefined;
  return hasPath || provider.path === undefined ? base : { ...base, url: base.url + provider.path };
}

/** Whether an address is the user's own and not the provider's. */
export const isOwnOrigin = ({ url }: Provider, { origin }: Pick<BaseUrl, 'origin'>): boolean =>
  url === undefined || new URL(url).origin !== origin;

/** Addresses are pasted with and without the version. */
const bare = (url: string): string => url.replace(/\/v1$/, '');

export interface Destination extends Egress {
  /** Goes with every call, where the address names it. */
  readonly apiVersion?: string;
  /** It is an address of the user's and not the provider's own. */
  readonly isOwnAddress: boolean;
  /** Without a trailing slash. */
  readonly url: string;
  readonly effort?: Effort;
  /** Names the limits shared with others: origin, model, and a hash of the key. */
  readonly lane: string;
}

/**
 * Checks where calls go and with which key. Throws FanoutError `badBaseUrl`, or `noApiKey` when
 * there is no key and the server is not on this machine; `badSetting` like `addressOf`.
 */
export function destination(
  provider: Provider,
  options: ModelOptions,
  headers?: (key: string, official: boolean) => Readonly<Record<string, string>>,
): Destination {
  const base = addressOf(provider, options.baseUrl);
  const { access = {} } = options;
  const isKeyless = options.apiKey.trim() === '';
  if (isKeyless && !base.loopback && !signsInItself(access))
    throw noApiKey(provider.title, base.origin);
  const key = isKeyless ? NO_KEY : cleanKey(options.apiKey);
  const hash = createHash('sha256').update(key).digest('hex').slice(0, 8);
  const usual = headers ?? headersOf(base.apiVersion === undefined ? provider : VERSIONED);
  const isOfficial =
    provider.url !== undefined && base.origin === parseBaseUrl(provider.url).origin;
  const headersFor = (own: string): Readonly<Record<string, string>> => {
    const all = Object.entries(usual(own, isOfficial));
    const sent =
      isKeyless && !base.loopback ? all.filter(([, value]) => !value.endsWith(NO_KEY)) : all;
    return withOwnHeaders(Object.fromEntries(sent), access, own);
  };
  const secrets = [key, ...(access.secrets ?? [])];
  return {
    url: base.url,
    origin: base.origin,
    isOwnAddress: provider.url === undefined || bare(base.url) !== bare(provider.url),
    loopback: base.loopback,
    ...(base.apiVersion !== undefined && { apiVersion: base.apiVersion }),
    key,
    secrets,
    modelId: options.modelId,
    ...signInWith(key, secrets, headersFor, access),
    ...(access.certificate && { certificate: access.certificate }),
    clock: options.clock,
    timeouts: { ...defaultTimeouts(base.loopback), ...options.timeouts },
    ...(options.effort && { effort: options.effort }),
    lane: `${base.origin} ${options.modelId} ${hash}`,
  };
}

/** The headers by the key of the moment, and a way to a new one; keys that were used stay secrets. */
function signInWith(
  first: string,
  secrets: string[],
  headersFor: (key: string) => Readonly<Record<string, string>>,
  { renewKey }: Access,
): Pick<Egress, 'headers' | 'renew'> {
  let key = first;
  let now = headersFor(key);
  if (!renewKey) return { headers: () => now };
  return {
    headers: () => now,
    renew: async refused => {
      // Another call has renewed it meanwhile.
      if (refused !== now) return true;
      const used = key;
      const fresh = await renewKey(used);
      if (refused !== now) return true;
      if (fresh === undefined || fresh === used) return false;
      key = cleanKey(fresh);
      secrets.push(key);
      now = headersFor(key);
      return true;
    },
  };
}
