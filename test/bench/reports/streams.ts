import type { Case } from './play.ts';
import {
  TEXT,
  all,
  atMost,
  counted,
  delta,
  exits,
  findsOne,
  lease,
  never,
  raw,
  read,
  saying,
  says,
  sse,
  usage,
  variant,
  wholeMessage,
} from './base.ts';

/** Streams and bodies that are not quite the protocol’s, and how they end. */
export const streamsCases: readonly Case[] = [
  read(
    18,
    'a JSON body',
    raw(JSON.stringify(wholeMessage({ role: 'assistant', content: TEXT })), 'application/json'),
  ),
  read(
    18,
    'a stream under application/json',
    raw(sse(delta({ content: TEXT }), delta({}, 'stop'), '[DONE]'), 'application/json'),
  ),
  read(
    18,
    'a whole message in an event',
    raw(sse(wholeMessage({ role: 'assistant', content: TEXT }), '[DONE]')),
  ),
  variant(
    read(
      18,
      'a JSON body under octet-stream, after white space',
      raw(`\n  ${JSON.stringify(wholeMessage({ content: TEXT }))}\n`, 'application/octet-stream'),
    ),
  ),
  variant(
    read(
      18,
      'a stream under text/plain with CR alone',
      raw(
        sse(delta({ content: TEXT }), delta({}, 'stop'), '[DONE]').replaceAll('\n', '\r'),
        'text/plain',
      ),
    ),
  ),
  read(
    19,
    'empty data',
    raw(
      `data:\n\n${sse(delta({ content: TEXT.slice(0, 40) }))}data: \n\n${sse(delta({ content: TEXT.slice(40) }), delta({}, 'stop'), '[DONE]')}`,
    ),
  ),
  read(
    20,
    'comments, pings, a mark, no space',
    raw(
      `\uFEFF: PROCESSING\n\nevent: ping\ndata: {"type":"ping"}\n\n${sse(delta({ content: TEXT }), delta({}, 'stop'), '[DONE]').replaceAll('data: ', 'data:')}`,
    ),
  ),
  read(
    21,
    'data: null',
    raw(`data: null\n\n${sse(delta({ content: TEXT }), 'null', delta({}, 'stop'), '[DONE]')}`),
  ),
  variant(
    read(
      19,
      'keep-alives that are words or {}',
      raw(
        `data: keep-alive\n\ndata: {}\n\n${sse(delta({ content: TEXT }))}event: heartbeat\ndata: 1\n\n${sse(delta({}, 'stop'), '[DONE]')}`,
      ),
    ),
  ),
  variant(
    read(
      21,
      'choices: null and an empty list',
      raw(
        sse(
          { id: 'x', choices: null },
          { id: 'x', choices: [] },
          delta({ content: TEXT }),
          delta({}, 'stop'),
          '[DONE]',
        ),
      ),
    ),
  ),
  lease(
    22,
    'an error as a string in the stream, then well',
    (_, n) =>
      n === 0
        ? raw(sse(delta({ content: '{' }), { error: 'model runner has crashed' }))
        : saying(TEXT),
    { judge: all(exits(0), findsOne, atMost(2), counted) },
  ),
  lease(
    22,
    'an error as a string in the stream, always',
    () => raw(sse(delta({ content: '{' }), { error: 'model runner has crashed' })),
    {
      judge: all(says(/model runner has crashed/), never(/inside Fanout/), atMost(8)),
      endAfterMs: 15_000,
    },
  ),
  lease(
    23,
    'an error object in the stream, then well',
    (_, n) => (n === 0 ? raw(sse({ error: { message: 'busy', code: 503 } })) : saying(TEXT)),
    {
      judge: all(exits(0), findsOne, atMost(2)),
    },
  ),
  variant(
    lease(
      22,
      'event: error with a bare text',
      (_, n) => (n === 0 ? raw('event: error\ndata: upstream went away\n\n') : saying(TEXT)),
      {
        judge: all(exits(0), findsOne, atMost(2)),
      },
    ),
  ),
  variant(
    lease(
      22,
      'an error inside of a choice',
      (_, n) =>
        n === 0
          ? raw(
              sse(
                {
                  choices: [
                    {
                      index: 0,
                      delta: { content: '' },
                      finish_reason: 'error',
                      error: { code: 502, message: 'Upstream idle timeout' },
                    },
                  ],
                },
                '[DONE]',
              ),
            )
          : saying(TEXT),
      {
        judge: all(exits(0), findsOne, atMost(2)),
      },
    ),
  ),
  read(
    24,
    'no finish_reason, usage and [DONE]',
    raw(sse(delta({ content: TEXT }), usage, '[DONE]')),
  ),
  variant(
    read(24, 'no finish_reason, usage, no [DONE]', raw(sse(delta({ content: TEXT }), usage))),
  ),
  read(
    25,
    'an empty finish_reason',
    raw(sse(delta({ content: TEXT }, ''), delta({}, 'stop'), '[DONE]')),
  ),
  ...(['length', 'MAX_TOKENS', 'max_tokens'] as const).map(word =>
    lease(
      word === 'length' ? 26 : 27,
      `${word} while the cap is small`,
      (_, n) =>
        n === 0
          ? raw(sse(delta({ content: TEXT.slice(0, 50) }, word), delta({}, ''), '[DONE]'))
          : saying(TEXT),
      { judge: all(exits(0), findsOne, atMost(2)) },
    ),
  ),
  ...(['SAFETY', 'content_filter: violence', 'sensitive'] as const).map(word =>
    read(28, `${word} is a refusal`, raw(sse(delta({}, word), '[DONE]')), {
      judge: all(exits(4), says(/declined/), atMost(1)),
    }),
  ),
  variant(
    read(28, 'RECITATION', raw(sse(delta({}, 'RECITATION'), '[DONE]')), {
      judge: all(exits(4), says(/declined/), atMost(1)),
    }),
  ),
  variant(
    read(
      28,
      'content_filtered and a block reason',
      raw(sse(delta({ content: '' }, 'content_filtered'), '[DONE]')),
      { judge: all(exits(4), says(/declined/), atMost(1)) },
    ),
  ),
  variant(
    lease(
      27,
      'model_length',
      (_, n) =>
        n === 0
          ? raw(sse(delta({ content: TEXT.slice(0, 50) }, 'model_length'), '[DONE]'))
          : saying(TEXT),
      {
        judge: all(exits(0), findsOne),
      },
    ),
  ),
];
