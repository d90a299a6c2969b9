import type { ModelInfo } from '../domain/model.ts';

/** A hosted provider's rates bind long before this; the lane opens slowly and closes at the first refusal. */
const HOSTED = 64;
/**
 * A server on this machine works through a queue: calls that wait in it for minutes would time out.
 * So does another program that passes calls on (VS Code): its origin is a name and no address.
 */
const LOCAL = 16;

/** Maximum concurrent calls by default. An origin that is not an address counts as this machine. */
export function defaultConcurrency({ origin = '' }: Pick<ModelInfo, 'origin'>): number {
  if (!URL.canParse(origin)) return LOCAL;
  return /^(localhost|127\.[\d.]+|\[::1\])$/.test(new URL(origin).hostname) ? LOCAL : HOSTED;
}
