import { isRecord } from '../core/text/json.ts';
import { grouped } from '../core/format/format.ts';
import type { Price } from '../core/domain/billing.ts';
import type { ModelInfo } from '../core/domain/model.ts';
import type { Model } from '../core/ports/model.ts';
import { MODEL_REF } from './registry.ts';
import { t } from '../core/text/l10n.ts';

/** Prices the user gave, by `provider:id`, and what is wrong with those that cannot be meant. */
export interface PriceOverrides {
  readonly prices: ReadonlyMap<string, Price>;
  /** One line each; the table's price is kept for them. */
  readonly problems: readonly string[];
}

/** US dollars per million tokens above which a price is a slip of the unit. */
const ABSURD = 10_000;
const PRICED_REF = new RegExp(MODEL_REF);
const FIELDS = ['input', 'cachedInput', 'cacheWrite', 'output'] as const;

/**
 * Reads `{"provider:id": {"input": 2, "output": 10, "cachedInput": 0.2, "cacheWrite": 2.5}}`, US dollars
 * per million tokens; with `"threshold": 200000, "above": {...}` requests with more input tokens cost that. Anything else is reported as a problem and ignored; never throws.
 */
export function readPrices(value: unknown): PriceOverrides {
  const prices = new Map<string, Price>();
  const problems: string[] = [];
  if (!isRecord(value)) return { prices, problems: [t('The prices are not an object.')] };
  for (const [ref, entry] of Object.entries(value).slice(0, 500)) {
    const problem = problemOf(ref, entry);
    if (problem === undefined) prices.set(ref, entry as Price);
    else problems.push(t('The price of {0} {1}.', ref.slice(0, 80), problem));
  }
  return { prices, problems };
}

function problemOf(ref: string, entry: unknown): string | undefined {
  if (!PRICED_REF.test(ref)) return t('is not of provider:id');
  if (!isRecord(entry)) return t('is not an object');
  const { threshold, above, ...first } = entry;
  const problem = tierProblem(first);
  if (problem !== undefined) return problem;
  if (threshold === undefined && above === undefined) return undefined;
  if (typeof threshold !== 'number' || !Number.isInteger(threshold) || threshold < 1)
    return t('has an upper tier without a threshold, a whole number of input tokens');
  if (!isRecord(above)) return t('has a threshold without the prices above it');
  const upper = tierProblem(above);
  return upper === undefined ? undefined : t('{0}, above its threshold', upper);
}

function tierProblem(tier: Record<string, unknown>): string | undefined {
  const unknown = Object.keys(tier).find(name => !FIELDS.some(field => field === name));
  if (unknown !== undefined) return t('has an unknown field {0}', unknown.slice(0, 40));
  for (const field of FIELDS) {
    const amount = tier[field];
    if (amount === undefined && field !== 'input' && field !== 'output') continue;
    if (typeof amount !== 'number' || !(amount >= 0 && amount <= ABSURD))
      return t(
        'has no {0} between 0 and {1} US dollars per million tokens',
        field,
        grouped(ABSURD),
      );
  }
  const { input, cachedInput } = tier as Partial<Price>;
  if (cachedInput !== undefined && input !== undefined && cachedInput > input)
    return t('has a cachedInput dearer than its input');
  return undefined;
}

/** The model at the user's own price, where there is one. */
export function atOwnPrice(model: Model, { prices }: PriceOverrides): Model {
  const price = prices.get(model.info.ref);
  if (!price) return model;
  const info: ModelInfo = { ...model.info, price };
  return { ...model, info };
}
