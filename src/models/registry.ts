import type { Dialect } from './transport/dialect.ts';
import { t } from '../core/text/l10n.ts';

/** A provider of models behind a key and an address: everything that is particular about it, as data. */
export interface Provider {
  /** As menus and messages name it. */
  readonly title: string;
  /** What to expect, in a few words beside the title. */
  readonly detail: string;
  /** The environment variable that the command line takes the key from. */
  readonly keyVariable: string;
  /** Which API it speaks: OpenAI's Responses, Anthropic's Messages, or Chat Completions, which most others imitate. */
  readonly protocol: 'responses' | 'messages' | 'chat';
  /** Where it listens; absent: every user has an address of their own. */
  readonly url?: string;
  /** What an address of one's own looks like. */
  readonly addressExample?: string;
  /** The path of an address that is given without one. */
  readonly path?: string;
  /** The header that takes a key; absent: `authorization`, which takes tokens of a directory service in any case. */
  readonly keyHeader?: string;
  /** The address lists its models by the ids that calls take; absent: it does. */
  readonly listsModels?: false;
  /** What its list writes before an id that calls do without. */
  readonly idPrefix?: string;
  /** Its list holds models that do not answer with text. */
  readonly listsOtherKinds?: true;
  /** What it is known not to understand: saves one refused call per run. */
  readonly dialect?: Partial<Omit<Dialect, 'outputCap' | 'effort'>>;
  /** It keeps the beginning of prompts that others begin with, too, by itself or where a prompt is marked. */
  readonly promptCache?: true;
  /** Tokens it counts per token of OpenAI's o200k; absent: unknown, taken as 1. */
  readonly tokensPerO200k?: number;
  /** Its batch engine: the share of the list price, and how many requests one batch takes. */
  readonly batch?: { readonly priceShare: number; readonly maxRequests: number };
}

/** A provider with its id. */
export interface NamedProvider extends Provider {
  readonly id: string;
}

const providers = {
  openai: {
    title: 'OpenAI',
    detail: t('your API key'),
    keyVariable: 'OPENAI_API_KEY',
    protocol: 'responses',
    url: 'https://api.openai.com/v1',
    // Its API has no such fields, so that nothing is to be learned of them.
    dialect: { systemRole: false, promptCache: false, includeUsage: false },
    listsOtherKinds: true,
    promptCache: true,
    tokensPerO200k: 1,
    batch: { priceShare: 0.5, maxRequests: 50_000 },
  },
  anthropic: {
    title: 'Anthropic',
    detail: t('your API key'),
    keyVariable: 'ANTHROPIC_API_KEY',
    protocol: 'messages',
    url: 'https://api.anthropic.com',
    dialect: { systemRole: false, includeUsage: false },
    promptCache: true,
    // Their tokenizer makes about a third more tokens of the same text.
    tokensPerO200k: 1.35,
    batch: { priceShare: 0.5, maxRequests: 100_000 },
  },
  gemini: {
    title: 'Google Gemini',
    detail: t('your API key; its OpenAI-compatible API'),
    keyVariable: 'GEMINI_API_KEY',
    protocol: 'chat',
    url: 'https://generativelanguage.googleapis.com/v1beta/openai',
    idPrefix: 'models/',
    listsOtherKinds: true,
    promptCache: true,
  },
  mistral: {
    title: 'Mistral',
    detail: t('your API key'),
    keyVariable: 'MISTRAL_API_KEY',
    protocol: 'chat',
    url: 'https://api.mistral.ai/v1',
    listsOtherKinds: true,
    // Refuses unknown fields with a 422, `stream_options` among them; it counts tokens unasked.
    dialect: { includeUsage: false },
  },
  deepseek: {
    title: 'DeepSeek',
    detail: t('your API key'),
    keyVariable: 'DEEPSEEK_API_KEY',
    protocol: 'chat',
    url: 'https://api.deepseek.com/v1',
    // "This response_format type is unavailable now": JSON mode is all that Chat Completions has there.
    dialect: { format: 'json_object' },
    promptCache: true,
  },
  groq: {
    title: 'Groq',
    detail: t('your API key'),
    keyVariable: 'GROQ_API_KEY',
    protocol: 'chat',
    url: 'https://api.groq.com/openai/v1',
    listsOtherKinds: true,
    dialect: { maxTokens: 'max_completion_tokens' },
  },
  openrouter: {
    title: 'OpenRouter',
    detail: t('your API key; models of many providers'),
    keyVariable: 'OPENROUTER_API_KEY',
    protocol: 'chat',
    url: 'https://openrouter.ai/api/v1',
  },
  azure: {
    title: 'Azure OpenAI',
    detail: t('the address of your resource, its key, and the name of a deployment'),
    keyVariable: 'AZURE_OPENAI_API_KEY',
    protocol: 'chat',
    addressExample: 'https://my-resource.openai.azure.com/openai/v1',
    path: '/openai/v1',
    keyHeader: 'api-key',
    // It lists the models that could be deployed; a call takes the name of a deployment.
    listsModels: false,
    dialect: { maxTokens: 'max_completion_tokens' },
    promptCache: true,
    tokensPerO200k: 1,
  },
  compatible: {
    title: t('OpenAI-compatible server'),
    detail: t('Ollama, vLLM, LM Studio, a gateway: address, perhaps a key'),
    keyVariable: 'FANOUT_API_KEY',
    protocol: 'chat',
    addressExample: 'http://127.0.0.1:11434/v1',
  },
} as const satisfies Readonly<Record<string, Provider>>;

/** A provider whose models are behind a key and an address. */
export type RemoteProvider = keyof typeof providers;

/** All of them, in the order in which they are offered. */
export const PROVIDERS: Readonly<Record<RemoteProvider, Provider>> = providers;

export const REMOTE_PROVIDERS = Object.keys(providers) as readonly RemoteProvider[];

export const isRemote = (provider: string | undefined): provider is RemoteProvider =>
  provider !== undefined && Object.hasOwn(providers, provider);

/** What is known of a provider by its id; nothing of those that are not in the table. */
export const providerOf = (id: string): Provider | undefined =>
  isRemote(id) ? PROVIDERS[id] : undefined;

/** Matches `provider:id` of models that text can be sent to, those of the editor included. */
export const MODEL_REF = `^(${[...REMOTE_PROVIDERS, 'vscode'].join('|')}):\\S.*$`;

/** Splits `provider:id`; ids may hold colons themselves (`compatible:llama4:70b`). */
export function parseRef(ref: string): { provider: string; id: string } | undefined {
  const [, provider, id] = /^([a-z]+):(\S.*)$/.exec(ref) ?? [];
  if (!provider || !id) return undefined;
  return isRemote(provider) || provider === 'vscode' || provider === 'offline'
    ? { provider, id: id.trim() }
    : undefined;
}

/** How a model is named, for messages: `openai:ID, anthropic:ID, ... or offline:rules`. */
export const refForms = (last: string): string =>
  t('{0} or {1}', REMOTE_PROVIDERS.map(id => `${id}:ID`).join(', '), last);
