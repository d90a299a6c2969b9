import type { Price, Usage } from './billing.ts';

/**
 * What one call cost in US dollars, by the provider's list price; undefined when the price is unknown.
 * Long requests are billed wholly at the upper tier, as the providers do: the usage of several calls has no price.
 */
export function costOf(usage: Usage, price: Price | undefined): number | undefined {
  if (!price) return undefined;
  const tier =
    price.threshold !== undefined && price.above && usage.inputTokens > price.threshold
      ? price.above
      : price;
  const cached = Math.min(usage.cachedTokens, usage.inputTokens);
  const written = Math.min(usage.cacheWriteTokens, usage.inputTokens - cached);
  const fresh = usage.inputTokens - cached - written;
  return (
    (fresh * tier.input +
      cached * (tier.cachedInput ?? tier.input) +
      written * (tier.cacheWrite ?? tier.input) +
      usage.outputTokens * tier.output) /
    1_000_000
  );
}

export const noUsage: Usage = {
  inputTokens: 0,
  outputTokens: 0,
  cachedTokens: 0,
  cacheWriteTokens: 0,
  estimated: false,
};

export const addUsage = (a: Usage, b: Usage): Usage => ({
  inputTokens: a.inputTokens + b.inputTokens,
  outputTokens: a.outputTokens + b.outputTokens,
  cachedTokens: a.cachedTokens + b.cachedTokens,
  cacheWriteTokens: a.cacheWriteTokens + b.cacheWriteTokens,
  estimated: a.estimated || b.estimated,
});

/** The list price where only a share of it is billed, 0..1. */
export function shareOf(price: Price, share: number): Price {
  const scaled = ({ input, cachedInput, cacheWrite, output }: Tier): Tier => ({
    input: input * share,
    output: output * share,
    ...(cachedInput === undefined ? {} : { cachedInput: cachedInput * share }),
    ...(cacheWrite === undefined ? {} : { cacheWrite: cacheWrite * share }),
  });
  return { ...price, ...scaled(price), ...(price.above ? { above: scaled(price.above) } : {}) };
}

type Tier = NonNullable<Price['above']>;
