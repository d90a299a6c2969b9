import type { Finding } from '../../domain/results/findings.ts';

/** The model behind a branch, `provider:id`; undefined for what fan-in itself said. */
export type ModelOf = (branchId: string) => string | undefined;

/**
 * How sure a merged finding is: as sure as the surest of those that said it, and every further model that
 * said it halves the doubt that is left. A model that read the same words and said nothing changes
 * nothing: it may have missed it. Perspectives and chunks of one model are no second opinion.
 */
export function agreedConfidence(said: readonly Finding[], modelOf: ModelOf): number {
  const models = new Set(
    said.flatMap(({ branchIds }) => branchIds.flatMap(id => modelOf(id) ?? [])),
  );
  const surest = Math.max(...said.map(({ confidence }) => confidence));
  return models.size < 2 ? surest : 1 - (1 - surest) / 2 ** (models.size - 1);
}
