import { ok, status } from '../../support/chaosServer.ts';
import type { Behaviour, ChaosRequest } from '../../support/chaosServer.ts';
import type { Case, Played } from './play.ts';

export type Check = (played: Played) => string | undefined;

/** No rule and no test was made from it. */
export const variant = (one: Case): Case => ({ ...one, isVariant: true });

export const lines = (...of: readonly string[]): string => `${of.join('\n')}\n`;

export const all =
  (...checks: readonly Check[]): Case['judge'] =>
  played =>
    checks.map(check => check(played)).filter(problem => problem !== undefined);

// ---------------------------------------------------------------- what is sent and said

export const LEASE = `# Lease

The tenant pays 1,200 euros each month, always on the first working day.

The landlord may end the lease at any time without notice.
`;

const FINDING = {
  quote: 'at any time without notice',
  before: null,
  title: 'No notice',
  message: 'The landlord need not give notice.',
  suggestion: null,
  severity: 'major',
  confidence: 0.9,
};
export const ANSWER = { findings: [FINDING], assessment: 'Short.' };
export const TEXT = JSON.stringify(ANSWER);
export const EMPTY = { findings: [], assessment: 'Read.' };

/** Sentences that are all different, so that what was read can be told. */
export const longText = (sentences: number): string =>
  `# Rules of the house\n\n${Array.from({ length: sentences }, (_, i) => `Rule ${i} says that room ${i * 3} is closed at hour ${i % 24} and that its key is kept by the porter.`).join(' ')}\n`;

export const REVIEW = [
  '--perspectives',
  'accuracy',
  '--no-synthesis',
  '--no-consistency',
  '--format',
  'json',
] as const;
export const CHAT = ['--model', 'compatible:m', '--base-url', 'URL/v1'] as const;

export const exits =
  (code: number): Check =>
  ({ code: was, stderr }) =>
    was === code ? undefined : `exit ${was}: ${stderr.trim().slice(-300)}`;
export const atMost =
  (most: number): Check =>
  ({ calls }) =>
    calls.length <= most ? undefined : `${calls.length} calls`;
export const findsOne: Check = ({ report }) =>
  report.findings?.length === 1 ? undefined : `${report.findings?.length ?? 'no'} findings`;
export const says =
  (words: RegExp): Check =>
  ({ stdout, stderr }) =>
    words.test(stdout) || words.test(stderr) ? undefined : `does not say ${words}`;
export const never =
  (words: RegExp): Check =>
  ({ stdout, stderr }) =>
    words.test(stdout + stderr) ? `says ${words}` : undefined;
export const tells =
  (words: RegExp): Check =>
  ({ stderr }) =>
    words.test(stderr) ? undefined : `does not tell ${words} while it runs`;
/** Each call of the server's is one of the report's. */
export const counted: Check = ({ calls, report }) => {
  const { calls: told } = (report['run'] ?? {}) as { readonly calls?: number };
  return told === calls.length ? undefined : `${calls.length} requests, ${told} counted`;
};
export const whole: Check = ({ report }) => {
  const { reviewedFraction } = (report['coverage'] ?? {}) as { readonly reviewedFraction?: number };
  return reviewedFraction === 1 ? undefined : `${reviewedFraction} of the text read`;
};
export const promptOf = ({ body }: ChaosRequest): string =>
  JSON.stringify(body?.['messages'] ?? body?.['input'] ?? '');
/** Every sentence of `longText` was in a prompt of at most so many characters. */
export const allSent =
  (sentences: number, isAccepted: (request: ChaosRequest) => boolean): Check =>
  ({ calls }) => {
    const sent = calls.filter(isAccepted).map(promptOf).join('\n');
    const unread = Array.from({ length: sentences }, (_, i) => i).filter(
      i => !sent.includes(`Rule ${i} says that room ${i * 3} is`),
    );
    return unread.length === 0 ? undefined : `${unread.length} of ${sentences} sentences unread`;
  };

// ---------------------------------------------------------------- servers

export const sse = (...events: unknown[]): string =>
  events.map(e => `data: ${typeof e === 'string' ? e : JSON.stringify(e)}\n\n`).join('');
export const raw = (body: string, contentType = 'text/event-stream'): Behaviour => ({
  kind: 'raw',
  contentType,
  body,
});
export const delta = (said: object, finish: string | null = null, more: object = {}): object => ({
  id: 'c',
  object: 'chat.completion.chunk',
  created: 1,
  model: 'm',
  choices: [{ index: 0, delta: said, finish_reason: finish }],
  ...more,
});
const USAGE = { prompt_tokens: 2000, completion_tokens: 60, total_tokens: 2060 };
export const usage = { ...delta({}), choices: [], usage: USAGE };
export const wholeMessage = (message: object, finish = 'stop'): object => ({
  id: 'c',
  object: 'chat.completion',
  model: 'm',
  choices: [{ index: 0, message, finish_reason: finish }],
  usage: USAGE,
});
/** Any model that says this. */
export const saying = (text: string): Behaviour =>
  raw(sse(delta({ role: 'assistant', content: text }), delta({}, 'stop'), usage, '[DONE]'));
export const formatOf = ({ body }: ChaosRequest): string | undefined =>
  (body?.['response_format'] as { readonly type?: string } | undefined)?.type;

export interface More extends Partial<Omit<Case, 'row' | 'name' | 'server'>> {
  readonly judge?: Case['judge'];
}
export const lease = (
  row: number,
  name: string,
  server: Case['server'],
  more: More = {},
): Case => ({
  row,
  name,
  files: { 'lease.md': LEASE },
  args: ['review', 'lease.md', ...CHAT, ...REVIEW],
  ...(server && { server }),
  judge: all(exits(0), findsOne, atMost(1)),
  ...more,
});
export const read = (row: number, name: string, does: Behaviour, more: More = {}): Case =>
  lease(row, name, () => does, more);

const SENTENCES = 150;
/** A window in words, for servers whose tokens are about that. */
const tokensOf = (request: ChaosRequest): number => Math.ceil(promptOf(request).length / 4.2);

export function long(
  row: number,
  name: string,
  refusal: (tokens: number, window: number, request: ChaosRequest) => Behaviour,
  { window = 4000, ...more }: More & { readonly window?: number } = {},
): Case {
  return {
    row,
    name,
    files: { 'house.md': longText(SENTENCES * 3) },
    args: ['review', 'house.md', ...CHAT, ...REVIEW, '--chunk-tokens', '6000'],
    server: request => {
      const tokens = tokensOf(request);
      return tokens > window
        ? refusal(tokens, window, request)
        : ok(EMPTY, { usage: { input: tokens, output: 20 } });
    },
    judge: all(
      exits(0),
      whole,
      allSent(SENTENCES * 3, request => tokensOf(request) <= window),
      ({ calls }) => {
        const refused = calls.filter(call => tokensOf(call) > window).length;
        return refused < 10 ? undefined : `${refused} refused`;
      },
      counted,
    ),
    ...more,
  };
}
export const refuses =
  (words: (tokens: number, window: number, cap: number) => string, code = 400) =>
  (tokens: number, window: number, { body }: ChaosRequest): Behaviour => {
    const message = words(tokens, window, Number(body?.['max_tokens']));
    return status(code, { error: { message, type: 'invalid_request_error' } });
  };

export const cutTo = (
  row: number,
  name: string,
  window: number,
  count = window,
  args: readonly string[] = [],
): Case =>
  long(row, name, () => ok(EMPTY, { usage: { input: count, output: 20 } }), {
    window,
    args: ['review', 'house.md', ...CHAT, ...REVIEW, ...args],
    judge: all(exits(0), whole, request =>
      allSent(SENTENCES * 3, one => tokensOf(one) <= window)(request),
    ),
  });
