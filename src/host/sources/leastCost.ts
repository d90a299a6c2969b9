import { priceOf, readPrices } from '../../engine/providers.ts';
import type { Settings } from '../../engine/settings/settings.ts';
import { perspectivesByKind } from '../settings/perspectives.ts';
import type { LeastCost } from './fileList.ts';

/**
 * What the text alone costs to be read: once by each perspective and model in a review, once otherwise, at the input
 * price. Instructions, context and answers come on top, and the question before the run names the whole; a list of
 * files only has to show which of them are dear.
 */
export function leastCost(settings: Settings, isReview: boolean): LeastCost {
  const own = readPrices(settings.prices).prices;
  const models = [settings.model, ...(isReview ? settings.moreModels : [])];
  const inputs = models.map(ref => (own.get(ref) ?? priceOf(ref))?.input);
  if (inputs.length === 0 || inputs.some(input => input === undefined)) return () => undefined;
  const perToken = inputs.reduce<number>((sum, input = 0) => sum + input, 0) / 1e6;
  const perspectives = isReview
    ? perspectivesByKind(settings, settings.customPerspectives)
    : undefined;
  return (kind, tokens) => tokens * perToken * (perspectives?.[kind].length ?? 1);
}
