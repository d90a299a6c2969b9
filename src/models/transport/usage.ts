import type { Usage } from '../../core/domain/billing.ts';

/** The counts a provider gave, as it gave them; `input` includes the cached ones. */
export interface RawUsage {
  readonly input?: unknown;
  readonly output?: unknown;
  readonly cached?: unknown;
  readonly cacheWrite?: unknown;
}

/** Larger than any call Fanout makes; a larger count is a provider's mistake. */
const ABSURD = 20_000_000;

/**
 * Usage that can be summed and paid: counts that are missing or absurd (negative, fractional, NaN,
 * above 20 million, more cached than read) are replaced by an estimate from the text and marked.
 */
export function normalUsage(
  raw: RawUsage,
  sent: string,
  received: string,
  charsPerToken: number,
): Usage {
  const input = count(raw.input);
  const output = count(raw.output);
  const guess = (text: string): number => Math.ceil(text.length / charsPerToken);
  // A prompt that was sent is never 0 tokens: some servers write 0 for "not counted".
  const inputKnown = input !== undefined && (input > 0 || sent === '');
  const outputKnown = output !== undefined && (output > 0 || received === '');
  const inputTokens = inputKnown ? input : guess(sent);
  const cachedTokens = Math.min(count(raw.cached) ?? 0, inputTokens);
  return {
    inputTokens,
    outputTokens: outputKnown ? output : guess(received),
    cachedTokens,
    cacheWriteTokens: Math.min(count(raw.cacheWrite) ?? 0, inputTokens - cachedTokens),
    estimated: !inputKnown || !outputKnown,
  };
}

const count = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value < ABSURD
    ? value
    : undefined;

/** Sum of counts of which some may be missing; undefined when the first is. */
export function addCounts(first: unknown, ...others: unknown[]): number | undefined {
  const base = count(first);
  if (base === undefined) return undefined;
  return others.reduce<number>((sum, value) => sum + (count(value) ?? 0), base);
}
