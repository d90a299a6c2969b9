import type { Price } from '../core/domain/billing.ts';
import type { ModelInfo } from '../core/domain/model.ts';
import { providerOf } from './registry.ts';
import others from './priceTable.json' with { type: 'json' };

/** The day the table below was checked. Prices change: the user's own setting goes first. */
export const PRICES_AS_OF = '2026-11-22';

type Known = Pick<ModelInfo, 'contextTokens' | 'maxOutputTokens' | 'price'>;

/** US dollars per million tokens: input, cached input, cache write, output. */
const flat = (
  input: number,
  cachedInput: number | undefined,
  cacheWrite: number | undefined,
  output: number,
): Price => ({
  input,
  output,
  ...(cachedInput !== undefined && { cachedInput }),
  ...(cacheWrite !== undefined && { cacheWrite }),
});

/** OpenAI bills a request above 272K input tokens at twice the input and 1.5 times the output price. */
const openai = (
  input: number,
  cachedInput: number | undefined,
  cacheWrite: number | undefined,
  output: number,
): Price => ({
  ...flat(input, cachedInput, cacheWrite, output),
  threshold: 272_000,
  above: flat(
    input * 2,
    cachedInput === undefined ? undefined : cachedInput * 2,
    cacheWrite === undefined ? undefined : cacheWrite * 2,
    output * 1.5,
  ),
});

// OpenAI's window of 1.05M is shared: at most 922K of it are input, 128K output.
const GPT_LARGE = { contextTokens: 922_000, maxOutputTokens: 128_000 };
const CLAUDE = { contextTokens: 1_000_000, maxOutputTokens: 128_000 };

/** Exact ids only: a neighbour's price is a wrong price. */
const TABLE: Readonly<Record<string, Known>> = {
  'openai:gpt-6-astra': { contextTokens: 922_000, price: openai(10, 1, 12.5, 50) },
  'openai:gpt-6.1-sol': { price: openai(2, 0.1, undefined, 10) },
  'openai:gpt-6-sol': { contextTokens: 922_000, price: openai(2, 0.2, 2.5, 10) },
  'openai:gpt-6.1-terra': { ...GPT_LARGE, price: openai(1, 0.05, 1.25, 5) },
  'openai:gpt-6-luna': { contextTokens: 922_000, price: openai(0.1, 0.01, 0.125, 0.5) },
  'openai:gpt-5.6-sol': { ...GPT_LARGE, price: openai(4, 0.4, 5, 20) },
  'openai:gpt-5.6-terra': { ...GPT_LARGE, price: openai(2, 0.2, 2.5, 12) },
  'openai:gpt-5.6-luna': { ...GPT_LARGE, price: openai(0.2, 0.02, 0.25, 1.2) },
  'openai:gpt-5.5': { ...GPT_LARGE, price: openai(5, 0.5, 5, 30) },
  'openai:gpt-5.4': { ...GPT_LARGE, price: openai(2.5, 0.25, 2.5, 15) },
  'openai:gpt-5.4-mini': {
    contextTokens: 272_000,
    maxOutputTokens: 128_000,
    price: flat(0.75, 0.075, 0.75, 4.5),
  },
  'anthropic:claude-fable-5-2': { ...CLAUDE, price: flat(8, undefined, undefined, 40) },
  'anthropic:claude-fable-5-1': { ...CLAUDE, price: flat(10, 0.25, 12.5, 50) },
  'anthropic:claude-opus-5-5': { ...CLAUDE, price: flat(4, 0.2, 5, 20) },
  'anthropic:claude-sonnet-5-5': { ...CLAUDE, price: flat(2, 0.1, 2.5, 10) },
  'anthropic:claude-haiku-5-5': {
    ...CLAUDE,
    price: {
      ...flat(0.1, 0.01, 0.125, 0.5),
      threshold: 100_000,
      above: flat(0.5, 0.05, 0.625, 2.5),
    },
  },
};

/** Of other providers, made by `npm run prices`; see there for what is left out. Where a price depends on the hour, the dearest. */
const OTHERS: Readonly<Record<string, Price>> = others.prices;

/** What the tables know of `provider:id`: window, largest output, price; nothing for unknown ids. */
export function knownModel(ref: string): Known {
  if (Object.hasOwn(TABLE, ref)) return TABLE[ref] ?? {};
  const price = Object.hasOwn(OTHERS, ref) ? OTHERS[ref] : undefined;
  return price ? { price } : {};
}

/** US dollars per million tokens of `provider:id`, or undefined when it is not known. */
export const priceOf = (ref: string): Price | undefined => knownModel(ref).price;

/** The ids of a provider the tables know. */
export const knownIds = (provider: ModelInfo['provider']): readonly string[] =>
  Object.keys({ ...TABLE, ...OTHERS })
    .filter(ref => ref.startsWith(`${provider}:`))
    .map(ref => ref.slice(provider.length + 1));

/** The description of a model as runs store it. */
export function infoOf(provider: ModelInfo['provider'], id: string, origin?: string): ModelInfo {
  const ref = `${provider}:${id}`;
  const { promptCache, tokensPerO200k } = providerOf(provider) ?? {};
  return {
    provider,
    ref,
    id,
    label: id,
    ...(origin !== undefined && { origin }),
    ...(promptCache && { promptCache }),
    ...(tokensPerO200k !== undefined && { tokensPerO200k }),
    ...knownModel(ref),
  };
}
