import assert from 'node:assert/strict';
import fc from 'fast-check';
import { callFailed } from '../../../../../src/core/errors.ts';
import type { FailureCode } from '../../../../../src/core/domain/failure.ts';
import { failureOf, HttpError } from '../../../../../src/models/transport/failures/failures.ts';
import { secretForms } from '../../../../../src/models/transport/redact.ts';
import { CANARY } from '../../support.ts';

const context = {
  key: CANARY,
  origin: 'https://api.example.com',
  modelId: 'some-model',
  loopback: false,
  now: Date.UTC(2026, 10, 22),
};

const http = (status: number, body: unknown, headers: Record<string, string> = {}): HttpError =>
  new HttpError(
    status,
    new Headers(headers),
    typeof body === 'string' ? body : JSON.stringify(body),
  );

const message = (text: string, rest: object = {}): object => ({
  error: { message: text, ...rest },
});
const network = (code: string): Error =>
  new TypeError('fetch failed', { cause: Object.assign(new Error(`${code} x`), { code }) });

const TABLE: readonly (readonly [name: string, error: unknown, code: FailureCode])[] = [
  [
    'F05 OpenAI context',
    http(400, message('too big', { code: 'context_length_exceeded' })),
    'contextTooLong',
  ],
  [
    'F05 OpenAI wording',
    http(
      400,
      message("This model's maximum context length is 128000 tokens. However, you sent more."),
    ),
    'contextTooLong',
  ],
  [
    'F05 Anthropic window',
    http(
      400,
      message('input length and `max_tokens` exceed context limit: 190000 + 20000 > 200000'),
    ),
    'contextTooLong',
  ],
  [
    'F05 Gemini wording',
    http(
      400,
      message('The input token count (1300000) exceeds the maximum number of tokens allowed'),
    ),
    'contextTooLong',
  ],
  [
    'F05 llama.cpp wording',
    http(400, message('the request exceeds the available context size, try increasing n_ctx')),
    'contextTooLong',
  ],
  [
    'F05 LM Studio: error is a string',
    http(400, { error: 'Trying to keep the first 9000 tokens when context length is only 4096' }),
    'contextTooLong',
  ],
  [
    'F05 vLLM: bare message',
    http(400, { object: 'error', message: 'maximum context length is 4096', code: 400 }),
    'contextTooLong',
  ],
  [
    'F06 too many output tokens is another complaint',
    http(
      400,
      message(
        'max_tokens is too large: 50000. This model supports at most 16384 completion tokens',
      ),
    ),
    'badRequest',
  ],
  [
    'F06 Anthropic output cap',
    http(
      400,
      message('max_tokens: 200000 > 128000, which is the maximum allowed number of output tokens'),
    ),
    'badRequest',
  ],
  [
    'F05 larger than a minute’s allowance',
    http(
      429,
      message('Request too large for m on tokens per min (TPM): Limit 30000, Requested 33475'),
    ),
    'contextTooLong',
  ],
  ['F01 Google’s bad key', http(400, message('API key not valid. Pass a valid API key.')), 'auth'],
  ['F04 OpenRouter’s bad model', http(400, message('x/y is not a valid model ID')), 'unknownModel'],
  [
    'F04 a retired model',
    http(400, message('The model `x` has been decommissioned')),
    'unknownModel',
  ],
  ['F04 model code in a 400', http(400, message('x', { code: 'model_not_found' })), 'unknownModel'],
  [
    'F07 credit_balance_exhausted',
    http(429, message('x', { code: 'credit_balance_exhausted' })),
    'noCredit',
  ],
  [
    'F07 organization_spend_limit_exceeded',
    http(429, message('x', { code: 'organization_spend_limit_exceeded' })),
    'noCredit',
  ],
  [
    'F07 project_spend_limit_exceeded',
    http(429, message('x', { code: 'project_spend_limit_exceeded' })),
    'noCredit',
  ],
  [
    'F07 organization_usage_limit_exceeded',
    http(429, message('x', { code: 'organization_usage_limit_exceeded' })),
    'noCredit',
  ],
  [
    'F07 Anthropic says it with a 400',
    http(400, message('Your credit balance is too low to access the Anthropic API.')),
    'noCredit',
  ],
  ['F07 billing_error', http(403, message('x', { type: 'billing_error' })), 'noCredit'],
  ['F17 slow_down', http(500, message('x', { code: 'slow_down' })), 'overloaded'],
  [
    'F19 overloaded with a 500',
    http(500, message('x', { type: 'overloaded_error' })),
    'overloaded',
  ],
  ['F22 NXDOMAIN', network('ENOTFOUND'), 'dns'],
  ['F22 EAI_AGAIN', network('EAI_AGAIN'), 'dns'],
  ['F23 expired', network('CERT_HAS_EXPIRED'), 'tls'],
  ['F23 wrong host', network('ERR_TLS_CERT_ALTNAME_INVALID'), 'tls'],
  ['F23 self-signed', network('DEPTH_ZERO_SELF_SIGNED_CERT'), 'tls'],
  ['F23 intercepting proxy', network('SELF_SIGNED_CERT_IN_CHAIN'), 'tls'],
  ['F23 protocol', network('EPROTO'), 'tls'],
  [
    'F24 tunnel refused',
    new TypeError('fetch failed', { cause: new Error('Proxy response (407)') }),
    'proxy',
  ],
  ['F20 refused', network('ECONNREFUSED'), 'network'],
  ['F20 pipe', network('EPIPE'), 'network'],
  ['F67 network gone', network('ENETUNREACH'), 'network'],
  [
    'F20 all addresses refused',
    new TypeError('fetch failed', {
      cause: new AggregateError([Object.assign(new Error('a'), { code: 'ECONNREFUSED' })], 'all'),
    }),
    'network',
  ],
  ['F27 undici body timeout', network('UND_ERR_BODY_TIMEOUT'), 'stalled'],
  ['F08 undici headers timeout', network('UND_ERR_HEADERS_TIMEOUT'), 'timeout'],
  ['F21 terminated', new TypeError('terminated', { cause: network('UND_ERR_SOCKET') }), 'cutOff'],
  ['F33 Azure content filter', http(400, message('x', { code: 'content_filter' })), 'refused'],
  ['F33 policy', http(400, message('x', { code: 'content_policy_violation' })), 'refused'],
  ['F29 numeric code in a stream', { error: { message: 'x', code: 429 } }, 'rateLimited'],
  [
    'F29 insufficient quota in a stream',
    { error: { message: 'x', code: 'insufficient_quota' } },
    'noCredit',
  ],
  ['F84 a bug', new RangeError('our own'), 'bug'],
  ['F84 something thrown that is no error', 'text', 'bug'],
  ['our own failure', callFailed({ code: 'stalled', message: 'All of it stalled.' }), 'stalled'],
];

describe('models: what a failure is called', () => {
  for (const [name, error, code] of TABLE) {
    it(name, () => {
      assert.equal(failureOf(error, context).code, code);
    });
  }

  it('F11 a wait in the body of a Gemini answer is read', () => {
    const body = [
      {
        error: {
          code: 429,
          status: 'RESOURCE_EXHAUSTED',
          message: 'quota per minute',
          details: [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '7.5s' }],
        },
      },
    ];
    assert.equal(failureOf(http(429, body), context).retryAfterMs, 7500);
  });

  it('F03 the provider’s own words are quoted, in one line and short', () => {
    const { message: said } = failureOf(
      http(403, message(`Your region is\n\tnot supported.\u202e ${'x'.repeat(2000)}`)),
      context,
    );
    assert.match(said, /The provider says: “Your region is not supported\. x+…”$/);
    assert.ok(said.length < 600);
  });

  it('F09 a web page is never quoted', () => {
    for (const body of [
      '<!DOCTYPE html><html>secret</html>',
      '  <html><p>secret',
      '<body>secret</body>',
    ]) {
      assert.ok(!failureOf(http(502, body), context).message.includes('secret'));
    }
  });

  it('every failure says what happened in a sentence', () => {
    for (const [, error] of TABLE) {
      const { message: words } = failureOf(error, context);
      assert.match(words, /^(?:[A-Zhs]).{2,}[.”]?$/s);
      assert.ok(!/[!]|oops|please|successfully|undefined|\[object/i.test(words), words);
    }
  });

  for (const key of [CANARY, 'sk+Canary/with=signs&more"than\\letters']) {
    it(`T08 G10 no form of ${key.slice(0, 9)} is in a failure, whatever the provider echoes`, () => {
      const forms = secretForms(key);
      assert.ok(forms.length >= 6);
      const part = fc.oneof(
        fc.constantFrom(...forms),
        fc.string(),
        fc.constantFrom(' ', '"', ':', '\n', 'Bearer '),
      );
      fc.assert(
        fc.property(
          fc.array(part, { maxLength: 8 }),
          fc.constantFrom(400, 401, 403, 407, 429, 500),
          fc.boolean(),
          (parts, status, json) => {
            const text = parts.join('');
            const body = json ? message(text, { code: text, type: text }) : text;
            const id = text.replace(/[^\w-]/g, '') || 'none';
            const error = http(status, body, { 'x-request-id': id });
            const failure = failureOf(error, { ...context, key });
            for (const form of forms) {
              assert.ok(!failure.message.includes(form), `${form} in ${failure.message}`);
              assert.ok(!failure.requestId?.includes(form));
            }
          },
        ),
        { numRuns: 1500 },
      );
    });
  }

  it('T08 a masked echo of a key is left out too', () => {
    const { message: words } = failureOf(
      http(
        401,
        message('Incorrect API key provided: sk-cana***************QRST. Bearer abcdefghij'),
      ),
      context,
    );
    assert.ok(!/QRST|sk-cana|abcdefghij/.test(words), words);
  });
});
