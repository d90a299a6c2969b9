import { status } from '../../support/chaosServer.ts';
import type { Behaviour } from '../../support/chaosServer.ts';
import type { Case, Played } from './play.ts';
import {
  ANSWER,
  CHAT,
  REVIEW,
  TEXT,
  all,
  atMost,
  delta,
  exits,
  findsOne,
  formatOf,
  lease,
  long,
  promptOf,
  raw,
  read,
  refuses,
  saying,
  sse,
  tells,
  usage,
  variant,
  wholeMessage,
} from './base.ts';
import { csv } from './csv.ts';
import { waits } from './waits.ts';

/** Wordings of "too long" of further servers and gateways, in status codes of theirs. */
const TOO_LONG: readonly (readonly [
  string,
  (tokens: number, window: number) => string,
  number?,
])[] = [
  ['MLX', (t, w) => `Prompt has ${t} tokens, which is larger than the maximum of ${w}.`],
  ['a Rust server', (t, w) => `sequence length ${t} > max_seq_len ${w}`],
  ['KoboldCpp', (t, w) => `Your prompt (${t} tokens) doesn't fit the ctx size (${w}).`, 500],
  ['a gateway, 413', (_, w) => `Payload rejected: input token budget of ${w} exhausted`, 413],
  [
    'Cohere',
    (t, w) =>
      `too many tokens: size limit exceeded by ${t - w} tokens. Try using shorter or fewer inputs.`,
  ],
  ['DeepSpeed', (t, w) => `Input prompt length ${t} is longer than max context ${w}`, 422],
  ['Bedrock', () => 'Input is too long for requested model.'],
  [
    'Spanish',
    (t, w) => `La entrada supera la longitud máxima de contexto: ${t} tokens, máximo ${w} tokens.`,
  ],
  ['Japanese', (t, w) => `入力トークン数 ${t} が上限 ${w} を超えています`],
  ['German', (t, w) => `Die Eingabe hat ${t} Tokens; erlaubt sind höchstens ${w} Tokens.`],
  ['in capitals', (_, w) => `ERR_CONTEXT_OVERFLOW: MODEL WINDOW IS ${w}`],
];

/** Thoughts, notes and wrappings around the one answer. */
const AROUND: readonly (readonly [number, string, string])[] = [
  [
    10,
    '<thinking_process>',
    `<thinking_process>Let me see {"findings": []}.</thinking_process>${TEXT}`,
  ],
  [
    10,
    '<|thinking|> without an end sign',
    `<|thinking|>I look at {"findings": [1]}<|/thinking|>\n${TEXT}`,
  ],
  [11, 'Harmony, final only', `<|start|>assistant<|channel|>final<|message|>${TEXT}<|return|>`],
  [9, '[REASONING]', `[REASONING]a {"findings": []} b[/REASONING]\n${TEXT}`],
  [
    9,
    'thoughts in Markdown',
    `**Thinking**\n\n> I draft {"findings": [], "assessment": "draft"}.\n\n**Answer**\n\n\`\`\`json\n${TEXT}\n\`\`\``,
  ],
  [13, 'a table before it', `| key | value |\n|---|---|\n| {a} | [b] |\n\n${TEXT}`],
  [14, 'a Python dictionary after it', `${TEXT}\n\nAs a dict: {'findings': 1}`],
  [15, 'comments in the JSON', TEXT.replace('{"findings"', '{ // the answer\n"findings"')],
  [15, 'as <json>', `<json>\n${TEXT}\n</json>`],
  [
    15,
    'as a tool call in words',
    `<tool_call>\n{"name": "findings", "arguments": ${TEXT}}\n</tool_call>`,
  ],
  [15, 'as JSON5 with a comment block', `/* result */ ${TEXT}`],
  [15, 'single quotes around keys', TEXT.replace('"findings"', "'findings'")],
  [15, 'a BOM and zero-width spaces', `\uFEFF\u200b${TEXT}\u200b`],
  [15, 'smart quotes around a key', TEXT.replace('"assessment"', '“assessment”')],
];

/** Finish words and forms of events of further providers. */
const STREAMS: readonly Case[] = [
  read(28, 'PROHIBITED_CONTENT', raw(sse(delta({}, 'PROHIBITED_CONTENT'), '[DONE]')), {
    judge: all(exits(3), atMost(1)),
  }),
  read(28, 'guardrail_intervened', raw(sse(delta({}, 'guardrail_intervened'), '[DONE]')), {
    judge: all(exits(3), atMost(1)),
  }),
  read(25, 'end_turn', raw(sse(delta({ content: TEXT }, 'end_turn'), '[DONE]'))),
  read(
    25,
    'STOP_SEQUENCE',
    raw(sse(delta({ content: TEXT }), delta({}, 'STOP_SEQUENCE'), '[DONE]')),
  ),
  read(25, 'eos_token', raw(sse(delta({ content: TEXT }, 'eos_token'), '[DONE]'))),
  read(25, 'COMPLETE', raw(sse(delta({ content: TEXT }, 'COMPLETE'), '[DONE]'))),
  lease(
    27,
    'token_limit',
    (_, n) =>
      n === 0
        ? raw(sse(delta({ content: TEXT.slice(0, 50) }, 'token_limit'), '[DONE]'))
        : saying(TEXT),
    { judge: all(exits(0), findsOne, atMost(3)) },
  ),
  lease(
    27,
    'max_output_reached',
    (_, n) =>
      n === 0
        ? raw(sse(delta({ content: TEXT.slice(0, 50) }, 'max_output_reached'), '[DONE]'))
        : saying(TEXT),
    { judge: all(exits(0), findsOne, atMost(3)) },
  ),
  read(
    6,
    'content as one part',
    raw(sse(delta({ content: { type: 'text', text: TEXT } }), delta({}, 'stop'), '[DONE]')),
  ),
  read(
    6,
    'parts of output_text',
    raw(
      sse(delta({ content: [{ type: 'output_text', text: TEXT }] }), delta({}, 'stop'), '[DONE]'),
    ),
  ),
  read(
    18,
    'JSON under text/event-stream',
    raw(JSON.stringify(wholeMessage({ role: 'assistant', content: TEXT }))),
  ),
  read(
    18,
    'NDJSON of chunks',
    raw(
      `${[delta({ content: TEXT }), delta({}, 'stop')].map(e => JSON.stringify(e)).join('\n')}\n`,
      'application/x-ndjson',
    ),
  ),
  read(
    19,
    'heartbeat objects',
    raw(
      sse(
        { type: 'heartbeat' },
        delta({ content: TEXT }),
        { object: 'ping' },
        delta({}, 'stop'),
        '[DONE]',
      ),
    ),
  ),
  read(
    24,
    'done without a space and in lower case',
    raw(`${sse(delta({ content: TEXT }), delta({}, 'stop'))}data:[done]\n\n`),
  ),
  lease(
    22,
    'error with a number for a code',
    (_, n) => (n === 0 ? raw(sse({ error: 500, message: 'worker lost' })) : saying(TEXT)),
    { judge: all(exits(0), findsOne, atMost(2)) },
  ),
  lease(
    49,
    '200 with success: false',
    (_, n) =>
      n === 0
        ? raw(
            JSON.stringify({ success: false, msg: 'overloaded, please retry' }),
            'application/json',
          )
        : saying(TEXT),
    { judge: all(exits(0), findsOne, atMost(2)) },
  ),
  read(
    5,
    'the answer in reasoning',
    raw(sse(delta({ reasoning: TEXT }), delta({}, 'stop'), usage, '[DONE]')),
  ),
];

const withoutSystem = (row: number, text: string, code = 400): Case =>
  lease(
    row,
    `no system role: ${text}`,
    request =>
      promptOf(request).includes('"role":"system"')
        ? status(code, { error: { message: text } })
        : saying(TEXT),
    { judge: all(exits(0), findsOne, atMost(2)) },
  );
const withoutFormat = (row: number, text: string, code: number): Case =>
  lease(
    row,
    `no schema: ${text}`,
    request =>
      formatOf(request) === 'json_schema'
        ? status(code, { error: { message: text } })
        : saying(TEXT),
    { judge: all(exits(0), findsOne, atMost(3)) },
  );

/** Servers that refuse a part of the request. */
const REFUSALS: readonly Case[] = [
  withoutSystem(37, 'This model only accepts messages with role user or model.'),
  withoutSystem(37, "Value error, the first message must have role 'user'", 422),
  withoutSystem(38, 'system_instruction is not available for this model'),
  withoutSystem(37, 'TemplateError: System prompt is not allowed', 500),
  withoutFormat(39, 'llguidance: unsupported keyword additionalProperties', 500),
  withoutFormat(40, 'xgrammar could not compile the structural tag', 500),
  withoutFormat(40, 'Invalid parameter: guided_json', 400),
  withoutFormat(40, 'JSON mode is not supported by this deployment', 400),
];

/** Waits in words, and limits of a day. */
const WAITS: readonly Case[] = [
  waits(46, 'retry in about 2 seconds', 'Slow down! Retry in about 2 seconds.', 2000),
  waits(46, 'retryDelay in the text', 'Quota hit. {"retryDelay": "2s"}', 2000),
  waits(46, 'available again in', 'Capacity reached, available again in 2 sec', 2000),
  waits(46, 'wait N s', 'You must wait 3 s before the next request', 3000),
  lease(
    47,
    'a daily limit in words',
    () =>
      status(429, {
        error: { message: 'You have used all 50 free requests for today. Resets at midnight UTC.' },
      }),
    { endAfterMs: 12_000, judge: all(tells(/50 free requests for today/), atMost(4)) },
  ),
  lease(
    47,
    'a weekly limit with a date',
    () =>
      status(429, {
        error: { message: 'Weekly usage limit reached. Your limit resets on 2099-01-07.' },
      }),
    { endAfterMs: 12_000, judge: all(tells(/Weekly usage limit/), atMost(4)) },
  ),
];

const suggests = (
  source: string,
  path: string,
  quote: string,
  said: string,
  right: string,
): Case => ({
  row: 16,
  name: `a fix with backslashes: ${right}`,
  files: { [path]: source },
  args: [
    'review',
    path,
    ...CHAT,
    ...REVIEW.map(word =>
      word === 'accuracy' ? (path.endsWith('.tex') ? 'accuracy' : 'correctness') : word,
    ),
  ],
  server: () =>
    saying(
      `{"findings":[{"quote":${JSON.stringify(quote)},"before":null,"title":"t","message":"m","suggestion":"${said}","severity":"minor","confidence":0.9}],"assessment":"x"}`,
    ),
  judge: all(({ report }: Played) => {
    const [found] = report.findings ?? [];
    if (!found) return 'no finding';
    const { suggestion } = found;
    return suggestion === undefined || suggestion === null || suggestion === right
      ? undefined
      : `offers ${JSON.stringify(suggestion)}`;
  }),
});

/** Fixes in which JSON has eaten a backslash. */
const FIXES: readonly Case[] = [
  suggests(
    "const dir = 'C:\\\\temp\\\\new';\nopen(dir);\n",
    'a.js',
    'open(dir);',
    "open('C:\\temp\\new');",
    "open('C:\\temp\\new');",
  ),
  suggests(
    'const word = /\\bcat\\b/;\nfind(word);\n',
    'b.js',
    'find(word);',
    'find(/\\bdog\\b/);',
    'find(/\\bdog\\b/);',
  ),
  suggests(
    '\\documentclass{article}\\begin{document}\nThe value is half of it, always.\n\\frac{1}{2}\n\\end{document}\n',
    'c.tex',
    'half of it',
    '\\frac{1}{2} of it',
    '\\frac{1}{2} of it',
  ),
  suggests(
    'import re\nr = re.compile(r"\\d+\\s")\nuse(r)\n',
    'd.py',
    'use(r)',
    'use(re.compile(r\\"\\d+\\.\\d+\\"))',
    'use(re.compile(r"\\d+\\.\\d+"))',
  ),
  suggests(
    '$path = "C:\\Users\\name"\nGet-Item $path\n',
    'e.ps1',
    'Get-Item $path',
    'Get-Item C:\\Users\\files',
    'Get-Item C:\\Users\\files',
  ),
];

/** Files of records. */
const CSV: readonly Case[] = [
  csv('bars', 'id|text\n1|late\n2|bill\n', 2),
  csv('Sep=; in capitals, CRLF', 'SEP=;\r\nid;text\r\n1;late\r\n2;bill\r\n', 2),
  csv('quoted header with a space after the separator', '"id", "text"\n1, late\n2, bill\n', 2),
  csv('a title line above the header', 'Export of 2024-05-01;\nid;text\n1;late\n2;bill\n', 2),
  csv('header in capitals', 'ID;TEXT\n1;late\n2;bill\n', 2),
  csv('trailing separators', 'id;text;\n1;late;\n2;bill;\n', 2),
];

/** How servers and files of further kinds behave; no rule and no test was made from them. */
export const freshCases: readonly Case[] = [
  ...TOO_LONG.map(([name, words, code]) => long(32, `too long, ${name}`, refuses(words, code))),
  ...AROUND.map(([row, name, text]) => read(row, name, saying(text))),
  ...STREAMS,
  ...REFUSALS,
  ...WAITS,
  ...FIXES,
  ...CSV,
  lease(36, 'usage of 1,000 for every call', () => ok1000(), {
    files: {
      'lease.md': `# Lease\n\n${'The tenant of the flat pays the rent in advance. '.repeat(400)}\n\nThe landlord may end the lease at any time without notice.\n`,
    },
    judge: all(exits(0), findsOne, atMost(6)),
  }),
].map(variant);

function ok1000(): Behaviour {
  return raw(
    sse(
      delta({ content: JSON.stringify(ANSWER) }),
      delta({}, 'stop'),
      { ...usage, usage: { prompt_tokens: 1000, completion_tokens: 20, total_tokens: 1020 } },
      '[DONE]',
    ),
  );
}
