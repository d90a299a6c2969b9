import { messageOf } from '../../core/errors.ts';
import type { Certificate } from './access.ts';

/** What a call hands to `fetch`, as far as a request with a certificate needs it. */
type Init = Pick<RequestInit, 'method' | 'headers' | 'body' | 'signal'>;

/** Why a certificate cannot be used, in the words of OpenSSL, which repeat none of it; undefined: it can. */
export async function whyUnusable(certificate: Certificate): Promise<string | undefined> {
  const { createSecureContext } = await import('node:tls');
  try {
    createSecureContext(certificate);
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

/**
 * `fetch` with a certificate of the client, which the platform's own cannot be given. Follows no redirect. Rejects
 * as `fetch` does: with the signal's reason, or an error whose cause has the system's code.
 */
export async function fetchWithCertificate(
  url: URL,
  init: Init,
  { cert, key, ca, passphrase }: Certificate,
): Promise<Response> {
  const [{ Agent, request }, { rootCertificates }, { Readable }] = await Promise.all([
    import('node:https'),
    import('node:tls'),
    import('node:stream'),
  ]);
  // Bodies of every kind, forms included, as bytes with their type.
  const { signal, ...sent } = init;
  const whole = new Request(url, sent);
  const body = Buffer.from(await whole.arrayBuffer());
  const headers = { ...Object.fromEntries(whole.headers), 'content-length': String(body.length) };
  const agent = new Agent({
    cert,
    key,
    ...(ca !== undefined && { ca: [...rootCertificates, ca] }),
    ...(passphrase !== undefined && { passphrase }),
    // Of Node 24.5 and later: through the proxy that other calls take.
    ...{ proxyEnv: process.env },
  });
  return new Promise((resolve, reject) => {
    const fail = (error: unknown): void =>
      reject(
        signal?.aborted
          ? (signal.reason as Error)
          : new TypeError('fetch failed', { cause: error }),
      );
    const outgoing = request(
      url,
      { agent, method: whole.method, headers, ...(signal && { signal }) },
      incoming => {
        const { statusCode = 0, rawHeaders } = incoming;
        const received = new Headers();
        for (let i = 0; i + 1 < rawHeaders.length; i += 2)
          received.append(rawHeaders[i] ?? '', rawHeaders[i + 1] ?? '');
        const isEmpty = statusCode === 204 || statusCode === 304;
        const stream = Readable.toWeb(incoming) as unknown as ReadableStream<Uint8Array>;
        resolve(new Response(isEmpty ? null : stream, { status: statusCode, headers: received }));
      },
    );
    outgoing.once('error', fail);
    outgoing.end(body);
  });
}
