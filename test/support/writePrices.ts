// Writes the prices of providers other than OpenAI and Anthropic from the table of @pydantic/genai-prices: `npm run prices`.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProvider, type ModelInfo, type ModelPrice } from '@pydantic/genai-prices';
import { format, resolveConfig } from 'prettier';
import type { Price } from '../../src/core/domain/billing.ts';

const ROOT = join(import.meta.dirname, '../..');
export const FILE = join(ROOT, 'src/models/priceTable.json');

/** Our provider and theirs. OpenRouter is left out: its price is the one of its cheapest endpoint, and it may take another. */
const PROVIDERS = { gemini: 'google', mistral: 'mistral', deepseek: 'deepseek', groq: 'groq' };
/** Of other makers, or not of text. */
const OTHER = /claude|image|tts|live|audio|ocr|voxtral|whisper|embed|omni|guard|:free/;

/** The table as it is kept; `asOf` is the day on which prices that begin later are still to come. */
export function priceTable(asOf: string) {
  const { version } = JSON.parse(
    readFileSync(join(ROOT, 'node_modules/@pydantic/genai-prices/package.json'), 'utf8'),
  ) as { version: string };
  const prices = Object.entries(PROVIDERS).flatMap(([own, theirs]) =>
    (findProvider({ providerId: theirs })?.models ?? []).flatMap(model => {
      const price = priceOf(model, asOf);
      return price ? idsOf(model).map(id => [`${own}:${id}`, price] as const) : [];
    }),
  );
  return {
    source: `@pydantic/genai-prices ${version}, MIT`,
    asOf,
    prices: Object.fromEntries(prices.sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

/** The exact names only: what merely begins alike may cost something else. */
function idsOf({ id, match }: ModelInfo): string[] {
  const all = 'or' in match ? match.or : [match];
  const names = all.flatMap(one => ('equals' in one ? [one.equals] : []));
  return [...new Set([id, ...names])].filter(name => !OTHER.test(name));
}

/** The dearest of what holds now, at some time of the day or from a day to come: a limit must not be broken. */
function priceOf({ prices }: ModelInfo, asOf: string): Price | undefined {
  const all = Array.isArray(prices) ? prices : [{ prices }];
  const begun = all.findLastIndex(
    ({ constraint }) =>
      !constraint || (constraint.type === 'start_date' && constraint.start_date <= asOf),
  );
  const possible = all.slice(Math.max(0, begun)).flatMap(one => asPrice(one.prices) ?? []);
  return possible.sort((a, b) => b.output - a.output || b.input - a.input)[0];
}

function asPrice(prices: ModelPrice): Price | undefined {
  const of = (key: string, isAbove: boolean): number | undefined => {
    const price = prices[key];
    if (price === undefined || typeof price === 'number') return price;
    return isAbove ? price.tiers.at(-1)?.price : price.base;
  };
  const tier = (isAbove: boolean): Omit<Price, 'threshold' | 'above'> | undefined => {
    const [input, output] = [of('input_mtok', isAbove), of('output_mtok', isAbove)];
    const cachedInput = of('cache_read_mtok', isAbove);
    if (!input || !output) return undefined;
    return {
      input,
      output,
      ...(cachedInput === undefined || cachedInput > input ? {} : { cachedInput }),
    };
  };
  const base = tier(false);
  const above = tier(true);
  const { input_mtok: input } = prices;
  if (!base || !above || input === undefined || typeof input === 'number') return base;
  // Of several tiers the last price from the first limit on: never too little.
  const threshold = input.tiers[0]?.start;
  return threshold === undefined ? base : { ...base, threshold, above };
}

if (process.argv[1] === import.meta.filename) {
  const today = new Date().toISOString().slice(0, 10);
  const options = await resolveConfig(FILE);
  const text = JSON.stringify(priceTable(today));
  writeFileSync(FILE, await format(text, { ...options, filepath: FILE }));
}
