import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  parseHttpDate,
  parseRetryAfter,
  waitInFields,
  waitInWords,
} from '../../../../src/models/transport/retryAfter.ts';

const NOW = Date.UTC(2026, 10, 22, 12, 0, 0);
const parse = (headers: Record<string, string>): number | undefined =>
  parseRetryAfter(new Headers(headers), NOW);

describe('models: how long the provider asks to wait', () => {
  const cases: readonly (readonly [string, Record<string, string>, number | undefined])[] = [
    ['F11 seconds', { 'retry-after': '7' }, 7000],
    ['F11 a fraction', { 'retry-after': '0.25' }, 250],
    ['F12 milliseconds go first', { 'retry-after-ms': '350', 'retry-after': '9' }, 350],
    ['F13 a date ahead', { 'retry-after': 'Sun, 22 Nov 2026 12:01:00 GMT' }, 60_000],
    ['F13 a date behind', { 'retry-after': 'Sun, 22 Nov 2026 11:00:00 GMT' }, 0],
    [
      'F13 the server’s own clock counts',
      {
        'retry-after': 'Sun, 22 Nov 2026 15:00:30 GMT',
        date: 'Sun, 22 Nov 2026 15:00:00 GMT',
      },
      30_000,
    ],
    ['F11 with a unit', { 'retry-after': '3s' }, 3000],
    [
      'F11 the limit that is used up',
      {
        'x-ratelimit-remaining-requests': '0',
        'x-ratelimit-reset-requests': '1m2.5s',
        'x-ratelimit-remaining-tokens': '7',
        'x-ratelimit-reset-tokens': '1h',
      },
      62_500,
    ],
    ['F14 a day', { 'retry-after': '86400' }, 86_400_000],
    ['F14 1e9', { 'retry-after': '1e9' }, undefined],
    ['F14 20 digits', { 'retry-after': '9'.repeat(20) }, undefined],
    ['F15 negative', { 'retry-after': '-5' }, undefined],
    ['F15 NaN', { 'retry-after': 'NaN' }, undefined],
    ['F15 soon', { 'retry-after': 'soon' }, undefined],
    ['F15 empty', { 'retry-after': '' }, undefined],
    ['F15 an ISO date', { 'retry-after': '2026-11-22T12:01:00Z' }, undefined],
    ['F15 two headers, joined', { 'retry-after': '7, 9' }, undefined],
    ['F15 a number with a tail', { 'retry-after': '12abc' }, undefined],
    ['F15 hex', { 'retry-after': '0x10' }, undefined],
    ['F15 an impossible date', { 'retry-after': 'Sun, 32 Foo 2026 12:01:00 GMT' }, undefined],
    ['F10 nothing', {}, undefined],
    ['F15 bad milliseconds fall back', { 'retry-after-ms': '-1', 'retry-after': '2' }, 2000],
  ];
  for (const [name, headers, expected] of cases) {
    it(name, () => assert.equal(parse(headers), expected));
  }

  it('G8 any header gives no wait or a finite one of at least 0', () => {
    const value = fc.oneof(
      fc.string({ unit: fc.constantFrom(...'0123456789.-+eE,: TGMabx'), maxLength: 12 }),
      fc.nat({ max: 2 ** 31 - 1 }).map(String),
      fc.double().map(String),
      fc
        .date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true })
        .map(d => d.toUTCString()),
    );
    fc.assert(
      fc.property(value, fc.option(value, { nil: undefined }), (after, ms) => {
        const wait = parse({
          'retry-after': after,
          ...(ms !== undefined && { 'retry-after-ms': ms }),
        });
        return wait === undefined || (Number.isFinite(wait) && wait >= 0);
      }),
      { numRuns: 100_000 },
    );
  });

  it('reads every date the platform writes', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true }),
        date => parseHttpDate(date.toUTCString()) === Math.floor(date.getTime() / 1000) * 1000,
      ),
      { numRuns: 2000 },
    );
  });
});

describe('models: a wait in the body of an error', () => {
  for (const [body, ms] of [
    [{ error: { message: 'slow', retry_after: 3 } }, 3000],
    [{ retry_after_ms: 2500 }, 2500],
    [{ error: { details: [{ retryDelay: '7s' }] } }, 7000],
    [{ error: { details: { retryAfter: '1m3s' } } }, 63_000],
    [{ error: { message: 'retry after lunch', retry_after: 'soon' } }, undefined],
    ['text', undefined],
  ] as const)
    it(JSON.stringify(body), () => assert.equal(waitInFields(body), ms));

  for (const [text, ms] of [
    ['Bitte in 3 Sekunden erneut versuchen.', 3000],
    ['Réessayez dans 2 minutes.', 120_000],
    ['Inténtelo de nuevo en 5 segundos', 5000],
    ['请求过于频繁，请在3秒后重试', 3000],
    ['Повторите через 4 секунды', 4000],
    ['The limit is 30 requests in total', undefined],
  ] as const)
    it(text, () => assert.equal(waitInWords(text), ms));
});
