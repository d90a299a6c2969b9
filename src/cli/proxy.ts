import * as http from 'node:http';
import { usageError } from '../core/errors.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Of Node 24.14 and later. */
interface Proxied {
  readonly setGlobalProxyFromEnv?: (env: Readonly<Record<string, string>>) => unknown;
}

/** Addresses of this machine: a server here is reached without a proxy, and its key is not shown to one. */
const HERE = ['localhost', '127.0.0.1', '[::1]', '::1'];

/** What `http.setGlobalProxyFromEnv` is given; undefined: no proxy is named. */
export function proxyVariables(env: Environment): Readonly<Record<string, string>> | undefined {
  const proxy = (env['HTTPS_PROXY'] ?? env['https_proxy'] ?? '').trim();
  if (proxy === '') return undefined;
  const none = (env['NO_PROXY'] ?? env['no_proxy'] ?? '').trim();
  // No HTTP_PROXY: what is sent unencrypted stays on this machine. HTTPS goes through a tunnel that the proxy
  // cannot look into.
  return { HTTPS_PROXY: proxy, NO_PROXY: [none, ...HERE].filter(Boolean).join(',') };
}

/**
 * Has calls go through the proxy that `HTTPS_PROXY` names, but for hosts of `NO_PROXY`. Certificates of
 * `NODE_EXTRA_CA_CERTS` are taken by Node itself.
 * @throws FanoutError `usage` for an address that is none, or a Node that knows no proxies. The address is not
 * repeated: it may hold a password.
 */
export function useProxy(env: Environment): void {
  const variables = proxyVariables(env);
  if (!variables) return;
  const { HTTPS_PROXY = '' } = variables;
  if (!/^https?:$/.test(URL.parse(HTTPS_PROXY)?.protocol ?? ''))
    throw usageError(
      'HTTPS_PROXY is not a valid proxy address. Nothing was sent. Write it as http://host:port.',
    );
  const { setGlobalProxyFromEnv } = http as Proxied;
  if (!setGlobalProxyFromEnv)
    throw usageError(
      'HTTPS_PROXY is set, but this version of Node does not support proxies. Nothing was sent. Use Node 24.14 or later.',
    );
  setGlobalProxyFromEnv(variables);
}
