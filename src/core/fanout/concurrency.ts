import type { ModelInfo } from '../domain/model.ts';

/** A hosted provider's rates bind long before this; the lane opens slowly and closes at the first refusal. */
const HOSTED = 64;
/** A server on this machine works through a queue: calls that wait in it for minutes would time out. */
const LOCAL = 16;

/** Most calls at once when nobody said how many. */
export function defaultConcurrency({ origin }: Pick<ModelInfo, 'origin'>): number {
  const host = origin === undefined ? 'localhost' : new URL(origin).hostname;
  return /^(localhost|127\.[\d.]+|\[::1\])$/.test(host) ? LOCAL : HOSTED;
}
