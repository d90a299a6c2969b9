import type { Finding } from '../../domain/results/findings.ts';

/** The model of a branch, `provider:id`; undefined for remarks of fan-in itself. */
export type ModelOf = (branchId: string) => string | undefined;

/**
 * The confidence of a merged finding (noisy-or): the highest confidence; each further model that reports it
 * halves the remaining doubt. A model that read the same words and did not report it changes nothing: it may
 * have missed it. Perspectives and chunks of one model are not a second opinion.
 */
export function agreedConfidence(said: readonly Finding[], modelOf: ModelOf): number {
  const models = new Set(
    said.flatMap(({ branchIds }) => branchIds.flatMap(id => modelOf(id) ?? [])),
  );
  const surest = Math.max(...said.map(({ confidence }) => confidence));
  return models.size < 2 ? surest : 1 - (1 - surest) / 2 ** (models.size - 1);
}
