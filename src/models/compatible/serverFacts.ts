import { isRecord } from '../../core/text/json.ts';
import type { Destination } from '../transport/egress.ts';
import { guarded } from '../transport/guarded.ts';
import type { ServerFacts } from '../transport/serverFacts.ts';

/** Longest wait in ms for all that is asked: a server that does not say is used all the same. */
const MAX_WAIT_MS = 4_000;
/**
 * Window requested from Ollama if its model allows it: twice a typical part with its context, and its
 * answer. More would take memory of the graphics card from the model.
 */
const OLLAMA_WINDOW = 16_384;

/**
 * Asks a server for the window of its model where it may say so: vLLM, SGLang and gateways in their list of models,
 * llama.cpp in its properties, LM Studio and Ollama in APIs of their own. Never rejects; nothing of the user's text
 * is sent.
 */
export async function serverFacts(to: Destination): Promise<ServerFacts> {
  const signal = new AbortController().signal;
  const timeouts = { firstByteMs: MAX_WAIT_MS, idleMs: MAX_WAIT_MS, totalMs: MAX_WAIT_MS };
  const ask = (path: string, body?: unknown): Promise<unknown> =>
    guarded(
      { ...to, timeouts },
      signal,
      async call => {
        const response = await call.fetch(path, {
          method: body === undefined ? 'GET' : 'POST',
          headers: { accept: 'application/json', 'content-type': 'application/json' },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        });
        return await response.json();
      },
      'document',
    ).catch(() => undefined);
  const listed = windowIn(rowOf(await ask(`${to.url}/models`), to.modelId));
  if (listed !== undefined) return { contextTokens: listed };
  const [ollama, studio, props] = await Promise.all([
    ask(`${to.origin}/api/show`, { model: to.modelId }),
    ask(`${to.origin}/api/v0/models`),
    ask(`${to.origin}/props`),
  ]);
  const most = ollamaWindow(ollama);
  if (most !== undefined) return { isOllama: true, contextTokens: Math.min(most, OLLAMA_WINDOW) };
  const found = windowIn(rowOf(studio, to.modelId)) ?? windowIn(props);
  return found === undefined ? {} : { contextTokens: found };
}

/** The row of a model in a list; the only row where there is one. */
function rowOf(list: unknown, id: string): unknown {
  const data = isRecord(list) && Array.isArray(list['data']) ? (list['data'] as unknown[]) : [];
  return data.find(row => isRecord(row) && row['id'] === id) ?? (data.length === 1 ? data[0] : {});
}

/** Where servers write the window, what is loaded before what could be. */
const FIELDS: readonly (readonly string[])[] = [
  ['loaded_context_length'],
  ['meta', 'n_ctx'],
  ['default_generation_settings', 'n_ctx'],
  ['max_model_len'],
  ['top_provider', 'context_length'],
  ['context_length'],
  ['context_window'],
  ['max_context_length'],
  ['max_input_tokens'],
];

function windowIn(value: unknown): number | undefined {
  return FIELDS.map(path => at(value, path)).find(isWindow);
}

const at = (value: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((inner, name) => (isRecord(inner) ? inner[name] : undefined), value);

/** Of Ollama: what the user's file of the model sets, else what the model was made for. */
function ollamaWindow(shown: unknown): number | undefined {
  if (!isRecord(shown) || !isRecord(shown['model_info'])) return undefined;
  const parameters = shown['parameters'];
  const set =
    typeof parameters === 'string' ? /^num_ctx\s+(\d+)/m.exec(parameters)?.[1] : undefined;
  if (set !== undefined && isWindow(Number(set))) return Number(set);
  const [, made] =
    Object.entries(shown['model_info']).find(([name]) => name.endsWith('.context_length')) ?? [];
  return isWindow(made) ? made : undefined;
}

const isWindow = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 512 && value <= 100_000_000;
