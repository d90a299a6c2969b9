import { status } from '../../support/chaosServer.ts';
import type { Case } from './play.ts';
import {
  REVIEW,
  TEXT,
  all,
  atMost,
  exits,
  findsOne,
  lease,
  never,
  raw,
  saying,
  says,
  tells,
  variant,
} from './base.ts';
import type { Check } from './base.ts';

function waited(ms: number): Check {
  return ({ calls }) => {
    const [first, second] = calls;
    if (!first || !second) return 'not asked again';
    const gap = second.startedAt - first.startedAt;
    return gap >= ms * 0.95 && gap < ms + 3500
      ? undefined
      : `asked again after ${Math.round(gap)} ms`;
  };
}

export function waits(row: number, name: string, text: string, ms: number): Case {
  return lease(
    row,
    name,
    (_, n) => (n === 0 ? status(429, { error: { message: text } }) : saying(TEXT)),
    {
      judge: all(exits(0), findsOne, atMost(2), waited(ms)),
    },
  );
}

/** Rate limits, errors inside of a 200, and addresses. */
export const waitsCases: readonly Case[] = [
  waits(46, 'try again in 3s', 'Rate limit reached. Please try again in 3s.', 3000),
  variant(
    waits(46, 'in 2500 milliseconds', 'Too many requests, retry after 2500 milliseconds', 2500),
  ),
  variant(waits(46, 'Retry in 0m3s', 'Limit reached. Retry in 0m3s', 3000)),
  variant(
    waits(
      46,
      'wait 3 seconds',
      'You exceeded your quota; please wait 3 seconds before your next request.',
      3000,
    ),
  ),
  lease(
    47,
    'a daily limit',
    () =>
      status(
        429,
        {
          error: {
            message:
              'Rate limit exceeded: free-models-per-day. Add 10 credits to unlock 1000 requests per day',
          },
        },
        {
          'x-ratelimit-limit': '50',
          'x-ratelimit-remaining': '0',
          'x-ratelimit-reset': String(Date.now() + 5 * 3_600_000),
        },
      ),
    {
      endAfterMs: 9000,
      judge: all(tells(/free-models-per-day/), tells(/\d{1,2}:\d\d|hours?|\bh\b/), atMost(3)),
    },
  ),
  variant(
    lease(
      47,
      'a daily limit in words alone',
      () =>
        status(429, {
          error: {
            message:
              'You have reached the daily limit of 200 requests for this model. Try again tomorrow.',
          },
        }),
      { endAfterMs: 12_000, judge: all(tells(/daily limit of 200/), atMost(5)) },
    ),
  ),
  variant(
    lease(
      47,
      'a daily limit with retry-after',
      () => status(429, { message: 'Quota of the day is used up.' }, { 'retry-after': '40000' }),
      { endAfterMs: 8000, judge: all(tells(/Quota of the day/), atMost(2)) },
    ),
  ),
  ...(
    [
      ['seconds', { 'retry-after': '3' }, 3000],
      ['milliseconds', { 'retry-after-ms': '2500' }, 2500],
    ] as const
  ).map(([name, headers, ms]) =>
    lease(
      48,
      `Retry-After in ${name}`,
      (_, n) => (n === 0 ? status(429, { error: { message: 'slow' } }, headers) : saying(TEXT)),
      {
        judge: all(exits(0), findsOne, atMost(2), waited(ms)),
      },
    ),
  ),
  lease(
    49,
    '200 with code and msg',
    (_, n) =>
      n < 40
        ? raw('{"code":500,"msg":"engine is warming up","success":false}', 'application/json')
        : saying(TEXT),
    {
      endAfterMs: 25_000,
      judge: all(says(/engine is warming up/), never(/web page/), atMost(9)),
    },
  ),
  lease(
    50,
    'Azure, classic address',
    request =>
      /\/openai\/deployments\/d\/chat\/completions\?api-version=2024-10-21$/.test(request.path) &&
      request.headers['api-key'] === 'key-of-a-test'
        ? saying(TEXT)
        : status(404, { error: { message: request.path } }),
    {
      args: [
        'review',
        'lease.md',
        '--model',
        'compatible:d',
        '--base-url',
        'URL/openai/deployments/d?api-version=2024-10-21',
        ...REVIEW,
      ],
    },
  ),
  lease(
    50,
    'Azure, classic address with the path of the call',
    request =>
      /\/openai\/deployments\/d\/chat\/completions\?api-version=2024-10-21$/.test(request.path) &&
      request.headers['api-key'] === 'key-of-a-test'
        ? saying(TEXT)
        : status(404, { error: { message: request.path } }),
    {
      args: [
        'review',
        'lease.md',
        '--model',
        'compatible:d',
        '--base-url',
        'URL/openai/deployments/d/chat/completions?api-version=2024-10-21',
        ...REVIEW,
      ],
    },
  ),
  variant(
    lease(
      50,
      'Azure, preview version',
      request =>
        /api-version=2025-04-01-preview$/.test(request.path) ? saying(TEXT) : status(404, {}),
      {
        args: [
          'review',
          'lease.md',
          '--model',
          'compatible:d',
          '--base-url',
          'URL/openai/deployments/d/?api-version=2025-04-01-preview',
          ...REVIEW,
        ],
      },
    ),
  ),
  variant(
    lease(50, 'an address with another query', () => saying(TEXT), {
      args: [
        'review',
        'lease.md',
        '--model',
        'compatible:d',
        '--base-url',
        'URL/v1?tenant=a',
        ...REVIEW,
      ],
      judge: all(exits(2), says(/query/), atMost(0)),
    }),
  ),
];
