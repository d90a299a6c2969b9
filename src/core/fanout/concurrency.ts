import type { ModelInfo } from '../domain/model.ts';

/** A hosted provider's rates bind long before this; the lane opens slowly and closes at the first refusal. */
const HOSTED = 64;
/**
 * A server on this machine works through a queue: calls that wait in it for minutes would time out.
 * So does another program that passes calls on (VS Code): its origin is a name and no address.
 */
const LOCAL = 16;

/** Maximum concurrent calls by default. An origin that is not an address counts as this machine. */
export const defaultConcurrency = (model: Pick<ModelInfo, 'origin'>): number =>
  isLocal(model) ? LOCAL : HOSTED;

/**
 * How the calls to a model begin: one at a time where its window is not known and may be small, as with servers of
 * one's own. Here they would wait for each other anyway, so that a whole answer is waited for.
 */
export function scoutsOf(
  model: Pick<ModelInfo, 'origin' | 'address' | 'contextTokens'>,
): 'answer' | 'firstToken' | undefined {
  if (model.address === undefined || model.contextTokens !== undefined) return undefined;
  return isLocal(model) ? 'answer' : 'firstToken';
}

function isLocal({ origin = '' }: Pick<ModelInfo, 'origin'>): boolean {
  if (!URL.canParse(origin)) return true;
  return /^(localhost|127\.[\d.]+|\[::1\])$/.test(new URL(origin).hostname);
}
