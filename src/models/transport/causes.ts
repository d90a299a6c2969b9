import type { FailureCode } from '../../core/domain/failure.ts';

const BY_CODE: Readonly<Record<string, FailureCode>> = {
  ENOTFOUND: 'dns',
  EAI_AGAIN: 'dns',
  EAI_NODATA: 'dns',
  EPROTO: 'tls',
  CERT_HAS_EXPIRED: 'tls',
  CERT_NOT_YET_VALID: 'tls',
  CERT_REVOKED: 'tls',
  CERT_UNTRUSTED: 'tls',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tls',
  HOSTNAME_MISMATCH: 'tls',
  SELF_SIGNED_CERT_IN_CHAIN: 'tls',
  UNABLE_TO_GET_ISSUER_CERT: 'tls',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'tls',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tls',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  ETIMEDOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'stalled',
  ECONNREFUSED: 'network',
  ECONNRESET: 'network',
  ECONNABORTED: 'network',
  EHOSTUNREACH: 'network',
  ENETUNREACH: 'network',
  ENETDOWN: 'network',
  EPIPE: 'network',
  UND_ERR_SOCKET: 'network',
};

/** Whether something answers that does not speak HTTP. Older versions of Node name only the class. */
const isNotHttp = ({ name, code = '' }: Link): boolean =>
  name === 'HTTPParserError' || code.startsWith('HPE_');

/** Why a server gave no HTTP answer, as far as that changes what to do. */
export type NoAnswer = 'notHttp' | 'notListening' | 'closed';

export function noAnswerOf(error: unknown): NoAnswer {
  const chain = causes(error);
  if (chain.some(isNotHttp)) return 'notHttp';
  const closes = chain.some(({ code }) => code !== undefined && CLOSED.has(code));
  return closes ? 'closed' : 'notListening';
}

/** There was a connection. */
const CLOSED: ReadonlySet<string> = new Set([
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'UND_ERR_SOCKET',
]);

/**
 * Names an error that has no HTTP answer: by the system's code in its chain of causes, else by the
 * few shapes a broken stream has. Everything else is a bug in Fanout.
 */
export function causeOf(error: unknown): FailureCode {
  const chain = causes(error);
  // The end of a stream: undici says `terminated` and gives the socket's error as the cause.
  if (chain.some(({ message }) => message === 'terminated')) {
    return chain.some(({ code }) => code === 'UND_ERR_BODY_TIMEOUT') ? 'stalled' : 'cutOff';
  }
  if (chain.some(isNotHttp)) return 'notProvider';
  for (const { code } of chain) {
    if (code === undefined) continue;
    if (/^(?:ERR_TLS_|ERR_SSL_|CERT_)/.test(code)) return 'tls';
    const known = BY_CODE[code];
    if (known) return known;
  }
  // undici gives a cause without a reason only for a 407.
  if (chain.some(({ message }) => message === '' || /\b407\b|proxy/i.test(message))) return 'proxy';
  // Half an event at the end of a stream that the server closed politely.
  if (chain.some(({ name }) => name === 'SyntaxError')) return 'cutOff';
  if (
    chain.some(({ message }) =>
      /^(?:fetch failed|Connection error\.?|network error)$/i.test(message),
    )
  ) {
    return 'network';
  }
  return chain.some(({ message }) =>
    /premature close|other side closed|socket hang up/i.test(message),
  )
    ? 'cutOff'
    : 'bug';
}

interface Link {
  readonly name: string;
  readonly code: string | undefined;
  readonly message: string;
}

function causes(error: unknown, depth = 0): Link[] {
  if (!(error instanceof Error) || depth > 5) return [];
  const code = (error as NodeJS.ErrnoException).code;
  const inner = error instanceof AggregateError ? error.errors.slice(0, 4) : [];
  return [
    { name: error.name, code: typeof code === 'string' ? code : undefined, message: error.message },
    ...causes(error.cause, depth + 1),
    ...inner.flatMap(each => causes(each, depth + 1)),
  ];
}
