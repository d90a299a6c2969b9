/** The wire formats of the three APIs, as their servers write them. */
export type Api = 'responses' | 'chat' | 'messages' | 'models' | 'other';

export interface WireUsage {
  /** Includes the cached ones. */
  readonly input: number;
  readonly output: number;
  readonly cached?: number;
  readonly cacheWrite?: number;
}

/** How an answer stops, in the words of this file; each API has its own. */
export type Stop =
  'end' | 'length' | 'refusal' | 'contentFilter' | 'contextWindow' | 'pause' | 'failed';

export interface WireAnswer {
  readonly text: string;
  readonly model: string;
  readonly usage: WireUsage | undefined;
  readonly stop: Stop;
  /** Pieces the text arrives in. */
  readonly pieces: number;
}

const sse = (data: unknown, event?: string): string =>
  `${event === undefined ? '' : `event: ${event}\n`}data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`;

export function apiOf(address: string): Api {
  const [path = ''] = address.split('?');
  if (path.endsWith('/responses')) return 'responses';
  if (path.endsWith('/chat/completions')) return 'chat';
  if (path.endsWith('/messages')) return 'messages';
  return path.endsWith('/models') ? 'models' : 'other';
}

/** The events of one answer, in order. The last one is what makes it complete. */
export function eventsOf(api: Api, answer: WireAnswer): string[] {
  switch (api) {
    case 'responses':
      return responsesEvents(answer);
    case 'messages':
      return messagesEvents(answer);
    default:
      return chatEvents(answer);
  }
}

/** An error event after a 200. */
export function errorEvent(api: Api, code: string, message: string): string {
  switch (api) {
    case 'responses':
      return sse({ type: 'error', code, message, param: null, sequence_number: 3 }, 'error');
    case 'messages':
      return sse({ type: 'error', error: { type: code, message } }, 'error');
    default:
      return sse({ error: { message, type: code, code } });
  }
}

function pieces(text: string, count: number): string[] {
  const size = Math.max(1, Math.ceil(text.length / Math.max(1, count)));
  const found: string[] = [];
  for (let at = 0; at < text.length; at += size) found.push(text.slice(at, at + size));
  return found;
}

function responsesEvents({ text, model, usage, stop, pieces: n }: WireAnswer): string[] {
  let sequence = 0;
  const event = (type: string, rest: object): string =>
    sse({ type, sequence_number: sequence++, ...rest }, type);
  const base = { id: 'resp_1', object: 'response', created_at: 1, model, output: [], error: null };
  const place = { item_id: 'msg_1', output_index: 0, content_index: 0 };
  const message = {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    status: 'completed',
    content: [{ type: 'output_text', text, annotations: [] }],
  };
  const final = {
    ...base,
    output: [message],
    usage: usage && {
      input_tokens: usage.input,
      output_tokens: usage.output,
      total_tokens: usage.input + usage.output,
      input_tokens_details: {
        cached_tokens: usage.cached ?? 0,
        cache_write_tokens: usage.cacheWrite ?? 0,
      },
      output_tokens_details: { reasoning_tokens: 0 },
    },
  };
  const reason = stop === 'contentFilter' ? 'content_filter' : 'max_output_tokens';
  const failure = { code: 'server_error', message: 'The model failed.' };
  const last = {
    end: () => event('response.completed', { response: { ...final, status: 'completed' } }),
    cut: () =>
      event('response.incomplete', {
        response: { ...final, status: 'incomplete', incomplete_details: { reason } },
      }),
    failed: () =>
      event('response.failed', { response: { ...base, status: 'failed', error: failure } }),
  };
  const body =
    stop === 'refusal'
      ? [event('response.refusal.delta', { ...place, delta: text })]
      : pieces(text, n).map(delta =>
          event('response.output_text.delta', { ...place, delta, logprobs: [] }),
        );
  return [
    event('response.created', { response: { ...base, status: 'in_progress' } }),
    event('response.in_progress', { response: { ...base, status: 'in_progress' } }),
    event('response.output_item.added', { output_index: 0, item: { ...message, content: [] } }),
    ...body,
    stop === 'end' || stop === 'refusal'
      ? last.end()
      : stop === 'failed'
        ? last.failed()
        : last.cut(),
  ];
}

function chatEvents({ text, model, usage, stop, pieces: n }: WireAnswer): string[] {
  const chunk = (delta: object, finish: string | null): string =>
    sse({
      id: 'chatcmpl-1',
      object: 'chat.completion.chunk',
      created: 1,
      model,
      choices: [{ index: 0, delta, finish_reason: finish }],
    });
  const finish: Record<Stop, string> = {
    end: 'stop',
    length: 'length',
    refusal: 'stop',
    contentFilter: 'content_filter',
    contextWindow: 'length',
    pause: 'length',
    failed: 'error',
  };
  return [
    chunk({ role: 'assistant', content: '' }, null),
    ...(stop === 'refusal'
      ? [chunk({ refusal: text }, null)]
      : pieces(text, n).map(content => chunk({ content }, null))),
    chunk({}, finish[stop]),
    ...(usage
      ? [
          sse({
            id: 'chatcmpl-1',
            object: 'chat.completion.chunk',
            created: 1,
            model,
            choices: [],
            usage: {
              prompt_tokens: usage.input,
              completion_tokens: usage.output,
              total_tokens: usage.input + usage.output,
              prompt_tokens_details: { cached_tokens: usage.cached ?? 0 },
            },
          }),
        ]
      : []),
    sse('[DONE]'),
  ];
}

function messagesEvents({ text, model, usage, stop, pieces: n }: WireAnswer): string[] {
  const event = (type: string, rest: object): string => sse({ type, ...rest }, type);
  const cached = usage?.cached ?? 0;
  const written = usage?.cacheWrite ?? 0;
  const reason: Record<Stop, string> = {
    end: 'end_turn',
    length: 'max_tokens',
    refusal: 'refusal',
    contentFilter: 'refusal',
    contextWindow: 'model_context_window_exceeded',
    pause: 'pause_turn',
    failed: 'tool_use',
  };
  return [
    event('message_start', {
      message: {
        id: 'msg_1',
        type: 'message',
        role: 'assistant',
        model,
        content: [],
        stop_reason: null,
        usage: usage && {
          input_tokens: usage.input - cached - written,
          cache_read_input_tokens: cached,
          cache_creation_input_tokens: written,
          output_tokens: 1,
        },
      },
    }),
    event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }),
    event('ping', {}),
    ...pieces(text, n).map(piece =>
      event('content_block_delta', { index: 0, delta: { type: 'text_delta', text: piece } }),
    ),
    event('content_block_stop', { index: 0 }),
    event('message_delta', {
      delta: { stop_reason: reason[stop], stop_sequence: null },
      usage: usage && { output_tokens: usage.output },
    }),
    event('message_stop', {}),
  ];
}

/** `GET /models` of either family. */
export const modelList = (ids: readonly string[], anthropic: boolean): object =>
  anthropic
    ? {
        data: ids.map((id, i) => ({
          type: 'model',
          id,
          display_name: `Model ${id}`,
          created_at: new Date(Date.UTC(2026, 0, 28 - i)).toISOString(),
          max_input_tokens: 1_000_000,
          max_tokens: 128_000,
        })),
        has_more: false,
        first_id: ids[0] ?? null,
        last_id: ids.at(-1) ?? null,
      }
    : {
        object: 'list',
        data: ids.map((id, i) => ({ id, object: 'model', created: 2_000_000 - i, owned_by: 'x' })),
      };
