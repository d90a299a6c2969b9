import type { ModelReply, ModelRequest } from '../../core/ports/model.ts';
import { isRecord } from '../../core/text/json.ts';
import { collectAnswer } from '../transport/answerText.ts';
import { systemOf } from '../transport/dialect.ts';
import type { Dialect } from '../transport/dialect.ts';
import type { Destination } from '../transport/egress.ts';
import type { Call } from '../transport/guarded.ts';
import { nonEmpty, reply, StreamError } from '../transport/reply.ts';
import { normalUsage } from '../transport/usage.ts';
import type { CutWatch } from './cutWatch.ts';

const CHARS_PER_TOKEN = 4.1;

/**
 * Asks through Ollama's own API, where a call says which window the model is to have: through the compatible one it
 * has the server's usual window, and what does not fit is cut without a word.
 */
export async function askOllama(
  to: Destination,
  request: ModelRequest,
  dialect: Dialect,
  call: Call,
  onFirstToken: (() => void) | undefined,
  { watch, window }: { readonly watch: CutWatch; readonly window: number },
): Promise<ModelReply> {
  const system = systemOf(request, dialect);
  const prompt = `${request.shared}\n\n${request.task}`;
  const sent = system + prompt;
  const response = await call.fetch(`${to.origin}/api/chat`, {
    method: 'POST',
    headers: { accept: 'application/x-ndjson', 'content-type': 'application/json' },
    body: JSON.stringify({
      model: to.modelId,
      messages: [
        { role: 'system', content: system },
        { role: 'user', content: prompt },
      ],
      stream: true,
      ...(dialect.format === 'json_schema' && { format: request.schema }),
      ...(dialect.format === 'json_object' && { format: 'json' }),
      // Models that only know on and off take any level for on.
      ...(dialect.effort && { think: dialect.effort }),
      options: { num_ctx: window, num_predict: dialect.outputCap },
    }),
  });
  const answer = collectAnswer(call, onFirstToken, cut =>
    normalUsage({}, sent, cut, CHARS_PER_TOKEN),
  );
  let last: Readonly<Record<string, unknown>> | undefined;
  for await (const event of jsonEvents(response)) {
    if (event['error'] !== undefined) throw new StreamError(event);
    const { message } = event;
    if (isRecord(message)) {
      if (message['thinking'] || message['content']) answer.begin();
      if (typeof message['content'] === 'string') answer.add(message['content']);
    }
    if (event['done'] === true) last = event;
  }
  if (!last) throw call.failed('cutOff');
  const text = answer.text();
  const paid = normalUsage(
    { input: last['prompt_eval_count'], output: last['eval_count'] },
    sent,
    text,
    CHARS_PER_TOKEN,
  );
  const cut = watch.wasCut({ tokens: last['prompt_eval_count'], cached: 0 }, sent, request.shared);
  if (cut) throw call.failed('contextTooLong', paid, cut.window);
  if (last['done_reason'] === 'length') throw call.failed('truncated', paid);
  return reply(call, nonEmpty(text, call, paid), paid, to);
}

/** The lines of JSON of a body, as the stream of events that the transport makes of them. */
async function* jsonEvents(response: Response): AsyncIterable<Readonly<Record<string, unknown>>> {
  const decoder = new TextDecoder();
  let kept = '';
  const read = (line: string): Readonly<Record<string, unknown>> | undefined => {
    const json = line.startsWith('data: ') ? line.slice('data: '.length) : '';
    if (!json.startsWith('{')) return undefined;
    const value: unknown = JSON.parse(json);
    return isRecord(value) ? value : undefined;
  };
  for await (const bytes of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    const lines = (kept + decoder.decode(bytes, { stream: true })).split('\n');
    kept = lines.pop() ?? '';
    for (const line of lines) {
      const event = read(line);
      if (event) yield event;
    }
  }
  const event = read(kept);
  if (event) yield event;
}
