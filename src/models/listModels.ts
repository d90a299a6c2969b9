import type { Clock } from '../core/ports/ports.ts';
import { anthropicDestination } from './anthropic/model.ts';
import { PROVIDERS, type RemoteProvider } from './registry.ts';
import type { Access } from './transport/access.ts';
import { destination } from './transport/egress.ts';
import { guarded } from './transport/guarded.ts';
import type { Call } from './transport/guarded.ts';
import { t } from '../core/text/l10n.ts';

export interface ListedModel {
  readonly id: string;
  readonly label?: string;
  /** Largest input in tokens, where the provider says. */
  readonly contextTokens?: number;
  readonly maxOutputTokens?: number;
}

export interface ListOptions {
  readonly apiKey: string;
  readonly baseUrl?: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly access?: Access;
}

/** Ids of models that do not answer with text, in the lists of providers that list everything they serve. */
const NOT_TEXT =
  /embed|whisper|tts|dall-e|image|audio|realtime|transcribe|moderation|sora|davinci|babbage|computer-use|live|veo-|lyria|aqa|-ocr|-guard/i;
const PAGES = 20;

/** The provider's own list of models, newest first where it says. Throws like `createModel` and calls. */
export async function listModels(id: RemoteProvider, options: ListOptions): Promise<ListedModel[]> {
  const provider = PROVIDERS[id];
  const messages = provider.protocol === 'messages';
  const asked = {
    ...options,
    modelId: t('the list of models'),
    timeouts: { firstByteMs: 30_000, totalMs: 60_000 },
  };
  const to = messages ? anthropicDestination(provider, asked) : destination(provider, asked);
  const rows = await guarded(to, options.signal, async call =>
    messages
      ? allPages(call, `${to.url}/v1/models?limit=1000`)
      : (await page(call, `${to.url}/models`)).rows,
  );
  const seen = new Set<string>();
  return rows
    .sort((a, b) => b.created - a.created)
    .map(({ model }) => ({ ...model, id: withoutPrefix(model.id, provider.idPrefix) }))
    .filter(({ id }) => !provider.listsOtherKinds || !NOT_TEXT.test(id))
    .filter(({ id }) => !seen.has(id) && seen.add(id));
}

const withoutPrefix = (id: string, prefix = ''): string =>
  id.startsWith(prefix) ? id.slice(prefix.length) : id;

interface Row {
  readonly model: ListedModel;
  /** Seconds since 1970; 0 where the provider does not say. */
  readonly created: number;
}

async function allPages(call: Call, first: string): Promise<Row[]> {
  const rows: Row[] = [];
  let next: string | undefined = first;
  for (let i = 0; next !== undefined && i < PAGES; i++) {
    const { rows: found, after } = await page(call, next);
    rows.push(...found);
    next = after === undefined ? undefined : `${first}&after_id=${encodeURIComponent(after)}`;
  }
  return rows;
}

async function page(call: Call, url: string): Promise<{ rows: Row[]; after?: string }> {
  const response = await call.fetch(url, { headers: { accept: 'application/json' } });
  let body: unknown;
  try {
    body = JSON.parse(await response.text());
  } catch (error) {
    if (error instanceof SyntaxError) throw call.failed('notProvider');
    throw error;
  }
  const { data, has_more: more, last_id: last } = (body ?? {}) as Record<string, unknown>;
  if (!Array.isArray(data)) throw call.failed('notProvider');
  const rows = data.map(readRow).filter(row => row !== undefined);
  return { rows, ...(more === true && typeof last === 'string' && { after: last }) };
}

function readRow(value: unknown): Row | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { id, display_name, name, created, created_at, max_input_tokens, max_tokens } =
    value as Record<string, unknown>;
  if (typeof id !== 'string' || !/^\S{1,200}$/.test(id)) return undefined;
  const label = [display_name, name].find(text => typeof text === 'string' && text !== id);
  const at = typeof created === 'number' ? created : Date.parse(String(created_at)) / 1000;
  return {
    model: {
      id,
      ...(typeof label === 'string' && { label: label.slice(0, 200) }),
      ...(isCount(max_input_tokens) && { contextTokens: max_input_tokens }),
      ...(isCount(max_tokens) && { maxOutputTokens: max_tokens }),
    },
    created: Number.isFinite(at) ? at : 0,
  };
}

const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value > 0;
