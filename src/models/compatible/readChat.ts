import type OpenAI from 'openai';
import { isRecord } from '../../core/text/json.ts';
import { collectAnswer } from '../transport/answerText.ts';
import type { AnswerText } from '../transport/answerText.ts';
import { StreamError } from '../transport/reply.ts';
import type { Call } from '../transport/guarded.ts';

/** How an answer ended, in the words of this file. */
export type Ending =
  'complete' | 'unsaid' | 'length' | 'refused' | 'contextWindow' | 'failed' | 'tool';

export interface ChatAnswer {
  readonly text: string;
  /** What the model thought aloud on a channel of its own. */
  readonly thoughts: string;
  readonly ending: Ending;
  /** The server has counted the answer in an event of its own, which it does when all was said. */
  readonly isCounted: boolean;
  readonly usage: OpenAI.CompletionUsage | undefined;
}

type Chunk = Omit<Partial<OpenAI.ChatCompletionChunk>, 'usage'> & {
  readonly usage?: OpenAI.CompletionUsage | null;
};
/** A chunk's choice, or a whole answer's: servers put either into a stream. */
interface Choice {
  readonly delta?: Said | null;
  readonly message?: Said | null;
  readonly index?: unknown;
  readonly text?: unknown;
  readonly finish_reason?: unknown;
}
interface Said {
  readonly content?: unknown;
  readonly refusal?: unknown;
  readonly reasoning_content?: unknown;
  readonly reasoning?: unknown;
  readonly tool_calls?: unknown;
  readonly function_call?: unknown;
}

/**
 * Reads a stream of Chat Completions as servers write it. Throws StreamError for an error in it, and what `call`
 * and the SDK throw.
 */
export async function readChat(
  stream: AsyncIterable<OpenAI.ChatCompletionChunk>,
  call: Call,
  onFirstToken: (() => void) | undefined,
  estimate: Parameters<typeof collectAnswer>[2],
): Promise<ChatAnswer> {
  const answer = collectAnswer(call, onFirstToken, estimate);
  const thoughts = collectAnswer(call, undefined, estimate);
  /** What was said as the arguments of a call. */
  const called = collectAnswer(call, undefined, estimate);
  let ending: Ending = 'unsaid';
  let isCounted = false;
  let usage: OpenAI.CompletionUsage | undefined;
  for await (const chunk of stream as AsyncIterable<Chunk | null>) {
    if (typeof chunk !== 'object' || chunk === null) continue;
    usage = chunk.usage ?? usage;
    if (!Array.isArray(chunk.choices)) {
      if (saysError(chunk)) throw new StreamError(chunk);
      continue;
    }
    if (chunk.choices.length === 0) isCounted ||= Boolean(chunk.usage);
    // One answer was asked for: a second one is not mixed into it.
    const choice = (chunk.choices as readonly (Choice | null)[]).find(one => !one?.index);
    if (!choice) continue;
    const said = choice.delta ?? choice.message;
    if (said?.refusal) ending = 'refused';
    const content = said?.content ?? choice.text;
    add(typeof content === 'string' ? newPart(content, answer) : content, answer, thoughts);
    for (const argument of argumentsOf(said)) called.add(argument);
    add(said?.reasoning_content ?? said?.reasoning, thoughts, thoughts);
    if (said && Object.values(said).some(value => value)) answer.begin();
    ending = later(ending, endingOf(choice.finish_reason));
  }
  const text = answer.text();
  return {
    text: text.trim() === '' ? called.text() : text,
    thoughts: thoughts.text(),
    ending,
    isCounted,
    usage,
  };
}

/** Fewer characters are repeated by chance. */
const MIN_REPEATED = 24;

/** Some servers repeat all that was said so far in each event. */
function newPart(content: string, answer: AnswerText): string {
  if (content.length < MIN_REPEATED || answer.length() < MIN_REPEATED) return content;
  if (content.length < answer.length() || !content.startsWith(answer.head())) return content;
  const before = answer.text();
  return content.startsWith(before) ? content.slice(before.length) : content;
}

function argumentsOf(said: Said | null | undefined): string[] {
  const calls = Array.isArray(said?.tool_calls) ? (said.tool_calls as readonly unknown[]) : [];
  return [said?.function_call, ...calls.map(one => isRecord(one) && one['function'])].flatMap(
    one => (isRecord(one) && typeof one['arguments'] === 'string' ? [one['arguments']] : []),
  );
}

/** A text, or a list of parts of which some are thoughts. */
function add(content: unknown, answer: AnswerText, thoughts: AnswerText): void {
  if (typeof content === 'string') return answer.add(content);
  if (typeof content !== 'object' || content === null) return;
  for (const part of Array.isArray(content) ? (content as readonly unknown[]) : [content]) {
    if (typeof part === 'string') answer.add(part);
    if (typeof part !== 'object' || part === null) continue;
    const { type, text, thinking } = part as Readonly<Record<string, unknown>>;
    const isThought = typeof type === 'string' && /think|reason/i.test(type);
    add(thinking, thoughts, thoughts);
    add(text, isThought ? thoughts : answer, thoughts);
  }
}

/** An event that is no chunk: `{"object": "error", "message": ...}`, `{"code": 500, "msg": ...}`, `{"detail": ...}`. */
const saysError = (chunk: object): boolean =>
  Array.isArray(chunk) ||
  ('object' in chunk && chunk.object === 'error') ||
  (['message', 'msg', 'detail', 'errors'] as const).some(name => name in chunk);

/** Why a model stopped, as servers write it; undefined where a chunk does not say. */
function endingOf(reason: unknown): Ending | undefined {
  if (typeof reason !== 'string' || reason.trim() === '') return undefined;
  if (
    /filter|safety|sensitive|recitation|blocklist|prohibited|spii|refus|moderat|guardrail|policy|blocked/i.test(
      reason,
    )
  )
    return 'refused';
  if (/context_window|context_length/i.test(reason)) return 'contextWindow';
  if (/length|max_?(?:output_?)?tokens?|token_limit|max_new_tokens/i.test(reason)) return 'length';
  if (/error|abort|cancel/i.test(reason)) return 'failed';
  if (/^(?:tool_calls?|function_call)$/i.test(reason)) return 'tool';
  return 'complete';
}

/** A reason that was given is not taken back by a later chunk's `stop`. */
const later = (before: Ending, now: Ending | undefined): Ending =>
  now === undefined || (now === 'complete' && before !== 'unsaid') ? before : now;
