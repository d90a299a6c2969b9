import { FanoutError } from '../../../core/errors.ts';
import type { Failure, FailureCode } from '../../../core/domain/failure.ts';
import { causeOf, noAnswerOf } from '../causes.ts';
import { errorText } from './errorText.ts';
import { wordFailure } from './failureWords.ts';
import { providerText, requestIdOf, withoutKey } from '../redact.ts';
import { parseRetryAfter, waitInFields, waitInWords } from '../retryAfter.ts';
import { isTooLong, readWindow } from './tooLong.ts';

/** A response that is not an answer: what is needed to name it, read once and bounded. */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;

  constructor(status: number, headers: Headers, body: string) {
    super(`HTTP ${status}`);
    this.status = status;
    this.headers = headers;
    this.body = body;
  }
}

/** What failures are worded with. The key is here to be taken out of every text. */
export interface FailureContext {
  readonly key: string;
  /** All that must not be read anywhere, the key included; absent: the key alone. */
  readonly secrets?: readonly string[];
  readonly origin: string;
  readonly modelId: string;
  readonly loopback: boolean;
  /** Wall clock, ms since 1970. */
  readonly now: number;
}

/** Turns anything a call can throw into a failure that is safe to show. Pure. */
export function failureOf(error: unknown, context: FailureContext): Failure {
  if (error instanceof FanoutError && error.failure) return error.failure;
  const seen = evidence(error);
  const code = codeOf(error, seen);
  const secrets = context.secrets ?? context.key;
  const bug = code === 'bug' && error instanceof Error ? `${error.name}: ${error.message}` : '';
  const said = providerText(bug || seen.message, secrets);
  const target = code === 'redirected' ? redirectTarget(seen.headers, context) : undefined;
  const retryAfterMs =
    code === 'rateLimited' || code === 'overloaded' || code === 'serverError'
      ? (parseRetryAfter(seen.headers, context.now) ??
        waitInFields(seen.body) ??
        waitInWords(seen.message))
      : undefined;
  const requestId = requestIdOf(seen.headers, secrets);
  const { tokens, prompt } =
    code === 'contextTooLong' ? readWindow(seen.message ?? '', Infinity, 0) : NO_WINDOW;
  return {
    code,
    ...(tokens !== undefined && { windowTokens: tokens }),
    ...(prompt !== undefined && { promptTokens: prompt }),
    message: wordFailure(code, {
      ...context,
      status: seen.status,
      said,
      target,
      ...(seen.status === undefined && { noAnswer: noAnswerOf(error) }),
    }),
    ...(seen.status !== undefined && { status: seen.status }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(code === 'rateLimited' && saysDay(error, seen.message) && { lasts: true }),
    ...(requestId !== undefined && { requestId }),
  };
}

const DAY =
  /\b(?:per|a|each|this|next) ?(?:day|week|month)\b|\bper(?:Day|Month)|\b(?:daily|weekly|monthly|tomorrow|today|midnight)\b|-per-(?:day|month)|\b(?:TPD|RPD)\b|\b24 ?h(?:ours)?\b/i;

/** Whether a limit is of a day or longer; names of quotas say it too, wherever they are. */
const saysDay = (error: unknown, said = ''): boolean =>
  DAY.test(said) || (error instanceof HttpError && /Per(?:Day|Month)/.test(error.body));

/** What a server says of its error, short. */
export const textOfError = (error: HttpError): string =>
  (evidence(error).message ?? '').slice(0, 4000);

/** The code that an error is known by; its text is not looked at for anything else. */
export const codeOfError = (error: unknown): FailureCode => codeOf(error, evidence(error));

const NO_WINDOW: ReturnType<typeof readWindow> = {};

interface Evidence {
  readonly status: number | undefined;
  readonly headers: Headers | undefined;
  /** The provider's own codes and types, in lower case. */
  readonly codes: readonly string[];
  readonly message: string | undefined;
  readonly body: unknown;
}

/** Reads a response error of ours, or an error event the SDK found in a stream. */
function evidence(error: unknown): Evidence {
  if (error instanceof HttpError) {
    const body = parseJson(error.body);
    const said = errorText(body);
    return {
      // A 200 with an error in it: its own code is the status.
      status: error.status >= 300 ? error.status : (said.status ?? error.status),
      headers: error.headers,
      codes: said.codes,
      message: said.text ?? xmlText(error.body) ?? str(error.body),
      body,
    };
  }
  const object = record(error);
  // The SDKs' own error classes, told by their fields: class names change when bundled.
  const body = object?.['error'];
  if (typeof body !== 'string' && !record(body))
    return { status: undefined, headers: undefined, codes: [], message: undefined, body };
  const said = errorText(body);
  const headers = object?.['headers'];
  return {
    status: typeof object?.['status'] === 'number' ? object['status'] : said.status,
    headers: headers instanceof Headers ? headers : undefined,
    codes: said.codes,
    message: said.text,
    body,
  };
}

/** The message of an error in XML, as object stores and older gateways write it. */
const xmlText = (body: string): string | undefined =>
  /^\s*<\?xml|^\s*<(?:\w+:)?(?:Error|Fault|Envelope)/i.test(body)
    ? /<(?:\w+:)?(?:message|faultstring|description)>([^<]{1,1000})</i.exec(body)?.[1]?.trim()
    : undefined;

const BILLING = new Set([
  'insufficient_quota',
  'credit_balance_exhausted',
  'organization_spend_limit_exceeded',
  'project_spend_limit_exceeded',
  'organization_usage_limit_exceeded',
  'billing_hard_limit_reached',
  'billing_not_active',
  'billing_error',
]);
const TOO_LONG = new Set([
  'context_length_exceeded',
  'request_too_large',
  'string_above_max_length',
]);
const REFUSED = new Set([
  'content_filter',
  'content_policy_violation',
  'invalid_prompt',
  'refusal',
]);

/** Providers' error types and codes, for errors that arrive after a 200 and so have no status. */
const BY_TYPE: Readonly<Record<string, FailureCode>> = {
  authentication_error: 'auth',
  invalid_api_key: 'auth',
  permission_error: 'permission',
  unsupported_country_region_territory: 'permission',
  not_found_error: 'unknownModel',
  model_not_found: 'unknownModel',
  rate_limit_error: 'rateLimited',
  rate_limit_exceeded: 'rateLimited',
  slow_down: 'overloaded',
  overloaded_error: 'overloaded',
  server_overloaded: 'overloaded',
  timeout_error: 'timeout',
  api_error: 'serverError',
  server_error: 'serverError',
  invalid_request_error: 'badRequest',
};

// Google's and xAI's servers refuse a key with a 400, others a model.
const KEY_TEXT = /api key not valid|(?:invalid|incorrect) api key/i;
const MODEL_TEXT =
  /not a valid model|\bmodel\b.{0,120}(?:does not exist|not found|decommissioned|is not available)/i;
const CREDIT_TEXT = /credit balance is too low|insufficient (?:credits|balance|funds)/i;

function codeOf(error: unknown, seen: Evidence): FailureCode {
  const has = (set: ReadonlySet<string>): boolean => seen.codes.some(code => set.has(code));
  const text = (seen.message ?? '').slice(0, 2000);
  if (has(BILLING) || CREDIT_TEXT.test(text)) return 'noCredit';
  if (has(TOO_LONG)) return 'contextTooLong';
  const { status } = seen;
  if (status === undefined || (status >= 200 && status < 300)) {
    if (!(error instanceof HttpError) && seen.codes.length === 0 && seen.message === undefined)
      return causeOf(error);
    if (has(REFUSED)) return 'refused';
    if (isTooLong(text)) return 'contextTooLong';
    const known = seen.codes.map(code => BY_TYPE[code]).find(code => code !== undefined);
    return known ?? (isError(error) ? 'serverError' : 'notProvider');
  }
  if (status >= 300 && status < 400) return 'redirected';
  if (status >= 500) return ofServer(status, text, seen.codes);
  return ofClient(status, text, seen.codes, has(REFUSED));
}

/** JSON with a 200 that is no answer: an error when it says so. */
const isError = (error: unknown): boolean =>
  !(error instanceof HttpError) ||
  // Text that is neither JSON nor a page: what a proxy says.
  /^\s*[^\s<{[]/.test(error.body) ||
  /"(?:error|errors|detail|message|msg|status_msg)"\s*:/i.test(error.body);

function ofServer(status: number, text: string, codes: readonly string[]): FailureCode {
  if (status === 500 && isTooLong(text)) return 'contextTooLong';
  if (status === 503 || status === 529) return 'overloaded';
  if (status === 511) return 'notProvider';
  return codes.some(code => BY_TYPE[code] === 'overloaded') ? 'overloaded' : 'serverError';
}

function ofClient(
  status: number,
  text: string,
  codes: readonly string[],
  refused: boolean,
): FailureCode {
  switch (status) {
    case 401:
      return 'auth';
    case 402:
      return 'noCredit';
    case 403:
    case 451:
      return 'permission';
    case 404:
      return 'unknownModel';
    case 407:
      return 'proxy';
    case 408:
      return 'timeout';
    // A conflict and "too early" heal by trying again, like a fault of the server.
    case 409:
    case 425:
      return 'serverError';
    case 413:
      return 'contextTooLong';
    case 429:
      return isTooLong(text) ? 'contextTooLong' : 'rateLimited';
    default:
      if (refused) return 'refused';
      if (isTooLong(text)) return 'contextTooLong';
      if (KEY_TEXT.test(text)) return 'auth';
      return codes.includes('model_not_found') || MODEL_TEXT.test(text)
        ? 'unknownModel'
        : 'badRequest';
  }
}

function redirectTarget(
  headers: Headers | undefined,
  { origin, key, secrets = [key] }: FailureContext,
): string | undefined {
  try {
    return withoutKey(new URL(headers?.get('location') ?? '', origin).host, secrets);
  } catch {
    return undefined;
  }
}

const str = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

const record = (value: unknown): Readonly<Record<string, unknown>> | undefined =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
