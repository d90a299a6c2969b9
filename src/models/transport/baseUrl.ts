import { badBaseUrl } from '../../core/errors.ts';
import { t } from '../../core/text/l10n.ts';

export interface BaseUrl {
  /** Normalized, without a trailing slash: paths are appended to it. */
  readonly url: string;
  /** Scheme, host (punycode) and port: what a key is bound to. */
  readonly origin: string;
  /** True for this machine, the only place where plain http and a missing key are allowed. */
  readonly loopback: boolean;
  /** The version of the API, where an address names one, as Azure's classic ones do. */
  readonly apiVersion?: string;
}

const SHAPE = /^(https?):\/\/([^/\\?#@]+)(\/[^\\?#]*)?$/i;
// Only the literal forms: 0x7f.1, 2130706433 or ::ffff:127.0.0.1 mean the same machine to a
// resolver, but such forms are never typed in good faith.
const LOOPBACK =
  /^(?:localhost|127\.(?:0|[1-9]\d{0,2})\.(?:0|[1-9]\d{0,2})\.(?:0|[1-9]\d{0,2})|\[::1\])(?::\d{1,5})?$/i;

/**
 * The address in front of `?api-version=...`, the one query that is taken: it is no secret, and Azure wants it.
 * Addresses are pasted with the path of the call, too.
 */
const VERSIONED = /^(.*?)(?:\?api-version=([\w.-]{1,40}))?$/s;

/**
 * An address as people type it with its scheme before it: http for this machine, else https. What has a scheme
 * stays as it is.
 */
export function withScheme(text: string): string {
  const raw = text.trim();
  if (raw === '' || /^[a-z][a-z0-9+.-]*:[\\/]/i.test(raw)) return raw;
  const host = raw.split('/', 1)[0] ?? '';
  return `${LOOPBACK.test(host) ? 'http' : 'https'}://${raw}`;
}

/**
 * Checks the address that text and a key are sent to: https, or http for this machine; no user
 * name, no fragment, and no query but the version of an API. Throws FanoutError `badBaseUrl` with the part that could hold a secret
 * left out.
 */
export function parseBaseUrl(text: string): BaseUrl {
  const [, whole = '', apiVersion] = VERSIONED.exec(text.trim()) ?? [];
  const raw = whole.replace(/\/chat\/completions\/?$/, '');
  const refuse = (problem: string): never => {
    throw badBaseUrl(shown(raw), problem);
  };
  if (raw === '') return refuse(t('is empty'));
  if (/[\s\p{C}]/u.test(raw)) return refuse(t('holds spaces or invisible characters'));
  if (raw.includes('\\')) return refuse(t('holds a backslash'));
  const afterScheme = raw.replace(/^[a-z]+:\/\//i, '');
  const authority = afterScheme.split(/[/?#]/, 1)[0] ?? '';
  if (authority.includes('@'))
    return refuse(t('holds a user name or password; a key has its own place'));
  if (/[?#]/.test(raw)) return refuse(t('holds a query or a fragment'));
  const shape = SHAPE.exec(raw);
  if (!shape) return refuse(t('is not an https:// address'));
  const literalHost = shape[2] ?? '';
  if (literalHost.includes('%')) return refuse(t('has an escaped host name'));
  const url = parse(raw);
  if (!url || url.hostname === '' || url.port === '0') return refuse(t('is not a valid address'));
  const loopback = LOOPBACK.test(literalHost) && isLoopbackHost(url.hostname);
  if (url.protocol === 'http:' && !loopback) {
    return refuse(
      t('is not encrypted: use https (http is for localhost, 127.0.0.1 and [::1] only)'),
    );
  }
  return {
    url: url.origin + url.pathname.replace(/\/+$/, ''),
    origin: url.origin,
    loopback,
    ...(apiVersion !== undefined && { apiVersion }),
  };
}

/** True for an address on this machine; false for one that is not valid. */
export function isLoopback(address: string): boolean {
  try {
    return parseBaseUrl(address).loopback;
  } catch {
    return false;
  }
}

const isLoopbackHost = (host: string): boolean =>
  host === 'localhost' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host);

function parse(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

/** The address without what may be a password or a key, and short. */
function shown(raw: string): string {
  const bare = raw
    .replace(/^([a-z]*:?[\\/]*)[^\\/?#]*@/i, '$1…@')
    .replace(/[?#].*$/s, '…')
    .replace(/[\s\p{C}]/gu, '�');
  return bare.length > 120 ? `${bare.slice(0, 119)}…` : bare;
}
